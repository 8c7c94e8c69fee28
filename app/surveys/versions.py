"""What an edit of a published survey changes, and what that means for answers already given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import Choice, Choosing
from app.surveys.question_types.composite import PAGE, Composite
from app.surveys.question_types.matrix import MatrixQuestion
from app.surveys.question_types.rows import Grid
from app.surveys.structure import Container, Survey
from app.surveys.texts import Text


class Effect(StrEnum):
    """Wording: only what is read differs. Compatible: old answers still mean what they meant.
    Breaking: old and new answers can't be counted together without care."""

    WORDING = "wording"
    COMPATIBLE = "compatible"
    BREAKING = "breaking"


class About(StrEnum):
    """What a change is about."""

    SURVEY = "survey"
    CONTAINER = "container"
    """A page or a panel."""
    QUESTION = "question"


class Kind(StrEnum):
    """What has happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    RETYPED = "retyped"
    """`name` is the type that it has now."""
    PROPERTY = "property"
    """`name` says which."""
    ORDER = "order"
    PART_ADDED = "part added"
    """`part` is "choice", "row" or "column"; `name` its code. So in the following."""
    PART_REMOVED = "part removed"
    PART_CHANGED = "part changed"
    PART_ORDER = "part order"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what it is about (by name; "survey" for the whole) and what differs."""

    effect: Effect
    subject: str
    about: About
    kind: Kind
    name: str = ""
    part: str = ""

    @property
    def what(self) -> str:
        """The difference in a few English words, for logs and tests."""
        match self.kind:
            case Kind.RETYPED:
                return f"now of the type {self.name}"
            case Kind.PROPERTY:
                return self.name
            case Kind.PART_ADDED | Kind.PART_REMOVED:
                return f"{self.part} {self.name} {self.kind.removeprefix('part ')}"
            case Kind.PART_CHANGED:
                return f"{self.part} {self.name}"
            case Kind.PART_ORDER:
                return f"order of {self.part}s"
        return self.kind.value


_GRAVITY = (Effect.BREAKING, Effect.COMPATIBLE, Effect.WORDING)
_OWN_CHECKS = frozenset(
    {"choices", "name", "path", "rate_values"}
    | {"template", "template_elements", "items", "columns", "rows", "cells"}
)
"""Compared part by part."""


def compare(old: Survey, new: Survey) -> list[Change]:
    """Every difference, the breaking ones first; empty where nothing differs."""
    changes = [*_survey_changes(old, new), *_container_changes(old, new)]
    changes += _element_changes(old, new, "")
    return sorted(changes, key=lambda change: _GRAVITY.index(change.effect))


def _element_changes(old: Survey, new: Survey, around: str) -> Iterator[Change]:
    """What is asked no longer, otherwise or anew; `around`: what stands before the names inside a
    question."""
    for name, question in old.elements.items():
        later = new.elements.get(name)
        if later is None:
            effect = Effect.BREAKING if question.ANSWERED else Effect.WORDING
            yield Change(effect, around + name, About.QUESTION, Kind.REMOVED)
        elif later.TYPE != question.TYPE:
            yield Change(Effect.BREAKING, around + name, About.QUESTION, Kind.RETYPED, later.TYPE)
        else:
            yield from _question_changes(question, later, around + name)
    for name, question in new.elements.items():
        if name not in old.elements:
            effect = Effect.COMPATIBLE if question.ANSWERED else Effect.WORDING
            yield Change(effect, around + name, About.QUESTION, Kind.ADDED)


def _survey_changes(old: Survey, new: Survey) -> Iterator[Change]:
    derived = {"pages", "warnings", "order", "jumps", "measures", "languages"}
    for one in fields(Survey):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if one.name not in derived and before != after:
            effect = _effect_of(before, after)
            yield Change(effect, "survey", About.SURVEY, Kind.PROPERTY, one.name)


