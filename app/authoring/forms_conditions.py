"""The form of a condition: its rows as they were sent, and what is wrong with them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.authoring.conditions import (
    MOST_ROWS,
    Comparison,
    Condition,
    Joined,
    Row,
    Unsayable,
    written,
)
from app.authoring.opened import typed as clean
from app.authoring.subjects import Offered, Subject, SubjectKind
from app.surveys.answers import code

Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row as it is shown: what was chosen and typed, right or wrong."""

    number: int
    subject: Subject | None
    comparison: Comparison
    typed: tuple[str, ...] = ()

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Those that fit the question, and the one that is there."""
        fitting = self.subject.comparisons if self.subject else ()
        return fitting if self.comparison in fitting else (*fitting, self.comparison)

    @property
    def offered(self) -> tuple[Offered, ...]:
        """The values to choose from, with those that are there and are not on offer (any more)."""
        known = self.subject.offered if self.subject else ()
        codes = {one.code for one in known}
        extra = tuple(Offered(one, one, one) for one in self.typed if one and one not in codes)
        return (*known, *extra) if known else ()

    def control(self, name: str) -> str:
        return f"{name}-{self.number}"


@dataclass(frozen=True, slots=True)
class ConditionForm:
    """The rows of a condition as a form shows them."""

    rows: tuple[RowForm, ...]
    joined: Joined
    errors: Errors = field(default_factory=list)

    def error(self, control: str) -> str:
        return next((message for one, message in self.errors if one == control), "")


def of(condition: Condition, subjects: Sequence[Subject]) -> ConditionForm:
    """The form of a condition that was saved; one empty row where there is none."""
    known = {one.name.lower(): one for one in subjects}
    rows = tuple(
        RowForm(
            number,
            known.get(row.name.lower()) or Subject(row.name, row.name, SubjectKind.TEXT),
            row.comparison,
            tuple(code(value) for value in row.values),
        )
        for number, row in enumerate(condition.rows)
    )
    return ConditionForm(rows or (_empty(0),), condition.joined)


def sent(posted: MultiDict[str, str], subjects: Sequence[Subject]) -> ConditionForm:
    """The form as it was sent, with what its buttons asked for: a row more, or one less."""
    known = {one.name: one for one in subjects}
    count = min(posted.get("rows", 1, type=int) or 1, MOST_ROWS)
    rows = [_row(posted, number, known) for number in range(max(count, 1))]
    action, _dash, which = posted.get("action", "").partition("-")
    if action == "remove" and which.isdigit() and int(which) < len(rows):
        rows.pop(int(which))
    if (action == "add" and len(rows) < MOST_ROWS) or not rows:
        rows.append(_empty(len(rows)))
    joined = Joined.ANY if posted.get("joined") == Joined.ANY else Joined.ALL
    return ConditionForm(
        tuple(replace(row, number=number) for number, row in enumerate(rows)), joined
    )


def _empty(number: int) -> RowForm:
    return RowForm(number, None, Comparison.IS)


def _row(posted: MultiDict[str, str], number: int, known: Mapping[str, Subject]) -> RowForm:
    name = clean(posted.get(f"question-{number}", ""))
    asked = posted.get(f"comparison-{number}", "")
    subject = known.get(name) or (Subject(name, name, SubjectKind.TEXT) if name else None)
    if subject is None:
        return _empty(number)
    is_known = asked in set(Comparison)
    comparison = Comparison(asked) if is_known else subject.comparisons[0]
    is_same = posted.get(f"was-{number}", name) == name
    if not is_same and comparison not in subject.comparisons:
        comparison = subject.comparisons[0]
    given = map(clean, posted.getlist(f"value-{number}"))
    typed = tuple(one for one in given if one.strip())
    if not is_same:
        codes = {one.code for one in subject.offered}
        typed = tuple(one for one in typed if one in codes) if codes else ()
    return RowForm(number, subject, comparison, typed)


def condition(form: ConditionForm) -> tuple[Condition | None, ConditionForm]:
    """The condition that a form says; None, and the form with its errors, where it is not whole.
    Rows without a question are left out."""
    errors: Errors = []
    rows = []
    for one in form.rows:
        if one.subject is None:
            continue
        row = _said(one, one.subject, errors)
        if row is not None:
            rows.append(row)
    if errors:
        return None, replace(form, errors=errors)
    found = Condition(tuple(rows), form.joined if len(rows) > 1 else Joined.ALL)
    try:
        written(found)
    except Unsayable as problem:
        control = form.rows[problem.row].control("value")
        message = _("Expressions have no way to write this. Compare with something else.")
        return None, replace(form, errors=[(control, message)])
    return found, form


def _said(one: RowForm, subject: Subject, errors: Errors) -> Row | None:
    if not one.comparison.takes_value:
        return Row(subject.name, one.comparison)
    control = one.control("value")
    if not one.typed:
        message = _("Choose a value.") if subject.offered else _("Write a value.")
        errors.append((control, message))
        return None
    typed = one.typed if one.comparison.takes_many else one.typed[:1]
    if one.comparison.takes_many and not subject.offered:
        typed = tuple(part.strip() for part in typed[0].split(",") if part.strip())
    values = tuple(_value(text, subject) for text in typed)
    if any(value is None for value in values):
        errors.append((control, _("Write a number.")))
        return None
    return Row(subject.name, one.comparison, values)


def _value(text: str, subject: Subject) -> object:
    """The value that a form's text stands for; None where a number is wanted and it is none."""
    for one in subject.offered:
        if one.code == text:
            return one.value
    if subject.kind is not SubjectKind.NUMBER:
        return text.strip()
    try:
        number = float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number == int(number) else number
