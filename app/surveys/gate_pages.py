"""The pages of those who are not let in: why, and what they can do."""

from urllib.parse import urlencode

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.accounts import queries as accounts
from app.core.forms import PageForm
from app.core.i18n import TranslatedText
from app.surveys import gates, here, settings
from app.surveys import resident_pages as pages
from app.surveys.gates import Barrier
from app.surveys.listing import Card
from app.surveys.models import Survey


class SharedCodeForm(PageForm):
    """The code that all share who are asked."""

    code = StringField(
        lazy_gettext("Code of the survey"),
        [InputRequired(lazy_gettext("Write the code that you got.")), Length(max=200)],
    )

    def lets_into(self, survey: Survey) -> bool:
        """Whether it is the code; else there is a word beside the field."""
        if not self.validate():
            return False
        if gates.is_code(survey, self.code.data or ""):
            return True
        self.code.errors = [_("This is not the code of this survey. Check each character.")]
        return False


def refused(card: Card, admission: str) -> Response | None:
    """The page instead of the survey's first one, for whoever may not (or need not) begin."""
    if here.has_answered(card.survey):
        return pages.state("answered", card)
    barrier = gates.barrier(card.survey, admission)
    if barrier is None:
        return None
    if barrier is Barrier.CODE:
        return code_page(card, SharedCodeForm(), is_wrong="code" in request.args)
    return stopped(card, barrier, admission)


def stopped(card: Card, barrier: Barrier, admission: str = "") -> Response:
    """Why somebody can't answer, and what to do."""
    survey = card.survey
    status = 200 if barrier in (Barrier.FULL, Barrier.SIGN_IN, Barrier.USED) else 403
    response = pages.state(
        "barred",
        card,
        barrier=barrier.value,
        groups=group_names(survey) if barrier in (Barrier.SIGN_IN, Barrier.MEMBERS) else [],
        sign_in=sign_in_href(survey),
        invited=admission if gates.invitation_of(survey, admission) else "",
    )
    response.status_code = status
    return response


def sign_in_href(survey: Survey) -> str:
    """The sign-in page, and from there back to the survey."""
    back = url_for("surveys.survey", slug=survey.slug)
    return url_for("accounts.sign_in") + "?" + urlencode({"next": back})


def group_names(survey: Survey) -> list[TranslatedText]:
    """What the groups are called whose members may answer."""
    ids = settings.groups_of(survey)
    return [one.name for one in accounts.groups() if one.id in ids]


def code_page(
    card: Card, form: SharedCodeForm, status: int = 200, *, is_wrong: bool = False
) -> Response:
    """Where the shared code is typed; `is_wrong`: that of the link that led here was not taken."""
    return here.form_page("shared_code", card, form, status, is_wrong=is_wrong)
