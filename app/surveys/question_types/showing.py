"""The parts of a question's form and view that all types build in the same way."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import TextAreaField

from app.surveys.answers import AnswerError, as_text, code
from app.surveys.question_types.base import Fields, Option, QuestionState
from app.surveys.question_types.views import CommentView, OptionView, QuestionView
from app.surveys.texts import Localised


def comment_field(state: QuestionState) -> Fields:
    question = state.question
    return {question.comment_control: TextAreaField()} if question.has_comment else {}


def shown(
    state: QuestionState,
    errors: tuple[AnswerError, ...],
    data: Mapping[str, object] | None,
    **more: Any,
) -> QuestionView:
    """The view of a question with what every type has; `more` are the fields of this type."""
    question = state.question
    own = tuple(error for error in errors if error.control != question.comment_control)
    typed = data.get(question.control) if data is not None else None
    return QuestionView(
        widget=question.WIDGET,
        question=question.address,
        name=question.control,
        id=question.control,
        title=state.title,
        title_hidden=question.title_location == "hidden",
        description=state.description,
        number=state.number,
        required=state.required,
        read_only=state.read_only,
        errors=own,
        value=as_text(state.answer) if data is None else as_text(typed),
        comment=_comment(state, errors, data),
        **more,
    )


def chosen(state: QuestionState, data: Mapping[str, object] | None) -> frozenset[str]:
    """The codes that are ticked: of the answer, or of a refused form."""
    value = state.answer if data is None else data.get(state.question.control)
    items = value if isinstance(value, (list, tuple)) else (value,)
    return frozenset(code(item) for item in items if item is not None)


def option_views(state: QuestionState, data: Mapping[str, object] | None) -> tuple[OptionView, ...]:
    ticked = chosen(state, data)
    return tuple(
        OptionView(
            value=option.code,
            id=state.question.control + (f"-{index}" if index > 1 else ""),
            label=option.label,
            checked=option.code in ticked,
            enabled=option.enabled,
            opens_comment=option.special == "other",
            image=option.image,
        )
        for index, option in enumerate(state.options, start=1)
    )


def _comment(
    state: QuestionState, errors: tuple[AnswerError, ...], data: Mapping[str, object] | None
) -> CommentView | None:
    question = state.question
    if not question.has_comment:
        return None
    typed = state.comment if data is None else as_text(data.get(question.comment_control))
    placeholder = question.comment_placeholder or getattr(question, "other_placeholder", None)
    return CommentView(
        name=question.comment_control,
        id=question.comment_control,
        label=_comment_label(state),
        value=typed,
        placeholder=placeholder.in_(state.lang) if placeholder else None,
        max_length=state.comment_limit,
        only_for_other=not question.show_comment_area,
        errors=tuple(error for error in errors if error.control == question.comment_control),
    )


def _comment_label(state: QuestionState) -> Localised:
    if state.question.show_comment_area:
        own = state.question.comment_text
        return own.in_(state.lang) if own else Localised(_("Comment"), state.lang)
    return other_label(state.options) or Localised(_("Your own answer"), state.lang)


def other_label(options: tuple[Option, ...]) -> Localised | None:
    return next((option.label for option in options if option.special == "other"), None)
