"""A survey's definition: what the author wrote, read once, checked whole, never changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar, Union

from app.surveys.expressions import Expression
from app.surveys.measure import Measure
from app.surveys.problems import Problem
from app.surveys.question_types.base import COMMENT_LIMIT, TEXT_LIMIT, Question
from app.surveys.texts import Localised, Text


@dataclass(frozen=True, kw_only=True)
class Container:
    """What pages and panels share: elements that are asked together, or not at all."""

    name: str
    path: str = field(default="", compare=False)
    elements: tuple["Element", ...] = ()
    title: Text | None = None
    description: Text | None = None
    visible: bool = True
    visible_if: Expression | None = None
    enable_if: Expression | None = None
    required_if: Expression | None = None
    is_required: bool = False
    required_error_text: Text | None = None
    read_only: bool = False
    question_order: str = "default"
    start_with_new_line: bool = True
    navigation_title: Text | None = None

    @property
    def questions(self) -> Iterator[Question]:
        """Its questions and html, those of panels inside included, in order."""
        for element in self.elements:
            if isinstance(element, Container):
                yield from element.questions
            else:
                yield element

    @property
    def containers(self) -> Iterator["Container"]:
        """Itself and every panel inside."""
        yield self
        for element in self.elements:
            if isinstance(element, Container):
                yield from element.containers

    def title_in(self, lang: str) -> Localised | None:
        return self.title.in_(lang) if self.title else None


@dataclass(frozen=True, kw_only=True)
class Panel(Container):
    """A group of questions on a page."""


@dataclass(frozen=True, kw_only=True)
class Page(Container):
    """What is asked at once."""


Element = Union[Question, "Panel"]

# Something that is computed from answers: its kind (question, container, calculated, reached)
# and its name. What a node needs comes before it in a survey's order.
Node = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """What happens when a condition becomes true: complete, skip, setvalue, copyvalue or
    runexpression."""

    type: str
    path: str = field(default="", compare=False)
    expression: Expression | None = None
    set_to_name: str = ""
    set_value: object = None
    from_name: str = ""
    goto_name: str = ""
    run_expression: Expression | None = None


@dataclass(frozen=True, kw_only=True)
class CalculatedValue:
    """A value that follows from the answers, kept with them where the author says so."""

    name: str
    expression: Expression | None = None
    include_into_result: bool = False


@dataclass(frozen=True, kw_only=True)
class ConditionalText:
    """What is said at the end where a condition holds."""

    expression: Expression | None = None
    html: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A whole definition. Safe to keep and share: nothing in it changes."""

    language: str
    languages: tuple[str, ...]
    pages: tuple[Page, ...]
    scope: str = ""
    """The word before the names of its questions in expressions: "row" or "panel" in a template."""
    is_inner: bool = False
    """Whether it is the template of a question made of questions."""
    warnings: tuple[Problem, ...] = ()
    order: tuple["Node", ...] = ()
    jumps: Mapping[int, tuple[Trigger, ...]] = field(default_factory=dict)
    live: frozenset[str] = frozenset()
    """The pages on which something follows from an answer on the same page."""
    measures: Mapping[str, Measure] = field(default_factory=dict, compare=False)
    """What is counted, by name, in the author's order."""
    title: Text | None = None
    description: Text | None = None
    triggers: tuple[Trigger, ...] = ()
    calculated_values: tuple[CalculatedValue, ...] = ()
    completed_html: Text | None = None
    completed_html_on_condition: tuple[ConditionalText, ...] = ()
    clear_invisible_values: str = "onHidden"
    check_errors_mode: str = "onNextPage"
    show_progress_bar: bool = True
    show_preview_before_complete: str = ""
    preview_mode: str = ""
    question_order: str = "initial"
    show_question_numbers: str = "off"
    required_mark: str = "*"
    page_next_text: Text | None = None
    page_prev_text: Text | None = None
    complete_text: Text | None = None
    preview_text: Text | None = None
    edit_text: Text | None = None
    store_others_as_comment: bool = True
    max_text_length: int = 0
    max_comment_length: int = 0
    read_only: bool = False

    @property
    def preview(self) -> str:
        """What is shown before all is sent: allQuestions, answeredQuestions, or "" for nothing."""
        shown = self.show_preview_before_complete
        return shown and (self.preview_mode or shown)

    @cached_property
    def everything(self) -> tuple[Question, ...]:
        """Every question and html in order, even where two share a name."""
        return tuple(one for page in self.pages for one in page.questions)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question that can be answered, by name, in the author's order."""
        return {one.name: one for one in self.everything if one.ANSWERED}

    @cached_property
    def elements(self) -> Mapping[str, Question]:
        """Every question and html, by name."""
        return {one.name: one for one in self.everything}

    @cached_property
    def containers(self) -> Mapping[str, Container]:
        """Every page and panel, by name."""
        return {one.name: one for page in self.pages for one in page.containers}

    @cached_property
    def page_of(self) -> Mapping[str, str]:
        """The name of the page that each question and panel is on."""
        named = {one.name: page.name for page in self.pages for one in page.containers}
        return named | {one.name: page.name for page in self.pages for one in page.questions}

    @cached_property
    def around(self) -> Mapping[str, tuple[Container, ...]]:
        """The page and panels that each question, panel and page lies in, the page first."""
        around: dict[str, tuple[Container, ...]] = {}

        def walk(container: Container, above: tuple[Container, ...]) -> None:
            around.setdefault(container.name, above)
            for element in container.elements:
                if isinstance(element, Container):
                    walk(element, (*above, container))
                else:
                    around[element.name] = (*above, container)

        for page in self.pages:
            walk(page, ())
        return around

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions that store their answer under each key; mostly one."""
        found: dict[str, tuple[Question, ...]] = {}
        for question in self.questions.values():
            found[question.key] = (*found.get(question.key, ()), question)
        return found

    @cached_property
    def by_lowered_name(self) -> Mapping[str, Question]:
        """Questions by the lower case of their names and keys, as expressions look them up."""
        keys = {key.lower(): many[0] for key, many in self.by_key.items()}
        return keys | {name.lower(): one for name, one in self.questions.items()}

    @cached_property
    def comments(self) -> Mapping[str, Question]:
        """The questions whose comments are stored under each key."""
        return {one.comment_key: one for one in self.questions.values() if one.has_comment}

    @cached_property
    def ranked(self) -> frozenset[str]:
        """Questions whose answers compare with regard to order, in lower case."""
        return frozenset(name.lower() for name, one in self.questions.items() if one.ORDERED)

    @cached_property
    def by_lowered_comment(self) -> Mapping[str, Question]:
        return {key.lower(): one for key, one in self.comments.items()}

    @cached_property
    def by_lowered_calculated(self) -> Mapping[str, CalculatedValue]:
        return {one.name.lower(): one for one in self.calculated_values}

    def placed(self, place: str) -> "Survey":
        """The same survey with its questions at a place inside another question."""
        return replace(self, pages=tuple(_placed(page, place) for page in self.pages))

    def page(self, name: str) -> Page | None:
        return next((page for page in self.pages if page.name == name), None)

    def text_limit(self, question: Question) -> int:
        """How long a written answer may be: the author's limit, the survey's, or ours."""
        own = getattr(question, "max_length", -1)
        from_survey, ours = (
            (self.max_comment_length, COMMENT_LIMIT)
            if question.LONG
            else (self.max_text_length, TEXT_LIMIT)
        )
        return own if own > 0 else (from_survey or ours)


_Whole = TypeVar("_Whole", bound=Container)


def _placed(container: _Whole, place: str) -> _Whole:
    elements: tuple[Element, ...] = tuple(
        _placed(one, place) if isinstance(one, Container) else replace(one, place=place)
        for one in container.elements
    )
    return replace(container, elements=elements)
