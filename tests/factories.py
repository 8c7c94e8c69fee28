"""Small functions that make rows: a test states what matters to it, the rest is sensible.

All but `municipality` make rows of the municipality in scope, and flush. Every text that they make
carries its municipality's marker, so that a page which shows another municipality's row is caught.
"""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TypeVar
from uuid import UUID

from app.accounts.models import Grant, Group, GroupKind, Operator, User
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import Model, db
from app.core.i18n import TranslatedText
from app.core.languages import LANGUAGES
from app.organisation.models import (
    Action,
    ActionObjective,
    Area,
    Goal,
    Municipality,
    MunicipalityHost,
    Objective,
    Plan,
    Population,
    Strategy,
    Theme,
)
from app.organisation.pack_parts import ActionState, AreaKind

JOENSUU = UUID("00000000-0000-7000-8000-00000000000a")
PIEKSAMAKI = UUID("00000000-0000-7000-8000-00000000000b")
MARKERS = {"joensuu": "Jokimerkki", "pieksamaki": "Vesimerkki"}
OTHER_MARKER = "Muumerkki"

Row = TypeVar("Row", bound=Model)

_MARKER_OF = {JOENSUU: MARKERS["joensuu"], PIEKSAMAKI: MARKERS["pieksamaki"]}
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class City:
    """A municipality as a test speaks of it; `marker` stands in all its texts."""

    id: UUID
    slug: str
    host: str
    marker: str


def keep(row: Row) -> Row:
    """Add a row and flush."""
    db.session.add(row)
    db.session.flush()
    return row


def texts(text: str) -> TranslatedText:
    """`text` in all languages, told apart by the language's code, with the city's marker."""
    return TranslatedText({lang: f"{text} {lang} {marker()}" for lang in LANGUAGES})


def marker() -> str:
    """The word that stands in all texts of the municipality in scope."""
    return _MARKER_OF.get(scope.required_municipality_id(), OTHER_MARKER)


def number() -> int:
    """A number that no other row has."""
    return next(_numbers)


def municipality(
    slug: str,
    *,
    id: UUID | None = None,
    languages: tuple[str, ...] = LANGUAGES,
    colour: str = "#0062b8",
    timezone: str = "Europe/Helsinki",
) -> City:
    """A municipality at `<slug>.localhost`."""
    row = Municipality(slug=slug, languages=list(languages), colour=colour, timezone=timezone)
    row.id = id or UUID(int=number(), version=4)
    host = f"{slug}.localhost"
    with scope.of(row.id):
        row.name = texts(slug.capitalize())
        row.intro = texts("What residents say is heard")
        row.supervisor = texts("Supervisor")
    row.accessibility_email = f"accessibility@{slug}.example"
    row.privacy_email = f"privacy@{slug}.example"
    row.hosts = [MunicipalityHost(host=host, position=0)]
    keep(row)
    return City(row.id, slug, host, MARKERS.get(slug, OTHER_MARKER))


def population(year: int = 2024, residents: int = 10_000) -> Population:
    return keep(Population(year=year, residents=residents))


