"""The languages of a definition: which it has, and the same one with only some of them."""

from collections.abc import Iterator, Mapping, Sequence
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
    found = {key: part(value, languages, before) for key, value in source.items()}
    found["locale"] = languages[0]
    return found


def of(source: Mapping[str, Any]) -> list[str]:
    """The languages of a definition that may have problems, its own first."""
    locale = source.get("locale")
    own = [locale] if isinstance(locale, str) and locale else []
    return list(dict.fromkeys([*own, *_found(source)]))


def _found(value: object) -> Iterator[str]:
    if is_text(value):
        assert isinstance(value, Mapping), "a text by language is one"
        yield from (lang for lang in value if lang != DEFAULT)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _found(one)
    elif isinstance(value, list):
        for one in value:
            yield from _found(one)


def part(value: Any, languages: Sequence[str], before: str) -> Any:
    """A part of a definition in some languages, as `only`."""
    if isinstance(value, list):
        return [part(one, languages, before) for one in value]
    if not isinstance(value, Mapping):
        return value
    if not is_text(value):
        return {key: part(one, languages, before) for key, one in value.items()}
    by_language = {before if lang == DEFAULT else lang: text for lang, text in value.items()}
    by_language |= {lang: text for lang, text in value.items() if lang != DEFAULT}
    kept = {lang: by_language[lang] for lang in languages if lang in by_language}
    if not kept:
        kept = {languages[0]: next(iter(by_language.values()))}
    first = kept.get(languages[0])
    return {DEFAULT: first, **kept} if first is not None else kept
