"""Reads `meta.yaml`: what a municipality adds to a survey's definition, checked whole.

    slug: torin-pysakointi          the name of the survey's folder
    area: liikennesuunnittelu       the responsible area; may be left out where a theme is named:
                                    then the area that answers for the theme
    themes: [osallisuus]            any number of them; so are objectives
    objectives: [liikkuminen]
    question_objectives:            objectives of single questions
      bussi: [liikkuminen, ilmasto]
    opens: 2026-05-01T09:00         in the municipality's time zone, without an offset
    closes: 2026-05-31T16:00        may be left out: open until somebody closes it
    who: anyone                     anyone | code (who knows the shared code) | members (of groups)
                                    | invited (personal links)
    code: kevät 2026                the shared code; capitals, spaces and dashes make no difference
    groups: [nuorisovaltuusto]      whose members may answer
    once_per_browser: true
    anonymity: anonymous
    min_group: 5                    no group of fewer respondents is ever shown; never below 3
    public_results: closed          never | closed (once it is closed) | open (from the start)
    retention_months: 24            how long open answers are kept after closing
    answer_due_days: 30             days after closing in which the city answers
    response_cap: 500               no more answers are taken than these; left out: as many as come
    quotas:                         no more people than `most` may choose a value of a question
      - {question: ika, value: "65", most: 100}
    full_text: {fi: Kiitos!}        what those read for whom there is no room
    short: tori                     a shorter name for the short link
    embed: [https://www.city.fi]    web sites that may show the survey in a frame

For the demo, `opens` and `closes` may be days before or after the day of publishing: `-120d`,
`+21d`. A survey opens at the beginning of such a day and closes at 23:59 of it. Both are written
the same way.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from app.core.document_records import Faults, Record, suggestion
from app.core.documents import DocumentError, Fault, read_yaml
from app.surveys.meta_gates import GATE_KEYS, NO_GATES, Gates, read_gates

KNOWN = (
    *("slug", "area", "themes", "objectives", "question_objectives", "opens", "closes", "who"),
    *("once_per_browser", "anonymity", "min_group", "public_results", "retention_months"),
    *("answer_due_days", *GATE_KEYS),
)
LEAST_GROUP = 3
RELATIVE = re.compile(r"([+-])(\d{1,4})d")
CLOSING_TIME = time(23, 59)
SOME_DAY = date(2000, 1, 1)  # any day does to see which of two moments comes first


class Who(StrEnum):
    """Who may answer."""

    ANYONE = "anyone"
    CODE = "code"
    """Whoever knows the shared code."""
    MEMBERS = "members"
    """Signed-in members of some groups, each once."""
    INVITED = "invited"
    """Whoever has a personal link, once."""


class Anonymity(StrEnum):
    """What ties an answer to a person."""

    ANONYMOUS = "anonymous"
    PERSONAL = "personal"
    """The survey itself asks who answers; the residents are told before they begin."""


class PublicResults(StrEnum):
    """When residents see the results."""

    NEVER = "never"
    CLOSED = "closed"
    OPEN = "open"


class MetaError(DocumentError):
    """A `meta.yaml` that cannot be used; `faults` names everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in the municipality's time zone, fixed or counted in days from the publishing."""

    fixed: datetime | None = None
    days: int = 0

    def at(self, published: date, zone: tzinfo, of_day: time) -> datetime:
        """The moment in UTC; `of_day` is the time of a day that was given relatively."""
        day = datetime.combine(published + timedelta(days=self.days), of_day)
        return (self.fixed or day).replace(tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Meta:
    """`objectives_of` holds the objectives of single questions, by question name."""

    slug: str
    area: str
    themes: tuple[str, ...]
    objectives: tuple[str, ...]
    objectives_of: Mapping[str, tuple[str, ...]]
    opens: Moment
    closes: Moment | None
    who: Who
    once_per_browser: bool
    anonymity: Anonymity
    min_group: int
    public_results: PublicResults
    retention_months: int
    answer_due_days: int
    gates: Gates = NO_GATES

    def window(self, published: date, zone: tzinfo) -> tuple[datetime, datetime | None]:
        """Opening and closing in UTC for a survey published on that local day."""
        opens = self.opens.at(published, zone, time.min)
        closes = self.closes.at(published, zone, CLOSING_TIME) if self.closes else None
        return opens, closes


def parse(
    text: str,
    *,
    folder: str | None = None,
    areas: Collection[str] | None = None,
    themes: Mapping[str, str] | None = None,
    objectives: Collection[str] | None = None,
    questions: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    choices: Mapping[str, Collection[str]] | None = None,
) -> Meta:
    """The meta of a survey; a `MetaError` with every fault when there is any.

    `areas`, `themes` (each with the area that answers for it) and `objectives` are the keys of
    the municipality, as `groups` are; `questions` the names in the definition, `choices` what
    there is to choose in each that has choices; what is None is not checked.
    """
    return check(
        *_document(text),
        folder=folder,
        areas=areas,
        themes=themes,
        objectives=objectives,
        questions=questions,
        groups=groups,
        choices=choices,
    )


def check(
    document: object,
    found: Collection[Fault] = (),
    *,
    folder: str | None = None,
    areas: Collection[str] | None = None,
    themes: Mapping[str, str] | None = None,
    objectives: Collection[str] | None = None,
    questions: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    choices: Mapping[str, Collection[str]] | None = None,
) -> Meta:
    """The same of a document that has been read, with the faults that reading it found."""
    record = Record(document, "", Faults(list(found)), KNOWN)
    slug = record.key("slug")
    if slug and folder is not None and slug != folder:
        record.fault("slug", f"{slug!r} in the folder {folder!r}", "both must be the same")
    named = _references(record, "themes", themes, "theme")
    opens, closes = _window(record)
    who = record.choice("who", Who) or Who.ANYONE
    meta = Meta(
        slug=slug,
        area=_area(record, areas, named, themes),
        themes=named,
        objectives=_references(record, "objectives", objectives, "objective"),
        objectives_of=_objectives_of(record, objectives, questions),
        opens=opens,
        closes=closes,
        who=who,
        once_per_browser=record.flag("once_per_browser"),
        anonymity=record.choice("anonymity", Anonymity) or Anonymity.ANONYMOUS,
        min_group=_min_group(record),
        public_results=record.choice("public_results", PublicResults) or PublicResults.CLOSED,
        retention_months=_number(record, "retention_months", most=240, default=24),
        answer_due_days=_number(record, "answer_due_days", most=365, default=30),
        gates=read_gates(record, who=who, groups=groups, questions=questions, choices=choices),
    )
    record.faults.raise_any(MetaError)
    return meta


def _document(text: str) -> tuple[object, list[Fault]]:
    try:
        return read_yaml(text)
    except DocumentError as error:
        raise MetaError(error.faults) from error


def _number(record: Record, key: str, *, most: int, default: int) -> int:
    return record.number(key, least=1, most=most, required=False, default=default)


def _min_group(record: Record) -> int:
    value = record.number("min_group", least=0, most=1_000, required=False, default=5)
    if value < LEAST_GROUP:
        hint = f"at least {LEAST_GROUP}: a smaller group would tell who answered what"
        record.fault("min_group", f"{value} does not protect respondents", hint)
    return value


def _references(
    record: Record, key: str, known: Collection[str] | None, what: str
) -> tuple[str, ...]:
    if known is None:
        return tuple(item for _, item in record.strings(key))
    return record.references(key, known, what)


def _area(
    record: Record,
    areas: Collection[str] | None,
    named: tuple[str, ...],
    owners: Mapping[str, str] | None,
) -> str:
    if record.has("area"):
        return record.text("area") if areas is None else record.reference("area", areas, "area")
    candidates = {owners[theme] for theme in named} if owners else set()
    if len(candidates) == 1:
        return candidates.pop()
    if candidates:
        hint = f"name one: {', '.join(sorted(candidates))}"
        record.fault("area", "the themes are answered for by different areas", hint)
    elif not record.has("themes"):
        record.fault("area", "missing", "the key of an area, or a theme that an area answers for")
    return ""


def _objectives_of(
    record: Record, objectives: Collection[str] | None, questions: Collection[str] | None
) -> dict[str, tuple[str, ...]]:
    value = record.values.get("question_objectives")
    if value is None:
        return {}
    names = list(value) if isinstance(value, dict) else ["question"]
    tied = Record(value, record.place("question_objectives"), record.faults, names)
    for name in tied.values:
        if questions is not None and name not in questions:
            tied.fault(name, f"no question is named {name!r}", suggestion(name, questions))
    return {name: _references(tied, name, objectives, "objective") for name in tied.values}


def _window(record: Record) -> tuple[Moment, Moment | None]:
    opens = _moment(record, "opens", required=True)
    closes = _moment(record, "closes", required=False)
    if opens and closes:
        if bool(opens.fixed) != bool(closes.fixed):
            record.fault("closes", "a date and relative days together", "write both the same way")
        elif closes.at(SOME_DAY, UTC, CLOSING_TIME) <= opens.at(SOME_DAY, UTC, time.min):
            record.fault("closes", "before the survey opens", "choose a later time")
    return opens or Moment(), closes


def _moment(record: Record, key: str, *, required: bool) -> Moment | None:
    text = record.text(key, required=required)
    if not text:
        return None
    relative = RELATIVE.fullmatch(text)
    if relative:
        return Moment(days=int(relative[1] + relative[2]))
    hint = "write it as 2026-05-31T16:00, or as days from publishing: -120d, +21d"
    try:
        fixed = datetime.fromisoformat(text)
    except ValueError:
        record.fault(key, f"{text!r} is not a time", hint)
        return None
    if fixed.tzinfo is not None:
        reason = "a time zone of its own"
        record.fault(key, reason, "leave out the offset: the municipality's time zone holds")
        return None
    if "T" not in text and " " not in text:
        record.fault(key, f"{text!r} is a day without a time", hint)
        return None
    if not 2000 <= fixed.year < 2200:
        record.fault(key, f"{fixed.year} is out of range", "from 2000 to 2199")
        return None
    return Moment(fixed=fixed)
