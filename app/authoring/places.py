"""The addresses of the editor's pages."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import url_for


def question(slug: str, name: str, inside: Sequence[str] = (), anchor: str | None = None) -> str:
    """The address of a question's page."""
    around = {"in": list(inside)} if inside else {}
    return url_for("editor.question", slug=slug, name=name, _anchor=anchor, **around)  # type: ignore[arg-type]


def condition(slug: str, name: str, of: str) -> str:
    """The address of the page on which a condition is built by choosing."""
    home = url_for("editor.outline", slug=slug)
    return f"{home}conditions/{quote(name, safe='')}?{urlencode({'of': of})}"
