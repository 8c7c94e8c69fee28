"""The form of a survey's settings: what it shows of them, and what it says, checked whole."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.authoring.settings_choices import Choices, answer_key
from app.core.document_records import KEY, MAX_KEY
from app.surveys import meta as metas
from app.surveys.meta import CLOSING_TIME, LEAST_GROUP, RELATIVE, Meta, MetaError
from app.surveys.meta_gates import (
    CODE_LEAST,
    CODE_MOST,
    LONGEST_FULL_TEXT,
    LONGEST_SHORT,
    MOST_RESPONSES,
    folded,
    is_origin,
)

SPARE_ROWS = 3
Typed = MultiDict[str, str]
_AT_FIELD = {
    "opens": "opens_day", "closes": "closes_day", "once_per_browser": "once",
    "question_objectives": "tie-0-question", "quotas": "quota-0-answer",
}  # fmt: skip


def field_of(key: str) -> str:
    """The field that a setting is typed into, or the first one of it."""
    return _AT_FIELD.get(key, key)


def shown(document: Mapping[str, Any], choices: Choices) -> Typed:
    """What the form holds before anybody has typed."""
    typed: Typed = MultiDict()
    for key in ("area", "slug", "short", "who", "code", "anonymity", "public_results"):
        typed[key] = str(document.get(key) or "")
    for key in ("min_group", "retention_months", "answer_due_days", "response_cap"):
        typed[key] = str(document.get(key) or "")
    for key in ("themes", "objectives", "groups"):
        typed.setlist(key, list(document.get(key) or ()))
    for key in ("opens", "closes"):
        typed[f"{key}_day"], typed[f"{key}_time"] = _split(str(document.get(key) or ""))
    typed["once"] = "y" if document.get("once_per_browser") else ""
    typed["embed"] = "\n".join(document.get("embed") or ())
    for lang in choices.languages:
        typed[f"full_text-{lang}"] = (document.get("full_text") or {}).get(lang, "")
    ties = (document.get("question_objectives") or {}).items()
    for row, (name, key) in enumerate((name, key) for name, keys in ties for key in keys):
        typed[f"tie-{row}-question"], typed[f"tie-{row}-objective"] = name, key
    for row, one in enumerate(document.get("quotas") or ()):
        typed[f"quota-{row}-answer"] = answer_key(one["question"], str(one["value"]))
        typed[f"quota-{row}-most"] = str(one["most"])
    return typed


def rows(typed: Typed, kind: str, part: str) -> range:
    """The numbers of the rows that a form shows of something: those there are, and some more."""
    used = [number for number in range(100) if typed.get(f"{kind}-{number}-{part}")]
    return range(max(used, default=-1) + 1 + SPARE_ROWS)


def _split(text: str) -> tuple[str, str]:
    """Day and time of a moment as it is written; a day counted from publishing stays as it is."""
    if RELATIVE.fullmatch(text):
        return text, ""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text, ""
    return at.date().isoformat(), at.time().isoformat(timespec="minutes")


class SettingsForm:
    """What was typed, and what is wrong with it, by the ids of fields in their order. `kept`: the
    settings as they stand; what can't be chosen now stays as it is there."""

    def __init__(self, typed: Typed, choices: Choices, kept: Mapping[str, Any]) -> None:
        self.typed, self.choices, self.kept = typed, choices, kept
        self.errors: dict[str, str] = {}

    def read(self) -> tuple[Meta, dict[str, Any]] | None:
        """The settings, and the same as a document; None where something is wrong."""
        document = {key: value for key, value in self._document().items() if value}
        if self.errors:
            return None
        try:
            return metas.check(document, **self.choices.checks()), document  # type: ignore[arg-type]
        except MetaError as error:
            for fault in error.faults:
                key = fault.path.split(".")[0].split("[")[0]
                self.errors.setdefault(
                    field_of(key), _("This can't be kept: %(why)s.", why=fault.reason)
                )
        return None

    def one(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def _wrong(self, field: str, message: str) -> None:
        self.errors.setdefault(field, message)

    def _document(self) -> dict[str, Any]:
        opens, closes = self._moment("opens"), self._moment("closes")
        if opens and closes and closes <= opens:
            self._wrong("closes_day", _("The survey would close before it opens."))
        return {
            "area": self._chosen("area", self.choices.areas),
            "themes": self._several("themes", self.choices.themes),
            "objectives": self._several("objectives", self.choices.objectives),
            "question_objectives": self._ties(),
            "slug": self._slug(),
            "short": self._short(),
            "opens": opens,
            "closes": closes,
            **self._who(),
            "anonymity": self._chosen("anonymity", [(one, "") for one in metas.Anonymity]),
            "min_group": self._number("min_group", LEAST_GROUP, 1_000),
            "public_results": self._chosen(
                "public_results", [(one, "") for one in metas.PublicResults]
            ),
            "retention_months": self._number("retention_months", 1, 240),
            "answer_due_days": self._number("answer_due_days", 1, 365),
            "response_cap": self._number("response_cap", 1, MOST_RESPONSES, may_be_empty=True),
            "quotas": self._quotas(),
            "full_text": dict(self._full_text()),
            "embed": self._embed(),
        }

    def _chosen(self, name: str, options: list[tuple[str, str]]) -> str:
        value = self.one(name)
        if value in [key for key, _label in options]:
            return str(value)
        self._wrong(name, _("Choose one of these."))
        return ""

    def _several(self, name: str, options: list[tuple[str, str]]) -> list[str]:
        return [key for key, _label in options if key in self.typed.getlist(name)]

    def _slug(self) -> str:
        value = self.one("slug")
        if not (KEY.fullmatch(value) and len(value) <= MAX_KEY):
            message = _("Use small letters a to z, digits and single hyphens, at most %(n)s.", n=60)
            self._wrong("slug", message)
        return value

    def _short(self) -> str:
        value = self.one("short")
        if value and not (KEY.fullmatch(value) and len(value) <= LONGEST_SHORT):
            message = _("Use small letters a to z, digits and single hyphens, at most %(n)s.", n=30)
            self._wrong("short", message)
        return value

    def _moment(self, name: str) -> str:
        day, clock = self.one(f"{name}_day"), self.one(f"{name}_time")
        if not day:
            if name == "opens" or clock:
                self._wrong(f"{name}_day", _("Write the day."))
            return ""
        if RELATIVE.fullmatch(day):
            return day
        of_day = _time(clock) if clock else (time.min if name == "opens" else CLOSING_TIME)
        found = _day(day)
        if found is None:
            self._wrong(f"{name}_day", _("Write the day as 31.5.2026."))
        if of_day is None:
            self._wrong(f"{name}_time", _("Write the time of day as 16:00."))
        if found is None or of_day is None:
            return ""
        written = datetime.combine(found, of_day).isoformat(timespec="minutes")
        before = str(self.kept.get(name) or "")
        return before if before.startswith(written) else written  # seconds that nobody sees

    def _who(self) -> dict[str, Any]:
        who = self._chosen("who", [(one, "") for one in metas.Who])
        code = self.one("code")
        groups = self._several("groups", self.choices.groups)
        if who == metas.Who.MEMBERS and not groups:
            self._wrong("groups", _("Choose at least one group."))
        if (who == metas.Who.CODE or code) and not CODE_LEAST <= len(folded(code)) <= CODE_MOST:
            message = _("Write a code of %(least)s to %(most)s letters and digits.",
                        least=CODE_LEAST, most=CODE_MOST)  # fmt: skip
            self._wrong("code", message)
        is_local = who in (metas.Who.ANYONE, metas.Who.CODE)
        once = bool(self.one("once")) and is_local
        return {"who": who, "code": code, "groups": groups, "once_per_browser": once}

    def _number(self, name: str, least: int, most: int, *, may_be_empty: bool = False) -> int:
        text = self.one(name).replace(" ", "").replace("\u00a0", "")
        if not text and may_be_empty:
            return 0
        if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
            return int(text)
        message = _("Write a whole number from %(least)s to %(most)s.", least=least, most=most)
        self._wrong(name, message)
        return 0

    def _ties(self) -> dict[str, list[str]]:
        if self.choices.definition is None:
            return dict(self.kept.get("question_objectives") or {})
        found: dict[str, list[str]] = {}
        for row in range(100):
            name, key = self.one(f"tie-{row}-question"), self.one(f"tie-{row}-objective")
            if bool(name) != bool(key):
                missing = "objective" if name else "question"
                message = _("Choose both the question and the objective, or neither.")
                self._wrong(f"tie-{row}-{missing}", message)
            elif name and key not in found.setdefault(name, []):
                found[name].append(key)
        return found

    def _quotas(self) -> list[dict[str, Any]]:
        if self.choices.definition is None:
            return list(self.kept.get("quotas") or ())
        found: dict[str, dict[str, Any]] = {}
        known = [key for key, _label in self.choices.answers]
        for row in range(50):
            answer = self.one(f"quota-{row}-answer")
            if not answer and not self.one(f"quota-{row}-most"):
                continue
            if answer not in known:
                self._wrong(f"quota-{row}-answer", _("Choose the answer that the limit is for."))
                continue
            if answer in found:
                self._wrong(f"quota-{row}-answer", _("This answer has a limit already."))
            question, value = json.loads(answer)
            most = self._number(f"quota-{row}-most", 1, MOST_RESPONSES)
            found[answer] = {"question": question, "value": value, "most": most}
        return list(found.values())

    def _full_text(self) -> Iterator[tuple[str, str]]:
        for lang in self.choices.languages:
            text = self.one(f"full_text-{lang}")
            if len(text) > LONGEST_FULL_TEXT:
                message = _("Write at most %(most)s characters.", most=LONGEST_FULL_TEXT)
                self._wrong(f"full_text-{lang}", message)
            if text:
                yield lang, text

    def _embed(self) -> list[str]:
        found = list(dict.fromkeys(self.one("embed").lower().replace(",", " ").split()))
        found = list(dict.fromkeys(one.rstrip("/") for one in found))
        wrong = [one for one in found if not is_origin(one)]
        if wrong:
            message = _("Write %(site)s as https://www.example.fi.", site=wrong[0])
            self._wrong("embed", message)
        return found


def _day(text: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 # a day has no zone
        except ValueError:
            continue
        return found if 2000 <= found.year < 2200 else None
    return None


def _time(text: str) -> time | None:
    for pattern in ("%H:%M", "%H.%M"):
        try:
            return datetime.strptime(text, pattern).time()  # noqa: DTZ007 # of a wall clock
        except ValueError:
            continue
    return None
