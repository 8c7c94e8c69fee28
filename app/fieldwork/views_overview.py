"""The desk's first page of a survey: how it is going, and what to do next."""

from datetime import date
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core import clock
from app.core.access import Rule, access
from app.core.i18n import PREFIX, current_language
from app.core.languages import AUTONYMS
from app.fieldwork import watching
from app.fieldwork import watching_words as words
from app.fieldwork.watching import MOST_COLUMNS, Watch, Ways
from app.organisation import tenancy
from app.surveys import desk, desk_pages, library, listing
from app.surveys.models import Survey

blueprint = Blueprint(
    "fieldwork", __name__, url_prefix=PREFIX + "/desk/surveys/<slug>", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)

Bar = tuple[str, int, float]


@blueprint.get("/")
@access(USE)
def overview(slug: str) -> ResponseReturnValue:
    found = desk.find(slug)
    survey = found.published
    zone = tenancy.place().timezone
    watch = watching.of_survey(survey, now=clock.now(), timezone=zone)
    return desk_pages.render(
        "fieldwork/overview.html",
        found,
        "",
        when=listing.card(survey, found.area, zone),
        watch=watch,
        **_columns(watch),
        channels=_bars({str(words.CHANNELS[one]): n for one, n in watch.channels.items()}),
        **_told(survey, watch.ways),
    )


def _columns(watch: Watch) -> dict[str, Any]:
    """Responses as columns: a day each, or a week or a month where there would be too many."""
    if len(watch.by_day) <= MOST_COLUMNS:
        points = [_column(day, "d.M.", "long", n) for day, n in watch.by_day]
        return {"by": _("Responses by day"), "points": points}
    if len(watch.by_week) <= MOST_COLUMNS:
        weeks = [_column(monday, "d.M.", "long", n) for monday, n in watch.by_week]
        points = [(short, _("the week from %(day)s", day=full), n) for short, full, n in weeks]
        return {"by": _("Responses by week"), "points": points}
    points = [_column(month, "LLL", "LLLL yyyy", n) for month, n in watch.by_month]
    return {"by": _("Responses by month"), "points": points[-MOST_COLUMNS:]}


def _column(day: date, short: str, full: str, n: int) -> tuple[str, str, int]:
    return format_date(day, short), format_date(day, full), n


def _told(survey: Survey, ways: Ways | None) -> dict[str, Any]:
    if ways is None:
        return {"devices": [], "spoken": [], "stops": [], "duration": ""}
    return {
        "devices": _bars({str(words.DEVICES[one]): n for one, n in ways.devices.items()}),
        "spoken": _bars({AUTONYMS.get(one, one): n for one, n in ways.languages.items()}),
        "stops": _stops(survey, ways),
        "duration": words.duration(ways.seconds) if ways.seconds is not None else "",
    }


def _bars(counts: dict[str, int]) -> list[Bar]:
    """(label, count, share) with the largest first."""
    whole = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    return [(label, n, n / whole) for label, n in ordered]


def _stops(survey: Survey, ways: Ways) -> list[tuple[str, int, int, float]]:
    """(page, reached, stopped, share) for each page, by its title where it has one."""
    containers = library.compiled(survey.id, survey.version).containers
    lang, rows = current_language(), []
    for one in ways.stops:
        title = containers[one.page].title_in(lang)
        label = _("Page %(number)s", number=one.number)
        rows.append((f"{label}: {title}" if title else label, one.reached, one.stopped, one.share))
    return rows
