"""A page as it is asked: panels, questions and texts with everything filled in."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from app.surveys.offered import options
from app.surveys.question_types.base import (
    COMMENT_LIMIT,
    ElementState,
    EntryState,
    Option,
    PanelState,
    Question,
    QuestionState,
    answerable,
)
from app.surveys.question_types.composite import PAGE, Composite
from app.surveys.situation import Situation
from app.surveys.structure import Container, Element, Page, Survey
from app.surveys.texts import Localised
from app.surveys.wording import filled, filled_html


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """A page on the path: page `number` of `count`."""

    name: str
    number: int
    count: int
    title: Localised | None
    description: Localised | None
    elements: tuple[ElementState, ...]

    @property
    def questions(self) -> tuple[QuestionState, ...]:
        """The states of its questions, those in panels included; html is left out."""
        return tuple(answerable(self.elements))

    @property
    def everything(self) -> tuple[QuestionState, ...]:
        """The same with all that is asked inside them."""
        return tuple(inner for state in self.questions for inner in state.whole)

    @property
    def address(self) -> str | None:
        """What an address calls it; None for the first page, which needs no name."""
        return None if self.number == 1 else self.name

    @property
    def is_last(self) -> bool:
        return self.number == self.count


def page_state(situation: Situation, page: Page, number: int, count: int, seed: str) -> PageState:
    numbers = _numbers(situation, page)
    return PageState(
        name=page.name,
        number=number,
        count=count,
        title=filled(situation, page.title) if page.title else None,
        description=filled(situation, page.description) if page.description else None,
        elements=_elements(situation, page, numbers, seed),
    )


def _elements(
    situation: Situation, container: Container, numbers: dict[str, str], seed: str
) -> tuple[ElementState, ...]:
    states: list[ElementState] = []
    for element in ordered(situation.survey, container, seed):
        if not isinstance(element, Container):
            if situation.visible[element.name]:
                number = numbers.get(element.name, "")
                states.append(question_state(situation, element, number, seed))
        elif situation.has_content(element):
            states.append(_panel_state(situation, element, numbers, seed))
    return tuple(states)


def ordered(survey: Survey, container: Container, seed: str) -> list[Element]:
    """What stands in a page or panel, visible or not, in its order for one respondent."""
    order = container.question_order
    if order == "default":
        order = survey.question_order
    elements: list[Element] = list(container.elements)
    if order == "random" and seed:
        _shuffle(elements, f"{seed}/{container.name}")
    return elements


def _panel_state(
    situation: Situation, panel: Container, numbers: dict[str, str], seed: str
) -> PanelState:
    return PanelState(
        name=panel.name,
        title=filled(situation, panel.title) if panel.title else None,
        description=filled(situation, panel.description) if panel.description else None,
        required=situation.required(panel),
        elements=_elements(situation, panel, numbers, seed),
    )


def _numbers(situation: Situation, page: Page) -> dict[str, str]:
    mode = situation.survey.show_question_numbers
    if mode == "off":
        return {}
    asked = page.questions if mode == "onPage" else situation.survey.questions.values()
    seen = [one.name for one in asked if one.ANSWERED and situation.visible[one.name]]
    return {name: str(number) for number, name in enumerate(seen, start=1)}


def question_state(
    situation: Situation, question: Question, number: str = "", seed: str = ""
) -> QuestionState:
    """A visible question in its situation."""
    names = question.use_display_values_in_dynamic_texts
    title = question.title
    html = getattr(question, "html", None)
    return QuestionState(
        question=question,
        lang=situation.lang,
        title=filled(situation, title, names=names) if title else question.title_in(situation.lang),
        description=_description(situation, question),
        number=number,
        required=question.ANSWERED and situation.required(question),
        read_only=question.ANSWERED and situation.read_only(question),
        answer=situation.values.get(question.name),
        given=situation.given(question) if isinstance(question, Composite) else None,
        comment=situation.comment_of(question),
        options=_ordered(question, options(situation, question), seed),
        minimum=_limit(situation, question, "min"),
        maximum=_limit(situation, question, "max"),
        max_length=situation.survey.text_limit(question),
        comment_limit=situation.survey.max_comment_length or COMMENT_LIMIT,
        html=filled_html(situation, html)[0] if html else Markup(),
        entries=_entry_states(situation, question, seed),
        totals=situation.totals.get(question.name, {}),
    )


def _entry_states(situation: Situation, question: Question, seed: str) -> tuple[EntryState, ...]:
    inner = situation.inner.get(question.name, ())
    if not isinstance(question, Composite):
        return ()
    titles = _entry_titles(question, inner)
    states = tuple(_entry_state(one, title, seed) for one, title in zip(inner, titles, strict=True))
    if getattr(question, "row_order", "") != "random" or not seed:
        return states
    if len(states) == 1 and not states[0].key:
        rows = list(states[0].elements)
        _shuffle(rows, f"{seed}/{question.address}")
        return (replace(states[0], elements=tuple(rows)),)
    shuffled = list(states)
    _shuffle(shuffled, f"{seed}/{question.address}")
    return tuple(shuffled)


def _entry_titles(question: Composite, inner: Sequence[Situation]) -> list[Localised]:
    """What each entry is called; those that would be called the same are told apart by number."""
    titles = []
    for number, one in enumerate(inner, start=1):
        own = filled(one, one.entry.title) if one.entry.title else Localised("", one.lang)
        ours = Localised(question.entry_title(one.entry.key, number), one.lang)
        titles.append(Localised(own.text.strip(), own.lang) if own.text.strip() else ours)
    said = Counter(title.text for title in titles if title.text)
    return [
        Localised(f"{title.text} {number}", title.lang) if said[title.text] > 1 else title
        for number, title in enumerate(titles, start=1)
    ]


def _entry_state(inner: Situation, title: Localised, seed: str) -> EntryState:
    question = inner.within.question if inner.within else None
    description = getattr(question, "template_description", None)
    return EntryState(
        key=inner.entry.key,
        title=title,
        description=filled(inner, description) if description else None,
        elements=_elements(inner, inner.survey.containers[PAGE], {}, seed),
    )


def _description(situation: Situation, question: Question) -> Localised | None:
    if question.description is None or question.description_location == "hidden":
        return None
    return filled(situation, question.description)


def _limit(situation: Situation, question: Question, which: str) -> object:
    expression = getattr(question, f"{which}_value_expression", None)
    computed = situation.computed(question, expression) if expression is not None else None
    return getattr(question, which, None) if computed is None else computed


def _ordered(question: Question, shown: tuple[Option, ...], seed: str) -> tuple[Option, ...]:
    """The author's order, or sorted, or shuffled; extra items and fixed choices stay in place."""
    order = getattr(question, "choices_order", "none")
    if order == "none" or (order == "random" and not seed):
        return shown
    fixed = {choice.code for choice in getattr(question, "choices", ()) if not choice.randomize}
    places = [at for at, one in enumerate(shown) if not one.special and one.code not in fixed]
    moving = [shown[at] for at in places]
    if order == "random":
        _shuffle(moving, f"{seed}/{question.name}")
    else:
        moving.sort(key=lambda one: one.label.text.casefold(), reverse=order == "desc")
    arranged = list(shown)
    for at, one in zip(places, moving, strict=True):
        arranged[at] = one
    return tuple(arranged)


def _shuffle(items: list[Any], seed: str) -> None:
    random.Random(seed).shuffle(items)  # noqa: S311 - an order, not a secret
