"""Which pages change while they are answered: something on them looks at an answer given there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.surveys.checks.order import (
    ENTRY,
    choice_conditions,
    dependencies,
    jumps,
    named,
    needs_of,
)
from app.surveys.expressions import Expression
from app.surveys.language.grammar import reference
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.structure import Container, Node, Page, Survey
from app.surveys.texts import texts_of

Graph = Mapping[Node, set[Node]]


@dataclass(frozen=True, slots=True)
class Looks:
    """What a part of a definition looks at: expressions, names in texts; `own`: the words that
    mean the entry around it."""

    expressions: tuple[Expression, ...]
    places: frozenset[str]
    own: frozenset[str] = frozenset()

    @property
    def is_inward(self) -> bool:
        """Whether it looks at the entry that it stands in."""
        heads = (one.steps[0].name.lower() for each in self.expressions for one in each.references)
        words = (place.strip().lower().partition(".")[0] for place in self.places)
        return not self.own.isdisjoint((*heads, *words))

    def nodes(self, survey: Survey) -> set[Node]:
        """What of the survey it looks at."""
        found = needs_of(survey, self.expressions, self.own)
        names = (place for place in self.places if not place.strip().isdigit())
        read = (reference(name.strip()) for name in names)
        known = (named(survey, one) for one in read if one.steps[0].name.lower() not in self.own)
        return found | {node for node in known if node is not None}


def live_pages(survey: Survey) -> frozenset[str]:
    """The names of the pages that answers on them change."""
    graph = dependencies(survey)
    decided = jumps(survey, graph)
    return frozenset(
        page.name
        for index, page in enumerate(survey.pages)
        if index in decided or _is_live(survey, page, graph)
    )


def _is_live(survey: Survey, page: Page, graph: Graph) -> bool:
    asked = {("question", one.name) for one in page.questions if one.ANSWERED}
    looks = tuple(_looks(survey, page))
    seen = {node for one in looks for node in one.nodes(survey)}
    return any(one.is_inward for one in looks) or not asked.isdisjoint(_behind(seen, graph))


def _behind(nodes: Iterable[Node], graph: Graph) -> set[Node]:
    """Nodes with all that they follow from."""
    seen: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()))
    return seen


def _looks(survey: Survey, page: Page) -> Iterator[Looks]:
    """What all that is shown on a page looks at."""
    own: frozenset[str] = frozenset()
    for container in page.containers:
        yield _of_container(container, own)
    for question in page.questions:
        yield from _of_question(survey, question, own)
    for trigger in survey.triggers:
        target = trigger.set_to_name or trigger.from_name
        if trigger.type not in ("skip", "complete") and survey.page_of.get(target) == page.name:
            known = tuple(one for one in (trigger.expression, trigger.run_expression) if one)
            yield Looks(known, frozenset({trigger.from_name} - {""}))


def _of_container(container: Container, own: frozenset[str]) -> Looks:
    conditions = (container.visible_if, container.enable_if, container.required_if)
    texts = texts_of((container.title, container.description))
    return Looks(
        tuple(one for one in conditions if one is not None),
        frozenset(place for text in texts for place in text.places),
        own,
    )


def _of_question(survey: Survey, question: Question, own: frozenset[str]) -> Iterator[Looks]:
    expressions = [one for _, one in question.expressions()]
    places = frozenset(place for text in texts_of(_shallow(question)) for place in text.places)
    yield Looks((*expressions, *choice_conditions(question)), places, own)
    source = getattr(question, "choices_from_question", "")
    if source and question.choices_from_question_mode != "all":  # type: ignore[attr-defined]
        yield Looks((), frozenset({source}), own)
    elif source in survey.questions:
        yield Looks(tuple(choice_conditions(survey.questions[source])), frozenset(), own)
    if isinstance(question, Composite):
        inner = own | ENTRY[question.SCOPE]
        yield Looks(tuple(one for _, one in question.row_conditions()), frozenset(), inner)
        yield Looks((), frozenset().union(*(text.places for text in texts_of(question))), inner)
        if question.has_totals:
            yield Looks((), inner, inner)
        for page in question.template.pages:
            for container in page.containers:
                yield _of_container(container, inner)
            for one in page.questions:
                yield from _of_question(survey, one, inner)


def _shallow(question: Question) -> object:
    """The question, but of those made of questions only its own texts."""
    return (question.title, question.description) if isinstance(question, Composite) else question