def area(
    key: str | None = None,
    *,
    parent: Area | None = None,
    kind: AreaKind = AreaKind.AREA,
    name: str | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Area:
    """A responsible area; below `parent` where one is given."""
    place = number()
    key = key or f"area-{place}"
    return keep(
        Area(
            key=key,
            kind=kind,
            parent_id=parent.id if parent else None,
            position=place,
            name=texts(name or f"Area {key}"),
            description=texts(f"What {key} does"),
            valid_from=valid_from,
            valid_until=valid_until,
        )
    )


def theme(owner: Area, key: str | None = None, *, name: str | None = None) -> Theme:
    """A theme that `owner` answers for."""
    place = number()
    key = key or f"theme-{place}"
    return keep(
        Theme(
            key=key,
            position=place,
            name=texts(name or f"Theme {key}"),
            description=texts(f"About {key}"),
            owner_id=owner.id,
        )
    )


def strategy(key: str = "strategy", *, first_year: int = 2022, last_year: int = 2030) -> Strategy:
    return keep(
        Strategy(
            key=key,
            title=texts("Strategy"),
            vision=texts("Vision"),
            adopted=texts("Adopted by the council"),
            first_year=first_year,
            last_year=last_year,
        )
    )


def goal(of: Strategy, key: str | None = None) -> Goal:
    place = number()
    key = key or f"goal-{place}"
    return keep(Goal(strategy_id=of.id, key=key, position=place, title=texts(f"Goal {key}")))


def objective(of: Goal, key: str | None = None, *, title: str | None = None) -> Objective:
    place = number()
    key = key or f"objective-{place}"
    return keep(
        Objective(
            goal_id=of.id,
            key=key,
            position=place,
            title=texts(title or f"Objective {key}"),
            first_year=2022,
            last_year=2030,
        )
    )


def plan(of: Area, key: str | None = None) -> Plan:
    """A development plan of an area."""
    key = key or f"plan-{number()}"
    return keep(
        Plan(key=key, area_id=of.id, title=texts(f"Plan {key}"), first_year=2022, last_year=2030)
    )


def action(of: Plan, *serves: Objective, is_climate: bool = False) -> Action:
    """An action of a plan, with the objectives that it serves."""
    place = number()
    row = keep(
        Action(
            plan_id=of.id,
            key=f"action-{place}",
            position=place,
            title=texts(f"Action {place}"),
            description=texts(f"What action {place} is"),
            is_climate=is_climate,
            state=ActionState.PLANNED,
        )
    )
    for served in serves:
        keep(ActionObjective(action_id=row.id, objective_id=served.id))
    return row


def user(
    role: Role | None = None,
    *,
    area: Area | None = None,
    group: Group | None = None,
    name: str = "",
    password_hash: str | None = None,
) -> User:
    """A person with an account: with a role, an official in `area`, a member in `group`."""
    mark = number()
    person = keep(
        User(
            email=f"person-{mark}@{marker().lower()}.example",
            name=name or f"Person {mark} {marker()}",
            lang="fi",
            password_hash=password_hash,
        )
    )
    if role is not None:
        area_id, group_id = area.id if area else None, group.id if group else None
        keep(Grant(user_id=person.id, role=role, area_id=area_id, group_id=group_id))
    return person


def official(area: Area) -> User:
    """An official of an area and all below it."""
    return user(Role.OFFICIAL, area=area)


def editor() -> User:
    return user(Role.EDITOR)


def administrator() -> User:
    return user(Role.ADMINISTRATOR)


def group(key: str = "youth-council", kind: GroupKind = GroupKind.YOUTH_COUNCIL) -> Group:
    return keep(Group(key=key, kind=kind, name=texts(f"Group {key}")))


def member(group: Group) -> User:
    """A member of a council, panel or partner."""
    return user(Role.MEMBER, group=group)


def operator() -> Operator:
    """Someone who runs the platform; the only person that belongs to no municipality."""
    return keep(Operator(email=f"operator-{number()}@platform.example"))


def organisation() -> None:
    """A small but whole organisation, with the same keys in every municipality."""
    population()
    root = area("wellbeing")
    result = area("culture", parent=root, kind=AreaKind.RESULT_AREA)
    area("library", parent=result, kind=AreaKind.SERVICE)
    other = area("environment")
    theme(root, "children")
    theme(other, "climate")
    first = goal(strategy(), "vitality")
    aim = objective(first, "attractive-centre")
    action(plan(other, "environment-plan"), aim, is_climate=True)


def cities() -> tuple[City, City]:
    """The two municipalities of every web test: alike in keys, apart in every text."""
    pair = (municipality("joensuu", id=JOENSUU), municipality("pieksamaki", id=PIEKSAMAKI))
    for city in pair:
        with scope.of(city.id):
            organisation()
    db.session.commit()
    return pair
