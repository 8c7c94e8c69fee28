"""What administrators do with people: invite, give and take roles, close and open accounts."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import audit, mails, onetime, queries
from app.accounts.models import Grant, Group, Operator, User
from app.accounts.permissions import Held, Role
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.organisation import links
from app.organisation.models import Area


class LastAdministrator(Conflict):
    """Nobody would be left who can administer the municipality."""


class ClosedAccount(Conflict):
    """The account is closed: it gets no roles and no links until it is opened again."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """`address`: the link to set a password with; None where the person has one already."""

    user: User
    address: str | None


def invite(email: str, held: Held, *, lang: str) -> Invitation:
    """Give a role to whoever has a tidy address, with a new account where there is none, and
    mail them. An invitation that was never used is sent anew."""
    user = queries.user_by_email(email) or _made(email, lang)
    is_new = give(user, held)
    if user.password_hash is None:
        return Invitation(user, onetime.invite(user))
    if is_new:
        mails.new_role(user, links.absolute(mails.place_in_scope(), f"/{user.lang}/sign-in"))
    return Invitation(user, None)


def _made(email: str, lang: str) -> User:
    """A new account; or the one that somebody else made at this very moment."""
    user = User(email=email, lang=mails.language(mails.place_in_scope(), lang))
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        other = queries.user_by_email(email)
        if other is None:
            raise
        return other
    audit.record("person.invited", "person", user.id)
    return user


def give(user: User, held: Held) -> bool:
    """Give a role; False if the person holds it there already."""
    if not user.is_active:
        raise ClosedAccount
    if _holds(user, held):
        return False
    grant = Grant(user_id=user.id, role=held.role, area_id=held.area_id, group_id=held.group_id)
    try:
        with db.session.begin_nested():
            db.session.add(grant)
    except IntegrityError:
        if not _holds(user, held):
            raise
        return False
    audit.record("role.given", "person", user.id, **_place_of(grant))
    db.session.flush()
    return True


def _holds(user: User, held: Held) -> bool:
    return held in (_held(grant) for grant in queries.grants_of(user.id))


def take(grant: Grant) -> None:
    """Take a role away, but never the last administrator's."""
    if grant.role == Role.ADMINISTRATOR:
        _keep_an_administrator(without=grant.user_id)
    audit.record("role.taken", "person", grant.user_id, **_place_of(grant))
    db.session.delete(grant)
    db.session.flush()


def close(user: User) -> None:
    """Close an account: its sessions, links and tokens end at once."""
    _keep_an_administrator(without=user.id)
    user.is_active = False
    user.epoch += 1
    onetime.close_links(user)
    for token in queries.tokens_of(user.id):
        token.revoked_at = clock.now()
    audit.record("person.closed", "person", user.id)
    db.session.flush()


def reopen(user: User) -> None:
    user.is_active = True
    audit.record("person.reopened", "person", user.id)
    db.session.flush()


def make_operator(email: str) -> str:
    """A link for an operator of the platform, new or known, to set a password with."""
    operator = queries.operator_by_email(email)
    if operator is None:
        operator = Operator(email=email)
        db.session.add(operator)
        db.session.flush()
    return onetime.issue_for_operator(operator)


def _keep_an_administrator(*, without: UUID) -> None:
    """Raise LastAdministrator where nobody else could administer."""
    administrators = queries.working_administrators(lock=True)
    if administrators <= {without} and without in administrators:
        raise LastAdministrator


def _held(grant: Grant) -> Held:
    return Held(Role(grant.role), grant.area_id, grant.group_id)


def _place_of(grant: Grant) -> dict[str, str]:
    """The role and the keys of where it is held, for the log."""
    found = {"role": str(grant.role)}
    if grant.area_id:
        found["area"] = db.session.scalars(select(Area.key).where(Area.id == grant.area_id)).one()
    if grant.group_id:
        query = select(Group.key).where(Group.id == grant.group_id)
        found["group"] = db.session.scalars(query).one()
    return found
