"""Officials are reminded of answers that are due soon, and once more when they are late."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import and_, case, exists, select
from sqlalchemy.exc import IntegrityError

from app.accounts import queries as accounts
from app.accounts.mails import language, place_in_scope
from app.accounts.models import User
from app.accounts.permissions import Role
from app.core import mail
from app.core.db import db
from app.core.i18n import speaking
from app.ideas.clocks import SOON, Clock, Reminder, reminder
from app.ideas.lifecycle import WAITING
from app.ideas.models import Idea, IdeaReminder
from app.organisation import links
from app.organisation import queries as organisation
from app.organisation.directory import Place

log = logging.getLogger(__name__)

MOST_REMINDED = 500
"""Ideas at a time; the others have their turn an hour later."""

Due = tuple[Idea, Reminder]


def remind(today: date) -> int:
    """Put one mail to each official into the queue, about all that is new to remind of; says of
    how many ideas. Done twice, or by two workers at once, each is reminded of once."""
    due = [(idea, kind) for idea, kind in _due(today) if _note(idea, kind)]
    if not due:
        return 0
    readers = _Readers()
    for_each: dict[User, list[Due]] = defaultdict(list)
    for one in due:
        for user in readers.of(one[0].area_id):
            for_each[user].append(one)
    place = place_in_scope()
    for user, theirs in for_each.items():
        _send(place, user, theirs, today)
    log.info("idea.reminders ideas=%s mails=%s", len(due), len(for_each))
    return len(due)


def _due(today: date) -> list[Due]:
    """Ideas with a reminder that was not sent yet, the soonest due first."""
    kind = case((Idea.due_on < today, Reminder.LATE.value), else_=Reminder.SOON.value)
    is_sent = exists().where(
        IdeaReminder.municipality_id == Idea.municipality_id,
        IdeaReminder.idea_id == Idea.id,
        IdeaReminder.due_on == Idea.due_on,
        IdeaReminder.kind == kind,
    )
    query = (
        select(Idea)
        .where(and_(Idea.state.in_(WAITING), Idea.due_on <= today + SOON, ~is_sent))
        .order_by(Idea.due_on, Idea.number)
        .limit(MOST_REMINDED)
    )
    found = ((idea, idea.clock(today)) for idea in db.session.scalars(query))
    kinds = ((idea, reminder(clock)) for idea, clock in found if isinstance(clock, Clock))
    return [(idea, kind) for idea, kind in kinds if kind is not None]


def _note(idea: Idea, kind: Reminder) -> bool:
    """Keep in mind that it is done; False where another worker has just done it."""
    assert idea.due_on is not None, "it has a clock"
    try:
        with db.session.begin_nested():
            db.session.add(IdeaReminder(idea_id=idea.id, kind=kind, due_on=idea.due_on))
    except IntegrityError:
        return False
    return True


class _Readers:
    """Who is reminded: the officials of an area; where it has none, those of the nearest area
    above it; where none has, the administrators."""

    def __init__(self) -> None:
        self._tree = organisation.area_tree()
        self._officials: dict[UUID, list[User]] = defaultdict(list)
        self._administrators: list[User] = []
        for person in accounts.people():
            if not person.user.is_active:
                continue
            for grant in person.grants:
                if grant.area_id is not None:
                    self._officials[grant.area_id].append(person.user)
                elif grant.role == Role.ADMINISTRATOR:
                    self._administrators.append(person.user)

    def of(self, area_id: UUID) -> Sequence[User]:
        nearest = (self._officials[one] for one in self._tree.lineage(area_id))
        return next((users for users in nearest if users), self._administrators)


def _send(place: Place, user: User, due: Sequence[Due], today: date) -> None:
    lang = language(place, user.lang)
    by_kind: Mapping[Reminder, Sequence[Idea]] = {
        kind: [idea for idea, of_kind in due if of_kind is kind] for kind in Reminder
    }
    with speaking(lang):
        parts = [_("Hello!")]
        if by_kind[Reminder.LATE]:
            parts.append(_("The answer to these ideas is late:"))
            parts += _lines(place, lang, by_kind[Reminder.LATE], today)
        if by_kind[Reminder.SOON]:
            parts.append(_("The answer to these ideas is due soon:"))
            parts += _lines(place, lang, by_kind[Reminder.SOON], today)
        parts.append(
            _("You get this mail once when an answer is due soon, and once when it is late.")
        )
        mail.queue(
            to=user.email,
            subject=ngettext(
                "%(num)s idea waits for an answer", "%(num)s ideas wait for an answer", len(due)
            ),
            body="\n\n".join(parts) + "\n",
            lang=lang,
            sender_name=place.name_in(lang),
        )


def _lines(place: Place, lang: str, ideas: Iterable[Idea], today: date) -> list[str]:
    return [
        "\n".join(
            (
                f"“{idea.title}”",
                _when(idea, today),
                links.absolute(place, f"/{lang}/desk/ideas/{idea.id}"),
            )
        )
        for idea in ideas
    ]


def _when(idea: Idea, today: date) -> str:
    clock = idea.clock(today)
    assert clock is not None, "it waits for an answer"
    day = format_date(clock.due_on, "long")
    if clock.is_late:
        return str(
            ngettext(
                "The answer was due %(date)s, %(num)s day ago.",
                "The answer was due %(date)s, %(num)s days ago.",
                clock.late_by,
                date=day,
            )
        )
    return str(_("An answer is due by %(date)s", date=day))
