"""Choices: how they are read, and which codes they count under."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.surveys.answers import COMMENT, AnswerError, Message, as_list, code, message
from app.surveys.expressions import Expression
from app.surveys.problems import Refused
from app.surveys.properties import (
    Property,
    Reading,
    Table,
    expression,
    flag,
    frozen,
    name,
    option,
    own_words_beside,
    read_object,
    text,
)
from app.surveys.question_types.base import Option, Question, QuestionState
from app.surveys.question_types.shared import SHARED
from app.surveys.texts import Localised, Text

MOST_CHOICES = 500
LONGEST_CODE = 200
MOST_LANGUAGES = 20


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice of the author's: its value is stored, its code counted, its text shown."""

    value: object
    text: Text | None = None
    visible_if: Expression | None = None
    enable_if: Expression | None = None
    randomize: bool = True

    @cached_property
    def code(self) -> str:
        return code(self.value)

    def option(self, lang: str) -> Option:
        label = self.text.in_(lang) if self.text else Localised(self.code, lang)
        return Option(self.value, self.code, label)


# The choices that the format itself offers: property, the stored value, our words for it.
SPECIAL: tuple[tuple[str, str, Callable[[], LazyString]], ...] = (
    ("none", "none", lambda: _("None of these")),
    ("refuse", "refused", lambda: _("I do not want to answer")),
    ("dont_know", "dontknow", lambda: _("I do not know")),
    ("other", "other", lambda: _("Other, what?")),
)
ALONE = frozenset({"none", "refused", "dontknow"})

_CHOICE = frozen(
    {
        "text": Property(text),
        "visibleIf": Property(expression),
        "enableIf": Property(expression),
        "randomize": Property(flag, True),
    }
)


def choice_list(
    table: Table = _CHOICE, kind: type[Choice] = Choice
) -> Callable[[object, str, Reading], tuple[Choice, ...]]:
    """Reads a list of choices: plain values, or objects with a value and texts."""

    def read(source: object, path: str, reading: Reading) -> tuple[Choice, ...]:
        if not isinstance(source, list) or len(source) > MOST_CHOICES:
            raise Refused("not a list of choices", f"a list of at most {MOST_CHOICES}")
        found: dict[str, Choice] = {}
        for index, entry in enumerate(source):
            where = f"{path}[{index}]"
            choice = _choice(entry, table, kind, where, reading)
            if choice is not None and choice.code in found:
                reason = f"the value {choice.code!r} is there twice"
                reading.findings.refuse(where, reason, "give every choice a value of its own")
            elif choice is not None:
                found[choice.code] = choice
        return tuple(found.values())

    return read


def _choice(
    entry: object, table: Table, kind: type[Choice], where: str, reading: Reading
) -> Choice | None:
    source = entry if isinstance(entry, Mapping) else {"value": entry}
    value = source.get("value")
    if not isinstance(value, (str, int, float)) or not 0 < len(code(value)) <= LONGEST_CODE:
        hint = f"a text of 1 to {LONGEST_CODE} characters, or a number"
        reading.findings.refuse(where, "the choice has no usable value", hint)
        return None
    values = read_object(source, table, where, reading, "value")
    return kind(value=value.strip() if isinstance(value, str) else value, **values)  # type: ignore[arg-type]


def plain_choices(source: object, path: str, reading: Reading) -> tuple[Choice, ...]:
    """Choices that have only a value and a text."""
    return choice_list(frozen({"text": Property(text)}))(source, path, reading)


@dataclass(frozen=True, kw_only=True)
class Choosing(Question):
    """A question answered by choosing; `all_choices` are the author's own, whatever is visible."""

    @property
    def all_choices(self) -> tuple[Choice, ...]:
        return ()

    def special_options(self, _lang: str) -> tuple[Option, ...]:
        return ()

    def options_in(self, lang: str) -> tuple[Option, ...]:
        return self._own_options(lang) + self.special_options(lang)

    def _own_options(self, lang: str) -> tuple[Option, ...]:
        """The author's choices; kept per language, as they never change."""
        known = self._options_by_language.get(lang)
        if known is None:
            known = tuple(choice.option(lang) for choice in self.all_choices)
            if len(self._options_by_language) < MOST_LANGUAGES:
                self._options_by_language[lang] = known
        return known

    @cached_property
    def _options_by_language(self) -> dict[str, tuple[Option, ...]]:
        return {}

    @cached_property
    def always_the_same(self) -> bool:
        """Whether its options depend on nothing but the language."""
        conditions = ("choices_visible_if", "choices_enable_if", "choices_from_question")
        return not any(getattr(self, one, None) for one in conditions) and not any(
            choice.visible_if or choice.enable_if or (choice.text and choice.text.places)
            for choice in self.all_choices
        )

    def value_for(self, given: object) -> object:
        """The stored value of the choice that a code stands for, or what was given."""
        return self._values_by_code.get(code(given), given)

    @cached_property
    def _values_by_code(self) -> dict[str, object]:
        return {choice.code: choice.value for choice in self.all_choices}

    def offered(self, value: object, options: tuple[Option, ...]) -> object:
        known = {option.code for option in options}
        if isinstance(value, (list, tuple)):
            return [item for item in value if code(item) in known] or None
        return value if code(value) in known else None

    def picked(self, value: object) -> frozenset[str]:
        return frozenset(code(item) for item in as_list(value) if code(item))

    def coded(self, value: object) -> list[str]:
        return [code(item) for item in as_list(value) if code(item)]

    def display(self, value: object, lang: str) -> str:
        labels = {option.code: option.label.text for option in self.options_in(lang)}
        return ", ".join(labels.get(code(item), code(item)) for item in as_list(value))

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        offered = {option.code for option in state.options if option.enabled}
        if not all(isinstance(item, (str, int, float)) for item in as_list(state.answer)):
            yield "type", message("type")
        elif any(code(item) not in offered for item in as_list(state.answer)):
            yield "choice", message("choice")


