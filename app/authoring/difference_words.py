"""What a new version of a survey changes, in whole sentences: for the desk and for commands."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.i18n import current_language
from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import Choice, Choosing
from app.surveys.question_types.composite import Composite
from app.surveys.structure import Survey
from app.surveys.texts import Text
from app.surveys.versions import About, Change, Effect, Kind

EFFECTS = {
    Effect.BREAKING: _l("Old and new answers can't be counted together without care"),
    Effect.COMPATIBLE: _l("Old answers still mean what they meant"),
    Effect.WORDING: _l("Only what is read differs"),
}

PARTS = {
    ("choice", Kind.PART_ADDED): _l("“%(title)s” has a new choice: %(name)s."),
    ("choice", Kind.PART_REMOVED): _l("“%(title)s” no longer has the choice %(name)s."),
    ("choice", Kind.PART_CHANGED): _l("The choice %(name)s of “%(title)s” has changed."),
    ("choice", Kind.PART_ORDER): _l("The choices of “%(title)s” stand in another order."),
    ("row", Kind.PART_ADDED): _l("“%(title)s” has a new row: %(name)s."),
    ("row", Kind.PART_REMOVED): _l("“%(title)s” no longer has the row %(name)s."),
    ("row", Kind.PART_CHANGED): _l("The row %(name)s of “%(title)s” has changed."),
    ("row", Kind.PART_ORDER): _l("The rows of “%(title)s” stand in another order."),
    ("column", Kind.PART_ADDED): _l("“%(title)s” has a new column: %(name)s."),
    ("column", Kind.PART_REMOVED): _l("“%(title)s” no longer has the column %(name)s."),
    ("column", Kind.PART_CHANGED): _l("The column %(name)s of “%(title)s” has changed."),
    ("column", Kind.PART_ORDER): _l("The columns of “%(title)s” stand in another order."),
}

CONTAINERS = {
    Kind.ADDED: _l("The page or panel “%(title)s” is new."),
    Kind.REMOVED: _l("The page or panel “%(title)s” is gone."),
    Kind.ORDER: _l("The questions of “%(title)s” stand in another order."),
}

PROPERTIES = {
    "title": _l("“%(title)s” is worded otherwise."),
    "description": _l("The explanation of “%(title)s” has changed."),
    "visible_if": _l("“%(title)s” is shown on another condition."),
    "visible": _l("“%(title)s” is shown on another condition."),
    "enable_if": _l("“%(title)s” can be answered on another condition."),
    "read_only": _l("“%(title)s” can be answered on another condition."),
    "required_if": _l("“%(title)s” must be answered on another condition."),
    "validators": _l("Answers to “%(title)s” are checked by other rules."),
    "value_name": _l("Answers to “%(title)s” are kept under another name."),
    "input_type": _l("“%(title)s” asks for another kind of answer."),
    "html": _l("The text “%(title)s” has changed."),
    "cells": _l("Texts inside “%(title)s” have changed."),
    "total": _l("What is reckoned below “%(title)s” has changed."),
}
"""What differs in a question, page or panel; all other properties are told by their name."""


@dataclass(frozen=True, slots=True)
class Told:
    """Changes of one effect, in sentences."""

    effect: Effect
    heading: str
    sentences: tuple[str, ...]


def told(changes: Iterable[Change], old: Survey, new: Survey) -> list[Told]:
    """All changes in the page's language, the gravest first; the same sentence only once."""
    by_effect: dict[Effect, dict[str, None]] = {}
    for change in changes:
        by_effect.setdefault(change.effect, {})[sentence(change, old, new)] = None
    return [
        Told(effect, str(heading), tuple(by_effect[effect]))
        for effect, heading in EFFECTS.items()
        if effect in by_effect
    ]


