"""Safe text: Markdown to clean HTML, tidy residents' words, slugs."""

import re
import unicodedata
from html import unescape
from typing import Literal

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that nobody sees."""
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"})
"""Categories of what nobody sees, or sees only on a letter."""

MOST_MARKS = 30
"""Marks on one letter; no language needs as many (Unicode Standard Annex 15, Stream-Safe)."""
_MARK = "".join(chr(code) for code in range(0x20000) if unicodedata.combining(chr(code)))
_HEAPED = re.compile(f"([{_MARK}]{{{MOST_MARKS}}})[{_MARK}]+")


def composed(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> str:
    """One way of writing for each letter. Of marks heaped on a letter the first ones stay:
    putting a heap in order takes the square of its size, and nobody else is served meanwhile."""
    if text.isascii():
        return text
    return _flat(unicodedata.normalize(form, _flat(text)))


def _flat(text: str) -> str:
    return _HEAPED.sub(r"\1", text)


def tidy(text: str) -> str:
    """Residents' words as they are stored: NFC, plain line ends, no control characters and no
    marks that turn the direction of what follows, no white space around; "" where nobody would
    see anything."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = composed(_CONTROLS.sub("", lines)).strip()
    return kept if any(map(_is_seen, kept)) else ""


def _is_seen(sign: str) -> bool:
    return sign not in _BLANK and unicodedata.category(sign) not in _UNSEEN


def clean_html(html: str) -> Markup:
    """HTML of an author, reduced to harmless elements; links get rel and only safe schemes."""
    return Markup(  # noqa: S704 - cleaned by nh3 in this very expression
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"https", "http", "mailto", "tel"},
            link_rel="noopener nofollow",
        )
    )


def markdown(text: str) -> Markup:
    """CommonMark without raw HTML, cleaned."""
    return clean_html(_markdown.render(text))


def plain(text: str) -> str:
    """CommonMark as running text without its marks, for where there is no room for more."""
    bare = nh3.clean(_markdown.render(text), tags=set())
    return " ".join(unescape(bare).split())


def slug(text: str) -> str:
    """ASCII, lower case, hyphens."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")


def install(app: Flask) -> None:
    app.jinja_env.filters["markdown"] = markdown
    app.jinja_env.filters["clean_html"] = clean_html
    app.jinja_env.filters["plain"] = plain
