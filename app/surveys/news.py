"""Mails to those who follow a survey: the link that proves an address, and the city's answer."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.mails import language, place_in_scope
from app.core import jobs
from app.core.db import db
from app.core.i18n import speaking
from app.engagement import contacts, readers
from app.engagement.models import EmailContact
from app.engagement.readers import Reader
from app.organisation import links
from app.organisation.directory import Place
from app.surveys import following, outcomes
from app.surveys.following import FOLLOW
from app.surveys.models import Survey
from app.surveys.models_outcome import SurveyOutcome

JOB = "survey.news"


class Kind(StrEnum):
    ANSWER = "answer"
    CORRECTION = "correction"


def ask(survey: Survey, contact: EmailContact) -> None:
    """Send the link that proves the address of whoever wants to hear what comes of a survey."""
    place = place_in_scope()
    lang = language(place, contact.lang)
    with speaking(lang):
        title = survey.title.in_(lang)[0]
        readers.send(
            place,
            Reader(contact.email, lang, ""),
            _("Hear what comes of a survey: %(title)s", title=title),
            _("Hello!"),
            _(
                "Somebody, we hope you, wants to hear at this address what %(municipality)s makes"
                " of the answers to a survey: %(title)s. Open the page to say yes:",
                municipality=place.name_in(lang),
                title=title,
            ),
            links.absolute(place, _path(survey, contact, lang)),
            _("Your address is not tied to any answers."),
            _("If it was not you, you need do nothing: you get no more mails."),
        )


def tell(survey: Survey, kind: Kind) -> None:
    """Let the followers hear of the answer, once the transaction in hand is over."""
    jobs.enqueue(JOB, {"survey": str(survey.id), "kind": kind.value})


def _path(survey: Survey, contact: EmailContact, lang: str) -> str:
    return f"/{lang}/surveys/{survey.slug}/following/{contacts.token(FOLLOW, survey.id, contact)}"


def _news(payload: Mapping[str, Any]) -> None:
    """One mail to each reader. They are put into the queue in the transaction that ends this job
    and lets go those who have heard what they waited for: however often it is begun, everyone
    gets one."""
    query = select(Survey).where(Survey.id == UUID(payload["survey"]))
    survey = db.session.scalars(query).one_or_none()
    outcome = outcomes.find(survey.id) if survey is not None else None
    if survey is None or outcome is None or outcome.published_at is None:
        return
    place = place_in_scope()
    is_correction = payload["kind"] == Kind.CORRECTION
    for follower, contact in following.all_of(survey):
        if is_correction and not follower.wants_corrections:
            continue
        lang = language(place, contact.lang)
        stop = _path(survey, contact, lang) if follower.wants_corrections else None
        reader = Reader(contact.email, lang, f"/{lang}/surveys/{survey.slug}", stop)
        _tell_one(place, reader, survey, outcome, is_correction=is_correction)
        if not follower.wants_corrections:
            db.session.delete(follower)
    db.session.flush()


def _tell_one(
    place: Place, reader: Reader, survey: Survey, outcome: SurveyOutcome, *, is_correction: bool
) -> None:
    with speaking(reader.lang):
        title = survey.title.in_(reader.lang)[0]
        if is_correction:
            subject = _("The answer to a survey was corrected: %(title)s", title=title)
            opening = _("The answer that you have read has been corrected. Now it says:")
        else:
            subject = _("What came of a survey: %(title)s", title=title)
            opening = _(
                "You wanted to hear what %(municipality)s makes of the answers to a survey:"
                " %(title)s.",
                municipality=place.name_in(reader.lang),
                title=title,
            )
        paragraphs = [
            _("Hello!"),
            opening,
            f"{_('What we heard')}:\n{outcome.heard.in_(reader.lang)[0]}",
            f"{_('What we do')}:\n{outcome.doing.in_(reader.lang)[0]}",
            _("All of it, with the results that are public:"),
            links.absolute(place, reader.path),
        ]
        if reader.stop_path:
            paragraphs.append(_("We also mail you if the answer is corrected. To stop:"))
            paragraphs.append(links.absolute(place, reader.stop_path))
        else:
            paragraphs.append(
                _("This was the only mail: your address is now removed from the survey.")
            )
        readers.send(place, reader, subject, *paragraphs)


def install(app: Flask) -> None:
    jobs.handle(app, JOB, _news)
