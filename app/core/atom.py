"""Atom feeds (RFC 4287): what is new, for feed readers and other sites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA_TYPE = "application/atom+xml"

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write (its production 2)."""

ElementTree.register_namespace("", NAMESPACE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news; `id` is an address that is its own for good. Title and summary may each
    be in a language of its own."""

    id: str
    href: str
    """Where it is told in full."""
    title: str
    title_lang: str
    author: str
    updated: datetime
    """Aware."""
    summary: str
    summary_lang: str


@dataclass(frozen=True, slots=True)
class Feed:
    href: str
    """Of the feed itself, which is its id."""
    page: str
    """Of the page that says the same to people."""
    title: str
    author: str
    """Who answers for the feed, also where it has no entries."""
    lang: str
    entries: Sequence[Entry]
    """The newest first."""


def written(feed: Feed) -> bytes:
    """The feed as XML in UTF-8. An empty feed was last updated at the beginning of time."""
    root = ElementTree.Element(_name("feed"), {XML_LANG: feed.lang})
    _text(root, "id", feed.href)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(max((one.updated for one in feed.entries), default=_BEGINNING)))
    _link(root, "self", feed.href, MEDIA_TYPE)
    _text(ElementTree.SubElement(root, _name("author")), "name", feed.author)
    _link(root, "alternate", feed.page, "text/html")
    for one in feed.entries:
        entry = ElementTree.SubElement(root, _name("entry"))
        _text(entry, "id", one.id)
        _text(entry, "title", one.title, one.title_lang)
        _text(entry, "updated", _moment(one.updated))
        _text(ElementTree.SubElement(entry, _name("author")), "name", one.author)
        _link(entry, "alternate", one.href, "text/html")
        _text(entry, "summary", one.summary, one.summary_lang)
    xml: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _text(parent: ElementTree.Element, local: str, text: str, lang: str = "") -> None:
    attributes = {XML_LANG: lang} if lang else {}
    ElementTree.SubElement(parent, _name(local), attributes).text = _NO_XML.sub("", text)


def _link(parent: ElementTree.Element, relation: str, href: str, kind: str) -> None:
    attributes = {"rel": relation, "href": href, "type": kind}
    ElementTree.SubElement(parent, _name("link"), attributes)


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
