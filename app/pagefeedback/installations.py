"""Whether widgets stand where they should: the day of the last reaction from each site. What
readers give is all that is known, as nothing is kept of who only reads."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import String, case, func, literal, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.pagefeedback.models import Reaction, WebPage, Widget

HOSTED = "hosted"
"""The version that reactions of the hosted form carry: they say nothing of the site."""


def last_seen(widgets: Sequence[Widget]) -> Mapping[tuple[UUID, str], date]:
    """The day of the last reaction by widget and origin, where there has been any. One statement:
    for each page the index is asked for its last."""
    origins = sorted({origin for widget in widgets for origin in widget.origins})
    if not origins:
        return {}
    site = case(
        *(
            (WebPage.url.startswith(f"{origin}/", autoescape=True), literal(origin, String))
            for origin in origins
        ),
        else_="",
    )
    one = aliased(Reaction)
    last = (
        select(one.day)
        .where(one.page_id == WebPage.id, one.version != HOSTED)
        .order_by(one.day.desc())
        .limit(1)
        .scalar_subquery()
    )
    pages = (
        select(WebPage.widget_id, site.label("site"), last.label("last"))
        .where(WebPage.widget_id.in_([widget.id for widget in widgets]))
        .subquery()
    )
    query = select(pages.c.widget_id, pages.c.site, func.max(pages.c.last)).group_by(
        pages.c.widget_id, pages.c.site
    )
    return {
        (widget_id, origin): day
        for widget_id, origin, day in db.session.execute(query)
        if day is not None
    }
