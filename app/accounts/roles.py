"""The roles that people hold as a page tells them: what they are called, and where they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.accounts import queries
from app.accounts.labels import ROLE_HINTS, ROLES
from app.accounts.models import Grant
from app.accounts.permissions import Role
from app.core.i18n import TranslatedText
from app.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class ShownRole:
    """A role for a page; `place` is the name of its area or group, None for a role held
    everywhere."""

    id: UUID
    label: str
    hint: str
    place: TranslatedText | None

    def __str__(self) -> str:
        return self.label if self.place is None else f"{self.label}: {self.place}"


@dataclass(frozen=True, slots=True)
class Places:
    """What the areas and groups of the municipality in scope are called, past areas included: by
    id, and by key for the audit log."""

    by_id: Mapping[UUID, TranslatedText]
    areas: Mapping[str, TranslatedText]
    groups: Mapping[str, TranslatedText]

    def shown(self, grant: Grant) -> ShownRole:
        role, place_id = Role(grant.role), grant.area_id or grant.group_id
        place = self.by_id[place_id] if place_id else None
        return ShownRole(grant.id, str(ROLES[role]), str(ROLE_HINTS[role]), place)


def places() -> Places:
    """Two statements."""
    areas, groups = organisation.area_tree().by_id.values(), queries.groups()
    by_id = {area.id: area.name for area in areas} | {group.id: group.name for group in groups}
    return Places(
        by_id=by_id,
        areas={row.key: row.name for row in areas},
        groups={row.key: row.name for row in groups},
    )
