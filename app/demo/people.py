"""People of every role for the demo; they share one password, which is no secret."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts import passwords
from app.accounts.models import Grant, Group, GroupKind, Operator, User
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.organisation import queries as organisation

PASSWORD = "kuulolla-demo-2030"  # noqa: S105 - printed at every start of the demo
OPERATOR = "operaattori@kuulolla.example"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a demo city; `place` is the key of the area or group of the role."""

    name: str
    email: str
    lang: str
    role: Role
    place: str = ""


COUNCIL = "nuorisovaltuusto"

PEOPLE: dict[str, Sequence[Person]] = {
    "joensuu": (
        Person("Aino Karhu", "aino.karhu@joensuu.example", "fi", Role.ADMINISTRATOR),
        Person("Elias Salmi", "elias.salmi@joensuu.example", "fi", Role.EDITOR),
        Person(
            "Maria Lehto", "maria.lehto@joensuu.example", "fi", Role.OFFICIAL, "kaupunkiymparisto"
        ),
        Person("Johan Berg", "johan.berg@joensuu.example", "sv", Role.OFFICIAL, "hyvinvointi"),
        Person("Sari Niemi", "sari.niemi@joensuu.example", "fi", Role.OFFICIAL, "elinvoima"),
        Person(
            "Petri Aalto", "petri.aalto@joensuu.example", "en", Role.OFFICIAL, "konsernipalvelut"
        ),
        Person("Oona Virta", "oona.virta@joensuu.example", "fi", Role.MEMBER, COUNCIL),
    ),
    "pieksamaki": (
        Person("Kaisa Mäkelä", "kaisa.makela@pieksamaki.example", "fi", Role.ADMINISTRATOR),
        Person("Ville Hirvonen", "ville.hirvonen@pieksamaki.example", "fi", Role.EDITOR),
        Person(
            "Tuula Rissanen",
            "tuula.rissanen@pieksamaki.example",
            "fi",
            Role.OFFICIAL,
            "kaupunginhallitus",
        ),
        Person(
            "Anders Holm", "anders.holm@pieksamaki.example", "sv", Role.OFFICIAL, "elinkeinotoimi"
        ),
        Person("Niilo Laine", "niilo.laine@pieksamaki.example", "fi", Role.MEMBER, COUNCIL),
    ),
}


def seed(city: str) -> None:
    """Make the accounts of a demo city, in its scope."""
    council = Group(
        key=COUNCIL,
        kind=GroupKind.YOUTH_COUNCIL,
        name=TranslatedText(
            {"fi": "Nuorisovaltuusto", "sv": "Ungdomsfullmäktige", "en": "Youth council"}
        ),
    )
    db.session.add(council)
    db.session.flush()
    areas = organisation.area_tree().by_key
    hashed = passwords.hashed(PASSWORD)
    for person in PEOPLE[city]:
        user = User(email=person.email, name=person.name, lang=person.lang, password_hash=hashed)
        db.session.add(user)
        db.session.flush()
        db.session.add(
            Grant(
                user_id=user.id,
                role=person.role,
                area_id=areas[person.place].id if person.role is Role.OFFICIAL else None,
                group_id=council.id if person.role is Role.MEMBER else None,
            )
        )
    db.session.flush()


def seed_operator() -> None:
    """Make the operator of the demo's platform."""
    with scope.of(None):
        db.session.add(Operator(email=OPERATOR, password_hash=passwords.hashed(PASSWORD)))
        db.session.flush()
