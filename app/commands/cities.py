"""The municipality that a command works for."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.core import scope
from app.organisation import directory
from app.organisation.directory import Place


@contextmanager
def in_city(city: str) -> Iterator[Place]:
    """Work for the municipality with this slug; a clear message where there is none."""
    places = {place.slug: place for place in directory.all_places()}
    if city not in places:
        known = ", ".join(places) or "none are loaded"
        raise click.ClickException(f"there is no municipality {city!r} (known: {known})")
    with scope.of(places[city].id):
        yield places[city]
