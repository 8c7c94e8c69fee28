"""Questions about people, their roles and the audit log, in the municipality in scope."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import ApiToken, AuditEntry, Grant, Group, Operator, User
from app.accounts.permissions import Role
from app.core.db import db

AUDIT_PAGE = 50


@dataclass(frozen=True, slots=True)
class Person:
    user: User
    grants: tuple[Grant, ...]


def user(user_id: UUID) -> User | None:
    return db.session.scalars(select(User).where(User.id == user_id)).one_or_none()


def user_by_email(email: str) -> User | None:
    """The person with a tidy address (`addresses.tidy`)."""
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def operator_by_email(email: str) -> Operator | None:
    return db.session.scalars(select(Operator).where(Operator.email == email)).one_or_none()


def operator(operator_id: UUID) -> Operator | None:
    return db.session.scalars(select(Operator).where(Operator.id == operator_id)).one_or_none()


def people() -> tuple[Person, ...]:
    """Everyone with an account, by name, with their roles."""
    grants: dict[UUID, list[Grant]] = defaultdict(list)
    for grant in db.session.scalars(select(Grant).order_by(Grant.id)):
        grants[grant.user_id].append(grant)
    users = db.session.scalars(select(User)).all()
    ordered = sorted(users, key=lambda user: (not user.is_active, user.shown_name.casefold()))
    return tuple(Person(user, tuple(grants[user.id])) for user in ordered)


def grants_of(user_id: UUID) -> Sequence[Grant]:
    query = select(Grant).where(Grant.user_id == user_id).order_by(Grant.id)
    return db.session.scalars(query).all()


def groups() -> Sequence[Group]:
    return db.session.scalars(select(Group).order_by(Group.key)).all()


def group(key: str) -> Group | None:
    return db.session.scalars(select(Group).where(Group.key == key)).one_or_none()


def group_by_id(group_id: UUID) -> Group:
    return db.session.scalars(select(Group).where(Group.id == group_id)).one()


def members_of(group_id: UUID) -> Sequence[User]:
    """Those who act in a group's name and can sign in."""
    query = (
        select(User)
        .join(Grant, (Grant.municipality_id == User.municipality_id) & (Grant.user_id == User.id))
        .where(Grant.group_id == group_id, User.is_active)
    )
    return db.session.scalars(query.order_by(User.id)).all()


def tokens_of(user_id: UUID) -> Sequence[ApiToken]:
    """Tokens that still work, the newest first."""
    query = (
        select(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    )
    return db.session.scalars(query).all()


def working_administrators(*, lock: bool = False) -> frozenset[UUID]:
    """Ids of those who can really administer: active and with a password. `lock` makes others
    who change administrators wait for this transaction."""
    query = (
        select(Grant)
        .join(User, (User.municipality_id == Grant.municipality_id) & (User.id == Grant.user_id))
        .where(Grant.role == Role.ADMINISTRATOR, User.is_active, User.password_hash.is_not(None))
        .order_by(Grant.id)
    )
    if lock:
        query = query.with_for_update()
    return frozenset(grant.user_id for grant in db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the log, the newest first; `older` is where the next page begins."""

    entries: tuple[AuditEntry, ...]
    older: UUID | None


def audit_page(before: UUID | None = None, size: int = AUDIT_PAGE) -> AuditPage:
    """Entries from before an entry (ids grow with time), or the newest."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(size + 1)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    found = tuple(db.session.scalars(query))
    return AuditPage(found[:size], found[size - 1].id if len(found) > size else None)


def names(user_ids: set[UUID]) -> dict[str, str]:
    """What people are called, by their id as text."""
    rows = db.session.scalars(select(User).where(User.id.in_(user_ids))) if user_ids else ()
    return {str(row.id): row.shown_name for row in rows}
