"""What a municipality's pack holds, as plain values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.document_records import Texts

USUAL_PROMISE = 30
"""Days to the answer to an idea, where a municipality does not say otherwise."""


class AreaKind(StrEnum):
    """Levels of the area tree, from the outermost; a child is always of a later one."""

    AREA = "area"
    RESULT_AREA = "result_area"
    SERVICE = "service"


class ActionState(StrEnum):
    """How far an action of a development plan has come."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Years:
    """A period of whole calendar years, both ends included."""

    first: int
    last: int

    def contains(self, other: "Years") -> bool:
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class PackContacts:
    """Who answers for the statements; `supervisor` is the authority for accessibility."""

    accessibility: str
    privacy: str
    supervisor: Texts
    address: str


@dataclass(frozen=True, slots=True)
class PackMunicipality:
    """`languages` are in order of preference; `population` is residents by year."""

    slug: str
    name: Texts
    intro: Texts
    languages: tuple[str, ...]
    hosts: tuple[str, ...]
    timezone: str
    colour: str
    colour_is_demo: bool
    population: dict[int, int]
    population_is_demo: bool
    contacts: PackContacts
    idea_answer_days: int
    """Within how many days it promises an answer to an idea."""


@dataclass(frozen=True, slots=True)
class PackArea:
    """A responsible area and what is below it; `valid_until` is its last day."""

    key: str
    name: Texts
    description: Texts
    kind: AreaKind
    valid_from: date | None
    valid_until: date | None
    children: tuple["PackArea", ...]


@dataclass(frozen=True, slots=True)
class PackTheme:
    """A cross-cutting theme that the area `owner` answers for."""

    key: str
    name: Texts
    description: Texts
    owner: str
    valid_from: date | None
    valid_until: date | None
    ways: tuple[Texts, ...]


@dataclass(frozen=True, slots=True)
class PackAdoption:
    """The decision that adopted a strategy: `body` met on `day`, `section` of its minutes.

    `text` says the same in one line, as a reader sees it.
    """

    body: Texts
    day: date | None
    section: int | None
    text: Texts


@dataclass(frozen=True, slots=True)
class PackObjective:
    """`period` is the objective's own, or the strategy's where the pack names none."""

    key: str
    title: Texts
    period: Years


@dataclass(frozen=True, slots=True)
class PackGoal:
    key: str
    title: Texts
    objectives: tuple[PackObjective, ...]


@dataclass(frozen=True, slots=True)
class PackStrategy:
    key: str
    title: Texts
    vision: Texts
    period: Years
    adopted: PackAdoption | None
    goals: tuple[PackGoal, ...]


@dataclass(frozen=True, slots=True)
class PackAction:
    """`objectives` are the keys of what the action serves; `demo` marks an invented one."""

    key: str
    title: Texts
    description: Texts
    climate: bool
    objectives: tuple[str, ...]
    state: ActionState
    demo: bool


@dataclass(frozen=True, slots=True)
class PackPlan:
    """The development plan of one area for a period."""

    key: str
    area: str
    title: Texts
    period: Years
    actions: tuple[PackAction, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A municipality with its areas, themes, strategies and plans; all but areas may be empty."""

    municipality: PackMunicipality
    areas: tuple[PackArea, ...]
    themes: tuple[PackTheme, ...]
    strategies: tuple[PackStrategy, ...]
    plans: tuple[PackPlan, ...]

    @property
    def area_keys(self) -> frozenset[str]:
        waiting, keys = list(self.areas), set()
        while waiting:
            area = waiting.pop()
            keys.add(area.key)
            waiting.extend(area.children)
        return frozenset(keys)

    @property
    def theme_keys(self) -> frozenset[str]:
        return frozenset(theme.key for theme in self.themes)

    @property
    def objective_keys(self) -> frozenset[str]:
        return frozenset(
            objective.key
            for strategy in self.strategies
            for goal in strategy.goals
            for objective in goal.objectives
        )
