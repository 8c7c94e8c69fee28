"""A year of page feedback: the same at every load, its days relative to the day of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.core import clock
from app.core.db import db
from app.core.documents import read_yaml
from app.core.i18n import TranslatedText
from app.demo import site
from app.demo.voices import BATCH
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.pagefeedback import queries, rules, service
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import (
    Reaction,
    Viewport,
    WebPage,
    Widget,
    WidgetRule,
    WidgetRuleObjective,
    WidgetRuleTheme,
)

HERE = Path(__file__).parent / "pages"
A_YEAR = 365
WRITING = 0.11
"""The share of readers who also write."""
UNREAD = 12
"""Days for which comments wait at most."""
CHANGED = (19, 74, 151, 230)
"""Days since pages were changed because of what readers said."""
HOURS = (7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 21, 22)
URGENT = "Sillan kaide on poikki, joku on hengenvaarassa jos siitä nojaa."
SPAM = '<a href="https://pills.example">Halpoja pillereitä</a>'


def profile(city: str) -> Mapping[str, Any]:
    """What `pages/<city>.yaml` says."""
    found, _faults = read_yaml((HERE / f"{city}.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def seed(place: Place) -> tuple[str, int]:
    """Set up a demo city's widget and fill its pages; the widget's key and the reactions."""
    told = profile(place.slug)
    widget = _widget(told["widget"], place)
    _rules(widget, told["rules"])
    rng = Random(f"{place.slug}/pages")  # noqa: S311 - seeded on purpose
    pages = [(_page(widget, one), one) for one in told["pages"]]
    today = clock.today(place.timezone)
    rows = [
        _reaction(widget, *_drawn(pages, rng), told, today, rng) for _ in range(told["reactions"])
    ]
    rows += _special(pages[0][0], widget, today, rng)
    for start in range(0, len(rows), BATCH):
        db.session.execute(insert(Reaction), rows[start : start + BATCH])
    _move_on(pages, today)
    return widget.key, len(rows)


def _widget(told: Mapping[str, Any], place: Place) -> Widget:
    areas = organisation.area_tree().by_key
    widget = Widget(
        key=told["key"],
        name=TranslatedText(told["name"]),
        scale=told["scale"],
        origins=[told["origin"], site.origin(place)],
        area_id=areas[told["area"]].id,
    )
    db.session.add(widget)
    db.session.flush()
    return widget


def _rules(widget: Widget, told: list[Mapping[str, Any]]) -> None:
    areas = organisation.area_tree().by_key
    themes = {theme.key: theme.id for theme in organisation.themes()}
    objectives = {
        one.key: one.id
        for view in organisation.strategies()
        for goal in view.goals
        for one in goal.objectives
    }
    for one in told:
        rule = WidgetRule(widget_id=widget.id, prefix=one["prefix"], area_id=areas[one["area"]].id)
        db.session.add(rule)
        db.session.flush()
        for key in one.get("themes", ()):
            db.session.add(WidgetRuleTheme(rule_id=rule.id, theme_id=themes[key]))
        for key in one.get("objectives", ()):
            db.session.add(WidgetRuleObjective(rule_id=rule.id, objective_id=objectives[key]))
    db.session.flush()


def _page(widget: Widget, told: Mapping[str, Any]) -> WebPage:
    url = f"{widget.origins[0]}{told['path']}"
    rule = rules.longest(queries.rules_of(widget), url)
    page = WebPage(
        widget_id=widget.id,
        url=url,
        title=told["title"],
        lang=told["lang"],
        area_id=rule.area_id if rule else widget.area_id,
        rule_id=rule.id if rule else None,
        state=Handling.READ,
    )
    db.session.add(page)
    db.session.flush()
    return page


Told = tuple[WebPage, Mapping[str, Any]]


def _drawn(pages: list[Told], rng: Random) -> Told:
    return rng.choices(pages, [one["weight"] for _page, one in pages])[0]


def _reaction(
    widget: Widget,
    page: WebPage,
    about: Mapping[str, Any],
    told: Mapping[str, Any],
    today: date,
    rng: Random,
) -> dict[str, Any]:
    age = rng.randrange(A_YEAR)
    first, last = about["good"]
    is_good = rng.random() < first + (last - first) * (1 - age / A_YEAR)
    value = widget.scale if is_good else rng.randint(1, widget.scale - 1)
    row = _row(page, widget, value, today - timedelta(days=age), rng)
    if rng.random() < WRITING:
        words = told["comments"][page.lang]["good" if is_good else "poor"]
        row |= {"text": rng.choice(words), "state": _handled(age, rng)}
    return row


def _handled(age: int, rng: Random) -> Handling:
    if age <= UNREAD:
        return rng.choice((Handling.NEW, Handling.NEW, Handling.READ))
    return rng.choice((Handling.READ, Handling.READ, Handling.IN_HAND, Handling.CHANGED))


def _row(page: WebPage, widget: Widget, value: int, day: date, rng: Random) -> dict[str, Any]:
    return {
        "id": UUID(int=rng.getrandbits(128), version=4),
        "page_id": page.id,
        "area_id": page.area_id,
        "day": day,
        "hour": rng.choice(HOURS),
        "value": value,
        "scale": widget.scale,
        "lang": page.lang,
        "version": "1.0.0",
        "viewport": rng.choice((Viewport.SMALL, Viewport.SMALL, Viewport.LARGE)),
        "text": None,
        "state": None,
        "is_urgent": False,
        "is_suspect": False,
        "revision": 1,
    }


def _special(page: WebPage, widget: Widget, today: date, rng: Random) -> list[dict[str, Any]]:
    """A comment that cannot wait, and one that is none."""
    yesterday = today - timedelta(days=1)
    urgent = {"text": URGENT, "state": Handling.NEW, "is_urgent": True}
    spam = {"text": SPAM, "state": Handling.QUARANTINED}
    return [_row(page, widget, 1, yesterday, rng) | one for one in (urgent, spam)]


def _move_on(pages: list[Told], today: date) -> None:
    """Pages with unread comments are new; of the others some have been changed in the year."""
    changes = iter(CHANGED)
    for page, _about in pages:
        waiting = any(one.state == Handling.NEW for one in queries.comments_on(page))
        ago = None if waiting else next(changes, None)
        if waiting:
            page.state = Handling.NEW
            page.revision += 1  # an official has read what was said before
        elif ago is not None:
            on = today - timedelta(days=ago)
            service.move(page, Handling.CHANGED, revision=page.revision, today=on)
    db.session.flush()
