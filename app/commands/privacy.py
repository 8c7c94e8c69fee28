"""Commands about personal data."""

import click
from flask.cli import AppGroup

from app.core import scope
from app.organisation import directory
from app.pagefeedback import retention as page_feedback
from app.surveys import retention
from app.surveys.files import uploads

privacy = AppGroup("privacy", help="Personal data: retention.")


@privacy.command("retain")
def retain() -> None:
    """Remove what has been kept for as long as was promised: open texts and files of closed
    surveys, and comments on web pages; and files that were left behind."""
    for place in directory.all_places():
        with scope.of(place.id):
            click.echo(f"{place.slug}: texts of {retention.retain()} surveys removed")
            click.echo(f"{place.slug}: {uploads.sweep()} files that belong to nothing removed")
            removed = page_feedback.retain(place.timezone)
            click.echo(f"{place.slug}: {removed} comments on pages removed")
