"""Commands about municipalities: loading their packs."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.core import scope
from app.core.db import db
from app.core.documents import DocumentError
from app.organisation import pack as packs
from app.organisation import service

organisation = AppGroup("organisation", help="Create or update municipalities.")


def refuse(error: DocumentError, path: Path) -> click.ClickException:
    """Every fault on a line of its own, `file: path: reason (hint)`."""
    for fault in error.faults:
        click.echo(f"{path}: {fault}", err=True)
    count = len(error.faults)
    return click.ClickException(f"nothing was changed: {count} fault{'s' * (count != 1)}")


@organisation.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Create or update a municipality from a pack, FILE. Checks all of it first."""
    try:
        pack = packs.parse_bytes(file.read_bytes())
        with scope.of(None):
            municipality = service.load(pack)
            db.session.commit()
    except DocumentError as error:
        raise refuse(error, file) from error
    click.echo(f"{municipality.slug}: loaded")
