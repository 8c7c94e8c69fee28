"""Commands about summaries: writing them to files, and making their tallies anew."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.commands.cities import in_city
from app.core import buckets, clock, scope
from app.core.i18n import speaking
from app.core.languages import LANGUAGES
from app.insights import exports, periods, service, summary
from app.insights.summary import AreaSummary
from app.organisation import directory
from app.organisation import queries as organisation
from app.organisation.directory import Place

FORMATS = {"csv": exports.as_csv, "json": exports.json_text}

insights = AppGroup("insights", help="Summaries and what they are counted from.")


@insights.command("rebuild")
@click.argument("city", required=False)
def rebuild(city: str | None) -> None:
    """Throw the stored tallies of CITY (or of all) away and count them anew from the answers."""
    places = directory.all_places()
    chosen = [place for place in places if city in (None, place.slug)]
    if not chosen:
        known = ", ".join(place.slug for place in places) or "none are loaded"
        raise click.ClickException(f"there is no municipality {city!r} (known: {known})")
    for place in chosen:
        through = buckets.last_closed_day(clock.now(), place.timezone)
        with scope.of(place.id):
            surveys = 0
            for slug, days in service.rebuild(place.timezone):
                surveys += 1
                click.echo(f"{place.slug}: {slug}: {_counted(days, 'day')} with answers")
            months = service.rebuild_pages(place.timezone)
        if surveys:
            click.echo(
                f"{place.slug}: {_counted(surveys, 'survey')} counted anew through {through}; "
                "later days are counted whenever they are read"
            )
        else:
            click.echo(f"{place.slug}: no surveys, nothing to count")
        if months:
            click.echo(f"{place.slug}: {_counted(months, 'month')} of page feedback counted anew")


@insights.command("report")
@click.argument("city")
@click.argument("area")
@click.option("--from", "first", help="The first month, such as 2026-03; else a year back.")
@click.option("--to", "last", help="The last month; else the present one.")
@click.option(
    "--format", "form", default="csv", type=click.Choice(list(FORMATS)), show_default=True
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Else the first language of CITY.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def report(
    city: str,
    area: str,
    first: str | None,
    last: str | None,
    form: str,
    lang: str | None,
    out: Path,
) -> None:
    """Write the summary of an AREA (its key) of CITY to a file: the figures of the desk's page,
    with as little of small groups."""
    with in_city(city) as place, speaking(lang or place.languages[0]):
        found = _summary(place, area, first, last, lang or place.languages[0])
        try:
            out.write_bytes(FORMATS[form](found).encode())
        except OSError as fault:
            raise click.ClickException(f"{out}: {fault.strerror}") from fault
    period = found.period
    click.echo(
        f"{out}: {city}, {area}, {period.first:%Y-%m} to {period.last:%Y-%m}: "
        f"{_counted(len(found.surveys), 'survey')}, "
        f"{_counted(found.participation.received, 'answer')}"
    )


def _summary(place: Place, key: str, first: str | None, last: str | None, lang: str) -> AreaSummary:
    area = organisation.area(key)
    if area is None:
        known = ", ".join(organisation.area_tree().by_key) or "none"
        raise click.ClickException(f"{place.slug} has no area {key!r} (known: {known})")
    choice = periods.read(first, last, clock.today(place.timezone))
    if choice.fault is not None:
        raise click.ClickException(
            "--from and --to: months such as 2026-03, in their order, from "
            f"{periods.EARLIEST:%Y-%m} to the present one (this is {choice.fault})"
        )
    return summary.for_area(
        area, choice.period, lang=lang, timezone=place.timezone, now=clock.now()
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