def sentence(change: Change, old: Survey, new: Survey) -> str:
    """One change, with the titles that residents know."""
    title = _title(change, old, new)
    match change.about:
        case About.SURVEY:
            return _of_survey(change, new)
        case About.CONTAINER if change.kind in CONTAINERS:
            return str(CONTAINERS[change.kind]) % {"title": title}
    if change.kind is Kind.PROPERTY:
        return _of_property(change, title, new)
    if change.part:
        name = _part(change, old, new)
        return str(PARTS[change.part, change.kind]) % {"title": title, "name": name}
    return _of_question(change, title, old, new)


def _of_survey(change: Change, new: Survey) -> str:
    if change.name == "title" and new.title:
        title = new.title.in_(current_language()).text
        return str(_("The survey's title is now “%(title)s”.", title=title))
    if isinstance(getattr(new, change.name, None), Text):
        return str(_("A text of the whole survey has changed (%(name)s).", name=change.name))
    return str(_("Something about the whole survey has changed (%(name)s).", name=change.name))


def _of_property(change: Change, title: str, new: Survey) -> str:
    if change.name == "is_required":
        element = _question(new, change.subject) or new.containers.get(change.subject)
        if element is not None and element.is_required:
            return str(_("“%(title)s” must be answered now.", title=title))
        return str(_("“%(title)s” need not be answered any more.", title=title))
    known = PROPERTIES.get(change.name)
    if known is not None:
        return str(known) % {"title": title}
    if change.effect is Effect.WORDING:
        return str(
            _("A text of “%(title)s” has changed (%(name)s).", title=title, name=change.name)
        )
    if change.effect is Effect.BREAKING:
        return str(
            _("An answer to “%(title)s” means something else now (%(name)s).",
              title=title, name=change.name)
        )  # fmt: skip
    return str(
        _("Something about “%(title)s” has changed (%(name)s).", title=title, name=change.name)
    )


def _of_question(change: Change, title: str, old: Survey, new: Survey) -> str:
    question = _question(old, change.subject) or _question(new, change.subject)
    is_text = question is not None and not question.ANSWERED
    match change.kind:
        case Kind.ADDED if is_text:
            return str(_("The text “%(title)s” is new.", title=title))
        case Kind.REMOVED if is_text:
            return str(_("The text “%(title)s” is gone.", title=title))
        case Kind.ADDED:
            return str(_("The question “%(title)s” is new.", title=title))
        case Kind.REMOVED:
            return str(
                _("The question “%(title)s” is no longer asked. Its answers stay in the results.",
                  title=title)
            )  # fmt: skip
        case Kind.RETYPED:
            return str(
                _("The question “%(title)s” is asked in another way (%(type)s), so old and new "
                  "answers are of different kinds.", title=title, type=change.name)
            )  # fmt: skip
    return str(CONTAINERS[Kind.ORDER]) % {"title": title}


def _title(change: Change, old: Survey, new: Survey) -> str:
    """What it is called: as it was where it is gone, or else as it is now."""
    for survey in (new, old):
        question = _question(survey, change.subject)
        if question is not None and change.about is About.QUESTION:
            return question.title_in(current_language()).text
        container = survey.containers.get(change.subject)
        if container is not None and container.title:
            return container.title.in_(current_language()).text
        if question is not None:
            return question.title_in(current_language()).text
    return change.subject


def _question(survey: Survey, subject: str) -> Question | None:
    """A question by its name, or by those of the questions around it and its own."""
    found = survey.elements.get(subject)
    if found is not None:
        return found
    for at, sign in enumerate(subject):
        outer = survey.elements.get(subject[:at]) if sign == "." else None
        if isinstance(outer, Composite):
            return _question(outer.template, subject[at + 1 :])
    return None


def _part(change: Change, old: Survey, new: Survey) -> str:
    for survey in (new, old):
        question = _question(survey, change.subject)
        for one in _listed(question, change.part):
            if one.code == change.name:
                return f"“{one.text.in_(current_language()).text}”" if one.text else one.code
    return change.name


def _listed(question: Question | None, part: str) -> Iterable[Choice]:
    if part == "choice":
        return question.all_choices if isinstance(question, Choosing) else ()
    found: tuple[object, ...] = getattr(question, f"{part}s", ())
    return [one for one in found if isinstance(one, Choice)]
