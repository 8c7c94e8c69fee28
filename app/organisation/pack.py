"""Reads a municipality's pack, a YAML document, and checks it whole before anything is loaded.

The document holds `municipality` and `areas`, and where the municipality has them `themes`,
`strategies` and `plans`. Every text is written in every language of the municipality. Keys of
areas, themes, goals, objectives and actions are unique each among their own kind in the whole
pack, for they are addresses (`/areas/<key>`, `/strategy/<objective>`).

`municipality.idea_answer_days` (1 to 365, by default 30) is the municipality's promise: within so
many days whoever has an idea gets an answer. A change holds for ideas that come in after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.core.document_records import Faults, Record, texts
from app.core.documents import DocumentError, decode, read_yaml
from app.organisation.pack_municipality import read_municipality
from app.organisation.pack_parts import (
    ActionState,
    AreaKind,
    Pack,
    PackAction,
    PackAdoption,
    PackArea,
    PackGoal,
    PackObjective,
    PackPlan,
    PackStrategy,
    PackTheme,
    Years,
)
from app.organisation.pack_periods import read_days, read_years

PACK = ("municipality", "areas", "themes", "strategies", "plans")
AREA = ("key", "name", "description", "kind", "from", "until", "children")
THEME = ("key", "name", "description", "owner", "from", "until", "ways")
STRATEGY = ("key", "title", "vision", "period", "objectives_period", "adopted", "goals")
ADOPTED = ("body", "date", "section", "text")
GOAL = ("key", "title", "objectives")
OBJECTIVE = ("key", "title", "period")
PLAN = ("key", "area", "title", "period", "actions")
ACTION = ("key", "title", "description", "climate", "objectives", "state", "demo")

NO_YEARS = Years(0, 0)  # stands in for a faulty period, never leaves this module


class PackError(DocumentError):
    """A pack that cannot be loaded; `faults` names everything that is wrong with it."""


def parse(text: str) -> Pack:
    """The pack; a `PackError` with every fault when there is any."""
    try:
        document, found = read_yaml(text)
    except DocumentError as error:
        raise PackError(error.faults) from error
    faults = Faults(found)
    pack = _PackReader(faults).read(document)
    faults.raise_any(PackError)
    return pack


def parse_bytes(raw: bytes) -> Pack:
    """The pack of a file's bytes; not being UTF-8 is a fault like any other."""
    try:
        return parse(decode(raw))
    except PackError:
        raise
    except DocumentError as error:
        raise PackError(error.faults) from error


