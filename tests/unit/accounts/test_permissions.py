"""The permission table: every permission with every role, allowed and refused."""

from uuid import UUID

import pytest

from app.accounts.permissions import (
    TABLE,
    Held,
    Permission,
    Principal,
    Role,
    allows,
    granted_areas,
)

ROOT, CHILD, SIBLING, COUNCIL, PANEL = (UUID(int=number) for number in range(1, 6))
EVERYWHERE = {
    Permission.USE_DESK: {Role.OFFICIAL, Role.EDITOR, Role.ADMINISTRATOR},
    Permission.READ_SUMMARY: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.MANAGE_SURVEYS: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.EXPORT_RESPONSES: {Role.ADMINISTRATOR},
    Permission.HANDLE_FEEDBACK: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.ASSIGN_PAGES: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.HANDLE_IDEAS: {Role.EDITOR, Role.ADMINISTRATOR},
    Permission.GROUP_WORKSPACE: set(),
    Permission.MANAGE_PEOPLE: {Role.ADMINISTRATOR},
    Permission.MANAGE_ORGANISATION: {Role.ADMINISTRATOR},
    Permission.MANAGE_WIDGETS: {Role.ADMINISTRATOR},
    Permission.READ_AUDIT: {Role.ADMINISTRATOR},
    Permission.MANAGE_PLATFORM: {Role.OPERATOR},
    Permission.USE_ACCOUNT: set(Role),
}
IN_OWN_AREA = {
    Permission.READ_SUMMARY,
    Permission.MANAGE_SURVEYS,
    Permission.EXPORT_RESPONSES,
    Permission.HANDLE_FEEDBACK,
    Permission.HANDLE_IDEAS,
}
PAIRS = [(permission, role) for permission in Permission for role in Role]


def person(*grants: Held) -> Principal:
    return Principal(UUID(int=99), "Name", "name@city.example", "fi", grants)


def holder(role: Role) -> Principal:
    area = ROOT if role is Role.OFFICIAL else None
    group = COUNCIL if role is Role.MEMBER else None
    return person(Held(role, area, group))


def test_the_table_has_a_row_for_every_permission() -> None:
    assert set(TABLE) == set(Permission) == set(EVERYWHERE)


@pytest.mark.parametrize(("permission", "role"), PAIRS)
def test_without_a_place_only_those_are_allowed_who_are_everywhere(
    permission: Permission, role: Role
) -> None:
    assert allows(holder(role), permission) is (role in EVERYWHERE[permission])


@pytest.mark.parametrize(("permission", "role"), PAIRS)
def test_in_the_own_area_an_official_is_allowed_too(permission: Permission, role: Role) -> None:
    own = role is Role.OFFICIAL and permission in IN_OWN_AREA
    expected = own or role in EVERYWHERE[permission]
    assert allows(holder(role), permission, (ROOT,)) is expected


@pytest.mark.parametrize(("permission", "role"), PAIRS)
def test_in_the_own_group_a_member_is_allowed_too(permission: Permission, role: Role) -> None:
    own = role is Role.MEMBER and permission is Permission.GROUP_WORKSPACE
    expected = own or role in EVERYWHERE[permission]
    assert allows(holder(role), permission, group_id=COUNCIL) is expected


@pytest.mark.parametrize("permission", sorted(IN_OWN_AREA))
def test_an_official_has_the_right_below_the_area_but_not_beside_or_above(
    permission: Permission,
) -> None:
    official = person(Held(Role.OFFICIAL, CHILD))
    assert allows(official, permission, (UUID(int=7), CHILD, ROOT))
    assert not allows(official, permission, (ROOT,))
    assert not allows(official, permission, (SIBLING, ROOT))
    assert not allows(official, permission, ())


def test_a_member_enters_no_other_group() -> None:
    assert not allows(holder(Role.MEMBER), Permission.GROUP_WORKSPACE, group_id=PANEL)


@pytest.mark.parametrize("permission", [each for each in Permission if each != "use_account"])
def test_somebody_without_a_role_may_only_use_the_own_account(permission: Permission) -> None:
    assert not allows(person(), permission, (ROOT,), COUNCIL)
    assert allows(person(), Permission.USE_ACCOUNT)


def test_roles_add_up() -> None:
    both = person(Held(Role.OFFICIAL, CHILD), Held(Role.MEMBER, None, COUNCIL))
    assert allows(both, Permission.READ_SUMMARY, (CHILD, ROOT))
    assert allows(both, Permission.GROUP_WORKSPACE, group_id=COUNCIL)
    assert not allows(both, Permission.MANAGE_PEOPLE)


def test_the_areas_of_a_permission_are_those_of_the_roles_that_give_it() -> None:
    official = person(Held(Role.OFFICIAL, CHILD), Held(Role.OFFICIAL, SIBLING))
    assert granted_areas(official, Permission.READ_SUMMARY) == frozenset({CHILD, SIBLING})
    assert granted_areas(official, Permission.MANAGE_PEOPLE) == frozenset()
    assert granted_areas(holder(Role.EDITOR), Permission.READ_SUMMARY) is None
    assert granted_areas(holder(Role.EDITOR), Permission.EXPORT_RESPONSES) == frozenset()
    assert granted_areas(holder(Role.MEMBER), Permission.GROUP_WORKSPACE) == frozenset()
