"""Texts of a survey with answers in the places that name questions."""

from markupsafe import Markup, escape

from app.surveys.checks.order import PANEL
from app.surveys.language.grammar import reference
from app.surveys.language.values import is_empty, text
from app.surveys.markup import safe
from app.surveys.question_types.base import Question
from app.surveys.standing import Standing
from app.surveys.texts import Localised, Text
from app.surveys.texts import filled as substituted


def filled(situation: Standing, written: Text, *, names: bool = True) -> Localised:
    """The text in the language, with answers where it names questions."""
    return substituted(written.in_(situation.lang), lambda place: _shown(situation, place, names))


def filled_html(situation: Standing, written: Text) -> tuple[Markup, str]:
    """Safe HTML in the language, with answers as text, and the language it is in."""
    shown = written.in_(situation.lang)
    whole = substituted(shown, lambda place: _escaped(_shown(situation, place, True)))
    return safe(whole.text), shown.lang


def _shown(situation: Standing, place: str, display: bool) -> str | None:
    lowered = place.strip().lower()
    found = _asked_at(situation, lowered) if display else None
    if found is not None:
        where, asked = found
        value = where.value_at(asked)
        fallback = asked.default_display_value
        if is_empty(value):
            return fallback.in_(situation.lang).text if fallback else ""
        return asked.display(value, situation.lang)
    if place.isdigit():
        return None
    value = situation.scope.value(reference(place))
    if lowered in ("panelindex", "visiblepanelindex") and isinstance(value, int):
        value += 1
    return "" if is_empty(value) else text(value)


def _asked_at(situation: Standing, name: str) -> tuple[Standing, Question] | None:
    """The question that a lower-cased name in a text means, and where it is asked."""
    if situation.within is None:
        question = situation.survey.by_lowered_name.get(name.removeprefix(PANEL))
        return None if question is None else (situation, question)
    prefix = f"{situation.survey.scope}."
    if situation.survey.scope and name.startswith(prefix):
        question = situation.survey.by_lowered_name.get(name.removeprefix(prefix))
        return None if question is None else (situation, question)
    return _asked_at(situation.within.outer, name)


def _escaped(shown: str | None) -> str | None:
    return None if shown is None else str(escape(shown))
