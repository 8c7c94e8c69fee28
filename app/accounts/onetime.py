"""One-time links: whoever holds one may set the password of an account, once and in time."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.accounts import audit, mails, passwords
from app.accounts.identity import token_hash
from app.accounts.models import LinkPurpose, OneTimeLink, Operator, User
from app.accounts.queries import user as user_by_id
from app.core import clock, scope
from app.core.db import db
from app.core.errors import Expired
from app.core.languages import LANGUAGES
from app.organisation import links

INVITATION_LIFETIME = timedelta(days=7)
RESET_LIFETIME = timedelta(hours=1)
LIFETIMES = {
    LinkPurpose.INVITATION: INVITATION_LIFETIME,
    LinkPurpose.RESET: RESET_LIFETIME,
}
OPERATOR_LIFETIME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that still works, and whose password it sets."""

    owner: User | Operator
    row: OneTimeLink | None
    """None for an operator's, which is kept with the operator."""

    @property
    def is_invitation(self) -> bool:
        return self.row is not None and self.row.purpose == LinkPurpose.INVITATION


def path(lang: str, token: str) -> str:
    return f"/{lang}/account/link/{token}"


def issue(user: User, purpose: LinkPurpose) -> str:
    """A new link's full address. Earlier links for the same purpose stop working."""
    now = clock.now()
    for earlier in _unused(user):
        if earlier.purpose == purpose:
            earlier.used_at = now
    token = secrets.token_urlsafe(32)
    row = OneTimeLink(
        user_id=user.id,
        purpose=purpose,
        token_hash=token_hash(token),
        expires_at=now + LIFETIMES[purpose],
    )
    db.session.add(row)
    db.session.flush()
    return links.absolute(mails.place_in_scope(), path(user.lang, token))


def invite(user: User) -> str:
    """Issue an invitation and mail it; the address, for a command to print."""
    address = issue(user, LinkPurpose.INVITATION)
    mails.invitation(user, address, days=INVITATION_LIFETIME.days)
    return address


def issue_for_operator(operator: Operator) -> str:
    """A new link's full address on the platform's host; the earlier one stops working."""
    token = secrets.token_urlsafe(32)
    operator.link_hash = token_hash(token)
    operator.link_expires_at = clock.now() + OPERATOR_LIFETIME
    db.session.flush()
    return links.on_platform(path(LANGUAGES[0], token))


def find(token: str, *, lock: bool = False) -> OpenLink:
    """The open link with a token; raises Expired when it is used, too old, or none of ours.
    `lock` makes a second use at the same moment wait, and then fail."""
    found = _of_user(token, lock) if scope.municipality_id() else _of_operator(token, lock)
    if found is None:
        raise Expired
    return found


def _of_user(token: str, lock: bool) -> OpenLink | None:
    query = select(OneTimeLink).where(
        OneTimeLink.token_hash == token_hash(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    row = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    owner = user_by_id(row.user_id) if row else None
    return OpenLink(owner, row) if owner is not None and owner.is_active else None


def _of_operator(token: str, lock: bool) -> OpenLink | None:
    query = select(Operator).where(
        Operator.link_hash == token_hash(token), Operator.link_expires_at > clock.now()
    )
    row = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    return OpenLink(row, None) if row else None


def use(link: OpenLink, *, password: str, name: str = "") -> None:
    """Set the password (and an invited person's name). All links of the account stop working
    and it is signed out everywhere."""
    owner = link.owner
    owner.password_hash = passwords.hashed(password)
    owner.epoch += 1
    if isinstance(owner, Operator):
        owner.link_hash = owner.link_expires_at = None
    else:
        owner.name = name or owner.name
        close_links(owner)
        audit.record(
            "person.password_set", "person", owner.id, by_link=str(link.row and link.row.purpose)
        )
    db.session.flush()


def close_links(user: User) -> None:
    """Make all unused links of an account useless."""
    for row in _unused(user):
        row.used_at = clock.now()


def _unused(user: User) -> list[OneTimeLink]:
    query = select(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None))
    return list(db.session.scalars(query))
