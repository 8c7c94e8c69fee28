"""One person's answers that a call brings: let in, checked as the pages do, kept once."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from app.api import bodies
from app.api.bodies import Fault, Refused, Sent
from app.core import clock
from app.core.db import db
from app.core.i18n import speaking
from app.organisation import tenancy
from app.surveys import answering, coding, fillings, flow, gates, library, service
from app.surveys.answers import message
from app.surveys.asked import unanswered
from app.surveys.files import receiving, uploads
from app.surveys.files.receiving import Unpacked
from app.surveys.meta import Who
from app.surveys.models import Channel, Survey, SurveyState
from app.surveys.situation import Clock
from app.surveys.structure import Survey as Definition

NO_FILES = Unpacked({})


def submit(found: Survey, sent: Sent, key: str, lang: str) -> service.Submitted:
    """Keep the answers on the path, checked as the pages do. A call that is repeated gets its
    receipt, even if the survey would take it no more."""
    timezone = tenancy.place().timezone
    definition = library.compiled(found.id, found.version)
    owner = uploads.api_owner(found.id, key)
    admission = gates.admission_of(found, sent.code)
    is_let_in = found.who == Who.ANYONE or bool(admission)
    files = _unpacked(found, definition, sent, key, owner, lang) if is_let_in else NO_FILES

    def now() -> datetime:
        return fillings.local_time(timezone)

    kept = _checked(found, definition, files, lang, now) if is_let_in else barred(found)
    if isinstance(kept, Exception):
        known = service.earlier(found, key=key, content=sent.content)
        if known is None:
            raise kept
        return known
    handed = uploads.ids_in(definition, kept)
    coded = coding.codes(definition, kept)
    uploads.keep(found.id, owner, [one for one in files.new if one.id in handed])
    return service.submit(
        found,
        version=found.version,
        answers=service.Answers(
            kept, coded, handed, owner, unanswered(definition, kept, coded, now=now)
        ),
        lang=lang,
        channel=Channel.API,
        key=key,
        content=sent.content,
        timezone=timezone,
        admission=admission,
    )


def barred(found: Survey) -> Refused:
    """The answer to a call for a survey that is not open to whoever calls."""
    if found.who == Who.CODE:
        detail = "This survey is for those who have its code: send it as code."
    else:
        detail = (
            "This survey is not answered by the API: it is for people who are known one by one."
        )
    return Refused(HTTPStatus.FORBIDDEN, detail)


def _unpacked(
    found: Survey, definition: Definition, sent: Sent, key: str, owner: str, lang: str
) -> Unpacked:
    """The answers, their files read and checked; no transaction is open meanwhile. Of a call that
    is repeated nothing is read again."""
    if not uploads.questions(definition) or found.state(clock.now()) is not SurveyState.OPEN:
        return Unpacked(sent.answers)
    survey_id = found.id
    if service.earlier(found, key=key, content=sent.content) is not None:
        return Unpacked(sent.answers)
    db.session.rollback()
    with speaking(lang):
        return receiving.unpacked(definition, sent.answers, survey_id, owner)


def _checked(
    found: Survey, definition: Definition, files: Unpacked, lang: str, now: Clock
) -> Mapping[str, object] | Exception:
    """What is kept of the answers, or why they are not taken."""
    if found.state(clock.now()) is not SurveyState.OPEN:
        return service.Closed()
    with speaking(lang):
        errors = flow.validate_all(definition, files.answers, lang, now=now)
        errors = receiving.together(files.errors, errors)
        faults = [Fault(one.question, one.kind, str(one.message)) for one in errors]
        kept = {} if faults else flow.completed(definition, files.answers, now=now)
        if not faults and answering.is_empty(definition, kept):
            faults = [Fault("", "nothing", str(message("nothing")))]
    return bodies.unprocessable(*faults) if faults else kept
