"""Reads the municipality itself from a pack: names, hosts, languages, look and contacts."""

import re
from zoneinfo import available_timezones

from app.core.document_records import Faults, Record, suggestion
from app.core.documents import join_path
from app.core.languages import LANGUAGES
from app.organisation.pack_parts import USUAL_PROMISE, PackContacts, PackMunicipality

KNOWN = (
    *("slug", "name", "intro", "languages", "hosts", "timezone", "contacts"),
    *("colour", "colour_is_demo", "population", "population_is_demo", "idea_answer_days"),
)
CONTACTS = ("accessibility", "privacy", "supervisor", "address")

COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
HOST_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
YEAR = re.compile(r"(?:19|20|21)\d\d")
MOST_RESIDENTS = 100_000_000
LONGEST_PROMISE = 365


def read_municipality(value: object, faults: Faults) -> PackMunicipality:
    """The municipality; its `languages` decide which texts the rest of the pack needs."""
    record = Record(value, "municipality", faults, KNOWN)
    languages = _languages(record)
    return PackMunicipality(
        slug=record.key("slug"),
        name=record.texts("name", languages),
        intro=record.texts("intro", languages, required=False),
        languages=languages,
        hosts=_hosts(record),
        timezone=_timezone(record),
        colour=_colour(record),
        colour_is_demo=record.flag("colour_is_demo"),
        population=_population(record),
        population_is_demo=record.flag("population_is_demo"),
        contacts=_contacts(record, languages),
        idea_answer_days=record.number(
            "idea_answer_days",
            least=1,
            most=LONGEST_PROMISE,
            required=False,
            default=USUAL_PROMISE,
        ),
    )


def _languages(record: Record) -> tuple[str, ...]:
    listed = record.strings("languages", required=True)
    if record.values.get("languages") == []:
        record.fault("languages", "empty", "at least one, the default first")
    for path, language in listed:
        if language not in LANGUAGES:
            reason = f"the service does not speak {language!r}"
            record.faults.add(path, reason, f"one of {', '.join(LANGUAGES)}")
    return tuple(language for _, language in listed if language in LANGUAGES)


def _hosts(record: Record) -> tuple[str, ...]:
    listed = record.strings("hosts", required=True)
    if record.values.get("hosts") == []:
        record.fault("hosts", "empty", "at least one host name")
    for path, host in listed:
        labels = host.split(".")
        if len(host) > 253 or not all(HOST_LABEL.fullmatch(label) for label in labels):
            hint = "lower case, without https://, port or path: kuulolla.kunta.fi"
            record.faults.add(path, f"{host!r} is not a host name", hint)
    return tuple(host for _, host in listed)


def _timezone(record: Record) -> str:
    name = record.text("timezone")
    known = available_timezones()
    if name and name not in known:
        record.fault("timezone", f"{name!r} is not a time zone", suggestion(name, sorted(known)))
    return name


def _colour(record: Record) -> str:
    colour = record.text("colour")
    if colour and not COLOUR.fullmatch(colour):
        hint = 'six hexadecimal digits in quotes: "#005eb8"'
        record.fault("colour", f"{colour!r} is not a colour", hint)
    return colour.lower()


def _population(record: Record) -> dict[int, int]:
    value = record.values.get("population")
    if value is None:
        record.fault("population", "missing", "residents by year: {2024: 12345}")
        return {}
    path = record.place("population")
    years = list(value) if isinstance(value, dict) else ["2024"]
    residents = Record(value, path, record.faults, years)
    if value == {}:
        record.fault("population", "empty", "residents by year: {2024: 12345}")
    counted = {}
    for year in residents.values:
        if YEAR.fullmatch(year):
            counted[int(year)] = residents.number(year, least=1, most=MOST_RESIDENTS)
        else:
            hint = "residents by year: {2024: 12345}"
            record.faults.add(join_path(path, year), f"{year!r} is not a year", hint)
    return counted


def _contacts(record: Record, languages: tuple[str, ...]) -> PackContacts:
    value = record.values.get("contacts")
    contacts = Record(value, record.place("contacts"), record.faults, CONTACTS)
    return PackContacts(
        accessibility=contacts.email("accessibility"),
        privacy=contacts.email("privacy"),
        supervisor=contacts.texts("supervisor", languages),
        address=contacts.text("address", longest=500),
    )
