"""Choices that come from another question: what is known of them before anybody has answered."""

from dataclasses import replace
from typing import TypeVar

from app.surveys.checks.order import own_name
from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import Choice, Choosing, Selecting
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.listed import Listed
from app.surveys.structure import Container, Element, Survey

_Whole = TypeVar("_Whole", bound=Container)
Chain = tuple[Survey, ...]
"""A survey or template, the one around it, and so on to the whole survey."""


def with_carried(survey: Survey, around: Chain = ()) -> Survey:
    """The survey whose questions know the choices that they take from others, for their words and
    figures; or that these are what people write in a list."""
    chain = (survey, *around)
    pages = tuple(_inside(page, chain) for page in survey.pages)
    same = all(one is other for one, other in zip(pages, survey.pages, strict=True))
    return survey if same else replace(survey, pages=pages)


def _inside(container: _Whole, chain: Chain) -> _Whole:
    elements = tuple(_element(one, chain) for one in container.elements)
    same = all(one is other for one, other in zip(elements, container.elements, strict=True))
    return container if same else replace(container, elements=elements)


def _element(element: Element, chain: Chain) -> Element:
    if isinstance(element, Container):
        return _inside(element, chain)
    if isinstance(element, Composite):
        template = with_carried(element.template, chain)
        return element if template is element.template else replace(element, template=template)
    if not isinstance(element, Selecting) or not element.choices_from_question:
        return element
    source = origin(element, chain)
    if isinstance(source, Listed):
        return replace(element, is_from_lists=True)
    return replace(element, carried=_choices(source))


def _choices(source: Question | None) -> tuple[Choice, ...]:
    return source.all_choices if isinstance(source, Choosing) else ()


def source_of(question: Question, chain: Chain) -> Question | None:
    """The question that one takes its choices from, here or further out; None where it has its
    own."""
    name = getattr(question, "choices_from_question", "")
    if not name:
        return None
    found = (survey.questions.get(own_name(survey, name)) for survey in chain)
    return next((one for one in found if one is not None), None)


def origin(question: Question, chain: Chain) -> Question | None:
    """Where choices that are passed on come from; the definition has no circles of them."""
    source = source_of(question, chain)
    seen = {question.name}
    while source is not None and source.name not in seen:
        seen.add(source.name)
        further = source_of(source, chain)
        if further is None:
            return source
        source = further
    return None
