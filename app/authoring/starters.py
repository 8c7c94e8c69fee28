"""Surveys that are there to begin from: the folders of surveys/library, read once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.config import ROOT
from app.core.i18n import TranslatedText
from app.surveys import flow
from app.surveys.definition import load
from app.surveys.desk import title_of
from app.surveys.library import DEFINITION_FILE

LIBRARY = ROOT / "surveys" / "library"
ABOUT_FILE = "about.json"


@dataclass(frozen=True, slots=True)
class Starter:
    """A template: what it is for, how long it takes to answer, and its definition."""

    key: str
    title: TranslatedText
    about: TranslatedText
    minutes: int
    questions: int
    source: Mapping[str, Any]


@cache
def starters() -> Mapping[str, Starter]:
    """All templates by key, in the order in which they are offered."""
    about = json.loads((LIBRARY / ABOUT_FILE).read_text(encoding="utf-8"))
    return {key: _starter(key, texts) for key, texts in about.items()}


def _starter(key: str, about: Mapping[str, str]) -> Starter:
    source = json.loads((LIBRARY / key / DEFINITION_FILE).read_text(encoding="utf-8"))
    definition = load(source)
    asked = [one for one in definition.questions.values() if one.ANSWERED]
    return Starter(
        key=key,
        title=title_of(source),
        about=TranslatedText(about),
        minutes=flow.estimate_minutes(definition),
        questions=len(asked),
        source=source,
    )
