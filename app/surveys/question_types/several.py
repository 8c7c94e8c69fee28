"""Questions with several answers at once: checkbox and tagbox."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from wtforms import SelectMultipleField

from app.surveys.answers import AnswerError, Message, as_list, clean, code, message
from app.surveys.properties import Property, Table, flag, frozen, text, whole
from app.surveys.question_types.base import Fields, QuestionKind, QuestionState
from app.surveys.question_types.choices import ALONE, MOST_CHOICES, SELECTING, Selecting
from app.surveys.question_types.showing import comment_field, option_views, shown
from app.surveys.question_types.single import select_choices
from app.surveys.question_types.views import QuestionView
from app.surveys.texts import Localised, Text


@dataclass(frozen=True, kw_only=True)
class CheckboxQuestion(Selecting):
    """Any number of choices, within limits the author may set."""

    TYPE: ClassVar[str] = "checkbox"
    WIDGET: ClassVar[str] = "checkbox"
    KIND: ClassVar[QuestionKind] = QuestionKind.SEVERAL
    SECONDS: ClassVar[int] = 18
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SELECTING,
            "colCount": Property(whole(0, 5), 1),
            "minSelectedChoices": Property(whole(), 0),
            "maxSelectedChoices": Property(whole(), 0),
            "showSelectAllItem": Property(flag, False),
            "selectAllText": Property(text),
        }
    )

    col_count: int = 1
    min_selected_choices: int = 0
    max_selected_choices: int = 0
    show_select_all_item: bool = False
    select_all_text: Text | None = None

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        yield from super().own_problems()
        least, most = self.min_selected_choices, self.max_selected_choices
        available = len(self.options_in(""))
        if most and least > most:
            yield "minSelectedChoices", "more than maxSelectedChoices", "swap the limits"
        if least > available and not self.choices_from_question:
            yield "minSelectedChoices", "there are fewer choices", f"at most {available}"

    def form_parts(self, _value: object = None, *, most: bool = False) -> int:
        ticks = len(self.options_in("")) if most else 1
        return super().form_parts() - 1 + min(ticks, self.max_selected_choices or ticks)

    def clean(self, value: object) -> object:
        given = clean(value)
        if not isinstance(given, list):
            return given if given is None or isinstance(given, Mapping) else [self.value_for(given)]
        unique = {code(item): self.value_for(item) for item in given if code(item)}
        odd = [item for item in given if item is not None and not code(item)]
        return [*unique.values(), *odd] or None

    def choice_faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        """What is wrong with the shape of an answer, or with what it chooses."""
        if isinstance(state.answer, Mapping):
            yield "type", message("type")
        else:
            yield from super().faults(state)

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        yield from self.choice_faults(state)
        if isinstance(state.answer, Mapping):
            return
        codes = self.coded(state.answer)
        if len(codes) > MOST_CHOICES:
            yield "too_many", message("too_many", limit=MOST_CHOICES)
        alone = ALONE & {option.code for option in state.options if option.special} & set(codes)
        if alone and len(codes) > 1:
            yield "alone", message("alone")
        elif not alone:
            yield from self.count_faults(len(codes))

    def count_faults(self, count: int) -> Iterator[tuple[str, Message]]:
        """What is wrong with how many were chosen."""
        least, most = self.min_selected_choices, self.max_selected_choices
        if least and count < least:
            yield "too_few", message("too_few", limit=least)
        if most and count > most:
            yield "too_many", message("too_many", limit=most)

    def export(self, value: object) -> object:
        return "; ".join(code(item) for item in as_list(value))

    def fields(self, state: QuestionState) -> Fields:
        field = SelectMultipleField(choices=select_choices(state), validate_choice=False)
        return {self.control: field, **comment_field(state)}

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        own = self.select_all_text
        return shown(
            state,
            errors,
            data,
            options=option_views(state, data),
            columns=self.col_count,
            has_several=True,
            most_choices=self.max_selected_choices,
            select_all=self.show_select_all_item,
            select_all_label=own.in_(state.lang) if own else Localised(_("All"), state.lang),
        )


@dataclass(frozen=True, kw_only=True)
class TagboxQuestion(CheckboxQuestion):
    """Any number of choices of a long list."""

    TYPE: ClassVar[str] = "tagbox"
    WIDGET: ClassVar[str] = "tagbox"
    PROPERTIES: ClassVar[Table] = frozen(
        {**CheckboxQuestion.PROPERTIES, "placeholder": Property(text)}
    )

    placeholder: Text | None = None
