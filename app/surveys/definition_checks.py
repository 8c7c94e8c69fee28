"""What can be wrong between the parts of a definition: names, references, circles."""

import difflib
from collections import Counter
from collections.abc import Iterator

from app.surveys.definition_order import BUILT_IN, cycle, named
from app.surveys.expression_grammar import reference
from app.surveys.expression_tree import Reference
from app.surveys.expressions import Expression
from app.surveys.problems import Findings
from app.surveys.properties import Reading, camel
from app.surveys.question_types.base import Question
from app.surveys.structure import Survey, Trigger

IN_CHOICES = frozenset({"item", "choice", "self"})


def check(survey: Survey, reading: Reading) -> None:
    """Note everything that is wrong between the parts of a definition."""
    findings = reading.findings
    _check_names(survey, findings)
    for path, expression, extra in _expressions(survey):
        for one in expression.references:
            _check_reference(survey, one, path, extra, findings)
        for name in expression.named_questions:
            if name.lower() not in survey.by_lowered_name:
                hint = _similar(survey, name)
                findings.refuse(path, f"no question is called {name!r}", hint)
        for name in expression.named_containers - survey.containers.keys():
            findings.refuse(path, f"no page or panel is called {name!r}", "name one")
    for path, text in reading.texts:
        for place in sorted(text.places):
            if not place.isdigit():
                _check_reference(survey, reference(place), path, IN_CHOICES, findings)
    for question in survey.everything:
        _check_source(survey, question, findings)
        _warn_of_silence(survey, question, findings)
    for trigger in survey.triggers:
        _check_trigger(survey, trigger, findings)
    circle = cycle(survey)
    if circle:
        names = " > ".join(name for kind, name in circle if kind != "reached")
        hint = "a condition must not depend on what it decides"
        findings.refuse("survey", f"these follow from each other in a circle: {names}", hint)


def _check_names(survey: Survey, findings: Findings) -> None:
    named_things: list[tuple[str, str]] = []
    for page in survey.pages:
        named_things += [(one.name, one.path) for one in page.containers]
        named_things += [(one.name, one.path) for one in page.questions]
    lowered = Counter(name.lower() for name, _ in named_things)
    seen: set[str] = set()
    for name, path in named_things:
        if lowered[name.lower()] > 1 and name.lower() in seen:
            findings.refuse(f"{path}.name", f"the name {name!r} is there twice", "rename one")
        seen.add(name.lower())
        if name.lower() in BUILT_IN | IN_CHOICES | {"panel", "row"}:
            findings.refuse(f"{path}.name", f"{name!r} has a meaning of its own", "rename it")
    if not any(True for _ in survey.questions):
        findings.refuse("pages", "there are no questions", "add at least one")
    for index, calculated in enumerate(survey.calculated_values):
        path = f"calculatedValues[{index}]"
        if not calculated.name or calculated.expression is None:
            findings.refuse(path, "a name and an expression are needed", "add them")
        elif calculated.name.lower() in seen | set(survey.by_lowered_name):
            findings.refuse(f"{path}.name", f"{calculated.name!r} is there twice", "rename one")
        seen.add(calculated.name.lower())


def _expressions(survey: Survey) -> Iterator[tuple[str, Expression, frozenset[str]]]:
    """Every expression with its path and the extra names it may use."""
    for container in (one for page in survey.pages for one in page.containers):
        for written in ("visible_if", "enable_if", "required_if"):
            expression = getattr(container, written)
            if expression is not None:
                yield f"{container.path}.{camel(written)}", expression, frozenset()
    for question in survey.everything:
        yield from _question_expressions(question)
    for index, calculated in enumerate(survey.calculated_values):
        if calculated.expression is not None:
            yield f"calculatedValues[{index}].expression", calculated.expression, frozenset()
    for index, ending in enumerate(survey.completed_html_on_condition):
        if ending.expression is not None:
            yield f"completedHtmlOnCondition[{index}].expression", ending.expression, frozenset()
    for trigger in survey.triggers:
        for written in ("expression", "run_expression"):
            expression = getattr(trigger, written)
            if expression is not None:
                yield f"{trigger.path}.{camel(written)}", expression, frozenset()


def _question_expressions(question: Question) -> Iterator[tuple[str, Expression, frozenset[str]]]:
    for written, expression in question.expressions():
        extra = IN_CHOICES if written.startswith("choices") else frozenset({"self"})
        yield f"{question.path}.{written}", expression, extra
    for index, rule in enumerate(question.validators):
        if rule.expression is not None:
            path = f"{question.path}.validators[{index}].expression"
            yield path, rule.expression, frozenset({"self"})
    for index, choice in enumerate(getattr(question, "choices", ())):
        for written in ("visible_if", "enable_if"):
            expression = getattr(choice, written)
            if expression is not None:
                yield f"{question.path}.choices[{index}].{camel(written)}", expression, IN_CHOICES


def _check_reference(
    survey: Survey, one: Reference, path: str, extra: frozenset[str], findings: Findings
) -> None:
    first = one.steps[0].name.lower()
    if one.name.startswith("$"):
        hint = "look at answers instead of properties of elements"
        findings.refuse(path, f"{{{one.name}}} is not supported", hint)
    elif first not in extra and first not in BUILT_IN and named(survey, one) is None:
        hint = _similar(survey, one.name)
        findings.refuse(path, f"no question or value is called {one.name!r}", hint)


def _similar(survey: Survey, name: str) -> str:
    known = [*survey.questions, *(one.name for one in survey.calculated_values)]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else "use the name of a question"


def _check_source(survey: Survey, question: Question, findings: Findings) -> None:
    """choicesFromQuestion names another question with choices."""
    source = getattr(question, "choices_from_question", "")
    if not source:
        return
    path = f"{question.path}.choicesFromQuestion"
    other = survey.questions.get(source)
    if other is None or not hasattr(other, "choices"):
        findings.refuse(path, f"no question with choices is called {source!r}", "name one")
        return
    seen = {question.name}
    while other is not None:
        if other.name in seen:
            findings.refuse(path, "choices come from each other in a circle", "list them once")
            return
        seen.add(other.name)
        other = survey.questions.get(getattr(other, "choices_from_question", ""))


def _check_trigger(survey: Survey, trigger: Trigger, findings: Findings) -> None:
    if trigger.expression is None:
        findings.refuse(trigger.path, "there is no expression", "add the condition")
    if trigger.type == "runexpression" and trigger.run_expression is None:
        findings.refuse(trigger.path, "there is no runExpression", "add what is computed")
    needed = {
        "skip": (("gotoName", trigger.goto_name),),
        "setvalue": (("setToName", trigger.set_to_name),),
        "copyvalue": (("setToName", trigger.set_to_name), ("fromName", trigger.from_name)),
        "runexpression": (("setToName", trigger.set_to_name),),
    }
    for written, name in needed.get(trigger.type, ()):
        places = set(survey.elements) | set(survey.containers) if written == "gotoName" else None
        if name not in (places if places is not None else survey.questions):
            path = f"{trigger.path}.{written}"
            findings.refuse(path, f"nothing is called {name!r}", _similar(survey, name))


def _warn_of_silence(survey: Survey, question: Question, findings: Findings) -> None:
    """A question that is never shown has no answer, not even one that a trigger gives it."""
    hidden = not question.visible and question.visible_if is None
    kept = "none" in (question.clear_if_invisible, survey.clear_invisible_values)
    if hidden and question.ANSWERED and not kept:
        hint = 'use a calculated value, or set "clearIfInvisible": "none"'
        findings.warn(question.path, "this question is never shown and never has an answer", hint)
