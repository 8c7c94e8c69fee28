"""The answer to a page that is still being answered: what of it is to be put in place anew."""

from flask import Response, make_response, render_template

from app.core.i18n import current_language
from app.surveys import forms, here, in_place, layouts, remembered
from app.surveys.answering import Step
from app.surveys.labels import labels
from app.surveys.layouts import Fields
from app.surveys.page_states import PageState
from app.surveys.question_html import question_html
from app.surveys.resident_pages import own_words
from app.surveys.texts import Localised


def refreshed(step: Step, posted: forms.Posted) -> Response:
    """The parts of a page that differ from those that the form says it shows; nothing (204) where
    none does. Nothing is judged: what was found wrong before stays where it stands."""
    page = step.page
    ruled = frozenset(remembered.overruled(page, step.typed))
    typed = {name: said for name, said in step.typed.items() if name not in ruled}
    layout = layouts.layout(step.filling, page, (), typed)
    fields = layouts.fields(step.filling, page, layout, step.left_over)
    anew = _slots_of(page, ruled.union(remembered.moved(posted, dict(fields))))
    shown = in_place.read(posted.get("shown", ""))
    differing = tuple(in_place.differing(layouts.parts(layout, page), shown, anew))
    if not differing and _says(posted, fields):
        return _kept_nowhere(Response(status=204))
    came, gone = _news(step, frozenset(posted.get("asked", "").split()))
    html = render_template(
        "surveys/in_place.html",
        differing=differing,
        fields=fields,
        filling=step.filling,
        texts=own_words(step.filling.definition),
        to_preview=here.is_checking(),
        question=question_html,
        came=came,
        gone=gone,
    )
    return _kept_nowhere(make_response(html))


def _slots_of(page: PageState, controls: frozenset[str]) -> frozenset[str]:
    """Where questions stand; rows of a matrix stand in it."""
    found = set(controls)
    for state in page.everything:
        if any(inner.question.control in controls for inner in state.whole):
            found.add(state.question.control if state.question.WIDGET == "matrix" else "")
    return frozenset(f"s{control[1:]}" for control in found if control)


def _says(posted: forms.Posted, fields: Fields) -> bool:
    """Whether a form says the same of itself already."""
    return all(value in posted.getlist(name) for name, value in fields)


def _news(step: Step, asked: frozenset[str]) -> tuple[list[Localised], list[Localised]]:
    """The titles of the questions that have come, and of those that have gone."""
    if step.is_change:
        return [], []
    called = dict(labels(step.page.questions))
    came = [
        called[state.question.address]
        for state in step.added
        if state.question.control not in asked
    ]
    definition, lang = step.filling.definition, current_language()
    return came, list(in_place.gone(definition, step.page.questions, asked, lang))


def _kept_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
