"""What is done about once an hour, besides the queued jobs: for every municipality, and for the
queue itself."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock, jobs, scope
from app.core.db import db
from app.engagement import contacts
from app.fieldwork import inviting
from app.ideas import reminders
from app.ideas import retention as ideas
from app.insights import service as insights
from app.organisation import directory
from app.organisation.directory import Place
from app.surveys import drafts, following, passages
from app.surveys.files import uploads

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)


class Upkeep:
    """A worker's own reminder. Whatever it does may be cut off at any moment, and several
    workers may do it at once."""

    def __init__(self) -> None:
        self._due: datetime | None = None

    def do_if_due(self) -> bool:
        """Do it if the last time is an hour ago, or there was none; says whether it was due."""
        now = clock.now()
        if self._due is not None and now < self._due:
            return False
        self._due = now + EVERY
        places = directory.all_places()
        jobs.forget()
        db.session.commit()
        for place in places:
            try:
                with scope.of(place.id):
                    _keep_up(place)
            except SQLAlchemyError as fault:
                # the others need not wait for it; in an hour it is tried again
                db.session.rollback()
                log.error("upkeep.fault place=%s fault=%s", place.slug, type(fault).__name__)
        return True


def _keep_up(place: Place) -> None:
    folded, months = insights.fold_due(place.timezone), insights.fold_pages(place.timezone)
    today = clock.today(place.timezone)
    passages.note_stopped()
    expired, files = drafts.expire(), uploads.expire()
    unproven, reminded = ideas.expire(today), reminders.remind(today)
    told, forgotten = following.expire(), inviting.forget()
    contacts.forget(unless=or_(ideas.needs(), following.needs()))
    db.session.commit()
    log.info(
        "upkeep.done place=%s folded=%s page_months=%s drafts=%s files=%s ideas=%s "
        "reminded=%s followers=%s invited=%s",
        *(place.slug, folded, months, expired, files, unproven, reminded, told, forgotten),
    )
