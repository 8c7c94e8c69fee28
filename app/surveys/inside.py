"""Where an inner situation stands, and the names that expressions inside an entry find."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.surveys.checks.order import PANEL
from app.surveys.language.scope import MISSING, Scope, Values
from app.surveys.question_types.composite import Composite, Entry
from app.surveys.standing import Standing


@dataclass(frozen=True, slots=True)
class Within:
    """Where an inner situation stands: the question that it is an entry of, and its neighbours."""

    outer: Standing
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

    def scope_of(self, situation: Standing, ranked: frozenset[str]) -> Scope:
        """The scope of expressions in the entry; `ranked`: its questions that compare in order."""
        around = self.outer.scope.inner(Inside(situation, self))
        own = frozenset(f"{self.question.SCOPE}.{name}" for name in ranked)
        return replace(around, survey=situation, ranked=around.ranked | own)

    @property
    def inside(self) -> Scope:
        """The scope of a condition of this row."""
        return self.outer.inside("item", self.entry.item)


class Inside:
    """The names of an entry, as expressions inside it find them."""

    __slots__ = ("_prefix", "_situation", "_within")

    def __init__(self, situation: Standing, within: Within) -> None:
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
