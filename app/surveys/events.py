"""What a change of answers sets off: triggers and the set and reset rules of questions."""

from collections.abc import Collection, Iterator, Mapping

from app.surveys.checks.order import needs_of
from app.surveys.expressions import Expression
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite, composites
from app.surveys.situation import Clock, Situation
from app.surveys.structure import Survey, Trigger

# Rules that set each other off without end stop here; the same answers always stop alike.
MOST_CHANGES = 100

Rule = Trigger | tuple[Question, str]
Effect = tuple[str, object]


def has_rules(survey: Survey) -> bool:
    return any(True for _ in _rules(survey)) or any(
        has_rules(one.template) for one in composites(survey)
    )


def _rules(survey: Survey) -> Iterator[tuple[Rule, list[Expression]]]:
    """Every rule with the expressions whose change wakes it; triggers have the last word."""
    for question in survey.questions.values():
        if question.reset_value_if is not None:
            yield (question, "reset"), [question.reset_value_if]
        if question.set_value_expression is not None or question.set_value_if is not None:
            woken_by = [question.set_value_if, question.set_value_expression]
            yield (question, "set"), [one for one in woken_by if one is not None]
    for trigger in survey.triggers:
        if trigger.type in ("setvalue", "copyvalue", "runexpression") and trigger.expression:
            yield trigger, [trigger.expression]


def wakers(survey: Survey, targets: Collection[str]) -> set[str]:
    """The names of the questions whose answers wake rules that set others than `targets`."""
    found: set[str] = set()
    for rule, expressions in _rules(survey):
        if isinstance(rule, Trigger):
            target, source = rule.set_to_name or rule.from_name, {rule.from_name}
        else:
            target, source = rule[0].name, set()
        if target not in targets:
            found |= source | _asks(survey, expressions)
    return found


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
        effects = _woken(before, situation, ())
        made_of_questions = any(isinstance(one, Composite) for one in survey.by_key.get(key, ()))
        waiting.extend(one for one in effects if one[0] != key or made_of_questions)
    return result


def _woken(
    before: Situation | None, situation: Situation, outside: tuple[tuple[Survey, set[str]], ...]
) -> list[Effect]:
    """What the rules that a change wakes set, here and inside. `outside`: the survey around an
    entry, and so on, each with the names of the questions that changed there."""
    survey = situation.survey
    known = before.values if before else {}
    changed = {name for name, value in situation.values.items() if known.get(name) != value}
    chain = ((survey, changed), *outside)
    effects: list[Effect] = []
    for rule, expressions in _rules(survey):
        copied = isinstance(rule, Trigger) and rule.from_name in changed
        if copied or any(_asks(one, expressions) & names for one, names in chain):
            effects.extend(_effects(situation, rule))
    if situation.within is not None:
        given = {survey.questions[name].key for name in changed} & situation.answers.keys()
        effects = [
            one
            for one in effects
            if one[0] not in given and one[1] != situation.answers.get(one[0])
        ]
    for question in composites(survey):
        effects.extend(_woken_inside(before, situation, question, chain))
    return effects


def _asks(survey: Survey, expressions: list[Expression]) -> set[str]:
    """The questions of a survey that expressions look at, from it or from inside it."""
    return {name for kind, name in needs_of(survey, expressions) if kind == "question"}


def _woken_inside(
    before: Situation | None,
    situation: Situation,
    question: Composite,
    chain: tuple[tuple[Survey, set[str]], ...],
) -> Iterator[Effect]:
    """The answer to a question made of questions, with what the rules inside it have set."""
    earlier = before.inner.get(question.name, ()) if before else ()
    known = {one.entry.key: one for one in earlier}
    made = {}
    for inner in situation.inner.get(question.name, ()):
        effects = _woken(known.get(inner.entry.key), inner, chain)
        if effects:
            made[inner.entry.key] = {**inner.entry.answers, **dict(effects)}
    if made:
        said = [
            (entry.key, made.get(entry.key, entry.answers))
            for entry in situation.entries[question.name]
        ]
        value = question.gathered(said, True)
        if value != situation.answers.get(question.key):
            yield question.key, question.clean(value)


def _effects(situation: Situation, rule: Rule) -> Iterator[Effect]:
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


def _trigger_effects(situation: Situation, trigger: Trigger) -> Iterator[Effect]:
    target = situation.survey.questions[trigger.set_to_name or trigger.from_name]
    if trigger.type == "setvalue":
        yield target.key, target.clean(trigger.set_value)
    elif trigger.type == "copyvalue":
        yield target.key, target.clean(situation.values.get(trigger.from_name))
    elif trigger.run_expression is not None:
        yield target.key, situation.computed(target, trigger.run_expression)
