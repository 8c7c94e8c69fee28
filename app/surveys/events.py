"""What a change of answers sets off: triggers and the set and reset rules of questions."""

from collections.abc import Iterator, Mapping

from app.surveys.definition_order import needs_of
from app.surveys.expressions import Expression
from app.surveys.question_types.base import Question
from app.surveys.situation import Clock, Situation
from app.surveys.structure import Survey, Trigger

# Rules that set each other off without end stop here; the same answers always stop alike.
MOST_CHANGES = 100

Rule = Trigger | tuple[Question, str]


def has_rules(survey: Survey) -> bool:
    return any(True for _ in _rules(survey))


def _rules(survey: Survey) -> Iterator[tuple[Rule, list[Expression]]]:
    """Every rule with the expressions whose change wakes it."""
    for trigger in survey.triggers:
        if trigger.type in ("setvalue", "copyvalue", "runexpression") and trigger.expression:
            yield trigger, [trigger.expression]
    for question in survey.questions.values():
        if question.reset_value_if is not None:
            yield (question, "reset"), [question.reset_value_if]
        if question.set_value_expression is not None or question.set_value_if is not None:
            woken_by = [question.set_value_if, question.set_value_expression]
            yield (question, "set"), [one for one in woken_by if one is not None]


def after(
    survey: Survey, answers: Mapping[str, object], given: Mapping[str, object], now: Clock
) -> dict[str, object]:
    """The answers once `given` came in and every rule that it woke has run."""
    result = dict(answers)
    if not has_rules(survey):
        result.update(given)
        return result
    waiting = list(given.items())
    for _ in range(MOST_CHANGES):
        if not waiting:
            break
        key, value = waiting.pop(0)
        before = Situation(survey, result, now=now)
        result[key] = value
        situation = Situation(survey, result, now=now)
        changed = {name for name, old in before.values.items() if situation.values[name] != old}
        for rule, expressions in _rules(survey):
            asked = {name for kind, name in needs_of(survey, expressions) if kind == "question"}
            if asked & changed:
                effects = _effects(situation, rule)
                waiting.extend(effect for effect in effects if effect[0] != key)
    return result


def _effects(situation: Situation, rule: Rule) -> Iterator[tuple[str, object]]:
    if isinstance(rule, Trigger):
        if rule.expression is not None and rule.expression.fires(situation.scope):
            yield from _trigger_effects(situation, rule)
        return
    question, kind = rule
    if kind == "reset":
        condition = question.reset_value_if
        if condition is not None and condition.condition(situation.scope):
            yield question.key, question.default_value
    elif question.set_value_if is None or question.set_value_if.condition(situation.scope):
        expression = question.set_value_expression
        value = situation.computed(question, expression) if expression is not None else None
        yield question.key, value


def _trigger_effects(situation: Situation, trigger: Trigger) -> Iterator[tuple[str, object]]:
    target = situation.survey.questions[trigger.set_to_name or trigger.from_name]
    if trigger.type == "setvalue":
        yield target.key, target.clean(trigger.set_value)
    elif trigger.type == "copyvalue":
        yield target.key, target.clean(situation.values.get(trigger.from_name))
    elif trigger.run_expression is not None:
        yield target.key, situation.computed(target, trigger.run_expression)
