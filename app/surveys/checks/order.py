"""What in a survey follows from what: the names in expressions, and an order without cycles."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from app.surveys.expressions import Expression
from app.surveys.language.tree import Reference
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.structure import Container, Node, Survey, Trigger

BUILT_IN = frozenset({"pageno", "pagecount", "questioncount", "locale"})
PANEL = "panel."
TOTAL = "-total"
ENTRY: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "row": frozenset(
        {"row", "prevrow", "nextrow", "totalrow", "rowindex", "visiblerowindex"}
        | {"rowname", "rowvalue", "rowtitle"}
    ),
    "panel": frozenset(
        {"panel", "prevpanel", "nextpanel", "parentpanel", "panelindex", "visiblepanelindex"}
    ),
}
"""What expressions inside an entry may ask of it, by the word of its template."""


def named(survey: Survey, reference: Reference) -> Node | None:
    """The question or calculated value that a reference names; the longest dotted name wins."""
    parts = [step.name.lower() for step in reference.steps]
    if survey.is_inner:
        if parts[0] != survey.scope or len(parts) == 1:
            return None
        parts = parts[1:]
    elif parts[0] == "panel" and len(parts) > 1 and reference.steps[0].index is None:
        parts = parts[1:]
    for end in range(len(parts), 0, -1):
        prefix = ".".join(parts[:end])
        if prefix in survey.by_lowered_calculated:
            return "calculated", survey.by_lowered_calculated[prefix].name
        question = survey.by_lowered_name.get(prefix) or survey.by_lowered_comment.get(prefix)
        if question is None and prefix.endswith(TOTAL):
            question = survey.by_lowered_name.get(prefix.removesuffix(TOTAL))
        if question is not None:
            return "question", question.name
    return None


def own_name(survey: Survey, name: str) -> str:
    """A question's name without the word for the entry that it is asked in: "panel.q" is "q"."""
    return name.removeprefix(f"{survey.scope}.") if survey.scope else name


def needs_of(
    survey: Survey, expressions: Iterable[Expression | None], own: frozenset[str] = frozenset()
) -> set[Node]:
    """The nodes that expressions look at; names that begin with a word in `own` are not of this
    survey."""
    found: set[Node] = set()
    for expression in expressions:
        if expression is not None:
            nodes = (
                named(survey, reference)
                for reference in expression.references
                if reference.steps[0].name.lower() not in own
            )
            found.update(node for node in nodes if node is not None)
            names = (survey.by_lowered_name.get(one.lower()) for one in expression.named_questions)
            found.update(("question", question.name) for question in names if question)
            for container in expression.named_containers & survey.containers.keys():
                inside = survey.containers[container].questions
                found.update(("question", one.name) for one in inside if one.ANSWERED)
    return _with_shared(survey, found)


def _with_shared(survey: Survey, nodes: set[Node]) -> set[Node]:
    """Questions that store their answers under one key are looked at together."""
    shared = set(nodes)
    for kind, name in nodes:
        if kind == "question":
            twins = survey.by_key[survey.questions[name].key]
            shared.update(("question", twin.name) for twin in twins)
    return shared


def choice_conditions(question: Question) -> Iterator[Expression]:
    """The conditions of its choices, one by one and all together."""
    for choice in getattr(question, "choices", ()):
        yield from (one for one in (choice.visible_if, choice.enable_if) if one)
    for written in ("choices_visible_if", "choices_enable_if"):
        condition = getattr(question, written, None)
        if condition is not None:
            yield condition


def dependencies(survey: Survey) -> dict[Node, set[Node]]:
    """For every node the nodes it needs; may hold cycles."""
    graph: dict[Node, set[Node]] = {}
    for calculated in survey.calculated_values:
        graph["calculated", calculated.name] = needs_of(survey, [calculated.expression])
    for container in survey.containers.values():
        graph["container", container.name] = _container_needs(survey, container)
    for question in survey.elements.values():
        graph["question", question.name] = _question_needs(survey, question)
    _add_reached(survey, graph)
    return graph


