"""Which HTML an author of a survey may write."""

from html.parser import HTMLParser

from markupsafe import Markup

from app.core.text import clean_html

# What core's clean_html keeps; anything else is refused rather than silently dropped.
ELEMENTS = frozenset(
    {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "br"}
)
SCHEMES = ("https://", "http://", "mailto:", "tel:")


class _Reviewer(HTMLParser):
    """Notes the first thing that is not allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.reason = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self._note(f"the element <{tag}> is not allowed")
        for attribute, value in attrs:
            if (tag, attribute) != ("a", "href"):
                self._note(f"the attribute {attribute} is not allowed on <{tag}>")
            elif not (value or "").strip().lower().startswith(SCHEMES):
                self._note("links must start with https://, http://, mailto: or tel:")

    def handle_comment(self, _data: str) -> None:
        self._note("comments are not allowed")

    def handle_decl(self, _decl: str) -> None:
        self._note("declarations are not allowed")

    def handle_pi(self, _data: str) -> None:
        self._note("processing instructions are not allowed")

    def _note(self, reason: str) -> None:
        self.reason = self.reason or reason


def forbidden(html: str) -> str:
    """Why this HTML can't be used, or "" where it can."""
    reviewer = _Reviewer()
    reviewer.feed(html)
    reviewer.close()
    return reviewer.reason


def safe(html: str) -> Markup:
    """The HTML as it may be shown: cleaned again, whatever the review let through."""
    return clean_html(html)
