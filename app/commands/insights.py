"""Commands about summaries: making their tallies anew."""

import click
from flask.cli import AppGroup

from app.core import buckets, clock, scope
from app.insights import service
from app.organisation import directory

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
        if surveys:
            click.echo(
                f"{place.slug}: {_counted(surveys, 'survey')} counted anew through {through}; "
                "later days are counted whenever they are read"
            )
        else:
            click.echo(f"{place.slug}: no surveys, nothing to count")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
