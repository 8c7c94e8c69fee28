"""Safe text: Markdown to clean HTML, tidy residents' words, slugs."""

import re
import unicodedata

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def tidy(text: str) -> str:
    """Residents' words as they are stored: NFC, plain line ends, no control characters and no
    marks that turn the direction of what follows, no white space around."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", unicodedata.normalize("NFC", plain)).strip()


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


def slug(text: str) -> str:
    """ASCII, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def install(app: Flask) -> None:
    app.jinja_env.filters["markdown"] = markdown
    app.jinja_env.filters["clean_html"] = clean_html
