"""Forms of surveys: of a page of questions, from its definition; of receipts and codes."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired

from app.core.forms import PageForm
from app.surveys import codes, entries
from app.surveys.question_types.base import QuestionState, answerable

Posted = MultiDict[str, str]

PREFIX = "q-"
"""What the names of all fields of questions begin with."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a form gave: values as they were typed, by field, and answers by their keys."""

    typed: Mapping[str, object]
    answers: Mapping[str, object]


def read(
    questions: tuple[QuestionState, ...], posted: Posted, known: Mapping[str, object]
) -> Given:
    """What was given to some questions; who sees them read-only can give nothing. `known`: what
    has been read of the same form before, which is not read again."""
    open_ones = [state for state in questions if not state.read_only]
    fields = {
        name: field
        for state in open_ones
        for name, field in state.question.fields(state).items()
        if name not in known
    }
    form = BaseForm(fields, meta=PageForm.Meta())
    form.process(posted)
    answers: dict[str, object] = {}
    for state in open_ones:
        # Questions that are stored in the same place are read one into the other.
        given = answers.get(state.question.key, state.given)
        answers.update(state.question.parse(replace(state, given=given), form.data))
    return Given(form.data, answers)


def ready(
    state: QuestionState, posted: Posted, asked: Collection[str], read: Collection[str]
) -> QuestionState | None:
    """What is now to be read of a question and what is asked inside it: what the form showed or
    holds, and what has not been `read` (by control) before. None where that is nothing. What is
    read only waits: an answer that is read now may enable it."""
    if state.read_only:
        return None
    inside_entries = []
    for entry in state.entries:
        inside = (ready(inner, posted, asked, read) for inner in answerable(entry.elements))
        found = tuple(inner for inner in inside if inner is not None)
        if found:
            inside_entries.append(replace(entry, elements=found))
    control = state.question.control
    is_new = control not in read and (control in asked or was_sent(state, posted))
    return replace(state, entries=tuple(inside_entries)) if is_new or inside_entries else None


def was_sent(state: QuestionState, posted: Posted) -> bool:
    """Whether a form held anything for a question."""
    return state.question.control in posted or state.question.comment_control in posted


def left_over(posted: Posted, shown: tuple[QuestionState, ...]) -> list[tuple[str, str]]:
    """What was typed for questions that are not on the page any more: it travels along hidden, in
    case they come back. Entries that a list does not have are forgotten."""
    names = {
        name for state in shown for name in (state.question.control, state.question.comment_control)
    }
    lists = entries.counts(shown)
    return [
        (name, value)
        for name, value in posted.items(multi=True)
        if name.startswith(PREFIX)
        and name not in names
        and value
        and not entries.is_button(name)
        and not entries.is_beyond(name, lists)
    ]


class CodeForm(PageForm):
    """The code of answers that are to be gone on with."""

    code = StringField(
        lazy_gettext("Code"),
        [InputRequired(lazy_gettext("Write the code that you got when you saved."))],
    )

    def wanted(self) -> str | None:
        """The code, however it was typed; None and a word beside the field where it is none."""
        if not self.validate():
            return None
        found = codes.read(self.code.data or "")
        if found is None:
            self.refuse(gettext("This is not a code of ours. Check each character."))
        return found

    def refuse(self, message: str) -> None:
        self.code.errors = [message]


class ReceiptForm(PageForm):
    """The receipt of answers that were sent."""

    receipt = StringField(
        lazy_gettext("Receipt"),
        [InputRequired(lazy_gettext("Write the receipt that you got when you answered."))],
    )

    @property
    def wanted(self) -> str:
        """The receipt as it was given out, however it was typed."""
        signs = re.sub(r"[^0-9A-F]", "", (self.receipt.data or "").upper())
        return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))

    def refuse(self) -> None:
        """There are no answers with this receipt."""
        message = gettext(
            "There are no answers with this receipt (any more). Check each character. "
            "If you have changed your answers, use the receipt that you got then."
        )
        self.receipt.errors = [message]
