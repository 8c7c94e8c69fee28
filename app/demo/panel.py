"""The residents' panel of the demo: made-up people who are invited by personal links."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.core import clock
from app.core.db import db
from app.core.i18n import TranslatedText
from app.fieldwork import mails
from app.fieldwork.mails import Words
from app.fieldwork.models_mailing import Kind, SurveyMailing
from app.surveys import tickets
from app.surveys.meta import Who
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation, SurveyTicket

SLUG = "asukasraati"
STATES = {
    InvitationState.SENT: 150,
    InvitationState.LINK: 12,
    InvitationState.BOUNCED: 4,
    InvitationState.STOPPED: 3,
    InvitationState.WRITTEN: 6,
}
REFUSAL = "550 5.1.1 There is no mailbox of this name here"
SWEDISH = 25
"""One of so many reads Swedish."""


def seed(survey: Survey, answered: int) -> None:
    """Invite the panel to its survey, of whom as many have answered as there are responses."""
    rng = Random(f"panel/{survey.slug}")  # noqa: S311 - seeded on purpose
    survey.who = Who.INVITED
    states = [state for state, number in STATES.items() for _ in range(number)]
    rows = [_row(survey, number, state, rng) for number, state in enumerate(states, start=1)]
    db.session.execute(insert(SurveyInvitation), rows)
    reached = [row["id"] for row in rows if row["state"] in ("sent", "link")]
    used = (tickets.ticket(survey.id, tickets.INVITATION, one) for one in reached[:answered])
    marks = [{"survey_id": survey.id, "ticket_hash": mark} for mark in sorted(used)]
    db.session.execute(insert(SurveyTicket), marks)
    _round(survey)


def _row(survey: Survey, number: int, state: InvitationState, rng: Random) -> dict[str, Any]:
    has_address = state is not InvitationState.LINK
    was_mailed = state in (InvitationState.SENT, InvitationState.STOPPED)
    return {
        "id": UUID(int=rng.getrandbits(128), version=4),
        "survey_id": survey.id,
        "email": f"asukas-{number:03}@raati.example" if has_address else None,
        "label": "" if has_address else f"Kirje {number - STATES[InvitationState.SENT]}",
        "lang": "sv" if number % SWEDISH == 0 else "fi",
        "state": state,
        "fault": REFUSAL if state is InvitationState.BOUNCED else "",
        "mailed_at": survey.opens_at if was_mailed else None,
        "reminders": 0,
    }


def _round(survey: Survey) -> None:
    """The mails that were sent when the survey opened."""
    words: dict[str, Words] = {
        lang: mails.default(Kind.INVITE, survey, lang) for lang in survey.languages
    }
    total = STATES[InvitationState.SENT] + STATES[InvitationState.STOPPED]
    db.session.add(
        SurveyMailing(
            survey_id=survey.id,
            number=1,
            kind=Kind.INVITE,
            subject=TranslatedText({lang: one.subject for lang, one in words.items()}),
            words=TranslatedText({lang: one.text for lang, one in words.items()}),
            started_at=survey.opens_at,
            ended_at=min(clock.now(), survey.opens_at + timedelta(hours=1)),
            total=total,
            passed=total,
        )
    )
    db.session.flush()
