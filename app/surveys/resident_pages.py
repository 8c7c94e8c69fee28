"""The pages that a resident may meet on the way through a survey, one function for each state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from app.core import headers
from app.core.errors import Conflict
from app.core.i18n import current_language
from app.engagement import supporters
from app.surveys import (
    answering,
    belonging,
    cookies,
    gates,
    here,
    layouts,
    outcomes,
    overviews,
    room,
    service,
)
from app.surveys.answering import Step, in_words
from app.surveys.answers import AnswerError, message
from app.surveys.files import uploads
from app.surveys.fillings import Filling
from app.surveys.following import FOLLOW
from app.surveys.labels import labels
from app.surveys.listing import Card
from app.surveys.meta import Anonymity, Who
from app.surveys.models import Survey, SurveyState
from app.surveys.page_states import PageState
from app.surveys.question_html import question_html
from app.surveys.question_types.base import QuestionState
from app.surveys.question_types.file import FileQuestion
from app.surveys.question_types.pictures import origin
from app.surveys.question_types.views import PanelView, QuestionView
from app.surveys.structure import Survey as Definition
from app.surveys.texts import Localised


class Reason(StrEnum):
    """Why answers are not taken."""

    CLOSED = "closed"
    COMING = "coming"
    ANSWERED = "answered"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    GONE = "gone"
    FULL = "full"
    CODE = "code"
    SIGN_IN = "sign_in"
    MEMBERS = "members"
    LINK = "link"
    REMOVED = "removed"
    USED = "used"

    @classmethod
    def of(cls, refusal: Conflict) -> "Reason":
        match refusal:
            case service.AlreadyAnswered():
                return cls.ANSWERED
            case service.AnotherBody():
                return cls.SENT
            case service.Withdrawn():
                return cls.WITHDRAWN
            case service.Replaced():
                return cls.REPLACED
            case room.Full():
                return cls.FULL
            case gates.Barred():
                return cls(refusal.barrier)
        return cls.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How a page of questions is shown: what was typed, what is wrong, what must be said."""

    typed: Mapping[str, object] = field(default_factory=dict)
    errors: list[AnswerError] = field(default_factory=list)
    added: tuple[QuestionState, ...] = ()
    left_over: list[tuple[str, str]] = field(default_factory=list)
    notice: str = ""
    status: int = 200
    to_preview: bool = False
    """Whether the page leads back to the preview, which it was opened from."""

    @classmethod
    def of(cls, step: Step, *, notice: str = "", status: int) -> "Shown":
        return cls(
            typed=step.typed,
            errors=step.errors,
            added=step.added,
            left_over=step.left_over,
            notice=notice,
            status=status,
            to_preview=here.is_checking(),
        )


AS_STORED = Shown()

MAIN = "main"
"""The id of the page's main part: where a fault leads that no field of the page can mend."""


def questions(card: Card, filling: Filling, page: PageState, shown: Shown = AS_STORED) -> Response:
    """A page of questions."""
    survey = card.survey
    layout = layouts.layout(filling, page, tuple(shown.errors), shown.typed)
    is_live = layouts.is_live(filling, page)
    called = dict(labels(page.questions))
    response = here.page(
        "questions",
        shown.status,
        card=card,
        survey=survey,
        filling=filling,
        state=page,
        layout=layout,
        is_live=is_live,
        question=question_html,
        shown=shown,
        fields=layouts.fields(filling, page, layout, shown.left_over),
        added=[(state.question.control, called[state.question.address]) for state in shown.added],
        token=filling.token(_beside(filling, page.name)),
        previous=filling.previous_page(page.name),
        languages=here.languages("surveys.survey", survey.slug, page=page.address),
        language_form="survey",
        has_draft=filling.draft is not None and shown is AS_STORED,
        takes_files=any(isinstance(one.question, FileQuestion) for one in page.questions),
        has_files=bool(uploads.ids_in(filling.definition, filling.answers)),
        errors=[(error.control, _in_summary(error, called)) for error in shown.errors],
        has_errors=bool(shown.errors),
        texts=own_words(filling.definition),
        belonging=belonging.of_survey(survey.id) if page.number == 1 else (),
    )
    shown_later = layouts.picture_origins(filling.definition) if is_live else frozenset()
    headers.allow_pictures(response, _pictures(layout.elements) | shown_later)
    if filling.admission and request.method == "POST":
        cookies.remember(response, filling.survey, filling.token())
    elif filling.draft is None and shown is AS_STORED and not filling.admission:
        # Nothing of anyone's is on it: going back to it may bring back what was typed.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _beside(filling: Filling, page: str = "") -> str:
    if filling.draft is None:
        return ""
    return answering.beside(filling, answering.handed_in(filling), page)