def _beside(value: object, path: str, reading: Reading) -> object:
    return "default" if value == "default" else own_words_beside(value, path, reading)


SELECTING: Table = frozen(
    {
        **SHARED,
        "choices": Property(choice_list(), ()),
        "choicesOrder": Property(option("none", "asc", "desc", "random"), "none"),
        "choicesVisibleIf": Property(expression),
        "choicesEnableIf": Property(expression),
        "choicesFromQuestion": Property(name, ""),
        "choicesFromQuestionMode": Property(option("all", "selected", "unselected"), "all"),
        "choiceValuesFromQuestion": Property(name, ""),
        "choiceTextsFromQuestion": Property(name, ""),
        "hideIfChoicesEmpty": Property(flag, False),
        "showOtherItem": Property(flag, False),
        "showNoneItem": Property(flag, False),
        "showRefuseItem": Property(flag, False),
        "showDontKnowItem": Property(flag, False),
        "otherText": Property(text),
        "noneText": Property(text),
        "refuseText": Property(text),
        "dontKnowText": Property(text),
        "otherPlaceholder": Property(text),
        "otherErrorText": Property(text),
        "storeOthersAsComment": Property(_beside, "default"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Selecting(Choosing):
    """Choices that the author lists, with the format's own extra ones."""

    PROPERTIES: ClassVar[Table] = SELECTING

    choices: tuple[Choice, ...] = ()
    choices_order: str = "none"
    choices_visible_if: Expression | None = None
    choices_enable_if: Expression | None = None
    choices_from_question: str = ""
    choices_from_question_mode: str = "all"
    choice_values_from_question: str = ""
    choice_texts_from_question: str = ""
    hide_if_choices_empty: bool = False
    show_other_item: bool = False
    show_none_item: bool = False
    show_refuse_item: bool = False
    show_dont_know_item: bool = False
    other_text: Text | None = None
    none_text: Text | None = None
    refuse_text: Text | None = None
    dont_know_text: Text | None = None
    other_placeholder: Text | None = None
    other_error_text: Text | None = None
    store_others_as_comment: object = "default"
    carried: tuple[Choice, ...] = field(default=(), compare=False)
    """The choices of the question that it takes them from, whatever is visible there."""
    is_from_lists: bool = field(default=False, compare=False)
    """Whether its choices are what people write in a list."""

    @property
    def all_choices(self) -> tuple[Choice, ...]:
        return self.carried or self.choices

    def counted(self, value: object) -> list[str]:
        """What people have written themselves is not counted."""
        found = super().counted(value)
        known = {option.code for option in self.options_in("")} if self.is_from_lists else found
        return [one for one in found if one in known]

    @property
    def has_comment(self) -> bool:
        return self.show_comment_area or self.show_other_item

    def takes_comment(self, value: object) -> bool:
        return self.show_comment_area or (self.show_other_item and "other" in self.coded(value))

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if not self.all_choices and not self.choices_from_question:
            yield "choices", "there is nothing to choose", "list choices"
        taken = {option.code for option in self.special_options("")}
        for choice in self.all_choices:
            if choice.code in taken:
                yield "choices", f"{choice.code!r} is the value of an extra item", "rename it"

    def special_options(self, lang: str) -> tuple[Option, ...]:
        options = []
        for written, value, ours in SPECIAL:
            if getattr(self, f"show_{written}_item"):
                own = getattr(self, f"{written}_text")
                label = own.in_(lang) if own else Localised(str(ours()), lang)
                options.append(Option(value, value, label, special=value))
        return tuple(options)

    def parse(self, state: QuestionState, data: Mapping[str, object]) -> dict[str, object]:
        values = super().parse(state, data)
        if self.has_comment and not self.takes_comment(values[self.key]):
            values[self.comment_key] = None
        return values

    def check(self, state: QuestionState) -> list[AnswerError]:
        errors = super().check(state)
        if self.show_other_item and "other" in self.coded(state.answer) and not state.comment:
            own = self.other_error_text
            text = own.in_(state.lang).text if own else message("other_required")
            errors.append(AnswerError(self.address, "other_required", text, self.comment_control))
        return errors


__all__ = ["COMMENT", "Choice", "Choosing", "Selecting", "choice_list", "plain_choices"]
