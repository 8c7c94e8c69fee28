"""Addresses that residents leave: kept apart, proven by a link in a mail, forgotten when unused."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from limits import parse
from sqlalchemy import ColumnElement, delete, not_, select
from sqlalchemy.exc import IntegrityError

from app.core import clock, form_tokens, scope
from app.core.db import db
from app.core.form_tokens import keyed_hash
from app.core.limits import client_key, limiter
from app.engagement.models import EmailContact

LINK_SECONDS = 2 * 365 * 24 * 60 * 60
"""How long a mailed link works, where what it leads to does not end it before."""
UNPROVEN_KEPT = timedelta(days=7)

MAILS_PER_ADDRESS = parse("5 per hour")
MAILS_PER_CLIENT = parse("20 per hour")
MAILS_PER_BUTTON = parse("1 per 12 hours")


def leave(email: str, lang: str, *, by_day: bool = False) -> EmailContact:
    """The contact with a tidy address (`accounts.addresses.tidy`), new where there is none. Its
    language is the one that was spoken last. `by_day`: no finer time than the day is kept."""
    now = clock.now()
    at = now.replace(hour=0, minute=0, second=0, microsecond=0) if by_day else now
    contact = _by_email(email)
    if contact is None:
        contact = _made(email, lang, at)
    contact.asked_at = at
    if contact.verified_at is None:
        contact.lang = lang
    db.session.flush()
    return contact


def _by_email(email: str) -> EmailContact | None:
    query = select(EmailContact).where(EmailContact.email == email)
    return db.session.scalars(query).one_or_none()


def _made(email: str, lang: str, at: datetime) -> EmailContact:
    """Two forms with the same address at the same moment make one contact. Its id tells nothing,
    not even an order."""
    row = EmailContact(id=uuid4(), email=email, lang=lang, asked_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        found = _by_email(email)
        if found is None:
            raise
        return found
    return row


def by_id(contact_id: UUID) -> EmailContact | None:
    query = select(EmailContact).where(EmailContact.id == contact_id)
    return db.session.scalars(query).one_or_none()


def forget(*, unless: ColumnElement[bool]) -> int:
    """Delete addresses that were left some days ago and that nothing needs (`unless`); says how
    many. Whoever leaves theirs again is a new contact."""
    old = EmailContact.asked_at < clock.now() - UNPROVEN_KEPT
    done = db.session.execute(delete(EmailContact).where(old, not_(unless)))
    return int(done.rowcount)  # type: ignore[attr-defined]


def prove(contact: EmailContact) -> None:
    """Its owner has opened a link that was sent there."""
    contact.verified_at = contact.verified_at or clock.now()
    db.session.flush()


def token(purpose: str, subject: UUID, contact: EmailContact) -> str:
    """What a mailed link carries: it proves the address, for one purpose and one thing."""
    return form_tokens.issue(f"mail.{purpose}", f"{subject}:{contact.id}")


def opened(purpose: str, text: str) -> tuple[UUID, UUID] | None:
    """The thing and the contact that a mailed link is about; None where we sent no such link."""
    found = form_tokens.read(f"mail.{purpose}", text, max_age=LINK_SECONDS)
    if found is None:
        return None
    subject, _colon, contact = found.subject.partition(":")
    return UUID(subject), UUID(contact)


def is_first(nonce: str, email: str) -> bool:
    """Whether a form asks for a mail to an address for the first time: two clicks send one."""
    return limiter.hit(MAILS_PER_BUTTON, "contacts", nonce, keyed_hash("contact", email))


def may_ask(email: str) -> tuple[bool, bool]:
    """Count a mail that somebody asks for: whether the client may, and whether the address may
    get one more (which nobody is told)."""
    place = str(scope.municipality_id())
    return (
        limiter.hit(MAILS_PER_CLIENT, "contacts", place, client_key()),
        limiter.hit(MAILS_PER_ADDRESS, "contacts", place, keyed_hash("contact", email)),
    )
