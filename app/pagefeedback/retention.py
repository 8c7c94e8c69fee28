"""Retention: what readers wrote goes when its time is over; their reactions stay, as figures."""

import logging

from sqlalchemy import select, update

from app.core import clock
from app.core.db import db
from app.pagefeedback.models import Reaction, WebPage, Widget

log = logging.getLogger(__name__)


def retain(timezone: str) -> int:
    """Remove texts that are older than their widgets keep them, by the days of the municipality
    in scope; says how many. One statement and one a widget. Commits."""
    removed, today = 0, clock.today(timezone)
    for widget in db.session.scalars(select(Widget)):
        pages = select(WebPage.id).where(WebPage.widget_id == widget.id)
        done = db.session.execute(
            update(Reaction)
            .where(
                Reaction.page_id.in_(pages),
                Reaction.day < clock.months_later(today, -widget.retention_months),
                Reaction.text != "",
            )
            .values(text="")
        )
        removed += int(done.rowcount)  # type: ignore[attr-defined]
    db.session.commit()
    log.info("reactions.texts_removed n=%s", removed)
    return removed
