"""Which area and rule the pages of a widget fall under, once the rules have changed. Reactions that
were given already stay with the area that was responsible when they came."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import ColumnElement, func, select, update

from app.accounts import audit
from app.core import clock, jobs
from app.core.db import db
from app.organisation.models import Area
from app.pagefeedback import known, queries, rules
from app.pagefeedback.models import WebPage, Widget, WidgetRule
from app.pagefeedback.service import AnotherWasFirst

log = logging.getLogger(__name__)

JOB = "web_pages.file"

AT_ONCE = 2000
"""Pages that are filed while the administrator waits; more are left to the job."""

AGAIN = timedelta(minutes=2)
"""After that no process goes by the rules of before: pages that it met meanwhile are put right."""

IN_ONE_STATEMENT = 500

Place = tuple[UUID, UUID | None]
"""The area that answers for a page, and the rule that says so."""


def choose(page: WebPage, area_id: UUID | None, *, revision: int) -> None:
    """Another area answers for a page, whatever the rules say; None: that of the rules again.
    Its themes and objectives go by the rules as before. AnotherWasFirst where the page is no
    longer as it was looked at. Flushes, never commits."""
    if page.revision != revision:
        raise AnotherWasFirst
    by_rules, page.rule_id = by_the_rules(page)
    page.area_by_hand = area_id is not None
    page.area_id = area_id or by_rules
    page.revision += 1
    db.session.flush()
    area = db.session.scalars(select(Area).where(Area.id == page.area_id)).one()
    if page.area_by_hand:
        audit.record("page.overruled", "page", page.id, page=page.url, area=area.key)
    else:
        audit.record("page.ruled", "page", page.id, page=page.url, area=area.key)


def by_the_rules(page: WebPage) -> Place:
    """Where a page belongs by the rules of its widget."""
    widget = db.session.scalars(select(Widget).where(Widget.id == page.widget_id)).one()
    return place_of(widget, queries.rules_of(widget), page.url)


def place_of(widget: Widget, its_rules: Iterable[WidgetRule], url: str) -> Place:
    """Where a page belongs by the rules."""
    return _place(widget, rules.longest(its_rules, url))


def _place(widget: Widget, rule: WidgetRule | None) -> Place:
    return (rule.area_id, rule.id) if rule else (widget.area_id, None)


def file_again(widget: Widget) -> None:
    """Put the pages of a widget under its rules as they are now: at once where they are few, and
    by a job in any case, for those that another process meets by the rules of before."""
    count = select(func.count()).select_from(WebPage).where(WebPage.widget_id == widget.id)
    are_few = db.session.execute(count).scalar_one() <= AT_ONCE
    if are_few:
        _file(widget)
    now = clock.now()
    for due_at in (now + AGAIN,) if are_few else (now, now + AGAIN):
        jobs.enqueue(JOB, {"widget": str(widget.id)}, due_at=due_at)


def leave(rule: WidgetRule) -> None:
    """No page falls under the rule any more."""
    db.session.execute(update(WebPage).where(WebPage.rule_id == rule.id).values(rule_id=None))


def pages_by_rule(widget: Widget) -> Mapping[UUID | None, int]:
    """How many pages fall under each rule; None: under none."""
    query = (
        select(WebPage.rule_id, func.count())
        .where(WebPage.widget_id == widget.id)
        .group_by(WebPage.rule_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _file(widget: Widget) -> int:
    """Says how many pages have moved."""
    index = rules.Index(queries.rules_of(widget))
    moved: dict[Place, list[UUID]] = defaultdict(list)
    ruled: dict[UUID | None, list[UUID]] = defaultdict(list)
    query = select(
        WebPage.id, WebPage.url, WebPage.area_id, WebPage.rule_id, WebPage.area_by_hand
    ).where(WebPage.widget_id == widget.id)
    for id, url, area_id, rule_id, by_hand in db.session.execute(query):
        place = _place(widget, index.longest(url))
        if by_hand and place[1] != rule_id:
            ruled[place[1]].append(id)
        elif not by_hand and place != (area_id, rule_id):
            moved[place].append(id)
    for (area, rule), ids in moved.items():
        _write(ids, WebPage.area_by_hand.is_(False), area_id=area, rule_id=rule)
    for rule, ids in ruled.items():
        _write(ids, WebPage.area_by_hand.is_(True), rule_id=rule)
    known.forget()
    return sum(map(len, moved.values()))


def _write(ids: Sequence[UUID], still: ColumnElement[bool], **values: UUID | None) -> None:
    """Somebody may choose an area by hand at this very moment: that stands."""
    for some in _parts(ids):
        db.session.execute(update(WebPage).where(WebPage.id.in_(some), still).values(**values))


def _parts(ids: Sequence[UUID]) -> Iterator[Collection[UUID]]:
    for start in range(0, len(ids), IN_ONE_STATEMENT):
        yield ids[start : start + IN_ONE_STATEMENT]


def _do(payload: Mapping[str, Any]) -> None:
    """The job. The widget is held meanwhile: two do not file by different rules."""
    query = select(Widget).where(Widget.id == UUID(payload["widget"]))
    widget = db.session.scalars(query.with_for_update(key_share=True)).one_or_none()
    if widget is not None:
        log.info("web_pages.filed widget=%s moved=%s", widget.key, _file(widget))


def install(app: Flask) -> None:
    jobs.handle(app, JOB, _do)
