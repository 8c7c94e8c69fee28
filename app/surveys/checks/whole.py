"""What can be wrong between the parts of a definition: names, references, circles."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.surveys.carried import origin, source_of
from app.surveys.checks.order import BUILT_IN, ENTRY, cycle, named
from app.surveys.checks.size import oversized
from app.surveys.expressions import Expression
from app.surveys.language.grammar import reference
from app.surveys.language.tree import Reference
from app.surveys.problems import Findings, did_you_mean
from app.surveys.properties import Reading, camel, snake
from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import Choosing
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.file import FileQuestion
from app.surveys.question_types.listed import Listed
from app.surveys.question_types.ranking import MOST_RANKED, RankingQuestion
from app.surveys.question_types.sending import MOST_SENT
from app.surveys.structure import Survey, Trigger

IN_CHOICES = frozenset({"item", "choice", "self"})
ANYWHERE = IN_CHOICES | {"matrix"}
MOST_PASSED_ON = 10


@dataclass(frozen=True)
class _Inside:
    """Where expressions stand: the template that they stand in, the survey or template around it,
    and so on to the whole survey."""

    survey: Survey
    around: "_Inside | None" = None
    lent: frozenset[str] = frozenset()
    """Names, in lower case, that only another question which stores its answer in the same place
    asks for."""

    @property
    def chain(self) -> Iterator[Survey]:
        yield self.survey
        if self.around is not None:
            yield from self.around.chain

    @property
    def words(self) -> frozenset[str]:
        """What names of entries may be asked for."""
        return frozenset().union(*(ENTRY[one.scope] for one in self.chain))


def check(survey: Survey, reading: Reading) -> None:
    """Note everything that is wrong between the parts of a definition."""
    findings = reading.findings
    places = tuple(_templates(_Inside(survey)))
    _check_names(survey, findings)
    if not any(True for _ in survey.questions):
        findings.refuse("pages", "there are no questions", "add at least one")
    for inside in (_Inside(survey), *(inside for _, inside in places)):
        _check_expressions(inside, findings)
    for path, name in ((path, name) for path, names in reading.unread for name in sorted(names)):
        inside = _around(path, places) or _Inside(survey)
        _check_reference(inside, reference(name), path, ANYWHERE, findings)
    for path, text in reading.texts:
        inside = _around(path, places) or _Inside(survey)
        for place in sorted(text.places):
            if not place.isdigit():
                _check_reference(inside, reference(place), path, IN_CHOICES, findings)
    for inside in (_Inside(survey), *(inside for _, inside in places)):
        for question in inside.survey.everything:
            _check_source(inside, question, findings)
            _warn_of_silence(survey, question, findings)
    for trigger in survey.triggers:
        _check_trigger(survey, trigger, findings)
    for is_certain, path in oversized(survey):
        reason = "this page has more fields than a form can send"
        if is_certain:
            findings.refuse(path, reason, f"at most {MOST_SENT}: make two pages of it")
        else:
            findings.warn(path, f"where everything is ticked, {reason}", "make two pages of it")
    _check_circles(survey, [inside.survey for _, inside in places], findings)


def _templates(around: _Inside) -> Iterator[tuple[tuple[str, ...], _Inside]]:
    """Every template, with the beginnings of the paths that lie in it."""
    for question in around.survey.everything:
        if isinstance(question, Composite):
            inside = _Inside(question.template, around, _lent(around.survey, question))
            yield tuple(f"{question.path}.{written}" for written in question.INNER), inside
            yield from _templates(inside)


def _lent(survey: Survey, question: Composite) -> frozenset[str]:
    twins = (one for one in survey.by_key.get(question.key, ()) if isinstance(one, Composite))
    return frozenset(name for one in twins for name in one.template.by_lowered_name)


def _around(path: str, places: tuple[tuple[tuple[str, ...], _Inside], ...]) -> _Inside | None:
    """The innermost template that a path lies in."""
    found = [inside for starts, inside in places if path.startswith(starts)]
    return found[-1] if found else None


def _check_expressions(inside: _Inside, findings: Findings) -> None:
    survey = inside.survey
    for path, expression, extra in _expressions(survey):
        around = inside
        for question in survey.everything:
            if isinstance(question, Composite) and path.startswith(question.path):
                own = dict(question.row_conditions())
                if path.removeprefix(f"{question.path}.") in own:
                    around = _Inside(question.template, inside)
        for one in expression.references:
            _check_reference(around, one, path, extra, findings)
        for name in expression.named_questions:
            if not any(name.lower() in one.by_lowered_name for one in inside.chain):
                hint = _similar(survey, name)
                findings.refuse(path, f"no question is called {name!r}", hint)
        known = [one.containers.keys() | _composites(one) for one in inside.chain]
        for name in expression.named_containers - frozenset().union(*known):
            findings.refuse(path, f"no page or panel is called {name!r}", "name one")


def _composites(survey: Survey) -> set[str]:
    return {one.name for one in survey.everything if isinstance(one, Composite)}


def _check_circles(survey: Survey, templates: list[Survey], findings: Findings) -> None:
    for one in (survey, *templates):
        circle = cycle(one)
        if circle:
            names = " > ".join(name for kind, name in circle if kind != "reached")
            hint = "a condition must not depend on what it decides"
            findings.refuse("survey", f"these follow from each other in a circle: {names}", hint)
    for template in templates:
        _check_names(template, findings)


def _check_names(survey: Survey, findings: Findings) -> None:
    named_things: list[tuple[str, str]] = []
    for page in survey.pages:
        around = page.containers if not survey.is_inner else list(page.containers)[1:]
        named_things += [(one.name, one.path) for one in around]
        named_things += [(one.name, one.path) for one in page.questions]
    lowered = Counter(name.lower() for name, _ in named_things)
    seen: set[str] = set()
    for name, path in named_things:
        if lowered[name.lower()] > 1 and name.lower() in seen:
            findings.refuse(f"{path}.name", f"the name {name!r} is there twice", "rename one")
        seen.add(name.lower())
        if name.lower() in BUILT_IN | IN_CHOICES:
            findings.refuse(f"{path}.name", f"{name!r} has a meaning of its own", "rename it")
    for index, calculated in enumerate(survey.calculated_values):
        path = f"calculatedValues[{index}]"
        if not calculated.name or calculated.expression is None:
            if not findings.has_refused(path):
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
    of_rows = dict(question.row_conditions()) if isinstance(question, Composite) else {}
    for written, expression in question.expressions():
        if written in of_rows:
            continue
        of_items = written.startswith(("choices", "rows", "columns")) or question.item is not None
        extra = IN_CHOICES if of_items else frozenset({"self"})
        yield f"{question.path}.{written}", expression, extra
    if isinstance(question, Composite):
        for written, expression in of_rows.items():
            yield f"{question.path}.{written}", expression, IN_CHOICES | {"matrix"}
    for index, rule in enumerate(question.validators):
        if rule.expression is not None:
            path = f"{question.path}.validators[{index}].expression"
            yield path, rule.expression, frozenset({"self"})
    if isinstance(question, Composite):
        return  # its choices are those of its cells, and asked about there
    for index, choice in enumerate(getattr(question, "choices", ())):
        for written in ("visible_if", "enable_if"):
            expression = getattr(choice, written)
            if expression is not None:
                yield f"{question.path}.choices[{index}].{camel(written)}", expression, IN_CHOICES


def _check_reference(
    inside: _Inside, one: Reference, path: str, extra: frozenset[str], findings: Findings
) -> None:
    first = one.steps[0].name.lower()
    if findings.is_full:
        return
    if one.name.startswith("$"):
        hint = "look at answers instead of properties of elements"
        findings.refuse(path, f"{{{one.name}}} is not supported", hint)
        return
    known = extra | BUILT_IN | (inside.words - {"row", "panel"})
    if first == inside.survey.scope and len(one.steps) > 1:
        known |= {first} if one.steps[1].name.lower() in inside.lent else set()
    if first not in known and not any(named(survey, one) for survey in inside.chain):
        hint = _similar(inside.survey, one.name.partition(".")[2] or one.name)
        findings.refuse(path, f"no question or value is called {one.name!r}", hint)


def _similar(survey: Survey, name: str) -> str:
    known = [*survey.questions, *(one.name for one in survey.calculated_values)]
    return did_you_mean(name, known, "use the name of a question", 0.5)


def _check_source(inside: _Inside, question: Question, findings: Findings) -> None:
    """choicesFromQuestion names another question with choices, or a list of rows or panels."""
    source = getattr(question, "choices_from_question", "")
    chain = tuple(inside.chain)
    path = f"{question.path}.choicesFromQuestion"
    other = source_of(question, chain)
    if not source:
        return
    if not isinstance(other, (Choosing, Listed)):
        hint = "name one, or a list of rows or panels"
        findings.refuse(path, f"no question with choices is called {source!r}", hint)
        return
    seen = {question.name}
    while other is not None:
        if other.name in seen:
            findings.refuse(path, "choices come from each other in a circle", "list them once")
            return
        seen.add(other.name)
        if len(seen) > MOST_PASSED_ON:
            hint = f"at most {MOST_PASSED_ON} questions: take them from the first"
            findings.refuse(path, "choices are passed on too often", hint)
            return
        other = source_of(other, chain)
    _check_carried(question, origin(question, chain), findings)


def _check_carried(question: Question, source: Question | None, findings: Findings) -> None:
    """What is taken from a list is asked there, and an order is not too long to be asked for."""
    inside = source.template.questions if isinstance(source, Listed) else {}
    for written in ("choiceValuesFromQuestion", "choiceTextsFromQuestion"):
        name = getattr(question, snake(written))
        if name and name not in inside:
            reason = f"what the choices come from asks no {name!r}"
            findings.refuse(f"{question.path}.{written}", reason, "name a question of that list")
    given = len(source.all_choices) if isinstance(source, Choosing) else 0
    most = source.most if isinstance(source, Listed) else given
    if isinstance(question, RankingQuestion) and most > MOST_RANKED:
        path = f"{question.path}.choicesFromQuestion"
        hint = f"at most {MOST_RANKED}: take them from a question with fewer"
        findings.refuse(path, "too many to put into an order", hint)


def _check_trigger(survey: Survey, trigger: Trigger, findings: Findings) -> None:
    if trigger.expression is None and not findings.has_refused(f"{trigger.path}.expression"):
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
        path = f"{trigger.path}.{written}"
        if name not in (places if places is not None else survey.questions):
            findings.refuse(path, f"nothing is called {name!r}", _similar(survey, name))
        elif written == "setToName" and isinstance(survey.questions[name], FileQuestion):
            findings.refuse(path, "files can only be sent by people", "name another question")


def _warn_of_silence(survey: Survey, question: Question, findings: Findings) -> None:
    """A question that is never shown has no answer, not even one that a trigger gives it."""
    hidden = not question.visible and question.visible_if is None
    kept = "none" in (question.clear_if_invisible, survey.clear_invisible_values)
    if hidden and question.ANSWERED and not kept:
        hint = 'use a calculated value, or set "clearIfInvisible": "none"'
        findings.warn(question.path, "this question is never shown and never has an answer", hint)
