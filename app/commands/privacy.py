"""Commands about personal data."""

import click
from flask.cli import AppGroup

from app.core import scope
from app.organisation import directory
from app.surveys import retention

privacy = AppGroup("privacy", help="Personal data: retention.")


@privacy.command("retain")
def retain() -> None:
    """Remove what has been kept for as long as was promised: open texts of closed surveys."""
    for place in directory.all_places():
        with scope.of(place.id):
            click.echo(f"{place.slug}: texts of {retention.retain()} surveys removed")