@dataclass(slots=True)
class _PackReader:
    """Reads the parts in the order in which they refer to each other."""

    faults: Faults
    languages: Sequence[str] = ()
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    """Where each key was first used, by kind of thing."""

    def read(self, document: object) -> Pack:
        record = Record(document, "", self.faults, PACK)
        municipality = read_municipality(record.values.get("municipality"), self.faults)
        self.languages = municipality.languages
        areas = tuple(
            self._area(item, path, None) for path, item in record.items("areas", required=True)
        )
        if record.values.get("areas") == []:
            record.fault("areas", "no area", "at least one answers for what residents say")
        themes = tuple(self._theme(item, path) for path, item in record.items("themes"))
        strategies = tuple(self._strategy(item, path) for path, item in record.items("strategies"))
        plans = tuple(self._plan(item, path) for path, item in record.items("plans"))
        return Pack(municipality, areas, themes, strategies, plans)

    def _record(self, item: object, path: str, known: Sequence[str]) -> Record:
        return Record(item, path, self.faults, known)

    def _key(self, record: Record, kind: str) -> str:
        key = record.key()
        seen = self.seen.setdefault(kind, {})
        if key in seen:
            record.fault("key", f"{key!r} is the key of another {kind}", f"see {seen[key]}")
        elif key:
            seen[key] = record.place("key")
        return key

    def _area(self, item: object, path: str, parent: PackArea | None) -> PackArea:
        record = self._record(item, path, AREA)
        kind = record.choice("kind", AreaKind)
        if kind is None and not record.has("kind") and not record.unreadable:
            record.fault("kind", "missing", f"one of {', '.join(AreaKind)}")
        valid_from, valid_until = read_days(record)
        area = PackArea(
            key=self._key(record, "area"),
            name=record.texts("name", self.languages),
            description=record.texts("description", self.languages, required=False),
            kind=kind or AreaKind.AREA,
            valid_from=valid_from,
            valid_until=valid_until,
            children=(),
        )
        if kind is not None:
            self._check_place_in_tree(record, area, parent)
        children = tuple(
            self._area(child, place, area) for place, child in record.items("children")
        )
        return replace(area, children=children)

    def _check_place_in_tree(self, record: Record, area: PackArea, parent: PackArea | None) -> None:
        levels = list(AreaKind)
        if parent is None:
            if area.kind is not AreaKind.AREA:
                record.fault("kind", f"{area.kind} at the top of the tree", "put it below an area")
            return
        if levels.index(area.kind) <= levels.index(parent.kind):
            hint = "the order is area, result_area, service"
            record.fault("kind", f"{area.kind} below {parent.kind}", hint)
        if parent.valid_from and area.valid_from and area.valid_from < parent.valid_from:
            record.fault("from", f"before the area above it, which begins {parent.valid_from}")
        if parent.valid_until and area.valid_until and area.valid_until > parent.valid_until:
            record.fault("until", f"after the area above it, which ends {parent.valid_until}")

    def _theme(self, item: object, path: str) -> PackTheme:
        record = self._record(item, path, THEME)
        valid_from, valid_until = read_days(record)
        ways = tuple(
            texts(way, place, self.faults, self.languages) for place, way in record.items("ways")
        )
        return PackTheme(
            key=self._key(record, "theme"),
            name=record.texts("name", self.languages),
            description=record.texts("description", self.languages, required=False),
            owner=record.reference("owner", self.seen.get("area", {}), "area"),
            valid_from=valid_from,
            valid_until=valid_until,
            ways=ways,
        )

    def _strategy(self, item: object, path: str) -> PackStrategy:
        record = self._record(item, path, STRATEGY)
        period = read_years(record, "period")
        narrower = period
        if record.has("objectives_period"):
            narrower = read_years(record, "objectives_period", within=period)
        goals = tuple(
            self._goal(goal, place, period, narrower) for place, goal in record.items("goals")
        )
        return PackStrategy(
            key=self._key(record, "strategy"),
            title=record.texts("title", self.languages),
            vision=record.texts("vision", self.languages, required=False),
            period=period or NO_YEARS,
            adopted=self._adopted(record),
            goals=goals,
        )

    def _adopted(self, record: Record) -> PackAdoption | None:
        if not record.has("adopted"):
            return None
        adopted = self._record(record.values["adopted"], record.place("adopted"), ADOPTED)
        section = adopted.number("section", least=1, most=10_000, required=False)
        return PackAdoption(
            body=adopted.texts("body", self.languages),
            day=adopted.day("date", required=True),
            section=section or None,
            text=adopted.texts("text", self.languages),
        )

    def _goal(
        self, item: object, path: str, period: Years | None, narrower: Years | None
    ) -> PackGoal:
        record = self._record(item, path, GOAL)
        objectives = tuple(
            self._objective(objective, place, period, narrower)
            for place, objective in record.items("objectives")
        )
        return PackGoal(
            key=self._key(record, "goal"),
            title=record.texts("title", self.languages),
            objectives=objectives,
        )

    def _objective(
        self, item: object, path: str, period: Years | None, narrower: Years | None
    ) -> PackObjective:
        record = self._record(item, path, OBJECTIVE)
        own = read_years(record, "period", within=period) if record.has("period") else None
        return PackObjective(
            key=self._key(record, "objective"),
            title=record.texts("title", self.languages),
            period=own or narrower or NO_YEARS,
        )

    def _plan(self, item: object, path: str) -> PackPlan:
        record = self._record(item, path, PLAN)
        return PackPlan(
            key=self._key(record, "plan"),
            area=record.reference("area", self.seen.get("area", {}), "area"),
            title=record.texts("title", self.languages),
            period=read_years(record, "period") or NO_YEARS,
            actions=tuple(self._action(action, place) for place, action in record.items("actions")),
        )

    def _action(self, item: object, path: str) -> PackAction:
        record = self._record(item, path, ACTION)
        objectives = self.seen.get("objective", {})
        return PackAction(
            key=self._key(record, "action"),
            title=record.texts("title", self.languages),
            description=record.texts("description", self.languages, required=False),
            climate=record.flag("climate"),
            objectives=record.references("objectives", objectives, "objective"),
            state=record.choice("state", ActionState) or ActionState.PLANNED,
            demo=record.flag("demo"),
        )
