"""A survey as some answers make it: what is visible, and what the logic sees as answered."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.surveys import readiness
from app.surveys.answers import plain
from app.surveys.checks.order import PANEL, TOTAL, own_name
from app.surveys.documents import gathered
from app.surveys.expressions import Expression
from app.surveys.inside import Within
from app.surveys.language.scope import MISSING, Scope, Values, system_clock
from app.surveys.offered import options, without_rows
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite, Entry
from app.surveys.standing import Standing
from app.surveys.structure import Container, Survey

Clock = Callable[[], datetime]


class Situation:
    """Computed once for one set of answers, in the survey's order; then only read.

    A hidden question's answer is as if not given; a question without an answer has its default.
    """

    def __init__(
        self,
        survey: Survey,
        answers: Mapping[str, object],
        *,
        now: Clock = system_clock,
        lang: str = "",
        within: Within | None = None,
    ) -> None:
        self.survey = survey
        self.within = within
        self.now = now
        self.answers = answers
        self.lang = lang or survey.language
        self.visible: dict[str, bool] = {}
        self.values: dict[str, object] = {}
        self.calculated: dict[str, object] = {}
        self.reached: dict[str, bool] = {}
        self.page_number = 1
        self._next_reached = 0.0
        self.inner: dict[str, tuple[Situation, ...]] = {}
        self.entries: dict[str, tuple[Entry, ...]] = {}
        self.totals: dict[str, Mapping[str, object]] = {}
        if within is None:
            self.scope = Scope(self, None, now, self, survey.ranked)
        else:
            self.scope = within.scope_of(self, survey.ranked)
        for kind, name in survey.order:
            _COMPUTE[kind](self, name)

    # Computing, one node at a time

    def _question(self, name: str) -> None:
        question = self.survey.elements[name]
        seen = self._seen(question) and self.visible[self.survey.around[name][-1].name]
        self.visible[name] = seen and not self._without_choices(question)
        if question.ANSWERED:
            kept = self.visible[name] or self.clearing(question) in ("none", "onComplete")
            self.values[name] = self.given(question) if kept else None
            if kept and isinstance(question, Composite):
                self._compose(question)
                if without_rows(self, question):
                    self.visible[name] = False
                    self.values[name] = None
                    self.inner[name] = ()

    def _compose(self, question: Composite) -> None:
        """What is said inside a question made of questions, hidden answers left out."""
        value = self.values[question.name]
        if value is not None and not question.fits(value):
            return
        entries = question.entries(value)
        totals: Mapping[str, object] = {}
        for _turn in range(2 if question.has_totals else 1):
            self.entries[question.name] = entries
            self.inner[question.name] = self._entries(question, entries, totals)
            self.values[question.name] = gathered(self, question)
            totals = question.totals(self.values[question.name], self.scope)
        self.totals[question.name] = totals

    def _entries(
        self, question: Composite, entries: Sequence[Entry], totals: Mapping[str, object]
    ) -> tuple["Situation", ...]:
        found: list[Situation] = []
        before: Mapping[str, object] = {}
        for index, entry in enumerate(entries):
            after = entries[index + 1].answers if index + 1 < len(entries) else {}
            within = Within(self, question, entry, before, after, len(found), totals)
            bound = question.bound(entry.key)
            inner = Situation(bound, entry.answers, now=self.now, lang=self.lang, within=within)
            before = inner.values
            seen = entry.visible_if
            names = Values({"item": entry.item, "choice": entry.item})
            if seen is None or seen.condition(inner.scope.inner(names)):
                found.append(inner)
        return tuple(found)

    @property
    def entry(self) -> Entry:
        """The entry that this is the situation of."""
        assert self.within is not None
        return self.within.entry

    def entries_of(self, question: Composite) -> tuple["Situation", ...]:
        """The visible entries of a question made of questions."""
        return self.inner.get(question.name, ())

    def _without_choices(self, question: Question) -> bool:
        return getattr(question, "hide_if_choices_empty", False) and not options(self, question)

    def _container(self, name: str) -> None:
        container = self.survey.containers[name]
        around = self.survey.around[name]
        above = self.visible[around[-1].name] if around else self.reached[name]
        self.visible[name] = above and self._seen(container)

    def _seen(self, element: Question | Container) -> bool:
        if self.within is not None and isinstance(element, Question):
            column = getattr(self.within.question, "columns_visible_if", None)
            names = self.within.outer.inside("item", element.name)
            if column is not None and self.survey.scope and not column.condition(names):
                return False
        if element.visible_if is not None:
            item = getattr(element, "item", None)
            scope = self.scope if item is None else self.inside("item", item)
            return element.visible_if.condition(scope)
        return element.visible

    def _calculated(self, name: str) -> None:
        expression = self.survey.by_lowered_calculated[name.lower()].expression
        self.calculated[name.lower()] = self.result(expression) if expression else None

    def _reached(self, name: str) -> None:
        """Whether no jump passes over this page; decides the jumps after the page before."""
        pages = self.survey.pages
        index = next(at for at, page in enumerate(pages) if page.name == name)
        if index and self.visible[pages[index - 1].name]:
            for trigger in self.survey.jumps.get(index - 1, ()):
                if trigger.expression is not None and trigger.expression.fires(self.scope):
                    target = self._target(trigger.goto_name) if trigger.type == "skip" else math.inf
                    if target > index - 1:
                        self._next_reached = max(self._next_reached, target)
                        break
        self.reached[name] = index >= self._next_reached

    def _target(self, name: str) -> float:
        names = [page.name for page in self.survey.pages]
        return names.index(self.survey.page_of[name]) if name in self.survey.page_of else -1

    def result(self, expression: Expression) -> object:
        """An expression's result as a value of JSON."""
        return plain(expression.evaluate(self.scope))

    def computed(self, question: Question, expression: Expression) -> object:
        """An expression's result as an answer to a question."""
        value = expression.evaluate(self.scope)
        stored = question.moment(value) if isinstance(value, datetime) else plain(value)
        return question.clean(stored)

    def clearing(self, question: Question) -> str:
        """What becomes of the question's answer when it is hidden."""
        own = question.clear_if_invisible
        return self.outermost.survey.clear_invisible_values if own == "default" else own

    @property
    def outermost(self) -> Standing:
        """The situation of the whole survey."""
        return self if self.within is None else self.within.outer.outermost

    def given(self, question: Question) -> object:
        """The stored answer, visible or not, or else the default; or what computes it says."""
        if question.formula is not None:
            return self.computed(question, question.formula)
        if question.key in self.answers:
            return self.answers[question.key]
        if question.default_value_expression is not None:
            return self.computed(question, question.default_value_expression)
        if question.default_value is None:
            return None
        return question.offered(question.default_value, options(self, question))

    def comment_of(self, question: Question) -> str:
        written = self.answers.get(question.comment_key)
        return written if isinstance(written, str) and self.visible.get(question.name) else ""

    # Names in expressions

    def find(self, name: str) -> object:
        """The value of a lower-cased name, for expressions."""
        if name.startswith(PANEL):
            name = name[len(PANEL) :]
        built_in = _BUILT_IN.get(name)
        if built_in is not None:
            return built_in(self)
        if name in self.calculated:
            return self.calculated[name]
        question = self.survey.by_lowered_name.get(name)
        if question is not None:
            return self.value_at(question)
        question = self.survey.by_lowered_comment.get(name)
        if question is None and name.endswith(TOTAL):
            total = self.survey.by_lowered_name.get(name.removesuffix(TOTAL))
            return self._lent(name) if total is None else self.totals.get(total.name, {})
        return self._lent(name) if question is None else self.comment_of(question) or None

    def _lent(self, name: str) -> object:
        """What another question that stores its answer in the same place has been told here."""
        return MISSING if self.within is None else Values(self.answers).find(name)

    def value_at(self, question: Question) -> object:
        """The answer under a name; questions that share a key answer for each other."""
        value = self.values.get(question.name)
        if value is None:
            for twin in self.survey.by_key[question.key]:
                value = self.values.get(twin.name) if value is None else value
        return value

    def inside(self, name: str, value: object) -> Scope:
        """The scope of one choice, or of an answer to itself."""
        names = {name: value, "choice": value} if name == "item" else {name: value}
        return self.scope.inner(Values(names))

    # What functions ask

    def display_value(self, question: str, value: object) -> object:
        asked = self.survey.by_lowered_name.get(question.lower())
        if asked is None:
            return self.within.outer.display_value(question, value) if self.within else None
        given = self.values.get(asked.name) if value is None else value
        return asked.display(given, self.lang) or None

    def comment(self, question: str) -> object:
        asked = self.survey.by_lowered_name.get(question.lower())
        if asked is None and self.within is not None:
            return self.within.outer.comment(question)
        return "" if asked is None else self.comment_of(asked)

    def is_ready(self, container: str, index: object) -> bool:
        return readiness.is_ready(self, container, index)

    def is_display_mode(self) -> bool:
        return False

    # What follows for questions

    def required(self, question: Question | Container) -> bool:
        if question.required_if is not None:
            return question.required_if.condition(self.scope)
        return question.is_required

    def read_only(self, question: Question) -> bool:
        """Whether the author, or a condition, keeps the answer from being changed."""
        chain: tuple[Question | Container, ...] = (question, *self.survey.around[question.name])
        if self.within is not None and self.within.read_only:
            return True
        return self.survey.read_only or any(
            one.read_only or (one.enable_if is not None and not one.enable_if.condition(self.scope))
            for one in chain
        )

    def has_content(self, container: Container) -> bool:
        """Whether a page or panel is visible and holds anything that is."""
        return self.visible[container.name] and any(
            self.visible[one.name] for one in container.questions
        )

    def named_question(self, name: str) -> tuple[Standing, Question] | None:
        """The question of this name here, or further out."""
        question = self.survey.questions.get(own_name(self.survey, name))
        if question is None:
            return self.within.outer.named_question(name) if self.within else None
        return self, question


_COMPUTE: Mapping[str, Callable[[Situation, str], None]] = {
    "question": Situation._question,
    "container": Situation._container,
    "calculated": Situation._calculated,
    "reached": Situation._reached,
}

_BUILT_IN: Mapping[str, Callable[[Situation], object]] = {
    "pageno": lambda one: one.page_number,
    "pagecount": lambda one: sum(one.visible.get(page.name, False) for page in one.survey.pages),
    "questioncount": lambda one: sum(one.visible.get(name, False) for name in one.survey.questions),
    "locale": lambda one: one.lang,
}
