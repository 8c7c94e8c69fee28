"""The choices of a question as they stand with some answers."""

from dataclasses import replace

from app.surveys.answers import code
from app.surveys.question_types.base import Option, Question
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.listed import Listed
from app.surveys.standing import Standing
from app.surveys.texts import Localised, Text
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
    special = tuple(one for one in question.options_in(lang) if one.special)
    if isinstance(source, Listed):
        written = _written(where, source, question)
        return tuple(one for one in written if _shows(situation, question, one)) + special
    mode = getattr(question, "choices_from_question_mode", "all")
    picked = source.picked(where.values.get(source.name))
    carried = tuple(
        option
        for option in options(where, source)
        if not option.special and (mode == "all" or (option.code in picked) == (mode == "selected"))
    )
    return tuple(one for one in carried if _shows(situation, question, one)) + special


def without_rows(situation: Standing, question: Composite) -> bool:
    """Whether a question that is not asked without rows has none that is visible: rows are
    entries, or the questions of the only one."""
    if not getattr(question, "hide_if_rows_empty", False):
        return False
    return not any(
        one.entry.key or any(one.visible[name] for name in one.survey.questions)
        for one in situation.entries_of(question)
    )


def _written(where: Standing, source: Listed, question: Question) -> tuple[Option, ...]:
    """What people have said in the entries of a list: of one question inside, or what is said
    first in each; shown in the words of another, or its own."""
    value = where.values.get(source.name)
    inside = {one.name: one for one in source.template.questions.values()}
    key = getattr(question, "choice_values_from_question", "")
    asked = [inside[key]] if key in inside else list(inside.values())
    words = inside.get(getattr(question, "choice_texts_from_question", ""))
    found: dict[str, Option] = {}
    for entry in source.entries(value) if value is not None and source.fits(value) else ():
        one = next((one for one in asked if code(entry.answers.get(one.key))), None)
        if one is None:
            continue
        said = entry.answers[one.key]
        shown = words if words and entry.answers.get(words.key) is not None else one
        label = Localised(shown.display(entry.answers[shown.key], where.lang), where.lang)
        found.setdefault(code(said), Option(said, code(said), label))
    return tuple(found.values())


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
