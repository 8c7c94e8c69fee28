"""Feeds as feed readers see them."""

from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

from app.core import atom
from app.core.atom import Entry, Feed

HOME = "https://joensuu.example/fi"


def feed(*entries: Entry) -> ElementTree.Element:
    text = atom.written(
        Feed(f"{HOME}/done.atom", f"{HOME}/done", "You said", "Joensuu", "fi", entries)
    )
    return ElementTree.fromstring(text)


def entry(number: int) -> Entry:
    return Entry(
        id=f"{HOME}/ideas/{number}",
        href=f"{HOME}/ideas/{number}#answer",
        title="A <b>bench</b> & a tree",
        title_lang="sv",
        author="Resident",
        updated=datetime(2026, 5, number, 9, tzinfo=timezone(timedelta(hours=3))),
        summary="…",
        summary_lang="fi",
    )


def texts(found: ElementTree.Element, path: str) -> list[str | None]:
    return [one.text for one in found.findall(path, {"": atom.NAMESPACE})]


def test_a_feed_says_what_is_new_with_addresses_languages_and_moments() -> None:
    found = feed(entry(4), entry(3))
    assert texts(found, "entry/title") == ["A <b>bench</b> & a tree"] * 2
    assert texts(found, "entry/id") == [f"{HOME}/ideas/4", f"{HOME}/ideas/3"]
    assert texts(found, "updated") == ["2026-05-04T06:00:00+00:00"]
    assert [one.get(atom.XML_LANG) for one in found.iter() if one.get(atom.XML_LANG)] == [
        *("fi", "sv", "fi", "sv", "fi")
    ]
    links = {one.get("rel"): one.get("href") for one in found.findall("{*}link")}
    assert links == {"self": f"{HOME}/done.atom", "alternate": f"{HOME}/done"}


def test_an_empty_feed_is_a_feed() -> None:
    found = feed()
    assert texts(found, "entry") == []
    assert texts(found, "updated") == [datetime(1970, 1, 1, tzinfo=UTC).isoformat()]
