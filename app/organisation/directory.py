"""The directory of municipalities: which host is whose, cached in the process for some seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from types import MappingProxyType
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import exists, or_, select

from app.core import clock
from app.core.db import db
from app.core.i18n import TranslatedText
from app.core.languages import LANGUAGES
from app.organisation import look
from app.organisation.models import Municipality, Strategy, Theme

LIFETIME = 10.0
"""Seconds that another process may lag behind a change of names, hosts or colours."""


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as every page needs it: no row, no session, safe to share."""

    id: UUID
    slug: str
    name: TranslatedText
    intro: TranslatedText
    languages: tuple[str, ...]
    timezone: str
    hosts: tuple[str, ...]
    idea_answer_days: int
    theme: str
    """Style sheet of the city's colours."""
    theme_hash: str

    def name_in(self, lang: str) -> str:
        return self.name.in_(lang)[0]


@dataclass(frozen=True, slots=True)
class Offering:
    """What a municipality has, so that no page offers what it has not."""

    themes: bool
    strategy: bool


class _Cache:
    def __init__(self) -> None:
        self._lock = Lock()
        self._until = 0.0
        self._places: Mapping[str, Place] = MappingProxyType({})
        self._offerings: dict[UUID, Offering] = {}

    def by_host(self) -> Mapping[str, Place]:
        with self._lock:
            if monotonic() >= self._until:
                self._places = MappingProxyType(_read())
                self._offerings = {}
                self._until = monotonic() + LIFETIME
            return self._places

    def offering(self, place: Place) -> Offering:
        known = self._offerings.get(place.id)
        if known is None:
            known = self._offerings[place.id] = _read_offering(place)
        return known

    def forget(self) -> None:
        with self._lock:
            self._until = 0.0


def _read() -> dict[str, Place]:
    places: dict[str, Place] = {}
    for row in db.session.scalars(select(Municipality).order_by(Municipality.slug)):
        css = look.stylesheet(row.colour)
        place = Place(
            id=row.id,
            slug=row.slug,
            name=row.name,
            intro=row.intro,
            languages=tuple(lang for lang in row.languages if lang in LANGUAGES),
            timezone=row.timezone,
            hosts=tuple(host.host for host in row.hosts),
            idea_answer_days=row.idea_answer_days,
            theme=css,
            theme_hash=look.digest(css),
        )
        places.update(dict.fromkeys(place.hosts, place))
    return places


def _read_offering(place: Place) -> Offering:
    today = clock.today(place.timezone)
    in_force = or_(Theme.valid_until.is_(None), Theme.valid_until >= today)
    row = db.session.execute(
        select(
            Municipality.id,
            exists().where(Theme.municipality_id == place.id, in_force),
            exists().where(Strategy.municipality_id == place.id),
        ).where(Municipality.id == place.id)
    ).one()
    return Offering(themes=row[1], strategy=row[2])


def install(app: Flask) -> None:
    app.extensions["directory"] = _Cache()


def _cache() -> _Cache:
    cache: _Cache = current_app.extensions["directory"]
    return cache


def by_host(host: str) -> Place | None:
    """The municipality at a host name (without port), or None."""
    return _cache().by_host().get(host)


def all_places() -> tuple[Place, ...]:
    """Every municipality, by slug."""
    by_slug = {place.slug: place for place in _cache().by_host().values()}
    return tuple(by_slug[slug] for slug in sorted(by_slug))


def offering(place: Place) -> Offering:
    """What the municipality in scope has: one statement now and then, kept as long as places."""
    return _cache().offering(place)


def forget() -> None:
    """Read anew at the next question: after a pack was loaded in this process."""
    _cache().forget()
