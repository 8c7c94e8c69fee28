"""Who is on a survey's list of invitations: added, corrected, taken off, known to be unreachable.

Nothing here ever asks whether an invitation was used, so that nothing that an official does to one
tells it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts import audit
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.fieldwork.people_lists import Person
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation

AT_ONCE = 1_000
MOST_LINKS = 5_000
FORGOTTEN_AFTER = timedelta(days=30)
"""So long after a survey's closing the addresses on its list are kept."""

CORRECTABLE = (InvitationState.WRITTEN, InvitationState.BOUNCED)
REMOVABLE = (*CORRECTABLE, InvitationState.LINK, InvitationState.SENT)
"""Who wants no more mails stays on the list: put on it anew, they would get some."""


class Taken(Conflict):
    """Another invitation of the survey has this address, or was written at the same moment."""


class NotNow(Conflict):
    """The invitation is in a state that does not allow it (any more)."""


def add(survey: Survey, people: Sequence[Person]) -> int:
    """Put people on the list who are not there yet; says how many. Raises Taken where somebody
    else adds the same people at this very moment."""
    known = addresses(survey.id)
    new = [person for person in people if person.email not in known]
    rows = [
        {
            "survey_id": survey.id,
            "email": person.email,
            "label": person.label,
            "lang": person.lang,
            "state": InvitationState.WRITTEN,
        }
        for person in new
    ]
    _insert(rows)
    if new:
        audit.record("invitation.added", "survey", survey.slug, people=len(new))
    return len(new)


def addresses(survey_id: UUID) -> frozenset[str]:
    """All addresses on a survey's list."""
    query = select(SurveyInvitation.email).where(
        SurveyInvitation.survey_id == survey_id, SurveyInvitation.email.is_not(None)
    )
    return frozenset(email for email in db.session.scalars(query) if email)


def add_links(survey: Survey, number: int, label: str, lang: str) -> None:
    """Personal links without addresses, to be printed: named after `label`, and numbered."""
    taken = frozenset(db.session.scalars(_labels(survey.id)))
    numbers = (f"{label} {count}".strip() for count in range(1, number + len(taken) + 1))
    names = [name for name in numbers if name not in taken][:number]
    _insert(
        {
            "survey_id": survey.id,
            "email": None,
            "label": name,
            "lang": lang,
            "state": InvitationState.LINK,
        }
        for name in names
    )
    audit.record("invitation.links", "survey", survey.slug, links=number)


def _labels(survey_id: UUID) -> Any:
    return select(SurveyInvitation.label).where(
        SurveyInvitation.survey_id == survey_id, SurveyInvitation.state == InvitationState.LINK
    )


def _insert(rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    try:
        for start in range(0, len(listed), AT_ONCE):
            db.session.execute(insert(SurveyInvitation), listed[start : start + AT_ONCE])
    except IntegrityError as fault:
        db.session.rollback()
        raise Taken from fault


def correct(survey: Survey, invitation: SurveyInvitation, person: Person) -> None:
    """Another address for an invitation that has reached nobody. It becomes a new one with a link
    of its own: the old link, should it have arrived after all, ends, and who corrects an address
    to their own does not hold the link of somebody else. Raises Taken, NotNow."""
    others = addresses(survey.id) - {invitation.email}
    if person.email in others:
        raise Taken
    _delete(survey, invitation, CORRECTABLE)
    _insert(
        [
            {
                "survey_id": survey.id,
                "email": person.email,
                "label": person.label,
                "lang": person.lang,
                "state": InvitationState.WRITTEN,
            }
        ]
    )
    audit.record("invitation.corrected", "survey", survey.slug)


def remove(survey: Survey, invitation: SurveyInvitation) -> None:
    """Take an invitation off the list: its link ends. Answers that were given with it stay, and
    nobody is told whether there are any. Raises NotNow."""
    _delete(survey, invitation, REMOVABLE)
    audit.record("invitation.removed", "survey", survey.slug)


def _delete(
    survey: Survey, invitation: SurveyInvitation, states: Collection[InvitationState]
) -> None:
    done = db.session.execute(
        delete(SurveyInvitation).where(
            SurveyInvitation.id == invitation.id,
            SurveyInvitation.survey_id == survey.id,
            SurveyInvitation.state.in_(states),
        )
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise NotNow


def mark_bounced(survey: Survey, emails: Collection[str]) -> int:
    """Addresses whose mails have come back; says how many of them are on the list and had been
    sent a mail. Their links go on working: a mail may come back and be read all the same."""
    listed = sorted(emails)
    marked = 0
    for start in range(0, len(listed), AT_ONCE):
        done = db.session.execute(
            update(SurveyInvitation)
            .where(
                SurveyInvitation.survey_id == survey.id,
                SurveyInvitation.email.in_(listed[start : start + AT_ONCE]),
                SurveyInvitation.state == InvitationState.SENT,
            )
            .values(state=InvitationState.BOUNCED, fault="")
        )
        marked += int(done.rowcount)  # type: ignore[attr-defined]
    if marked:
        audit.record("invitation.bounced", "survey", survey.slug, people=marked)
    return marked


def forget() -> int:
    """Remove the addresses and names of surveys that have been closed for long; the counts stay.
    Says how many."""
    due = select(Survey.id).where(Survey.closes_at < clock.now() - FORGOTTEN_AFTER)
    old = db.session.scalars(due).all()
    if not old:
        return 0
    done = db.session.execute(
        update(SurveyInvitation)
        .where(
            SurveyInvitation.survey_id.in_(old),
            or_(SurveyInvitation.email.is_not(None), SurveyInvitation.label != ""),
        )
        .values(email=None, label="", fault="")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
