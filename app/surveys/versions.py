"""What an edit of a published survey changes, and what that means for answers already given."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import Choice, Choosing
from app.surveys.structure import Container, Survey
from app.surveys.texts import Text


class Effect(StrEnum):
    """Wording: only what is read differs. Compatible: old answers still mean what they meant.
    Breaking: old and new answers can't be counted together without care."""

    WORDING = "wording"
    COMPATIBLE = "compatible"
    BREAKING = "breaking"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what it is about (a question, a page, or "survey") and what differs."""

    effect: Effect
    subject: str
    what: str


_GRAVITY = (Effect.BREAKING, Effect.COMPATIBLE, Effect.WORDING)
_OWN_CHECKS = frozenset({"choices", "name", "path", "rate_values"})


def compare(old: Survey, new: Survey) -> list[Change]:
    """Every difference, the breaking ones first; empty where nothing differs."""
    changes = [*_survey_changes(old, new), *_container_changes(old, new)]
    for name, question in old.elements.items():
        later = new.elements.get(name)
        if later is None:
            effect = Effect.BREAKING if question.ANSWERED else Effect.WORDING
            changes.append(Change(effect, name, "removed"))
        elif later.TYPE != question.TYPE:
            changes.append(Change(Effect.BREAKING, name, f"now of the type {later.TYPE}"))
        else:
            changes += _question_changes(question, later)
    for name, question in new.elements.items():
        if name not in old.elements:
            effect = Effect.COMPATIBLE if question.ANSWERED else Effect.WORDING
            changes.append(Change(effect, name, "added"))
    return sorted(changes, key=lambda change: _GRAVITY.index(change.effect))


def _survey_changes(old: Survey, new: Survey) -> Iterator[Change]:
    derived = {"pages", "warnings", "order", "jumps", "measures", "languages"}
    for one in fields(Survey):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if one.name not in derived and before != after:
            yield Change(_effect_of(before, after), "survey", one.name)


def _container_changes(old: Survey, new: Survey) -> Iterator[Change]:
    for name in [*old.containers, *(one for one in new.containers if one not in old.containers)]:
        before, after = old.containers.get(name), new.containers.get(name)
        if before is None or after is None:
            what = "added" if before is None else "removed"
            yield Change(Effect.COMPATIBLE, name, what)
            continue
        for one in fields(Container):
            if one.name in ("elements", "path"):
                continue
            was, now = getattr(before, one.name), getattr(after, one.name)
            if was != now:
                yield Change(_effect_of(was, now), name, one.name)
        if _names(before, after) != _names(after, before):
            yield Change(Effect.COMPATIBLE, name, "order")


def _names(container: Container, other: Container) -> list[str]:
    """The elements of the one that the other has too, in its order."""
    shared = {element.name for element in other.elements}
    return [element.name for element in container.elements if element.name in shared]


def _question_changes(old: Question, new: Question) -> Iterator[Change]:
    for one in fields(old):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if one.name in _OWN_CHECKS or before == after:
            continue
        effect = Effect.BREAKING if one.name in old.MEANING else _effect_of(before, after)
        yield Change(effect, old.name, one.name)
    if isinstance(old, Choosing) and isinstance(new, Choosing):
        yield from _choice_changes(old, new)


def _choice_changes(old: Choosing, new: Choosing) -> Iterator[Change]:
    before = {choice.code: choice for choice in old.all_choices}
    after = {choice.code: choice for choice in new.all_choices}
    for code, choice in before.items():
        if code not in after:
            yield Change(Effect.BREAKING, old.name, f"choice {code} removed")
        elif choice != after[code]:
            yield Change(_choice_effect(choice, after[code]), old.name, f"choice {code}")
    for code in after:
        if code not in before:
            yield Change(Effect.COMPATIBLE, old.name, f"choice {code} added")
    shared = [code for code in after if code in before]
    if shared != [code for code in before if code in after]:
        yield Change(Effect.COMPATIBLE, old.name, "order of choices")


def _choice_effect(old: Choice, new: Choice) -> Effect:
    logic = ("visible_if", "enable_if", "randomize", "value")
    same = all(getattr(old, name) == getattr(new, name) for name in logic)
    return Effect.WORDING if same else Effect.COMPATIBLE


def _effect_of(before: object, after: object) -> Effect:
    """Texts are wording; whatever else changes leaves old answers as they are."""
    texts = all(value is None or isinstance(value, Text) for value in (before, after))
    return Effect.WORDING if texts else Effect.COMPATIBLE
