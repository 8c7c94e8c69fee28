"""The audit log: who changed what, in the transaction that changes it."""

import logging
from typing import Any
from uuid import UUID

from flask import has_request_context

from app.accounts import identity
from app.accounts.models import AuditEntry
from app.accounts.permissions import Role
from app.core import clock
from app.core.db import db

log = logging.getLogger(__name__)

COMMAND = "command"
LINK = "link"
OPERATOR = "operator"
"""Labels of actors who have no account in the municipality."""


def record(event: str, subject_kind: str, subject: UUID | str, **changes: Any) -> None:
    """Add an entry in the name of whoever is signed in, or of the command that runs.

    `event` reads `kind.done` (`survey.published`); `changes` holds what changed as plain JSON
    values and never a resident's data.
    """
    actor_id, actor = _actor()
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor_id,
        actor=actor,
        event=event,
        subject_kind=subject_kind,
        subject=str(subject),
        changes=changes,
    )
    db.session.add(entry)
    log.info("%s %s=%s by=%s", event, subject_kind, subject, actor_id or actor)


def _actor() -> tuple[UUID | None, str]:
    if not has_request_context():
        return None, COMMAND
    who = identity.principal()
    if who is None:
        return None, LINK
    if any(held.role is Role.OPERATOR for held in who.grants):
        return None, OPERATOR
    return who.id, who.name
