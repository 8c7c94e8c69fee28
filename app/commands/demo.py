"""Commands of the demo."""

import click
from flask.cli import AppGroup

from app.core.db import db
from app.demo import people, service, site
from app.organisation import directory, links

demo = AppGroup("demo", help="The two demo cities.")


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Load only into an empty database; never fail.")
def load(if_empty: bool) -> None:
    """Load both cities with surveys, people and a year of seeded voices."""
    if service.is_empty():
        for loaded in service.load():
            click.echo(f"{loaded.city}: {loaded.part}: {loaded.voices}")
        db.session.commit()
    elif not if_empty:
        raise click.ClickException("the database is not empty: nothing was changed")
    _say_how_to_sign_in()


def _say_how_to_sign_in() -> None:
    for place in directory.all_places():
        click.echo(f"\n{place.name_in('en')}: {links.absolute(place, '/')}")
        if place.slug in people.PEOPLE:
            click.echo(f"  its web site, with the widget: {site.origin(place)}/")
        for person in people.PEOPLE.get(place.slug, ()):
            where = f" ({person.place})" if person.place else ""
            click.echo(f"  {person.email}  {person.role}{where}")
    click.echo(f"\nPlatform: {links.on_platform('/')}\n  {people.OPERATOR}  operator")
    click.echo(f"\nEverybody's password: {people.PASSWORD}")
