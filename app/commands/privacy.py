"""Commands about personal data."""

import click
from flask.cli import AppGroup

from app.core import scope
from app.organisation import directory
from app.pagefeedback import retention as page_feedback
from app.surveys import retention

privacy = AppGroup("privacy", help="Personal data: retention.")


@privacy.command("retain")
def retain() -> None:
    """Remove what has been kept for as long as was promised: open texts of closed surveys, and
    comments on web pages."""
    for place in directory.all_places():
        with scope.of(place.id):
            click.echo(f"{place.slug}: texts of {retention.retain()} surveys removed")
            removed = page_feedback.retain(place.timezone)
            click.echo(f"{place.slug}: {removed} comments on pages removed")