def _container_needs(survey: Survey, container: Container) -> set[Node]:
    needs = needs_of(survey, [container.visible_if])
    above = survey.around[container.name]
    needs.add(("container", above[-1].name) if above else ("reached", container.name))
    return needs


def _question_needs(survey: Survey, question: Question) -> set[Node]:
    expressions = [question.visible_if, question.default_value_expression, question.formula]
    needs = needs_of(survey, expressions)
    needs.add(("container", survey.around[question.name][-1].name))
    if getattr(question, "hide_if_choices_empty", False) or question.default_value is not None:
        needs |= needs_of(survey, choice_conditions(question))
        name = own_name(survey, getattr(question, "choices_from_question", ""))
        source = survey.questions.get(name)
        if source is not None:
            needs.add(("question", source.name))
    if len(survey.by_key.get(question.key, ())) > 1:
        needs.discard(("question", question.name))
    if isinstance(question, Composite):
        needs |= _inside_needs(survey, question) - {("question", question.name)}
    return needs


def _inside_needs(survey: Survey, question: Composite) -> set[Node]:
    """What the answer to a question made of questions follows from: all that they look at
    outside."""
    own = ENTRY[question.SCOPE]
    needs: set[Node] = set()
    for template, inner in _within(question, own):
        needs |= needs_of(survey, template, inner)
    return needs


def _within(
    question: Composite, own: frozenset[str]
) -> Iterator[tuple[list[Expression | None], frozenset[str]]]:
    """The expressions that decide what is answered inside, with the words that stay inside."""
    yield [expression for _, expression in question.row_conditions()], own
    for container in question.template.containers.values():
        yield [container.visible_if], own
    for inner in question.template.everything:
        computed = getattr(inner, "expression", None)
        yield [inner.visible_if, inner.default_value_expression, computed], own
        yield list(choice_conditions(inner)), own
        if isinstance(inner, Composite):
            yield from _within(inner, own | ENTRY[inner.SCOPE])


def _add_reached(survey: Survey, graph: dict[Node, set[Node]]) -> None:
    """A page is reached after the jumps that the pages before it cause."""
    after = jumps(survey, graph)
    before: Node | None = None
    for index, page in enumerate(survey.pages):
        node = ("reached", page.name)
        graph[node] = {before} if before else set()
        for trigger in after.get(index - 1, ()):
            graph[node] |= needs_of(survey, [trigger.expression])
        if index:
            graph[node].add(("container", survey.pages[index - 1].name))
        before = node


def jumps(
    survey: Survey, graph: Mapping[Node, set[Node]] | None = None
) -> dict[int, tuple[Trigger, ...]]:
    """The skip and complete triggers by the index of the page after which they are decided:
    the last page that their condition asks about."""
    known = graph if graph is not None else dependencies(survey)
    indexes = {page.name: index for index, page in enumerate(survey.pages)}
    found: dict[int, tuple[Trigger, ...]] = {}
    for trigger in survey.triggers:
        if trigger.type in ("skip", "complete"):
            asked = _questions_behind(needs_of(survey, [trigger.expression]), known)
            at = max((indexes[survey.page_of[name]] for name in asked), default=0)
            found[at] = (*found.get(at, ()), trigger)
    return found


def _questions_behind(nodes: set[Node], graph: Mapping[Node, set[Node]]) -> set[str]:
    """The questions among nodes, and those that calculated values among them come from."""
    seen: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()) if node[0] == "calculated" else ())
    return {name for kind, name in seen if kind == "question"}


def cycle(survey: Survey) -> tuple[Node, ...]:
    """One circle of things that follow from each other, or ()."""
    try:
        tuple(TopologicalSorter(dependencies(survey)).static_order())
    except CycleError as problem:
        return tuple(problem.args[1])
    return ()


def evaluation_order(survey: Survey) -> tuple[Node, ...]:
    """Every node after the nodes it needs; the survey has no cycles."""
    return tuple(TopologicalSorter(dependencies(survey)).static_order())
