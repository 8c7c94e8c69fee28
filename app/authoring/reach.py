"""Where whoever asks may make surveys: the areas, and the surveys of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.accounts.permissions import Permission, granted_areas
from app.accounts.session import principal
from app.core import clock
from app.core.db import db
from app.core.errors import Forbidden
from app.core.forms import SelectChoice
from app.organisation import choices, tenancy
from app.organisation import queries as organisation
from app.organisation.queries import AreaTree
from app.surveys.models import Survey

MOST_EARLIER = 200


@dataclass(frozen=True, slots=True)
class Reach:
    """The areas in which somebody may make surveys, and the whole tree of today."""

    tree: AreaTree
    areas: frozenset[UUID]


def required() -> Reach:
    """The reach of whoever is signed in; Forbidden where it is nowhere."""
    found = _reach()
    if not found.areas:
        raise Forbidden
    return found


def check(area_id: UUID) -> None:
    """Forbidden where whoever is signed in makes no surveys of an area."""
    if area_id not in _all_areas(organisation.area_tree()):
        raise Forbidden


def area_choices(found: Reach) -> list[SelectChoice]:
    """The areas as choices of a form; an only one is chosen."""
    keys = {one.key for one in found.tree.by_id.values() if one.id in found.areas}
    return [one for one in choices.area_choices(found.tree.roots) if one.value in keys]


def surveys() -> Sequence[Survey]:
    """The published surveys in reach, the latest first."""
    areas = _all_areas(organisation.area_tree())
    return db.session.scalars(
        select(Survey)
        .where(Survey.area_id.in_(areas))
        .order_by(Survey.opens_at.desc(), Survey.slug)
        .limit(MOST_EARLIER)
    ).all()


def _reach() -> Reach:
    tree = organisation.area_tree(clock.today(tenancy.place().timezone))
    return Reach(tree, _all_areas(tree))


def _all_areas(tree: AreaTree) -> frozenset[UUID]:
    who = principal()
    granted = granted_areas(who, Permission.MANAGE_SURVEYS) if who else frozenset()
    if granted is None:
        return frozenset(tree.by_id)
    return frozenset(one for area in granted for one in tree.below(area))
