"""What templates get to show a question: every text in its language, nothing left to compute."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from app.surveys.answers import AnswerError
from app.surveys.texts import Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """A button that moves an item of an order: `is_up` or down by a place."""

    name: str
    value: str
    is_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """One choice: `value` goes into the form, `opens_comment` marks "other".

    `image` is the address of its picture; `place` and `error` are those of an item in an order,
    `moves` the buttons that move it, by name and value, and `goes_on_at` where its move goes on.
    """

    value: str
    id: str
    label: Localised
    checked: bool = False
    enabled: bool = True
    opens_comment: bool = False
    image: str = ""
    place: str = ""
    error: str = ""
    moves: tuple[MoveView, ...] = ()
    goes_on_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """The text field that goes with an answer; `only_for_other` when it belongs to "other"."""

    name: str
    id: str
    label: Localised
    value: str
    placeholder: Localised | None
    max_length: int
    only_for_other: bool
    errors: tuple[AnswerError, ...] = ()


# Where something stands, or would stand: an id, and which of the elements is there now.
Slot = tuple[str, int]

NOWHERE = -1
"""In a slot: nothing is there now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """Questions that belong together; `slots` where they come and go in place."""

    title: Localised | None
    description: Localised | None
    elements: tuple["PanelView | QuestionView", ...]
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry of a question made of questions: its row or panel; of those without, the only one.

    `remove` is the value of the button that takes it away, "" where it stays.
    """

    id: str
    title: Localised
    description: Localised | None
    elements: tuple["PanelView | QuestionView", ...]
    slots: tuple[Slot, ...] = ()
    remove: str = ""
    is_new: bool = False
    """Whether it is where to go on after an entry was added or taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """What a list of entries has beside them: buttons, their names, and what has just been done."""

    count: int
    add: str = ""
    """The name of the button for one more entry; "" where there can't be one."""
    add_label: Localised
    remove: str = ""
    """The name of the buttons that take an entry away."""
    remove_label: Localised | None = None
    """The author's words on them."""
    empty: Localised
    done: str = ""
    refresh: str = ""
    """The address that the buttons are sent to where lists grow in place."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that has been sent: its id goes into the form to take it away."""

    id: str
    name: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question for one macro, named by `widget`; what a type does not have is empty."""

    widget: str
    question: str
    name: str
    id: str
    title: Localised
    title_hidden: bool = False
    description: Localised | None = None
    number: str = ""
    required: bool = False
    read_only: bool = False
    errors: tuple[AnswerError, ...] = ()
    value: str = ""
    options: tuple[OptionView, ...] = ()
    columns: int = 1
    comment: CommentView | None = None
    placeholder: Localised | None = None
    input_type: str = "text"
    input_mode: str = ""
    autocomplete: str = ""
    minimum: str = ""
    maximum: str = ""
    step: str = ""
    max_length: int = 0
    rows: int = 1
    low_label: Localised | None = None
    high_label: Localised | None = None
    rate_type: str = ""
    select_all: bool = False
    select_all_label: Localised | None = None
    most_choices: int = 0
    has_several: bool = False
    """Whether several of its options can be chosen."""
    places: int = 0
    """How many places there are to give to its options."""
    moved: str = ""
    """What a button has just done to the order."""
    high_value: str = ""
    """The upper end of a range; `value` is the lower one."""
    labels: tuple[tuple[str, Localised], ...] = ()
    """What values of a scale mean, each value as it is typed."""
    image: str = ""
    alt: Localised | None = None
    shows_labels: bool = True
    html: Markup = field(default_factory=Markup)
    repeats_answers: bool = False
    """Whether what was answered elsewhere may stand in its texts."""
    entries: tuple[EntryView, ...] = ()
    heads: tuple[Localised, ...] = ()
    """The words above the columns, where all rows have the same and they fit beside each other."""
    totals: tuple[tuple[Localised, str], ...] = ()
    total_label: Localised | None = None
    listed: ListView | None = None
    files: tuple[FileView, ...] = ()
    accept: str = ""
    """The kinds of file to choose from, as browsers want them; `kinds` in words."""
    kinds: str = ""
    largest: str = ""
    """How big a file may be, in words; how many there may be is in `places`."""

    @property
    def inner(self) -> Iterator["QuestionView"]:
        """The questions that are asked inside it."""
        for entry in self.entries:
            yield from asked(entry.elements)

    @property
    def is_untouched(self) -> bool:
        """Whether it shows nothing that anyone typed or chose, and nothing that is wrong."""
        comment = self.comment
        return not (
            self.repeats_answers
            or self.value
            or self.high_value
            or self.errors
            or self.moved
            or any(option.checked for option in self.options)
            or (comment and (comment.value or comment.errors))
            or (self.listed and self.listed.done)
            or self.files
            or any(not inner.is_untouched for inner in self.inner)
        )

    @property
    def images(self) -> frozenset[str]:
        """The addresses of its pictures."""
        own = {self.image, *(option.image for option in self.options)} - {""}
        return frozenset(own).union(*(inner.images for inner in self.inner))

    @property
    def error_id(self) -> str:
        return f"{self.id}-error"

    @property
    def description_id(self) -> str:
        return f"{self.id}-description"

    @property
    def described_by(self) -> str:
        """The ids for aria-describedby, "" where there are none."""
        ids = [self.description_id] if self.description else []
        return " ".join([*ids, self.error_id] if self.errors else ids)


def asked(elements: tuple[PanelView | QuestionView, ...]) -> Iterator[QuestionView]:
    """The questions among elements, those in panels included."""
    for element in elements:
        if isinstance(element, PanelView):
            yield from asked(element.elements)
        else:
            yield element
