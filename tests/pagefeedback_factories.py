"""Widgets, pages and what readers said: rows made the way the service makes them, in the
municipality in scope."""

from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.organisation.models import Area, Objective, Theme
from app.pagefeedback import queries, service
from app.pagefeedback.models import (
    Reaction,
    Viewport,
    WebPage,
    Widget,
    WidgetRule,
    WidgetRuleObjective,
    WidgetRuleTheme,
)
from app.pagefeedback.service import Seen
from tests import factories

TIMEZONE = "Europe/Helsinki"
SITE = "https://www.joensuu.example"


def widget(
    area: Area,
    key: str | None = None,
    *,
    scale: int = 2,
    origins: tuple[str, ...] = (SITE,),
    is_active: bool = True,
) -> Widget:
    key = key or f"widget-{factories.number()}"
    return factories.keep(
        Widget(
            key=key,
            name=factories.texts(f"Widget {key}"),
            scale=scale,
            origins=list(origins),
            area_id=area.id,
            is_active=is_active,
        )
    )


def rule(
    of: Widget,
    prefix: str,
    area: Area,
    *,
    themes: tuple[Theme, ...] = (),
    objectives: tuple[Objective, ...] = (),
) -> WidgetRule:
    row = factories.keep(WidgetRule(widget_id=of.id, prefix=prefix, area_id=area.id))
    for theme in themes:
        factories.keep(WidgetRuleTheme(rule_id=row.id, theme_id=theme.id))
    for objective in objectives:
        factories.keep(WidgetRuleObjective(rule_id=row.id, objective_id=objective.id))
    return row


def react(
    to: Widget,
    path: str = "/",
    value: int = 1,
    text: str = "",
    *,
    is_suspect: bool = False,
) -> Reaction:
    """Somebody reacts to a page now, and perhaps writes."""
    title = f"Page {path} {factories.marker()}"
    seen = Seen(f"{to.origins[0]}{path}", title, "fi", Viewport.SMALL, "1.0.0")
    found = service.react(to, seen, value, timezone=TIMEZONE, is_suspect=is_suspect)
    if text:
        service.comment(found, text, was_quick=False, is_suspect=False)
    return found


def page(to: Widget, path: str = "/") -> WebPage:
    """A page that has been reacted to."""
    found = queries.page_at(to, f"{to.origins[0]}{path}")
    assert found is not None
    return found


def reactions(page_id: UUID | None = None) -> list[Reaction]:
    query = select(Reaction)
    if page_id is not None:
        query = query.where(Reaction.page_id == page_id)
    return list(db.session.scalars(query))
