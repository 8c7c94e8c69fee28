"""What there is to translate, and the catalogues that translate it."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from app.config import ROOT
from app.core.languages import LANGUAGES

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("lazy_gettext", "_l")),
    "lazy_ngettext": (1, 2),
}
"""The names that messages are marked with; `_l` is how modules import lazy_gettext."""
WIDTH = 100


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The singular and the plurals of a message or a translation; one form, where it has none."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def file_of(lang: str) -> Path:
    return ROOT / "translations" / lang / "LC_MESSAGES" / "messages.po"


def extracted() -> Catalog:
    """Every message of the code and the templates, without places, sorted."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    template = Catalog(project="Kuulolla", charset="utf-8", fuzzy=False)
    for _file, _line, message, comments, message_context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS
    ):
        template.add(message, context=message_context, auto_comments=comments)
    return template


def catalogue(lang: str) -> Catalog:
    """The catalogue of a language; an empty one where there is no file."""
    if not file_of(lang).exists():
        return Catalog(locale=lang, project="Kuulolla", charset="utf-8", fuzzy=False)
    with file_of(lang).open("rb") as file:
        return read_po(file, locale=lang)


def catalogues() -> Iterator[tuple[str, Catalog]]:
    for lang in LANGUAGES:
        yield lang, catalogue(lang)


def write(lang: str, filled: Catalog) -> None:
    file_of(lang).parent.mkdir(parents=True, exist_ok=True)
    with file_of(lang).open("wb") as file:
        write_po(
            file, filled, width=WIDTH, no_location=True, sort_output=True, ignore_obsolete=True
        )
