"""The keys of `meta.yaml` that say who may answer, how many, and what may show the survey."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.core.document_records import KEY, Record, suggestion
from app.core.languages import LANGUAGES

GATE_KEYS = ("groups", "code", "response_cap", "quotas", "full_text", "short", "embed")
CODE_LEAST, CODE_MOST = 4, 40
MOST_RESPONSES = 1_000_000
MOST_QUOTAS = 50
MOST_ORIGINS = 20
LONGEST_SHORT = 30
LONGEST_FULL_TEXT = 1_000
_APART = re.compile(r"[\s\u2010-\u2015_.-]+")
_ORIGIN = re.compile(r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `most` people may give this answer."""

    question: str
    value: str
    most: int


@dataclass(frozen=True, slots=True)
class Gates:
    """What those keys say. `code` is folded."""

    groups: tuple[str, ...] = ()
    code: str = ""
    response_cap: int | None = None
    quotas: tuple[Quota, ...] = ()
    full_text: tuple[tuple[str, str], ...] = ()
    short: str = ""
    embed: tuple[str, ...] = ()


NO_GATES = Gates()


def folded(code: str) -> str:
    """A shared code without what nobody can tell apart on the telephone: case, spaces, dashes."""
    return _APART.sub("", unicodedata.normalize("NFKC", code)).casefold()


def read_gates(
    record: Record,
    *,
    who: str,
    groups: Collection[str] | None,
    questions: Collection[str] | None,
    choices: Mapping[str, Collection[str]] | None,
) -> Gates:
    """Those keys of a document; what is wrong with them stands among the record's faults."""
    return Gates(
        groups=_groups(record, who, groups),
        code=_code(record, who),
        response_cap=_cap(record),
        quotas=_quotas(record, questions, choices),
        full_text=_full_text(record),
        short=_short(record),
        embed=_embed(record),
    )


def _groups(record: Record, who: str, known: Collection[str] | None) -> tuple[str, ...]:
    if known is None:
        found = tuple(item for _, item in record.strings("groups"))
    else:
        found = record.references("groups", known, "group")
    if who == "members" and not found and not record.values.get("groups"):
        record.fault("groups", "missing", "name the groups whose members may answer")
    return found


def _code(record: Record, who: str) -> str:
    written = record.text("code", required=who == "code", longest=80)
    code = folded(written)
    if written and not CODE_LEAST <= len(code) <= CODE_MOST:
        hint = f"from {CODE_LEAST} to {CODE_MOST} characters, spaces and dashes not counted"
        record.fault("code", f"{len(code)} characters", hint)
    return code


def _cap(record: Record) -> int | None:
    if not record.has("response_cap"):
        return None
    return record.number("response_cap", least=1, most=MOST_RESPONSES, required=False, default=1)


def _quotas(
    record: Record,
    questions: Collection[str] | None,
    choices: Mapping[str, Collection[str]] | None,
) -> tuple[Quota, ...]:
    found: dict[tuple[str, str], Quota] = {}
    items = list(record.items("quotas"))
    if len(items) > MOST_QUOTAS:
        record.fault("quotas", f"{len(items)} are too many", f"at most {MOST_QUOTAS}")
    for path, item in items[:MOST_QUOTAS]:
        one = Record(item, path, record.faults, ("question", "value", "most"))
        if one.unreadable:
            continue
        name, value = one.text("question"), _value(one)
        most = one.number("most", least=1, most=MOST_RESPONSES, default=1)
        if name and value:
            _check_place(one, name, value, questions, choices)
        if (name, value) in found:
            one.fault("value", f"{value!r} has a quota already", "keep one of them")
        found[(name, value)] = Quota(name, value, most)
    return tuple(found.values())


def _value(record: Record) -> str:
    """A value as it is coded: numbers and truths may stand without quotes."""
    value = record.values.get("value")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return record.text("value", longest=200)


def _check_place(
    record: Record,
    name: str,
    value: str,
    questions: Collection[str] | None,
    choices: Mapping[str, Collection[str]] | None,
) -> None:
    if questions is not None and name not in questions:
        reason = f"no question is named {name!r}"
        record.fault("question", reason, suggestion(name, questions))
    elif choices is not None and name not in choices:
        hint = "a quota needs a question with choices"
        record.fault("question", f"{name!r} has no choices to count", hint)
    elif choices is not None and value not in choices[name]:
        hint = suggestion(value, choices[name])
        record.fault("value", f"{value!r} is no choice of {name!r}", hint)


def _full_text(record: Record) -> tuple[tuple[str, str], ...]:
    if not record.has("full_text"):
        return ()
    path = record.place("full_text")
    said = Record(record.values["full_text"], path, record.faults, LANGUAGES)
    found = {
        lang: said.text(lang, required=False, longest=LONGEST_FULL_TEXT)
        for lang in LANGUAGES
        if said.has(lang)
    }
    return tuple((lang, text) for lang, text in found.items() if text)


def _short(record: Record) -> str:
    value = record.text("short", required=False)
    if value and not (KEY.fullmatch(value) and len(value) <= LONGEST_SHORT):
        hint = f"lower-case a to z, digits and single hyphens, at most {LONGEST_SHORT} characters"
        record.fault("short", f"{value!r} cannot be used in an address", hint)
    return value


def _embed(record: Record) -> tuple[str, ...]:
    found = record.strings("embed")
    if len(found) > MOST_ORIGINS:
        record.fault("embed", f"{len(found)} are too many", f"at most {MOST_ORIGINS}")
    for path, one in found:
        if not is_origin(one):
            hint = "write it as https://www.example.fi, without anything after it"
            record.faults.add(path, f"{one!r} is no web site's address", hint)
    return tuple(one for _, one in found)


def is_origin(text: str) -> bool:
    """Whether a text is the origin of a web site that may show a survey: https, or http on this
    very computer."""
    match = _ORIGIN.fullmatch(text)
    if match is None:
        return False
    try:
        port = urlsplit(text).port
    except ValueError:
        return False
    host = match[2]
    is_here = host == "localhost" or host.endswith(".localhost")
    return (match[1] == "https" or is_here) and (port is None or port > 0)
