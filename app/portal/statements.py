"""The accessibility and privacy statements: our words with the municipality's contacts in them."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from markupsafe import Markup

from app.core.languages import LANGUAGES
from app.core.text import markdown
from app.organisation.models import Municipality

FOLDER = Path(__file__).parent / "statements"
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Kind(StrEnum):
    ACCESSIBILITY = "accessibility"
    PRIVACY = "privacy"


UPDATED = {Kind.ACCESSIBILITY: date(2026, 11, 23), Kind.PRIVACY: date(2026, 11, 23)}
"""When the words were last changed: goes along with every change of the files."""


@dataclass(frozen=True, slots=True)
class Statement:
    html: Markup
    lang: str
    """The language that it is really in."""
    updated: date


def statement(kind: Kind, municipality: Municipality, lang: str) -> Statement:
    """A statement in the language asked for, or in the first one that it was written in."""
    text, written = _source(kind, lang)
    values = {
        "municipality": municipality.name.in_(written)[0],
        "accessibility_email": municipality.accessibility_email,
        "privacy_email": municipality.privacy_email,
        "supervisor": municipality.supervisor.in_(written)[0],
        "address": municipality.address,
    }
    if not municipality.address:
        text = text.replace(" ({address})", "")
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", _plain(value))
    return Statement(markdown(text), written, UPDATED[kind])


@cache
def _source(kind: Kind, lang: str) -> tuple[str, str]:
    for written in (lang, *LANGUAGES):
        path = FOLDER / f"{kind}.{written}.md"
        if path.exists():
            return path.read_text(encoding="utf-8"), written
    raise FileNotFoundError(f"{FOLDER}/{kind}.*.md")


def _plain(value: str) -> str:
    """Text that Markdown shows as it is, on one line: whoever writes it writes no markup."""
    return PUNCTUATION.sub(r"\\\1", " ".join(value.split()))
