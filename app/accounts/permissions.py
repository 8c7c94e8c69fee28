"""The permission table: what each role may do, and where. Pure; nothing else decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Role(StrEnum):
    """What a person is, in an area, in a group, in the municipality or on the platform."""

    OFFICIAL = "official"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    OPERATOR = "operator"


GRANTABLE = (Role.OFFICIAL, Role.EDITOR, Role.ADMINISTRATOR, Role.MEMBER)
"""Roles that a municipality gives. Operators are made by command only."""


class Permission(StrEnum):
    USE_ACCOUNT = "use_account"
    USE_DESK = "use_desk"
    READ_SUMMARY = "read_summary"
    MANAGE_SURVEYS = "manage_surveys"
    EXPORT_RESPONSES = "export_responses"
    HANDLE_IDEAS = "handle_ideas"
    HANDLE_FEEDBACK = "handle_feedback"
    ASSIGN_PAGES = "assign_pages"
    GROUP_WORKSPACE = "group_workspace"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_ORGANISATION = "manage_organisation"
    MANAGE_WIDGETS = "manage_widgets"
    READ_AUDIT = "read_audit"
    MANAGE_PLATFORM = "manage_platform"


class Reach(StrEnum):
    """Where a role has a permission."""

    EVERYWHERE = "everywhere"
    OWN_AREA = "own area"
    """The area that the role is held in, and all areas below it."""
    OWN_GROUP = "own group"


_ALL = Reach.EVERYWHERE
_AREA = Reach.OWN_AREA
_GROUP = Reach.OWN_GROUP

# Whoever may change the area tree decides what officials reach: administrators only.
TABLE: Mapping[Permission, Mapping[Role, Reach]] = MappingProxyType(
    {
        Permission.USE_ACCOUNT: dict.fromkeys(Role, _ALL),
        Permission.USE_DESK: {Role.OFFICIAL: _ALL, Role.EDITOR: _ALL, Role.ADMINISTRATOR: _ALL},
        Permission.READ_SUMMARY: {
            Role.OFFICIAL: _AREA,
            Role.EDITOR: _ALL,
            Role.ADMINISTRATOR: _ALL,
        },
        Permission.MANAGE_SURVEYS: {
            Role.OFFICIAL: _AREA,
            Role.EDITOR: _ALL,
            Role.ADMINISTRATOR: _ALL,
        },
        Permission.EXPORT_RESPONSES: {Role.OFFICIAL: _AREA, Role.ADMINISTRATOR: _ALL},
        Permission.HANDLE_FEEDBACK: {
            Role.OFFICIAL: _AREA,
            Role.EDITOR: _ALL,
            Role.ADMINISTRATOR: _ALL,
        },
        Permission.ASSIGN_PAGES: {Role.EDITOR: _ALL, Role.ADMINISTRATOR: _ALL},
        Permission.HANDLE_IDEAS: {
            Role.OFFICIAL: _AREA,
            Role.EDITOR: _ALL,
            Role.ADMINISTRATOR: _ALL,
        },
        Permission.GROUP_WORKSPACE: {Role.MEMBER: _GROUP},
        Permission.MANAGE_PEOPLE: {Role.ADMINISTRATOR: _ALL},
        Permission.MANAGE_ORGANISATION: {Role.ADMINISTRATOR: _ALL},
        Permission.MANAGE_WIDGETS: {Role.ADMINISTRATOR: _ALL},
        Permission.READ_AUDIT: {Role.ADMINISTRATOR: _ALL},
        Permission.MANAGE_PLATFORM: {Role.OPERATOR: _ALL},
    }
)


@dataclass(frozen=True, slots=True)
class Held:
    """A role and where it is held."""

    role: Role
    area_id: UUID | None = None
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """The signed-in person of a request: a value, no row."""

    id: UUID
    name: str
    email: str
    lang: str
    grants: tuple[Held, ...]


def allows(
    principal: Principal,
    permission: Permission,
    lineage: tuple[UUID, ...] | None = None,
    group_id: UUID | None = None,
) -> bool:
    """Whether the table gives a person a permission there.

    `lineage`: the area in question and all above it; an official of any of them has the
    right. Without it, only those who have the permission everywhere are allowed.
    """
    if permission is Permission.USE_ACCOUNT:
        return True
    row = TABLE[permission]
    return any(
        _reaches(held, row[held.role], lineage or (), group_id)
        for held in principal.grants
        if held.role in row
    )


def _reaches(held: Held, reach: Reach, lineage: tuple[UUID, ...], group_id: UUID | None) -> bool:
    match reach:
        case Reach.EVERYWHERE:
            return True
        case Reach.OWN_AREA:
            return held.area_id is not None and held.area_id in lineage
        case Reach.OWN_GROUP:
            return held.group_id is not None and held.group_id == group_id


def granted_areas(principal: Principal, permission: Permission) -> frozenset[UUID] | None:
    """The areas (each with all below it) that a person has a permission in; None: all."""
    row = TABLE[permission]
    held_here = [held for held in principal.grants if held.role in row]
    if any(row[held.role] is Reach.EVERYWHERE for held in held_here):
        return None
    return frozenset(held.area_id for held in held_here if held.area_id is not None)
