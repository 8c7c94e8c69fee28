"""The languages of a definition: which it has, and the same one with only some of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.surveys.properties import LANGUAGE

DEFAULT = "default"


def is_text(value: object) -> bool:
    """Whether this is a text by language."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(
            isinstance(one, str)
            and isinstance(lang, str)
            and (lang == DEFAULT or LANGUAGE.fullmatch(lang) is not None)
            for lang, one in value.items()
        )
    )


def only(source: Mapping[str, Any], languages: Sequence[str], before: str) -> dict[str, Any]:
    """The definition in some languages, the first of them its own. Plain texts and defaults were
    in the language `before`; a text in none of the languages stands in for the first."""
    found = {key: _value(value, languages, before) for key, value in source.items()}
    found["locale"] = languages[0]
    return found


def _value(value: Any, languages: Sequence[str], before: str) -> Any:
    if isinstance(value, list):
        return [_value(one, languages, before) for one in value]
    if not isinstance(value, Mapping):
        return value
    if not is_text(value):
        return {key: _value(one, languages, before) for key, one in value.items()}
    by_language = {before if lang == DEFAULT else lang: text for lang, text in value.items()}
    by_language |= {lang: text for lang, text in value.items() if lang != DEFAULT}
    kept = {lang: by_language[lang] for lang in languages if lang in by_language}
    if not kept:
        kept = {languages[0]: next(iter(by_language.values()))}
    first = kept.get(languages[0])
    return {DEFAULT: first, **kept} if first is not None else kept
