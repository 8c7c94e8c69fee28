"""Texts that are written in several languages side by side, `Yes / Kyllä`, taken apart."""

import re
from typing import Any

from app.authoring.importing import Lines, Why

_BETWEEN = re.compile(r"\s+/\s+")
_TEXTS = frozenset({
    "title", "description", "text", "otherText", "labelTrue", "labelFalse",
    "minRateDescription", "maxRateDescription", "html", "completedHtml",
})  # fmt: skip


def in_parallel(source: dict[str, Any], languages: tuple[str, ...], noted: Lines) -> dict[str, Any]:
    """The same definition with every text by language; one that has not as many parts as there are
    languages stays as it is, in the first of them."""
    return {key: _value(key, one, languages, noted) for key, one in source.items()}


def _value(key: str, value: Any, languages: tuple[str, ...], noted: Lines) -> Any:
    if isinstance(value, dict):
        return in_parallel(value, languages, noted)
    if isinstance(value, list):
        return [_value(key, one, languages, noted) for one in value]
    if key not in _TEXTS or not isinstance(value, str):
        return value
    parts = _BETWEEN.split(value)
    if len(parts) != len(languages) or not all(part.strip() for part in parts):
        noted.note(value, ", ".join(languages[1:]), Why.LANGUAGES)
        return value
    by_language = dict(zip(languages, (part.strip() for part in parts), strict=True))
    return {"default": by_language[languages[0]], **by_language}
