"""The desk: what needs an official today, and the summary of each responsible area."""

import logging
from http import HTTPStatus
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from app.accounts.permissions import Permission, granted_areas
from app.accounts.session import principal
from app.core import clock
from app.core.access import Rule, access
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.fieldwork.watching import MOST_COLUMNS
from app.insights import desk, exports, periods, reading, summary
from app.insights.period_words import WHY
from app.insights.periods import Choice, PeriodFault
from app.insights.reading import Where
from app.insights.summary import AreaSummary
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.organisation.models import Area
from app.surveys import readings
from app.surveys.files.store import store

log = logging.getLogger(__name__)

blueprint = Blueprint("desk", __name__, url_prefix=PREFIX + "/desk", template_folder="templates")

USE = Rule(Permission.USE_DESK)
READ = Rule(Permission.READ_SUMMARY, area="key")


@blueprint.get("/")
@access(USE)
def start() -> ResponseReturnValue:
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    tree = organisation.area_tree()
    granted = granted_areas(who, Permission.READ_SUMMARY)
    roots = (
        [node.area for node in tree.roots]
        if granted is None
        else [area for area in tree.by_id.values() if area.id in granted]
    )
    found = desk.of_areas(
        roots,
        tree,
        organisation.themes(),
        timezone=tenancy.place().timezone,
        now=clock.now(),
    )
    return render_template(
        "insights/start.html",
        desk=found,
        sees_all=granted is None,
        today=clock.today(tenancy.place().timezone),
    )


@blueprint.get("/areas/<key>")
@access(READ)
def area(key: str) -> ResponseReturnValue:
    choice = _choice()
    found = _summary(key, choice)
    return render_template(
        "insights/area.html",
        summary=found,
        fault=choice.fault,
        months=_months(choice),
        query=_query(choice),
        is_usual=choice.period == periods.usual(clock.today(tenancy.place().timezone)),
        **_trend(found),
    )


@blueprint.get("/areas/<key>.csv")
@access(READ)
def area_csv(key: str) -> ResponseReturnValue:
    choice = _choice()
    if choice.fault is not None:
        return _no_file(key, choice.fault)
    found = _summary(key, choice)
    return _file(exports.as_csv(found), "text/csv; charset=utf-8", f"{exports.name(found)}.csv")


@blueprint.get("/areas/<key>.json")
@access(READ)
def area_json(key: str) -> ResponseReturnValue:
    choice = _choice()
    if choice.fault is not None:
        return _no_file(key, choice.fault)
    found = _summary(key, choice)
    return _file(exports.json_text(found), "application/json", f"{exports.name(found)}.json")


@blueprint.get("/areas/<key>/surveys/<slug>/texts/<path:question>")
@access(READ)
def texts(key: str, slug: str, question: str) -> ResponseReturnValue:
    choice = _choice()
    found = reading.of_question(
        _where(key, slug, choice),
        question,
        after=request.args.get("after", ""),
        lang=current_language(),
        now=clock.now(),
    )
    if found is None:
        raise Missing
    return render_template(
        "insights/texts.html",
        found=found,
        area=_area(key),
        key=key,
        query=_query(choice),
        fault=choice.fault,
    )


@blueprint.get("/areas/<key>/surveys/<slug>/files/<uuid:file_id>")
@access(READ)
def file(key: str, slug: str, file_id: UUID) -> ResponseReturnValue:
    """A file that a resident sent: never shown by us, only given to be opened elsewhere."""
    found = reading.of_file(_where(key, slug, _choice()), file_id, now=clock.now())
    if found is None:
        raise Missing
    try:
        content = store().open(found.id)
    except FileNotFoundError as fault:
        log.error("survey.file_missing id=%s", found.id)
        raise Missing from fault
    response = send_file(
        content, mimetype=found.media_type, as_attachment=True, download_name=found.name
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response


def _where(key: str, slug: str, choice: Choice) -> Where:
    theme = request.args.get("theme") or None
    return Where(area=_area(key), slug=slug, period=choice.period, theme_key=theme)


def _area(key: str) -> Area:
    found = organisation.area(key)
    if found is None:
        raise Missing
    return found


def _choice() -> Choice:
    today = clock.today(tenancy.place().timezone)
    return periods.read(request.args.get("from"), request.args.get("to"), today)


def _summary(key: str, choice: Choice) -> AreaSummary:
    return summary.for_area(
        _area(key),
        choice.period,
        lang=current_language(),
        timezone=tenancy.place().timezone,
        now=clock.now(),
    )


def _no_file(key: str, fault: PeriodFault) -> ResponseReturnValue:
    """A file has just the months that were asked for: rather none than one of others."""
    page = render_template(
        "errors/error.html",
        title=_("There is no file of these months"),
        explanation=WHY[fault],
        next_step=_("Choose the months on the page of the summary, and take the file from there."),
        action_href=url_for("desk.area", key=key),
        action_label=_("To the summary"),
    )
    return page, HTTPStatus.BAD_REQUEST, {"Cache-Control": "no-store"}


def _file(content: str, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _query(choice: Choice) -> dict[str, str]:
    """The period as an address carries it."""
    period = choice.period
    return {"from": f"{period.first:%Y-%m}", "to": f"{period.last:%Y-%m}"}


def _trend(found: AreaSummary) -> dict[str, object]:
    """Participation as columns: months, or years where months would be too many."""
    by_month = found.participation.by_month
    if len(by_month) <= MOST_COLUMNS:
        points = [
            (format_date(month, "L"), format_date(month, "LLLL yyyy"), n) for month, n in by_month
        ]
        return {"trend": points, "by_year": False}
    years: dict[int, int] = {}
    for month, n in by_month:
        years[month.year] = years.get(month.year, 0) + n
    return {"trend": [(str(year), str(year), n) for year, n in years.items()], "by_year": True}


def _months(choice: Choice) -> list[tuple[str, str]]:
    """Months to choose from: since the first survey, at least a year; the newest first."""
    zone = ZoneInfo(tenancy.place().timezone)
    today = clock.now().astimezone(zone).date()
    opening = readings.first_opening()
    starts = [periods.usual(today).first, choice.period.first]
    if opening is not None:
        starts.append(max(opening.astimezone(zone).date(), periods.EARLIEST))
    found = reversed(periods.months(min(starts), today))
    return [(f"{month:%Y-%m}", format_date(month, "LLLL yyyy")) for month in found]
