"""Loading the demo: both cities with surveys, people and a year of voices, into an empty base."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.authoring import bank
from app.config import ROOT
from app.core import scope
from app.core.db import db
from app.demo import panel, people, proposals, reactions, responding, voices
from app.organisation import directory, pack, service
from app.organisation.directory import Place
from app.organisation.models import Municipality
from app.surveys import library, publishing

CITIES = ("joensuu", "pieksamaki")
PACKS = Path(service.__file__).parent / "packs"


class NotEmpty(Exception):
    """The database holds something already; the demo is never mixed with it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A part of the demo with the number of voices in it: responses of a survey, ideas."""

    city: str
    part: str
    voices: int


def is_empty() -> bool:
    return db.session.scalars(select(Municipality.id).limit(1)).first() is None


def load() -> Iterator[Loaded]:
    """Load the whole demo in the transaction in hand, saying what has been done; NotEmpty where
    there is anything."""
    if not is_empty():
        raise NotEmpty
    people.seed_operator()
    for city in CITIES:
        municipality = service.load(pack.parse_bytes((PACKS / f"{city}.yaml").read_bytes()))
        places = {place.slug: place for place in directory.all_places()}
        with scope.of(municipality.id):
            people.seed(city)
            bank.load_standing()
            yield from _surveys(places[city])
            yield Loaded(city, "answers", responding.seed(places[city]))
            yield Loaded(city, *reactions.seed(places[city]))
            yield Loaded(city, "ideas", proposals.seed(places[city]))


def _surveys(place: Place) -> Iterator[Loaded]:
    known = publishing.places()
    for folder in sorted((ROOT / "surveys" / place.slug).iterdir()):
        survey = publishing.publish(library.read_folder(folder, known), timezone=place.timezone)
        bank.note_uses(survey)
        answered = voices.seed(survey, place)
        if survey.slug == panel.SLUG:
            panel.seed(survey, answered)
        yield Loaded(place.slug, survey.slug, answered)