def _container_changes(old: Survey, new: Survey, around: str = "") -> Iterator[Change]:
    for name in [*old.containers, *(one for one in new.containers if one not in old.containers)]:
        before, after = old.containers.get(name), new.containers.get(name)
        subject = around.removesuffix(".") if around and name == PAGE else around + name
        if before is None or after is None:
            kind = Kind.ADDED if before is None else Kind.REMOVED
            yield Change(Effect.COMPATIBLE, subject, About.CONTAINER, kind)
            continue
        for one in fields(Container):
            if one.name in ("elements", "path"):
                continue
            was, now = getattr(before, one.name), getattr(after, one.name)
            if was != now:
                effect = _effect_of(was, now)
                yield Change(effect, subject, About.CONTAINER, Kind.PROPERTY, one.name)
        if _names(before, after) != _names(after, before):
            yield Change(Effect.COMPATIBLE, subject, About.CONTAINER, Kind.ORDER)


def _names(container: Container, other: Container) -> list[str]:
    """The elements of the one that the other has too, in its order."""
    shared = {element.name for element in other.elements}
    return [element.name for element in container.elements if element.name in shared]


def _question_changes(old: Question, new: Question, subject: str) -> Iterator[Change]:
    for one in fields(old):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if one.name in _OWN_CHECKS or before == after:
            continue
        effect = Effect.BREAKING if one.name in old.MEANING else _effect_of(before, after)
        yield Change(effect, subject, About.QUESTION, Kind.PROPERTY, one.name)
    if isinstance(old, Choosing) and isinstance(new, Choosing):
        yield from _listed_changes("choice", old.all_choices, new.all_choices, subject)
    if isinstance(old, Composite) and isinstance(new, Composite):
        yield from _inside_changes(old, new, subject)


def _inside_changes(old: Composite, new: Composite, subject: str) -> Iterator[Change]:
    """What differs inside a question made of questions."""
    yield from _listed_changes("row", _listed(old, "rows"), _listed(new, "rows"), subject)
    if isinstance(old, MatrixQuestion) and isinstance(new, MatrixQuestion):
        yield from _listed_changes("column", old.columns, new.columns, subject)
        if old.cells != new.cells:
            yield Change(Effect.WORDING, subject, About.QUESTION, Kind.PROPERTY, "cells")
        return
    yield from _container_changes(old.template, new.template, f"{subject}.")
    yield from _element_changes(old.template, new.template, f"{subject}.")
    if isinstance(old, Grid) and isinstance(new, Grid):
        later = {one.question.name: one for one in new.columns}
        for column in old.columns:
            after = later.get(column.question.name)
            if after is not None and replace(after, question=column.question) != column:
                inside = f"{subject}.{column.question.name}"
                yield Change(Effect.COMPATIBLE, inside, About.QUESTION, Kind.PROPERTY, "total")


def _listed(question: Composite, written: str) -> tuple[Choice, ...]:
    found: tuple[Choice, ...] = getattr(question, written, ())
    return found


def _listed_changes(
    what: str, old: Sequence[Choice], new: Sequence[Choice], subject: str
) -> Iterator[Change]:
    """What differs between two lists of choices, rows or columns; `what` they are."""

    def change(effect: Effect, kind: Kind, code: str = "") -> Change:
        return Change(effect, subject, About.QUESTION, kind, code, what)

    before = {choice.code: choice for choice in old}
    after = {choice.code: choice for choice in new}
    for code, choice in before.items():
        if code not in after:
            yield change(Effect.BREAKING, Kind.PART_REMOVED, code)
        elif choice != after[code]:
            yield change(_choice_effect(choice, after[code]), Kind.PART_CHANGED, code)
    for code in after:
        if code not in before:
            yield change(Effect.COMPATIBLE, Kind.PART_ADDED, code)
    shared = [code for code in after if code in before]
    if shared != [code for code in before if code in after]:
        yield change(Effect.COMPATIBLE, Kind.PART_ORDER)


def _choice_effect(old: Choice, new: Choice) -> Effect:
    logic = ("visible_if", "enable_if", "randomize", "value")
    same = all(getattr(old, name) == getattr(new, name) for name in logic)
    return Effect.WORDING if same else Effect.COMPATIBLE


def _effect_of(before: object, after: object) -> Effect:
    """Texts are wording; whatever else changes leaves old answers as they are."""
    texts = all(value is None or isinstance(value, Text) for value in (before, after))
    return Effect.WORDING if texts else Effect.COMPATIBLE