def _pictures(views: Sequence[PanelView | QuestionView]) -> set[str]:
    """The origins of the pictures on a page, apart from our own."""
    found: set[str] = set()
    for view in views:
        if isinstance(view, PanelView):
            found.update(_pictures(view.elements))
        else:
            found.update(map(origin, view.images))
    return found - {""}


def empty(card: Card, step: Step) -> Response:
    """Not one question was answered: nothing is kept, and the page comes back with a word."""
    first = next((one.question.control for one in step.page.questions), MAIN)
    nothing = AnswerError("", "nothing", message("nothing"), first)
    shown = replace(Shown.of(step, status=422), errors=[nothing], added=())
    return questions(card, step.filling, step.page, shown)


def _in_summary(error: AnswerError, called: Mapping[str, Localised]) -> str:
    """What is wrong, told apart from the rest by what was asked."""
    asked = called.get(error.question)
    if asked is None:
        return str(error.message)
    return str(_("%(question)s – %(problem)s", question=asked.text, problem=error.message))


def own_words(definition: Definition) -> dict[str, Localised]:
    """What the author wants to stand on the buttons."""
    lang = current_language()
    found = {
        "next": definition.page_next_text,
        "back": definition.page_prev_text,
        "send": definition.complete_text,
        "preview": definition.preview_text,
        "edit": definition.edit_text,
    }
    return {name: text.in_(lang) for name, text in found.items() if text}


def preview(card: Card, filling: Filling) -> Response:
    """All answers, to be looked at before they are sent."""
    told = overviews.of(filling, current_language())
    shows_all = filling.definition.preview == "allQuestions"
    return here.page(
        "preview",
        card=card,
        survey=card.survey,
        filling=filling,
        told=told if shows_all else overviews.answered_only(told),
        last=told[-1].name if told else filling.first_page(),
        token=filling.token(_beside(filling)),
        texts=own_words(filling.definition),
        languages=here.languages("surveys.survey", card.survey.slug, preview=1),
        language_form="survey",
    )


def not_trusted(card: Card, step: Step, *, is_ours: bool) -> Response:
    """A form whose token is too old (`is_ours`) or not this survey's: nothing of it is kept, and
    all of it is shown again with a token that holds; files are to be chosen again (the errors)."""
    if is_ours:
        notice = _(
            "This page had been open for a long time, so nothing has been saved yet. "
            "Check your answers and send them again."
        )
    else:
        notice = _(
            "We could not tell that this form came from this page, so nothing has been saved. "
            "Check your answers and send them again."
        )
    shown = Shown.of(step, notice=notice, status=422 if is_ours else 403)
    return questions(card, step.filling, step.page, shown)


def state(template: str, card: Card, **values: Any) -> Response:
    """A page that says how things stand with a survey, without questions; once it has closed, with
    the city's answer."""
    survey = card.survey
    return here.page(
        template,
        card=card,
        survey=survey,
        belonging=belonging.of_survey(survey.id),
        answer=outcomes.answer(survey),
        follow_token=supporters.button_token(FOLLOW, survey.id),
        **values,
    )


def not_taken(
    card: Card, filling: Filling, reason: Reason, only: frozenset[str] | None = None
) -> Response:
    """What was sent is not taken; it is given back in words, to be copied (`only` the questions
    of these names)."""
    typed = in_words(filling, current_language(), only)
    return here.page(
        "not_taken",
        409,
        card=card,
        survey=card.survey,
        reason=reason,
        typed=typed,
        is_change=bool(filling.replaces),
        belonging=(),
    )


def listed(cards: Sequence[Card]) -> Response:
    groups = {state: [card for card in cards if card.state is state] for state in SurveyState}
    return make_response(
        render_template(
            "surveys/index.html",
            open_cards=groups[SurveyState.OPEN],
            coming_cards=groups[SurveyState.COMING],
            closed_cards=groups[SurveyState.CLOSED],
            is_free=all(_is_free(card.survey) for card in cards),
        )
    )


def _is_free(survey: Survey) -> bool:
    """Whether nobody is asked who they are."""
    return survey.who != Who.MEMBERS and survey.anonymity == Anonymity.ANONYMOUS
