"""Loading a pack: creates or updates a municipality; never removes what may be referred to."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock, scope
from app.core.db import TenantRow, db
from app.core.documents import Fault
from app.core.i18n import TranslatedText
from app.organisation import directory
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
from app.organisation.pack import PackError
from app.organisation.pack_parts import Pack, PackArea, PackPlan, PackStrategy

log = logging.getLogger(__name__)

Keyed = TypeVar("Keyed", bound=TenantRow)


def load(pack: Pack) -> Municipality:
    """Bring a municipality in step with its pack, in the transaction in hand.

    What the pack no longer names stays, for residents' answers may belong to it: an area or a
    theme ends yesterday, all else is left as it is. Raises PackError where a host is another
    municipality's.
    """
    municipality = _municipality(pack)
    with scope.of(municipality.id):
        _population(pack)
        areas = _areas(pack)
        _themes(pack, areas)
        objectives = _strategies(pack.strategies)
        _plans(pack.plans, areas, objectives)
    directory.forget()
    log.info("organisation.loaded municipality=%s", municipality.slug)
    return municipality


def _municipality(pack: Pack) -> Municipality:
    told = pack.municipality
    _refuse_taken_hosts(pack)
    row = db.session.scalars(
        select(Municipality).where(Municipality.slug == told.slug)
    ).one_or_none()
    if row is None:
        row = Municipality(slug=told.slug)
        db.session.add(row)
    row.name = TranslatedText(told.name)
    row.intro = TranslatedText(told.intro)
    row.languages = list(told.languages)
    row.timezone = told.timezone
    row.colour = told.colour
    row.colour_is_demo = told.colour_is_demo
    row.accessibility_email = told.contacts.accessibility
    row.privacy_email = told.contacts.privacy
    row.supervisor = TranslatedText(told.contacts.supervisor)
    row.address = told.contacts.address
    row.idea_answer_days = told.idea_answer_days
    known = {host.host: host for host in row.hosts}
    row.hosts = [known.get(name) or MunicipalityHost(host=name) for name in told.hosts]
    for position, host in enumerate(row.hosts):
        host.position = position
    db.session.flush()
    return row


def _refuse_taken_hosts(pack: Pack) -> None:
    taken = db.session.execute(
        select(MunicipalityHost.host, Municipality.slug)
        .join(Municipality, Municipality.id == MunicipalityHost.municipality_id)
        .where(
            MunicipalityHost.host.in_(pack.municipality.hosts),
            Municipality.slug != pack.municipality.slug,
        )
    ).all()
    if taken:
        raise PackError(
            tuple(
                Fault(
                    f"municipality.hosts[{pack.municipality.hosts.index(host)}]",
                    f"{host} already leads to {slug}",
                    "choose another host name",
                )
                for host, slug in taken
            )
        )


def _population(pack: Pack) -> None:
    known = {row.year: row for row in db.session.scalars(select(Population))}
    for year, residents in pack.municipality.population.items():
        row = known.get(year) or Population(year=year)
        row.residents = residents
        row.is_demo = pack.municipality.population_is_demo
        db.session.add(row)
    db.session.flush()


def _known(kind: type[Keyed], key: InstrumentedAttribute[str]) -> dict[str, Keyed]:
    return {getattr(row, key.key): row for row in db.session.scalars(select(kind))}


def _areas(pack: Pack) -> dict[str, UUID]:
    known = _known(Area, Area.key)
    named: dict[str, UUID] = {}

    def place(areas: Sequence[PackArea], parent_id: UUID | None) -> None:
        for told in areas:
            row = known.get(told.key) or Area(key=told.key)
            row.kind = told.kind
            row.parent_id = parent_id
            row.position = len(named)
            row.name = TranslatedText(told.name)
            row.description = TranslatedText(told.description)
            row.valid_from, row.valid_until = told.valid_from, told.valid_until
            db.session.add(row)
            db.session.flush()
            named[told.key] = row.id
            place(told.children, row.id)

    place(pack.areas, None)
    for key, row in known.items():
        if key not in named:
            row.valid_until = _ended(row, pack.municipality.timezone)
    db.session.flush()
    return named


def _ended(row: Area | Theme, timezone: str) -> date:
    """The last day of what a pack names no more."""
    yesterday = clock.today(timezone) - timedelta(days=1)
    last = min(row.valid_until, yesterday) if row.valid_until else yesterday
    return max(last, row.valid_from) if row.valid_from else last


def _themes(pack: Pack, areas: dict[str, UUID]) -> None:
    known = _known(Theme, Theme.key)
    for position, told in enumerate(pack.themes):
        row = known.pop(told.key, None) or Theme(key=told.key)
        row.position = position
        row.name = TranslatedText(told.name)
        row.description = TranslatedText(told.description)
        row.ways = [dict(way) for way in told.ways]
        row.owner_id = areas[told.owner]
        row.valid_from, row.valid_until = told.valid_from, told.valid_until
        db.session.add(row)
    for row in known.values():
        row.valid_until = _ended(row, pack.municipality.timezone)
    db.session.flush()


def _strategies(told: Sequence[PackStrategy]) -> dict[str, UUID]:
    strategies = _known(Strategy, Strategy.key)
    goals, objectives = _known(Goal, Goal.key), _known(Objective, Objective.key)
    for strategy in told:
        row = strategies.get(strategy.key) or Strategy(key=strategy.key)
        row.title = TranslatedText(strategy.title)
        row.vision = TranslatedText(strategy.vision)
        row.adopted = TranslatedText(strategy.adopted.text if strategy.adopted else {})
        row.first_year, row.last_year = strategy.period.first, strategy.period.last
        db.session.add(row)
        db.session.flush()
        for position, goal in enumerate(strategy.goals):
            goal_row = goals.get(goal.key) or Goal(key=goal.key)
            goal_row.strategy_id, goal_row.position = row.id, position
            goal_row.title = TranslatedText(goal.title)
            db.session.add(goal_row)
            db.session.flush()
            for place, objective in enumerate(goal.objectives):
                kept = objectives.setdefault(objective.key, Objective(key=objective.key))
                kept.goal_id, kept.position = goal_row.id, position * 100 + place
                kept.title = TranslatedText(objective.title)
                kept.first_year = objective.period.first
                kept.last_year = objective.period.last
                db.session.add(kept)
    db.session.flush()
    return {key: row.id for key, row in objectives.items()}


def _plans(told: Sequence[PackPlan], areas: dict[str, UUID], objectives: dict[str, UUID]) -> None:
    plans, actions = _known(Plan, Plan.key), _known(Action, Action.key)
    for plan in told:
        row = plans.get(plan.key) or Plan(key=plan.key)
        row.area_id = areas[plan.area]
        row.title = TranslatedText(plan.title)
        row.first_year, row.last_year = plan.period.first, plan.period.last
        db.session.add(row)
        db.session.flush()
        for position, action in enumerate(plan.actions):
            kept = actions.get(action.key) or Action(key=action.key)
            kept.plan_id, kept.position = row.id, position
            kept.title = TranslatedText(action.title)
            kept.description = TranslatedText(action.description)
            kept.is_climate, kept.is_demo = action.climate, action.demo
            kept.state = action.state
            db.session.add(kept)
            db.session.flush()
            db.session.execute(delete(ActionObjective).where(ActionObjective.action_id == kept.id))
            for key in action.objectives:
                db.session.add(ActionObjective(action_id=kept.id, objective_id=objectives[key]))
    db.session.flush()
