"""Texts of a LimeSurvey survey in all its languages, with what stands in braces in them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.authoring.importing import Lines, Why
from app.authoring.importing_expressions import Untranslatable
from app.authoring.importing_lss_logic import Names
from app.authoring.importing_markup import safe, words

_BRACES = re.compile(r"\{([^{}]*)\}")
_MEDIA = frozenset({"img", "video", "audio", "iframe", "object", "embed"})

Convert = Callable[[str], tuple[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes texts by language; `names` are what braces may name."""

    languages: tuple[str, ...]
    names: Names
    lines: Lines

    def plain(self, texts: Mapping[str, str], where: str) -> Any:
        """A text in our form, or None where there is none."""
        return self._by_language(texts, where, words)

    def html(self, texts: Mapping[str, str], where: str) -> Any:
        return self._by_language(texts, where, safe)

    def _by_language(self, texts: Mapping[str, str], where: str, convert: Convert) -> Any:
        found = {}
        for lang in self.languages:
            said, lost = convert(texts.get(lang, ""))
            self._note(lost, where)
            if said.strip():
                found[lang] = _BRACES.sub(lambda match: self._place(match[1], where), said)
        if not found:
            return None
        missing = [lang for lang in self.languages if lang not in found]
        if missing and len(found) > 0 and convert is words:
            self.lines.note(where, ", ".join(missing), Why.LANGUAGES)
        if len(self.languages) == 1:
            return next(iter(found.values()))
        first = self.languages[0]
        return {"default": found[first], **found} if first in found else found

    def _note(self, lost: frozenset[str], where: str) -> None:
        if lost & _MEDIA:
            self.lines.note(where, ", ".join(sorted(lost & _MEDIA)), Why.MEDIA)
        if lost - _MEDIA:
            self.lines.note(where, ", ".join(sorted(lost - _MEDIA)), Why.MARKUP)

    def _place(self, written: str, where: str) -> str:
        """What stands in braces, where it names a question; else it is told."""
        try:
            found = self.names.find(written.strip().removeprefix("INSERTANS:"))
        except Untranslatable:
            found = None
        if found is None or found.chosen:
            self.lines.note(where, f"{{{written}}}", Why.REFERENCE_IN_TEXT)
            return f"({written.strip()})"
        return found.text
