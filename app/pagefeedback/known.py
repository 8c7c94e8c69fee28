"""What a click needs to know of its widget and page, kept in the process for some seconds.

What changes through the ORM is forgotten here at once, and again when it is committed; other
processes may lag behind by LIFETIME. After a statement that changes rows in bulk: `forget()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol
from uuid import UUID

from flask import current_app
from sqlalchemy import event, select
from sqlalchemy.orm import Session, object_session

from app.core import scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.pagefeedback.models import WebPage, Widget, WidgetRule

LIFETIME = 5.0
"""Seconds that another process may lag behind: so long it may still take reactions for a widget
that is out of use, from a site that was struck off, or for the area before."""

MOST_PAGES = 5000
"""Addresses of a municipality that are kept at a time."""

EXTENSION = "known_widgets"
_CHANGED = "widgets_changed"


class AnyWidget(Protocol):
    """What taking in a reaction asks of a widget, of the row itself or as it is known here."""

    @property
    def id(self) -> UUID: ...
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> TranslatedText: ...
    @property
    def scale(self) -> int: ...
    @property
    def origins(self) -> Sequence[str]: ...
    @property
    def area_id(self) -> UUID: ...
    @property
    def guidance(self) -> TranslatedText: ...


@dataclass(frozen=True, slots=True)
class KnownWidget:
    """A widget in use: no row, no session, safe to share."""

    id: UUID
    key: str
    name: TranslatedText
    scale: int
    origins: tuple[str, ...]
    area_id: UUID
    guidance: TranslatedText


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page that was reacted to before, and the area that answers for it."""

    id: UUID
    area_id: UUID


@dataclass(slots=True)
class _Knowledge:
    """Of one municipality. Whoever forgets lets go of the whole: what is being read meanwhile
    is put into what nobody asks any more."""

    until: float
    widgets: dict[str, KnownWidget] = field(default_factory=dict)
    pages: dict[tuple[UUID, str], KnownPage] = field(default_factory=dict)


def widget(key: str) -> KnownWidget | None:
    """The widget of the municipality in scope that is in use under a key. One statement now and
    then."""
    known = _present()
    found = known.widgets.get(key)
    if found is None:
        row = db.session.scalars(
            select(Widget).where(Widget.key == key, Widget.is_active)
        ).one_or_none()
        if row is None:
            return None
        found = known.widgets[key] = _of_row(row)
    return found


def page(of: AnyWidget, url: str) -> KnownPage | None:
    """The page at a canonical address. One statement now and then."""
    known = _present()
    found = known.pages.get((of.id, url))
    if found is None:
        row = db.session.execute(
            select(WebPage.id, WebPage.area_id).where(
                WebPage.widget_id == of.id, WebPage.url == url
            )
        ).one_or_none()
        if row is None:
            return None
        if len(known.pages) >= MOST_PAGES:
            known.pages.clear()
        found = known.pages[of.id, url] = KnownPage(row.id, row.area_id)
    return found


def forget() -> None:
    """Read anew at the next question of the municipality in scope, and once more when this
    transaction ends: something was changed."""
    _changed(db.session(), scope.required_municipality_id())


def _of_row(row: Widget) -> KnownWidget:
    return KnownWidget(
        id=row.id,
        key=row.key,
        name=row.name,
        scale=row.scale,
        origins=tuple(row.origins),
        area_id=row.area_id,
        guidance=row.guidance,
    )


def _all() -> dict[UUID, _Knowledge]:
    found: dict[UUID, _Knowledge] = current_app.extensions.setdefault(EXTENSION, {})
    return found


def _present() -> _Knowledge:
    everyone, municipality, now = _all(), scope.required_municipality_id(), monotonic()
    found = everyone.get(municipality)
    if found is None or now >= found.until:
        for other, its in list(everyone.items()):
            if now >= its.until:
                everyone.pop(other, None)  # also where nobody asks again
        found = everyone[municipality] = _Knowledge(now + LIFETIME)
    return found


@event.listens_for(Widget, "after_insert")
@event.listens_for(Widget, "after_update")
@event.listens_for(Widget, "after_delete")
@event.listens_for(WidgetRule, "after_insert")
@event.listens_for(WidgetRule, "after_update")
@event.listens_for(WidgetRule, "after_delete")
@event.listens_for(WebPage, "after_update")
@event.listens_for(WebPage, "after_delete")
def _on_change(mapper: object, connection: object, row: Any) -> None:
    session = object_session(row)
    assert session is not None
    _changed(session, row.municipality_id)


def _changed(session: Session, municipality: UUID) -> None:
    session.info.setdefault(_CHANGED, set()).add(municipality)
    _all().pop(municipality, None)


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _on_end(session: Session) -> None:
    for municipality in session.info.pop(_CHANGED, ()):
        _all().pop(municipality, None)
