"""How a page of questions is laid out for a resident, and what its form says of that."""

from collections.abc import Iterable, Iterator, Mapping

from flask import url_for

from app.surveys import in_place, remembered
from app.surveys.answers import AnswerError
from app.surveys.fillings import Filling
from app.surveys.in_place import Kind, Layout, Part
from app.surveys.page_states import PageState
from app.surveys.question_types.asking import element_view
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.pictures import origin
from app.surveys.structure import Survey

Fields = list[tuple[str, str]]


def is_live(filling: Filling, page: PageState) -> bool:
    """Whether answers change the page that they are given on."""
    return page.name in filling.definition.live


def layout(
    filling: Filling,
    page: PageState,
    wrong: tuple[AnswerError, ...],
    typed: Mapping[str, object],
) -> Layout:
    views = tuple(element_view(element, wrong, typed) for element in page.elements)
    if not is_live(filling, page):
        return Layout(views, ())
    address = url_for("survey_in_place.refresh", slug=filling.survey.slug)
    return in_place.laid_out(filling.definition, page, views, filling.nonce, address)


def parts(found: Layout, page: PageState) -> Iterator[Part]:
    """Everything on a live page that answers may change."""
    if page.title:
        yield in_place.words("in-place-title", page.title)
    if page.description:
        yield in_place.words("in-place-about", page.description)
    yield Part("in-place-steps", in_place.digest((page.number, page.count)), Kind.STEPS, page)
    yield from found.parts
    yield Part("in-place-submit", in_place.digest(page.is_last), Kind.SUBMIT, page)


def asked(page: PageState) -> str:
    """The controls of the questions on a page that can be answered, as its form says them."""
    return " ".join(state.question.control for state in page.everything if not state.read_only)


def fields(
    filling: Filling, page: PageState, found: Layout, left_over: Iterable[tuple[str, str]]
) -> Fields:
    """What the form of a page says of itself, beside what people give."""
    own = [("asked", asked(page))]
    if is_live(filling, page):
        own.append(("shown", in_place.written(in_place.digests(parts(found, page)))))
        own += remembered.fields(filling.definition, page, found.elements, filling.answers)
    return [*own, *left_over]


def picture_origins(survey: Survey) -> frozenset[str]:
    """The origins of all pictures of a survey, apart from our own: any may come in place."""
    return frozenset(origin(link) for link in _links(survey.everything)) - {""}


def _links(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        for shown in (question, *getattr(question, "choices", ())):
            address = getattr(shown, "image_link", None)
            if address is not None:
                yield from (link for _, link in address.values)
        if isinstance(question, Composite):
            yield from _links(question.template.everything)
