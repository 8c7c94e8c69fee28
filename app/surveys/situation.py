"""A survey as some answers make it: what is visible, and what the logic sees as answered."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup, escape

from app.surveys.definition_order import PANEL, TOTAL
from app.surveys.expression_grammar import reference
from app.surveys.expression_scope import MISSING, Namespace, Scope, Values, system_clock
from app.surveys.expression_values import is_empty, text
from app.surveys.expressions import Expression
from app.surveys.markup import safe
from app.surveys.question_types.base import Option, Question
from app.surveys.question_types.composite import PAGE, Composite, Entry
from app.surveys.structure import Container, Survey
from app.surveys.texts import Localised, Text, filled

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Within:
    """Where an inner situation stands: the question that it is an entry of, and its neighbours."""

    outer: "Situation"
    question: Composite
    entry: Entry
    before: Mapping[str, object]
    after: Mapping[str, object]
    number: int
    """Among the visible entries, from 0."""
    totals: Mapping[str, object]

    @property
    def read_only(self) -> bool:
        condition = self.entry.enable_if
        if condition is not None and not condition.condition(self.inside):
            return True
        return self.outer.read_only(self.question)

    @property
    def inside(self) -> Scope:
        """The scope of a condition of this row."""
        return self.outer.inside("item", self.entry.item)


class _Inner:
    """The names of an entry, as expressions inside it find them."""

    __slots__ = ("_prefix", "_situation", "_within")

    def __init__(self, situation: "Situation", within: Within) -> None:
        self._situation = situation
        self._within = within
        self._prefix = f"{within.question.SCOPE}."

    def find(self, name: str) -> object:
        within = self._within
        head, dot, rest = name.partition(".")
        if dot and f"{head}." == self._prefix:
            return self._situation.find(rest)
        if dot and head in ("prevrow", "prevpanel", "nextrow", "nextpanel"):
            if head[4:] != within.question.SCOPE:
                return MISSING
            found = Values(within.before if head.startswith("prev") else within.after).find(rest)
            return None if found is MISSING else found
        if dot and head == "totalrow" and self._prefix == "row.":
            return Values(within.totals).find(rest)
        if dot and head == "parentpanel":
            return within.outer.scope.names.find(f"{PANEL}{rest}")
        if name in ("visiblerowindex", "visiblepanelindex") and name[7:-5] == within.question.SCOPE:
            return within.number + (1 if name == "visiblerowindex" else 0)
        if name == "rowtitle" and within.question.SCOPE == "row":
            title = within.entry.title
            return title.in_(within.outer.lang).text if title else within.entry.key
        return within.entry.names.get(name, MISSING)


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
            self.scope = within.outer.scope.inner(_Inner(self, within))
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

    def _compose(self, question: Composite) -> None:
        """What is said inside a question made of questions, hidden answers left out."""
        value = self.values[question.name]
        if value is not None and not question.fits(value):
            return
        entries = question.entries(value)
        totals: Mapping[str, object] = {}
        for _turn in range(2 if question.has_totals else 1):
            self.inner[question.name] = self._entries(question, entries, totals)
            self.entries[question.name] = entries
            self.values[question.name] = self._gathered(question, value is not None)
            totals = question.totals(self.values[question.name], self.scope)
        self.totals[question.name] = totals

    def _gathered(self, question: Composite, given: bool, *, handed_in: bool = False) -> object:
        said = {
            one.entry.key: one.document(handed_in=handed_in) for one in self.inner[question.name]
        }
        return question.gathered(
            [(entry, said.get(entry.key, {})) for entry in self.entries[question.name]], given
        )

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

    def document(self, *, handed_in: bool = False) -> dict[str, object]:
        """The answers that the logic sees, with their comments, in the survey's order; where they
        are handed in, without those that are only kept until then."""
        found: dict[str, object] = {}
        for question in self.survey.questions.values():
            value = self.said(question) if handed_in else self.values[question.name]
            if value is not None:
                found[question.key] = _merged(found.get(question.key), value)
            if self.totals.get(question.name):
                found[question.name + TOTAL] = dict(self.totals[question.name])
            comment = self.answers.get(question.comment_key)
            if question.has_comment and isinstance(comment, str):
                fits = question.takes_comment(value) or not handed_in
                if fits and self._keeps_comment(question, handed_in):
                    found[question.comment_key] = comment
        return found

    def _keeps_comment(self, question: Question, handed_in: bool) -> bool:
        kept = handed_in and self.clearing(question) == "none"
        return self.visible[question.name] or kept

    def said(self, question: Question) -> object:
        """What is handed in as the answer; None where nothing is."""
        if not self.visible[question.name] and self.clearing(question) != "none":
            return None
        if isinstance(question, Composite) and question.name in self.inner:
            return self._gathered(question, question.key in self.answers, handed_in=True)
        return self.given(question)

    def _without_choices(self, question: Question) -> bool:
        if not getattr(question, "hide_if_choices_empty", False):
            return False
        return not options(self, question)

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
            return element.visible_if.condition(
                self.scope if item is None else self.inside("item", item)
            )
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
        page = self.survey.page_of.get(name)
        names = [one.name for one in self.survey.pages]
        return names.index(page) if page in names else -1

    def result(self, expression: Expression) -> object:
        """An expression's result as a value of JSON."""
        return plain(expression.evaluate(self.scope))

    def computed(self, question: Question, expression: Expression) -> object:
        """An expression's result as an answer to a question."""
        value = expression.evaluate(self.scope)
        return question.clean(
            question.moment(value) if isinstance(value, datetime) else plain(value)
        )

    def clearing(self, question: Question) -> str:
        """What becomes of the question's answer when it is hidden."""
        own = question.clear_if_invisible
        return self.outermost.survey.clear_invisible_values if own == "default" else own

    @property
    def outermost(self) -> "Situation":
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
            return self._value_at(question)
        question = self.survey.by_lowered_comment.get(name)
        if question is None and name.endswith(TOTAL):
            total = self.survey.by_lowered_name.get(name.removesuffix(TOTAL))
            return MISSING if total is None else self.totals.get(total.name, {})
        return MISSING if question is None else self.comment_of(question) or None

    def _value_at(self, question: Question) -> object:
        """The answer under a name; questions that share a key answer for each other."""
        value = self.values.get(question.name)
        if value is None:
            for twin in self.survey.by_key[question.key]:
                value = self.values.get(twin.name) if value is None else value
        return value

    def inside(self, name: str, value: object) -> Scope:
        """The scope of one choice, or of an answer to itself."""
        names: Namespace = Values(
            {name: value, "choice": value} if name == "item" else {name: value}
        )
        return self.scope.inner(names)

    # What functions ask

    def display_value(self, question: str, value: object) -> object:
        asked = self.survey.by_lowered_name.get(question.lower())
        if asked is None:
            outer = self.within.outer if self.within else None
            return outer.display_value(question, value) if outer else None
        given = self.values.get(asked.name) if value is None else value
        return asked.display(given, self.lang) or None

    def comment(self, question: str) -> object:
        asked = self.survey.by_lowered_name.get(question.lower())
        if asked is None and self.within is not None:
            return self.within.outer.comment(question)
        return "" if asked is None else self.comment_of(asked)

    def is_ready(self, container: str, index: object) -> bool:
        """Whether everything required in a page or panel is answered."""
        inner = self.inner.get(container)
        if inner is not None:
            chosen = inner if index is None else inner[int(index) : int(index) + 1]  # type: ignore[call-overload]
            return bool(chosen) and all(one.is_filled(PAGE) for one in chosen)
        found = self.survey.containers.get(container)
        if found is None and self.within is not None:
            return self.within.outer.is_ready(container, index)
        return found is not None and index is None and self.is_filled(container)

    def is_filled(self, container: str) -> bool:
        """Whether everything required in a page or panel is answered."""
        within = self.survey.containers[container].questions
        asked = [one for one in within if one.ANSWERED and self.visible.get(one.name)]
        return all(self.values.get(one.name) is not None or not self.required(one) for one in asked)

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

    def filled(self, written: Text, *, names: bool = True) -> Localised:
        """The text in the language, with answers where it names questions."""
        return filled(written.in_(self.lang), lambda place: self._shown(place, names))

    def filled_html(self, written: Text) -> tuple[Markup, str]:
        """Safe HTML in the language, with answers as text, and the language it is in."""
        shown = written.in_(self.lang)
        whole = filled(shown, lambda place: _escaped(self._shown(place, True)))
        return safe(whole.text), shown.lang

    def _shown(self, place: str, display: bool) -> str | None:
        lowered = place.strip().lower()
        found = self._asked_at(lowered) if display else None
        if found is not None:
            where, asked = found
            value = where._value_at(asked)
            fallback = asked.default_display_value
            if is_empty(value):
                return fallback.in_(self.lang).text if fallback else ""
            return asked.display(value, self.lang)
        if place.isdigit():
            return None
        value = self.scope.value(reference(place))
        if lowered in ("panelindex", "visiblepanelindex") and isinstance(value, int):
            value += 1
        return "" if is_empty(value) else text(value)

    def _asked_at(self, name: str) -> tuple["Situation", Question] | None:
        """The question that a lower-cased name in a text means, and where it is asked."""
        if self.within is None:
            question = self.survey.by_lowered_name.get(name.removeprefix(PANEL))
            return None if question is None else (self, question)
        prefix = f"{self.survey.scope}."
        if self.survey.scope and name.startswith(prefix):
            question = self.survey.by_lowered_name.get(name.removeprefix(prefix))
            return None if question is None else (self, question)
        return self.within.outer._asked_at(name)

    def named_question(self, name: str) -> tuple["Situation", Question] | None:
        """The question of this name here, or further out."""
        question = self.survey.questions.get(name)
        if question is None:
            return self.within.outer.named_question(name) if self.within else None
        return self, question


def _merged(one: object, other: object) -> object:
    """Two questions made of questions that store under one key say it together."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {**one, **other}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [_merged(first, second) for first, second in zip(one, other, strict=True)]
    return other


def plain(value: object) -> object:
    """A value without the dates and odd numbers that JSON does not have."""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat("T", "minutes")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _escaped(shown: str | None) -> str | None:
    return None if shown is None else str(escape(shown))


def options(situation: Situation, question: Question) -> tuple[Option, ...]:
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


def _shows(situation: Situation, question: Question, option: Option) -> bool:
    condition = getattr(question, "choices_visible_if", None)
    return condition is None or condition.condition(situation.inside("item", option.value))


def _own_options(situation: Situation, question: Question) -> list[Option]:
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
        label = situation.filled(Text(((option.label.lang, option.label.text),)))
        shown.append(replace(option, label=label, enabled=enabled))
    return shown


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
