"""Texts of a survey in several languages, and the places in them that show answers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Localised:
    """A text as it is shown, with the language it really is in."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one or more languages, the survey's own language first."""

    values: tuple[tuple[str, str], ...]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(lang for lang, _ in self.values)

    def in_(self, lang: str) -> Localised:
        """The text in this language, or else in the survey's own."""
        for known, text in self.values:
            if known == lang:
                return Localised(text, known)
        first, text = self.values[0]
        return Localised(text, first)

    @property
    def places(self) -> frozenset[str]:
        """The names that stand between braces in any of the languages."""
        return frozenset(name for _, text in self.values for name in _PLACE.findall(text))


def in_language(values: Mapping[str, str], default: str) -> Text:
    """A text from its languages, the default one first; values are not empty."""
    first = [lang for lang in (default, "default") if lang in values]
    rest = [lang for lang in values if lang not in first]
    return Text(tuple((lang, values[lang]) for lang in [*first, *rest]))


def filled(shown: Localised, value_of: Callable[[str], str | None]) -> Localised:
    """The text with each `{name}` replaced by what `value_of` says, or left where it says None."""
    if "{" not in shown.text:
        return shown

    def replaced(match: re.Match[str]) -> str:
        value = value_of(match[1])
        return match[0] if value is None else value

    return Localised(_PLACE.sub(replaced, shown.text), shown.lang)


def texts_of(value: object) -> Iterator[Text]:
    """Every Text in a value made of dataclasses' fields, tuples and mappings."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_of(tuple(value.values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        yield from texts_of(tuple(getattr(value, one.name) for one in fields(value)))
