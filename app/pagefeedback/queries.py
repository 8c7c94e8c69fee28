"""Questions about page feedback: widgets and their rules, pages, what was said about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, literal_column, select

from app.core.db import db
from app.pagefeedback.handling import Handling
from app.pagefeedback.known import AnyWidget
from app.pagefeedback.models import Reaction, WebPage, WidgetRule

UNREAD = Reaction.state == literal_column("'new'")
"""Comments that nobody has read, said as `ix_reaction_new` has it: a parameter would not be."""
MOST_PAGES = 100
MOST_COMMENTS = 50
"""On one page of a list."""


def rules_of(of: AnyWidget) -> Sequence[WidgetRule]:
    """The rules of a widget, in the order of their prefixes."""
    query = select(WidgetRule).where(WidgetRule.widget_id == of.id)
    return db.session.scalars(query.order_by(WidgetRule.prefix)).all()


def page_at(of: AnyWidget, url: str) -> WebPage | None:
    """The page at a canonical address."""
    query = select(WebPage).where(WebPage.widget_id == of.id, WebPage.url == url)
    return db.session.scalars(query).one_or_none()


def page(id: UUID, *, to_change: bool = False) -> WebPage | None:
    query = select(WebPage).where(WebPage.id == id)
    return db.session.scalars(query.with_for_update() if to_change else query).one_or_none()


def reaction(id: UUID, of: AnyWidget) -> Reaction | None:
    """A reaction to a page of a widget, to be changed."""
    query = (
        select(Reaction)
        .join(WebPage, WebPage.id == Reaction.page_id)
        .where(Reaction.id == id, WebPage.widget_id == of.id)
    )
    return db.session.scalars(query.with_for_update(of=Reaction)).one_or_none()


def comment_on(id: UUID, of: WebPage) -> Reaction | None:
    """A comment on a page, to be moved on."""
    query = select(Reaction).where(
        Reaction.id == id, Reaction.page_id == of.id, Reaction.state.is_not(None)
    )
    return db.session.scalars(query.with_for_update()).one_or_none()


@dataclass(frozen=True, slots=True)
class Listed:
    """A page with what waits on it."""

    page: WebPage
    comments: int
    new: int
    urgent: int
    """New comments that speak of danger to life."""


def pages_of(areas: Collection[UUID] | None, state: Handling | None = None) -> Sequence[Listed]:
    """The pages that some areas answer for (None: all), those with danger first, then those with
    most new comments. At most MOST_PAGES. Two statements."""
    waiting = (
        select(
            Reaction.page_id,
            func.count().label("new"),
            func.sum(case((Reaction.is_urgent, 1), else_=0)).label("urgent"),
        )
        .where(UNREAD)
        .group_by(Reaction.page_id)
        .subquery()
    )
    urgent, new = func.coalesce(waiting.c.urgent, 0), func.coalesce(waiting.c.new, 0)
    query = (
        select(WebPage, new, urgent)
        .outerjoin(waiting, waiting.c.page_id == WebPage.id)
        .order_by(urgent.desc(), new.desc(), WebPage.url)
        .limit(MOST_PAGES)
    )
    if areas is not None:
        query = query.where(WebPage.area_id.in_(list(areas)))
    if state is not None:
        query = query.where(WebPage.state == state)
    found = db.session.execute(query).all()
    comments = _comments([row[0].id for row in found])
    return [Listed(page, comments.get(page.id, 0), new, urgent) for page, new, urgent in found]


def _comments(pages: Collection[UUID]) -> Mapping[UUID, int]:
    """How many comments there are on some pages."""
    if not pages:
        return {}
    query = (
        select(Reaction.page_id, func.count())
        .where(
            Reaction.page_id.in_(pages),
            Reaction.state.is_not(None),
            Reaction.state != Handling.QUARANTINED,
        )
        .group_by(Reaction.page_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def comments_on(of: WebPage, *, quarantined: bool = False, page: int = 1) -> Sequence[Reaction]:
    """What was written about a page: danger first, then what nobody has read, then the newest;
    MOST_COMMENTS at a time."""
    put_aside = Reaction.state == Handling.QUARANTINED
    query = (
        select(Reaction)
        .where(
            Reaction.page_id == of.id,
            Reaction.state.is_not(None),
            put_aside if quarantined else Reaction.state != Handling.QUARANTINED,
        )
        .order_by(
            (Reaction.is_urgent & (Reaction.state == Handling.NEW)).desc(),
            (Reaction.state == Handling.NEW).desc(),
            Reaction.day.desc(),
            Reaction.hour.desc(),
            Reaction.id,
        )
        .offset((page - 1) * MOST_COMMENTS)
        .limit(MOST_COMMENTS)
    )
    return db.session.scalars(query).all()
