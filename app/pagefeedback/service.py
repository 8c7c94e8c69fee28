"""Taking in what readers say about a page, and moving it on: flushes, never commits."""

import logging
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from app.core.text import tidy
from app.engagement import moderation
from app.pagefeedback import clicks, known, new_pages, queries, rules, stored
from app.pagefeedback.handling import Handling, may_follow
from app.pagefeedback.known import AnyWidget, KnownPage
from app.pagefeedback.models import LONGEST_TITLE, Reaction, Viewport, WebPage

log = logging.getLogger(__name__)

LONGEST_TEXT = 2000


class AnotherWasFirst(Exception):
    """Somebody has changed or moved it since it was looked at: nothing was changed."""


class NotPossible(Exception):
    """Nothing in this state is moved to that one."""


class AlreadyHandled(Exception):
    """An official has read the text: it is not written over any more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader reacts to, and on what kind of screen. `url` is canonical."""

    url: str
    title: str
    lang: str
    viewport: Viewport = Viewport.MEDIUM
    version: str = ""


def react(
    widget: AnyWidget,
    seen: Seen,
    value: int,
    *,
    timezone: str,
    is_suspect: bool = False,
    id: UUID | None = None,
) -> Reaction:
    """Keep a reaction as `take` does, and have its row."""
    taken = take(widget, seen, value, timezone=timezone, is_suspect=is_suspect, id=id)
    return db.session.scalars(select(Reaction).where(Reaction.id == taken)).one()


def take(
    widget: AnyWidget,
    seen: Seen,
    value: int,
    *,
    timezone: str,
    is_suspect: bool = False,
    id: UUID | None = None,
) -> UUID:
    """Keep a reaction with the hour it came and the area that is responsible now; its id. One
    statement where the page is known, and no row in the session, which would cost as much."""
    page = known.page(widget, seen.url) or _new_page(widget, seen)
    clicks.count(page.id)
    now = clock.now().astimezone(ZoneInfo(timezone))
    kept = id or uuid4()
    row = {
        "id": kept,
        "page_id": page.id,
        "area_id": page.area_id,
        "day": now.date(),
        "hour": now.hour,
        "value": value,
        "scale": widget.scale,
        "lang": seen.lang,
        "version": seen.version,
        "viewport": seen.viewport,
        "is_suspect": is_suspect,
    }
    db.session.execute(insert(Reaction), [row])
    return kept


def _new_page(widget: AnyWidget, seen: Seen) -> KnownPage:
    new_pages.count(widget)
    return _made(widget, seen)


def _made(widget: AnyWidget, seen: Seen) -> KnownPage:
    rule = rules.longest(queries.rules_of(widget), seen.url)
    title = moderation.masked(" ".join(tidy(seen.title).split())).text
    page = WebPage(
        widget_id=widget.id,
        url=seen.url,
        title=title[:LONGEST_TITLE],
        lang=seen.lang,
        area_id=rule.area_id if rule else widget.area_id,
        rule_id=rule.id if rule else None,
        state=Handling.NEW,
    )
    try:
        with db.session.begin_nested():
            db.session.add(page)
    except IntegrityError:
        found = known.page(widget, seen.url)  # somebody else reacted to it at this moment
        if found is None and rule is None:
            raise
        return found or _made(widget, seen)  # its rule was removed at this moment
    log.info("web_page.met page=%s widget=%s", page.id, widget.key)
    return KnownPage(page.id, page.area_id)


def change(reaction: Reaction, value: int, *, scale: int, today: date) -> None:
    """The reader thought better of it, on the scale that the widget has now."""
    reaction.value, reaction.scale = value, scale
    _recount(reaction, today)
    db.session.flush()


def _recount(reaction: Reaction, today: date) -> None:
    """What is stored of an earlier day holds no longer. (A day is stored once it is over.)"""
    if reaction.day < today:
        stored.mark_changed(reaction.page_id, reaction.day)


def hold_page_of(reaction_id: UUID) -> None:
    """Let nobody else move the page of a reaction meanwhile. Officials hold a page before what
    was said about it; were a reader to do it the other way round, each would wait for the other.
    """
    page = select(Reaction.page_id).where(Reaction.id == reaction_id).scalar_subquery()
    query = select(WebPage).where(WebPage.id == page)
    db.session.scalars(query.with_for_update(key_share=True)).one_or_none()


def comment(
    reaction: Reaction,
    text: str,
    *,
    was_quick: bool,
    is_suspect: bool,
    today: date | None = None,
) -> None:
    """Keep a text, masked, with the reaction it belongs to. Sent again it stands in for the
    first; AlreadyHandled once an official has taken it up. `today` may be left out for a
    reaction that came in just now."""
    if reaction.state not in (None, Handling.NEW, Handling.QUARANTINED):
        raise AlreadyHandled
    spam = (
        is_suspect or reaction.is_suspect or moderation.looks_like_spam(text, was_quick=was_quick)
    )
    reaction.text = moderation.masked(tidy(text)).text
    reaction.state = Handling.QUARANTINED if spam else Handling.NEW
    reaction.is_urgent = moderation.speaks_of_danger(text)
    reaction.revision += 1
    _recount(reaction, today or reaction.day)
    if not spam:
        page = db.session.scalars(select(WebPage).where(WebPage.id == reaction.page_id)).one()
        if page.state != Handling.NEW:
            page.state = Handling.NEW
            page.revision += 1
    db.session.flush()


def move(thing: WebPage | Reaction, to: Handling, *, revision: int, today: date) -> None:
    """Move a page or a comment on to another state. `revision` is that which was looked at:
    AnotherWasFirst where it is no longer the present one."""
    if thing.revision != revision:
        raise AnotherWasFirst
    if thing.state is None or not may_follow(thing.state, to):
        raise NotPossible
    if isinstance(thing, WebPage):
        if to == Handling.QUARANTINED:
            raise NotPossible
        if to == Handling.CHANGED:
            thing.changed_on = today
        elif thing.state == Handling.CHANGED:
            thing.changed_on = None  # it was marked by mistake
        log.info("web_page.moved page=%s to=%s", thing.id, to)
    else:
        thing.is_suspect = thing.is_suspect and to == Handling.QUARANTINED
        _recount(thing, today)
    thing.state = to
    thing.revision += 1
    db.session.flush()
