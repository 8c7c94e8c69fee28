"""Columns of a form that are there in several languages: `label::Suomi (fi)`."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.authoring.importing import Lines, Why
from app.authoring.importing_xlsform_logic import Names

_LANGUAGE = re.compile(r"^(.*?)\s*\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\s*\)$")
_PLACE = re.compile(r"\$\{\s*([^{}]+?)\s*\}")
_NAMES = {
    **dict.fromkeys(("finnish", "suomi", "finska"), "fi"),
    **dict.fromkeys(("swedish", "svenska", "ruotsi"), "sv"),
    **dict.fromkeys(("english", "englanti", "engelska"), "en"),
    **dict.fromkeys(("russian", "venäjä", "русский"), "ru"),
    **dict.fromkeys(("estonian", "eesti", "viro"), "et"),
    **dict.fromkeys(("french", "français"), "fr"),
    **dict.fromkeys(("german", "deutsch"), "de"),
    **dict.fromkeys(("spanish", "español"), "es"),
}
TRANSLATED = ("label", "hint", "constraint_message", "required_message", "guidance_hint")


def code_of(written: str) -> str:
    """The code of a language as a form writes it; "" where it is not known."""
    found = _LANGUAGE.match(written.strip())
    if found:
        return found[2].lower()
    name = written.strip().lower()
    return _NAMES.get(name, name if re.fullmatch(r"[a-z]{2}", name) else "")


def split(column: str) -> tuple[str, str]:
    """A column's name and its language as written; ("label", "Suomi (fi)")."""
    name, _, lang = column.partition("::")
    if not lang and name.partition(":")[0] in TRANSLATED:
        name, _, lang = name.partition(":")
    return name.strip().lower(), lang.strip()


class Writer:
    """Writes texts by language. `default` is the language of columns that name none."""

    def __init__(self, columns: Iterable[str], default: str, names: Names, lines: Lines) -> None:
        found = [code_of(lang) for name, lang in map(split, columns) if lang and name in TRANSLATED]
        has_plain = any(split(column) == ("label", "") for column in columns)
        known = dict.fromkeys(code for code in found if code)
        self.default = default if has_plain or default in known or not known else next(iter(known))
        self.languages = tuple(dict.fromkeys((self.default, *known)))
        self.names = names
        self.lines = lines

    def text(self, row: Mapping[str, str], column: str, where: str, repeat: str = "") -> Any:
        """A text in our form; None where there is none."""
        found: dict[str, str] = {}
        for name, value in row.items():
            written, lang = split(name)
            if written != column:
                continue
            code = code_of(lang) if lang else self.default
            if not code:
                self.lines.note(where, name, Why.LANGUAGES)
                continue
            found[code] = _PLACE.sub(lambda match: self._place(match, where, repeat), value)
        if not found:
            return None
        if len(self.languages) == 1:
            return next(iter(found.values()))
        if len(found) < len(self.languages):
            missing = ", ".join(one for one in self.languages if one not in found)
            self.lines.note(where, f"{column}: {missing}", Why.LANGUAGES)
        first = found.get(self.default)
        return {"default": first, **found} if first is not None else found

    def _place(self, match: re.Match[str], where: str, repeat: str) -> str:
        try:
            return self.names.find(match[1], repeat).text
        except ValueError:
            self.lines.note(where, match[0], Why.REFERENCE_IN_TEXT)
            return f"({match[1]})"
