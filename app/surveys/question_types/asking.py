"""How what is asked inside a question is put to people: form, views, answers in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.surveys.answers import COMMENT, AnswerError
from app.surveys.question_types.base import (
    ElementState,
    EntryState,
    Fields,
    PanelState,
    Question,
    QuestionState,
    answerable,
)
from app.surveys.question_types.views import EntryView, PanelView, QuestionView

Typed = Mapping[str, object]


def open_inside(entry: EntryState) -> Iterator[QuestionState]:
    """The questions of an entry that can be answered."""
    return (state for state in answerable(entry.elements) if not state.read_only)


def fields_inside(state: QuestionState) -> Fields:
    found: Fields = {}
    for entry in state.entries:
        for inner in open_inside(entry):
            found.update(inner.question.fields(inner))
    return found


def said_inside(entry: EntryState, data: Typed) -> dict[str, object]:
    """What a form says in one entry, by the keys of its questions."""
    said: dict[str, object] = {}
    for inner in open_inside(entry):
        said.update(inner.question.parse(inner, data))
    return said


def element_view(
    element: ElementState, errors: tuple[AnswerError, ...], data: Typed | None
) -> PanelView | QuestionView:
    """A question or panel; `errors` and `data` (what was typed) are those of all that is around."""
    if isinstance(element, PanelState):
        inside = tuple(element_view(one, errors, data) for one in element.elements)
        return PanelView(title=element.title, description=element.description, elements=inside)
    question = element.question
    if getattr(question, "template", None) is not None:
        view = question.view(element, errors, data)
    else:
        own = tuple(error for error in errors if error.question == question.address)
        is_typed = data is not None and question.control in data
        view = question.view(element, own, data if is_typed else None)
    return replace(view, repeats_answers=True) if question.has_places else view


def entry_view(
    entry: EntryState, id: str, errors: tuple[AnswerError, ...], data: Typed | None
) -> EntryView:
    return EntryView(
        id=id,
        title=entry.title,
        description=entry.description,
        elements=tuple(element_view(one, errors, data) for one in entry.elements),
    )


def answers_in_words(
    questions: Iterable[Question], answers: Mapping[str, object], lang: str
) -> Iterator[str]:
    """Each answer after what was asked, with its comment; those inside it one by one."""
    for question in questions:
        title = question.title_in(lang).text
        value = answers.get(question.key)
        said = question.display(value, lang) if value is not None else ""
        comment = answers.get(question.key + COMMENT)
        if getattr(question, "template", None) is not None:
            yield from (f"{title} – {line}" for line in said.splitlines())
            said = ""
        words = " – ".join(one for one in (said, comment) if isinstance(one, str) and one)
        if words:
            yield f"{title}: {words}"
