"""Who edits a survey, and what somebody else was quicker with."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import request

from app.accounts import queries as people
from app.accounts.session import principal
from app.authoring.workspace import Outdated, by_slug
from app.core import clock
from app.surveys.models_work import SurveyWork

RECENT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Late:
    """Who changed the survey meanwhile ("" where nobody knows), and when."""

    name: str
    at: datetime | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """Who changed it last, when, and whether that was the one who looks at it."""

    name: str
    at: datetime
    is_me: bool

    @property
    def ago(self) -> timedelta:
        return self.at - clock.now()

    @property
    def is_recent(self) -> bool:
        return clock.now() - self.at < RECENT


def whoever() -> UUID:
    """Who is signed in."""
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    return who.id


def seen(name: str = "seen") -> int:
    """The revision that the form's author had before their eyes; 0 where the form says none."""
    given = request.form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def of(work: SurveyWork | None) -> Edited | None:
    if work is None:
        return None
    name = _name(work.edited_by_id)
    return Edited(name, work.edited_at, work.edited_by_id == whoever())


def late(refusal: Exception, slug: str) -> Late:
    """Whose change was quicker than the one that was refused."""
    if isinstance(refusal, Outdated):
        return Late(_name(refusal.by), refusal.at)
    work = by_slug(slug)
    return Late(
        _name(work.edited_by_id) if work else "",
        work.edited_at if work else None,
        is_gone=True,
    )


def _name(who: UUID | None) -> str:
    return people.names({who}).get(str(who), "") if who else ""
