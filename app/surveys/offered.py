"""The choices of a question as they stand with some answers."""

from dataclasses import replace

from app.surveys.question_types.base import Option, Question
from app.surveys.standing import Standing
from app.surveys.texts import Text
from app.surveys.wording import filled


def options(situation: Standing, question: Question) -> tuple[Option, ...]:
    """The choices of a question that are visible, disabled ones marked."""
    lang = situation.lang
    if question.always_the_same:
        return question.options_in(lang)
    found = situation.named_question(getattr(question, "choices_from_question", ""))
    if found is None:
        return tuple(_own_options(situation, question))
    where, source = found
    mode = getattr(question, "choices_from_question_mode", "all")
    picked = source.picked(where.values.get(source.name))
    carried = tuple(
        option
        for option in options(where, source)
        if not option.special and (mode == "all" or (option.code in picked) == (mode == "selected"))
    )
    special = tuple(one for one in question.options_in(lang) if one.special)
    return tuple(one for one in carried if _shows(situation, question, one)) + special


def _shows(situation: Standing, question: Question, option: Option) -> bool:
    condition = getattr(question, "choices_visible_if", None)
    return condition is None or condition.condition(situation.inside("item", option.value))


def _own_options(situation: Standing, question: Question) -> list[Option]:
    choices = {choice.code: choice for choice in getattr(question, "choices", ())}
    all_enabled = getattr(question, "choices_enable_if", None)
    shown = []
    for option in question.options_in(situation.lang):
        choice = choices.get(option.code) if not option.special else None
        if option.special:
            shown.append(option)
            continue
        scope = situation.inside("item", option.value)
        seen = choice.visible_if.condition(scope) if choice and choice.visible_if else None
        if seen is None:
            seen = _shows(situation, question, option)
        if not seen:
            continue
        condition = (choice.enable_if if choice else None) or all_enabled
        enabled = condition is None or condition.condition(scope)
        label = filled(situation, Text(((option.label.lang, option.label.text),)))
        shown.append(replace(option, label=label, enabled=enabled))
    return shown
