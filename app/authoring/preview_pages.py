"""The residents' own pages, shown to whoever makes a survey: the same templates and the same way
through, with every address of the survey leading back to the preview."""

import re
from dataclasses import dataclass, replace

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from app.authoring.preview_filling import SLUG, PreviewFilling
from app.authoring.preview_trace import trace
from app.core import headers
from app.core.i18n import current_language
from app.surveys import flow, here, in_place_pages, resident_pages
from app.surveys.answering import Step
from app.surveys.listing import Card
from app.surveys.question_types.file import FileQuestion
from app.surveys.resident_pages import Shown

_OWN = re.compile(rf"/[a-z]{{2}}/surveys/{re.escape(SLUG)}(?P<rest>/[a-z]+)?(\?[^\"&]*)?")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the preview is: the survey's address at the desk, what is shown, and how many changes
    ago it stood so (more than 0: what stands now can't be shown)."""

    slug: str
    card: Card
    ago: int = 0

    @property
    def href(self) -> str:
        return url_for("survey_preview.frame", slug=self.slug)

    @property
    def home(self) -> str:
        return f"{url_for('desk_surveys.index')}{self.slug}/"

    @property
    def refresh_href(self) -> str:
        return url_for("survey_preview.refresh", slug=self.slug)


def answered(frame: Frame, filling: PreviewFilling) -> Response:
    """Where a page that was sent leads."""
    is_check = "preview" in request.form
    action = request.form.get("action")
    if is_check and "edit" in request.form:
        return page(frame, filling, request.form["edit"])
    step = _without_files(here.take(filling))
    filling = _as_preview(step, filling)
    if is_check:
        return page(frame, filling, step.page.name) if action == "back" else thanks(frame, filling)
    if action == "back":
        return page(frame, filling, filling.previous_page(step.page.name) or step.page.name)
    if action == "later":
        notice = _("In the preview nothing is saved. Residents get a code to go on with later.")
        shown = Shown.of(step, notice=notice, status=200)
        return _questions(frame, filling, step, replace(shown, errors=[], added=()))
    if step.errors or step.added or step.is_change:
        status = 422 if step.errors else 200
        return _questions(frame, filling, step, Shown.of(step, status=status))
    following = filling.next_page(step.page.name)
    if following is not None:
        return page(frame, filling, following)
    faulty = filling.unfinished_page(current_language())
    if faulty is not None and not _only_files(filling, faulty[0]):
        return page(frame, filling, faulty[0], Shown(errors=faulty[1], status=422))
    if filling.definition.preview:
        return _framed(frame, filling, resident_pages.preview(frame.card, filling))
    return thanks(frame, filling)


def page(frame: Frame, filling: PreviewFilling, name: str, shown: Shown | None = None) -> Response:
    """A page of questions; the first one where the answers do not lead past it."""
    lang = current_language()
    state = filling.page(name, lang) or filling.page(filling.first_page() or "", lang)
    if state is None:
        return nothing(frame, filling)
    response = resident_pages.questions(frame.card, filling, state, shown or Shown())
    return _framed(frame, filling, response)


def refreshed(frame: Frame, filling: PreviewFilling) -> Response:
    """What of a page differs with what is typed on it, and what lies behind it now."""
    step = here.take(filling, keeps_defaults=True)
    response = in_place_pages.refreshed(step, request.form)
    behind = render_template(
        "authoring/trace.html",
        trace=trace(_as_preview(step, filling), current_language()),
        is_refresh=True,
    )
    html = response.get_data(as_text=True) if response.status_code != 204 else ""
    response.status_code = 200
    response.content_type = "text/html; charset=utf-8"
    response.set_data(_led(frame, html) + behind)
    return response


def thanks(frame: Frame, filling: PreviewFilling) -> Response:
    """What is said once the answers are sent."""
    closing = flow.completed_html(
        filling.definition, filling.answers, current_language(), now=filling.now
    )
    return _end(frame, filling, is_sent=True, closing=closing)


def nothing(frame: Frame, filling: PreviewFilling) -> Response:
    """No question is shown to anybody who has not answered any."""
    return _end(frame, filling, is_sent=False, closing=None)


def _end(frame: Frame, filling: PreviewFilling, **values: object) -> Response:
    html = render_template(
        "authoring/preview_end.html", survey=frame.card.survey, href=frame.href, **values
    )
    return _framed(frame, filling, make_response(html))


def _questions(frame: Frame, filling: PreviewFilling, step: Step, shown: Shown) -> Response:
    response = resident_pages.questions(frame.card, filling, step.page, shown)
    return _framed(frame, filling, response)


def _as_preview(step: Step, filling: PreviewFilling) -> PreviewFilling:
    return replace(filling, draft=dict(step.filling.answers))


def _without_files(step: Step) -> Step:
    """Files are not taken in the preview, and so none is missed."""
    names = {one.address for one in _files(step)}
    errors = [error for error in step.errors if error.question not in names]
    return replace(step, errors=errors)


def _files(step: Step) -> list[FileQuestion]:
    states = (state.question for state in step.page.everything)
    return [one for one in states if isinstance(one, FileQuestion)]


def _only_files(filling: PreviewFilling, name: str) -> bool:
    questions = filling.definition.questions
    files = {one.address for one in questions.values() if isinstance(one, FileQuestion)}
    errors = filling.errors_on(name, current_language())
    return all(error.question in files for error in errors)


def _framed(frame: Frame, filling: PreviewFilling, response: Response) -> Response:
    """A resident's page as it stands in the frame: its addresses leading here, and with what lies
    behind it."""
    behind = render_template(
        "authoring/trace.html", trace=trace(filling, current_language()), is_refresh=False
    )
    html = _led(frame, response.get_data(as_text=True))
    response.set_data(html.replace("</main>", f"{behind}</main>", 1))
    return marked(response, frame.home, frame.ago)


def marked(response: Response, home: str, ago: int = 0) -> Response:
    """A page of the frame: marked as a preview, and nothing around it leads away."""
    mark = render_template("authoring/preview_mark.html", ago=ago, home=home)
    style = render_template("authoring/making_style.html")
    html = response.get_data(as_text=True)
    html = html.replace("</head>", f"{style}</head>", 1)
    html = html.replace("<body>", f'<body class="k-preview">{mark}', 1)
    html = html.replace('<header class="', '<header inert class="', 1)
    html = html.replace('<footer class="', '<footer inert class="', 1)
    response.set_data(html)
    headers.be_framed(response)
    response.headers["Cache-Control"] = "no-store"
    return response


def _led(frame: Frame, html: str) -> str:
    """Every address of the survey leads back to the preview."""
    return _OWN.sub(
        lambda found: frame.refresh_href if found["rest"] == "/page" else frame.href, html
    )
