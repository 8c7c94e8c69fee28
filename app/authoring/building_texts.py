"""Texts of a definition in the making: read and written in one language, the others kept."""

from collections.abc import Mapping
from typing import Any

from app.core.languages import LANGUAGES

DEFAULT = "default"


def language(source: Mapping[str, Any]) -> str:
    """The main language of a definition: that of its plain texts."""
    written = source.get("locale")
    return written if isinstance(written, str) and written else LANGUAGES[0]


def said(text: object, lang: str) -> str:
    """What a text says in the main language; "" where it says nothing in it."""
    if isinstance(text, Mapping):
        found = text.get(lang) or text.get(DEFAULT)
        return found if isinstance(found, str) else ""
    return text if isinstance(text, str) else ""


def anything_said(text: object, lang: str) -> str:
    """What a text says in the main language, or else in any."""
    if said(text, lang) or not isinstance(text, Mapping):
        return said(text, lang)
    return next((one for one in text.values() if isinstance(one, str) and one), "")


def say(text: object, words: str, lang: str) -> object:
    """The text with other words in the main language; None where nothing is left of it."""
    if not isinstance(text, Mapping):
        return words or None
    place = lang if lang in text or DEFAULT not in text else DEFAULT
    others = {key: one for key, one in text.items() if key not in (lang, DEFAULT)}
    if not words:
        return others or None
    return {place: words, **others}
