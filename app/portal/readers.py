"""What residents read of page feedback: how readers liked a page, by whole months, and what was
changed because of it. No text of anybody's: docs/adr/0007 says what may be told, and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.core.db import db
from app.organisation.models import Area
from app.organisation.queries import AreaTree
from app.pagefeedback import tallies
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import WebPage, Widget, WidgetRuleObjective, WidgetRuleTheme
from app.pagefeedback.tallies import ENOUGH
from app.portal.page_months import MonthCount, Months, Total, before, total

MOST_PAGES = 6

READ = or_(WebPage.state != Handling.NEW, WebPage.revision > 1)
"""An official has dealt with it: until then its title is whatever the first request said."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page; `told` None: too few reactions to tell anything of."""

    page: WebPage
    area: Area
    told: Total | None


@dataclass(frozen=True, slots=True)
class ReadPages:
    """Pages of something, the latest changed first, then by name; `more` did not fit."""

    months: Months
    pages: tuple[ReadPage, ...]
    more: int


def of_theme(theme_id: UUID, tree: AreaTree, today: date) -> ReadPages:
    rules = select(WidgetRuleTheme.rule_id).where(WidgetRuleTheme.theme_id == theme_id)
    return _told(WebPage.rule_id.in_(rules), tree, today)


def of_objective(objective_id: UUID, tree: AreaTree, today: date) -> ReadPages:
    rules = select(WidgetRuleObjective.rule_id).where(
        WidgetRuleObjective.objective_id == objective_id
    )
    return _told(WebPage.rule_id.in_(rules), tree, today)


def of_areas(area_ids: Collection[UUID], tree: AreaTree, today: date) -> ReadPages:
    return _told(WebPage.area_id.in_(list(area_ids)), tree, today)


def _told(which: ColumnElement[bool], tree: AreaTree, today: date) -> ReadPages:
    """Three statements or four, and one where there are no pages."""
    query = (
        select(WebPage, Widget.scale, func.count().over())
        .join(Widget, Widget.id == WebPage.widget_id)
        .where(which, READ)
        .order_by(
            WebPage.changed_on.is_(None),
            WebPage.changed_on.desc(),
            func.lower(WebPage.title),
            WebPage.url,
        )
        .limit(MOST_PAGES)
    )
    found = db.session.execute(query).all()
    months = before(today)
    counts = _counts({page.id: scale for page, scale, _all in found}, months) if found else {}
    return ReadPages(
        months,
        tuple(
            ReadPage(page, tree.by_id[page.area_id], total(counts.get(page.id, ()), months, ENOUGH))
            for page, _scale, _all in found
        ),
        more=found[0][2] - len(found) if found else 0,
    )


def _counts(presents: Mapping[UUID, int], months: Months) -> Mapping[UUID, Sequence[MonthCount]]:
    """Some pages' reactions by month since their steps began, of one scale; given are pages with
    the present scales of their widgets."""
    rows = tallies.by_month(presents, months.origin, months.last)
    used: dict[UUID, set[int]] = defaultdict(set)
    for page_id, _month, scale, _value, _n in rows:
        used[page_id].add(scale)
    scales = {page_id: tallies.told_scale(presents[page_id], used[page_id]) for page_id in used}
    told: dict[UUID, dict[date, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for page_id, month, scale, value, n in rows:
        if scale == scales[page_id]:
            counts = told[page_id][month]
            counts[0] += n
            counts[1] += n if value == scale else 0
    return {
        page_id: [MonthCount(month, n, best) for month, (n, best) in by_month.items()]
        for page_id, by_month in told.items()
    }


def changed(*, before: tuple[date, UUID] | None = None, size: int) -> Sequence[WebPage]:
    """Pages that were changed because of what readers said, the latest first; `before` is the day
    and the id of the last one seen. One statement."""
    query = select(WebPage).where(WebPage.changed_on.is_not(None))
    if before is not None:
        day, seen = before
        query = query.where(
            or_(
                WebPage.changed_on < day,
                and_(WebPage.changed_on == day, WebPage.id > seen),
            )
        )
    return db.session.scalars(
        query.order_by(WebPage.changed_on.desc(), WebPage.id).limit(size)
    ).all()
