"""HTML of other services as what our texts may hold: plain lines, or a few harmless elements."""

import re
from html import escape, unescape
from html.parser import HTMLParser

from app.surveys.markup import ELEMENTS, SCHEMES, forbidden

_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"})
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_SAME = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
_VOID = frozenset({"br"})
_HARMLESS = frozenset({"span", "div", "font", "u", "center", "small", "sup", "sub", "section"})
"""Elements whose loss changes nothing that is said."""


_MOST_WORK = 10_000_000
"""Signs that are looked at, at worst: where no tag ends, a parser looks for each end anew."""
_TAG = re.compile(r"<[^<>]*>?")


def _is_tangled(html: str) -> bool:
    """Whether a parser might take longer over this than anybody waits."""
    return html.count("<") * len(html) > _MOST_WORK


class _Stripper(HTMLParser):
    """Gathers the words of HTML; `lost` holds what showed something without words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: set[str] = set()
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
        if tag in ("img", "video", "audio", "iframe", "object", "embed", "script", "form", "input"):
            self.lost.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def words(html: str) -> tuple[str, frozenset[str]]:
    """The text of HTML in lines, and the elements that went with more than their words."""
    if "<" not in html and "&" not in html:
        return _lines(html), frozenset()
    if _is_tangled(html):
        return _lines(unescape(_TAG.sub(" ", html))), frozenset({"html"})
    stripper = _Stripper()
    stripper.feed(html)
    stripper.close()
    return _lines("".join(stripper.parts)), frozenset(stripper.lost)


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Cleaner(HTMLParser):
    """Writes HTML anew with the elements that a survey may hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.lost: set[str] = set()
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
            self.lost.add(tag)
            return
        name = _SAME.get(tag, tag)
        if name not in ELEMENTS:
            if name not in _HARMLESS:
                self.lost.add(tag)
            return
        href = next((value or "" for key, value in attrs if key == "href"), "").strip()
        if name == "a" and href.lower().startswith(SCHEMES):
            self.parts.append(f'<a href="{escape(href)}">')
        elif name != "a":
            self.parts.append(f"<{name}>")
        else:
            return
        if name not in _VOID:
            self.open.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        name = _SAME.get(tag, tag)
        if name in self.open:
            while (last := self.open.pop()) != name:
                self.parts.append(f"</{last}>")
            self.parts.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(escape(data, quote=False))


def safe(html: str) -> tuple[str, frozenset[str]]:
    """HTML with nothing but harmless elements, and the names of those that were left out."""
    if _is_tangled(html):
        said, lost = words(html)
        return paragraphs(said), lost
    cleaner = _Cleaner()
    cleaner.feed(html)
    cleaner.close()
    written = "".join(cleaner.parts) + "".join(f"</{tag}>" for tag in reversed(cleaner.open))
    if forbidden(written):
        return paragraphs(words(html)[0]), frozenset(cleaner.lost)
    return written.strip(), frozenset(cleaner.lost)


def paragraphs(text: str) -> str:
    """Plain text as HTML."""
    blocks = [block for block in re.split(r"\n{2,}", text.strip()) if block.strip()]
    return "".join(
        f"<p>{escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks
    )
