"""What every type of question is: its shared properties, its state, and what it must know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from markupsafe import Markup

from app.surveys.answers import COMMENT, AnswerError, Message, clean, control_name, message
from app.surveys.expressions import Expression
from app.surveys.properties import Table, snake
from app.surveys.question_types.counting import Counted, Option, QuestionKind
from app.surveys.question_types.sending import Sent
from app.surveys.texts import Localised, Text, texts_of
from app.surveys.validators import Validator

if TYPE_CHECKING:
    from app.surveys.question_types.views import QuestionView

# Unbound WTForms fields by name of control.
Fields: TypeAlias = dict[str, Any]

TEXT_LIMIT = 1_000
COMMENT_LIMIT = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """A visible question as some answers make it, in one language."""

    question: "Question"
    lang: str
    title: Localised
    description: Localised | None = None
    number: str = ""
    required: bool = False
    read_only: bool = False
    answer: object = None
    given: object = None
    """What is stored of a question made of questions, hidden answers included."""
    comment: str = ""
    options: tuple[Option, ...] = ()
    minimum: object = None
    maximum: object = None
    max_length: int = TEXT_LIMIT
    comment_limit: int = COMMENT_LIMIT
    html: Markup = field(default_factory=Markup)
    entries: tuple["EntryState", ...] = ()
    totals: Mapping[str, object] = field(default_factory=dict)
    """What is reckoned below its entries, by the name of the column."""

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def whole(self) -> Iterator["QuestionState"]:
        """Itself, and all that is asked inside it."""
        yield self
        for entry in self.entries:
            for inner in answerable(entry.elements):
                yield from inner.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelState:
    """A visible panel with what is visible in it."""

    name: str
    title: Localised | None
    description: Localised | None
    required: bool
    elements: tuple["ElementState", ...]


ElementState = QuestionState | PanelState


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """A row or panel of a question made of questions; the only one of those without rows."""

    key: str
    title: Localised
    description: Localised | None
    elements: tuple[ElementState, ...]


def answerable(elements: tuple[ElementState, ...]) -> Iterator[QuestionState]:
    """The questions among elements, those in panels included; html is left out."""
    for element in elements:
        if isinstance(element, PanelState):
            yield from answerable(element.elements)
        elif element.question.ANSWERED:
            yield element


@dataclass(frozen=True, kw_only=True)
class Question(Counted, Sent):
    """The properties that all types share, and the questions each type answers for itself.

    `key` is where the answer is stored; a comment or an own answer is stored at `comment_key`.
    `MEANING` names the properties that decide what an answer means: who changes one of them
    breaks with the answers already given. `LONG`: written at a length, as comments are.
    """

    TYPE: ClassVar[str] = ""
    WIDGET: ClassVar[str] = ""
    PROPERTIES: ClassVar[Table] = {}
    ANSWERED: ClassVar[bool] = True
    KIND: ClassVar[QuestionKind] = QuestionKind.TEXT
    SECONDS: ClassVar[int] = 15
    MEANING: ClassVar[frozenset[str]] = frozenset({"value_name"})
    LONG: ClassVar[bool] = False
    ORDERED: ClassVar[bool] = False
    """Whether the order of its list of values is part of the answer."""

    name: str
    path: str = field(default="", compare=False)
    place: str = field(default="", compare=False)
    """What stands before its name where it is asked inside another question: "children[0]."."""
    item: object = None
    """What {item} is in its condition, where it is asked of a row."""
    title: Text | None = None
    description: Text | None = None
    visible: bool = True
    visible_if: Expression | None = None
    enable_if: Expression | None = None
    required_if: Expression | None = None
    is_required: bool = False
    required_error_text: Text | None = None
    read_only: bool = False
    default_value: object = None
    default_value_expression: Expression | None = None
    set_value_if: Expression | None = None
    set_value_expression: Expression | None = None
    reset_value_if: Expression | None = None
    validators: tuple[Validator, ...] = ()
    value_name: str = ""
    clear_if_invisible: str = "default"
    show_comment_area: bool = False
    comment_text: Text | None = None
    comment_placeholder: Text | None = None
    start_with_new_line: bool = True
    title_location: str = "default"
    description_location: str = "default"
    use_display_values_in_dynamic_texts: bool = True
    default_display_value: Text | None = None

    @property
    def key(self) -> str:
        return self.value_name or self.name

    @property
    def comment_key(self) -> str:
        return self.key + COMMENT

    @property
    def address(self) -> str:
        """Its name in the whole survey: that of the question around it comes first."""
        return self.place + self.name

    @cached_property
    def control(self) -> str:
        """The name and id of its form field: the question's address, made safe for HTML."""
        return f"q-{control_name(self.address)}"

    @cached_property
    def has_places(self) -> bool:
        """Whether answers to other questions stand in its texts."""
        return any(text.places for text in texts_of(self))

    @property
    def comment_control(self) -> str:
        return self.control + "-comment"

    @property
    def has_comment(self) -> bool:
        """Whether a text of its own can go with the answer."""
        return self.show_comment_area

    def takes_comment(self, _value: object) -> bool:
        """Whether a comment belongs to this answer."""
        return self.has_comment

    @property
    def formula(self) -> Expression | None:
        """What computes its answer; None where a person gives it."""
        return None

    def title_in(self, lang: str) -> Localised:
        return self.title.in_(lang) if self.title else Localised(self.name, lang)

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        """(property, reason, hint) for what its own properties contradict."""
        yield from ()

    def expressions(self) -> Iterator[tuple[str, Expression]]:
        """Its expressions that decide what is asked, by property; not those of choices."""
        for written in self.PROPERTIES:
            value = getattr(self, snake(written))
            if isinstance(value, Expression):
                yield written, value

    # What a form sends, and what an answer must be

    def fields(self, state: QuestionState) -> Fields:
        """The WTForms fields for this question by name of control."""
        raise NotImplementedError

    def parse(self, _state: QuestionState, data: Mapping[str, object]) -> dict[str, object]:
        """The stored values from a form's data (by control); None where nothing was given."""
        values: dict[str, object] = {self.key: self.clean(data.get(self.control))}
        if self.has_comment:
            values[self.comment_key] = clean(data.get(self.comment_control))
        return values

    def clean(self, value: object) -> object:
        """An answer, however it came, in its one stored form; left as it is where it is wrong."""
        return clean(value)

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        """(kind, message) for what is wrong with the shape or membership of a given answer."""
        raise NotImplementedError

    def check(self, state: QuestionState) -> list[AnswerError]:
        """Everything wrong with the answer and comment in a state, apart from validators."""
        errors = []
        if state.answer is None:
            if state.required and not state.read_only:
                errors.append(self.error("required", self._required_text(state.lang)))
        else:
            errors += [self.error(kind, text) for kind, text in self.faults(state)]
        if len(state.comment) > state.comment_limit:
            over = len(state.comment) - state.comment_limit
            text = message("too_long", limit=state.comment_limit, over=over)
            errors.append(AnswerError(self.address, "too_long", text, self.comment_control))
        return errors

    def _required_text(self, lang: str) -> Message:
        own = self.required_error_text
        return own.in_(lang).text if own else message("required")

    def error(self, kind: str, text: Message) -> AnswerError:
        return AnswerError(self.address, kind, text, self.control)

    def moment(self, value: datetime) -> str:
        """A computed date as its answer: without the time where that is midnight."""
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat("T", "minutes")

    def is_answered(self, value: object) -> bool:
        """Whether a stored value says anything that somebody was asked."""
        return value is not None and self.formula is None

    def offered(self, value: object, _options: tuple[Option, ...]) -> object:
        """What of a default answer is on offer."""
        return value

    # What is shown

    def display(self, value: object, lang: str) -> str:
        """The answer in words for people."""
        raise NotImplementedError

    def export(self, value: object) -> object:
        """The answer as one cell of a table."""
        return value

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> "QuestionView":
        """All that a template needs; `data` is a refused form, shown again as it was typed."""
        raise NotImplementedError


__all__ = [
    "COMMENT_LIMIT",
    "TEXT_LIMIT",
    "ElementState",
    "EntryState",
    "Fields",
    "Option",
    "PanelState",
    "Question",
    "QuestionKind",
    "QuestionState",
    "answerable",
]
