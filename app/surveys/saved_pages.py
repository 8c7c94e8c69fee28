"""Pages of answers that are saved to go on with later: the code, and where it is typed."""

from urllib.parse import quote, urlencode

from flask import Response, url_for
from flask_babel import gettext as _

from app.core.i18n import current_language
from app.surveys import codes, drafts, here
from app.surveys.fillings import Filling
from app.surveys.forms import CodeForm
from app.surveys.listing import Card
from app.surveys.meta import Who


def saved(card: Card, filling: Filling, page: str) -> Response:
    """How to go on later, or on another device; `page` is where somebody was."""
    code = codes.spelled(filling.nonce)
    invited = filling.admission if card.survey.who == Who.INVITED else None
    link = url_for(
        "survey_resume.resume",
        slug=card.survey.slug,
        code=code,
        invited=invited,
        frame=None,
        _external=True,
    )
    return here.page(
        "saved",
        card=card,
        survey=card.survey,
        token=filling.token(),
        page_name=page,
        code=code,
        link=link,
        mail=_mail(card, code, link),
        until=drafts.expiry(),
        languages=here.languages("surveys.survey", card.survey.slug),
        language_form="survey",
    )


def _mail(card: Card, code: str, link: str) -> str:
    """A mail that people send to themselves: the service learns no address."""
    title, _lang = card.survey.title.in_(current_language())
    body = "\n\n".join((title, link, _("Code: %(code)s", code=code)))
    subject = _("Go on answering: %(title)s", title=title)
    return "mailto:?" + urlencode({"subject": subject, "body": body}, quote_via=quote)


def resume(card: Card, form: CodeForm, invited: str, status: int = 200) -> Response:
    """Where the code is typed, or only confirmed, as nothing is opened by a link alone. `invited`:
    the personal link that came along."""
    return here.form_page("resume", card, form, status, invited=invited)
