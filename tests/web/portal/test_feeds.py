"""Atom feeds of new ideas and of what was done: what RFC 4287 asks of each, whatever is in them."""

from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import time_machine

from app.core import clock, scope
from app.ideas.lifecycle import State
from app.organisation import queries as organisation
from app.organisation.models import Area
from app.pagefeedback import service
from app.pagefeedback.handling import Handling
from app.pagefeedback.models import Widget
from tests import factories, ideas_factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City

NAMES = {"": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FEEDS = ("ideas", "done")
HOSTILE = "</title><script>alert(1)</script> & ]]> \ufffe \uffff &#0;"


def library() -> Area:
    found = organisation.area("library")
    assert found is not None
    return found


def feed(client: Client, path: str) -> Element:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return ElementTree.fromstring(answer.data)


def said(element: Element, name: str) -> str:
    """The text of an element that there is once, and that says something."""
    [found] = element.findall(name, NAMES)
    assert found.text, name
    return found.text


def changed(widget: Widget, path: str) -> None:
    feedback.react(widget, path, 1)
    page = feedback.page(widget, path)
    service.move(
        page, Handling.CHANGED, revision=page.revision, today=clock.today(feedback.TIMEZONE)
    )


@pytest.fixture
def _voices(joensuu: City, pieksamaki: City) -> None:
    """Ideas and changed pages in two cities, some of them hostile."""
    for city in (joensuu, pieksamaki):
        with scope.of(city.id):
            group = factories.group()
            ideas_factories.idea(library(), State.ANSWERED, group=group, lang="sv")
            ideas_factories.idea(library(), State.ANSWERED, title=HOSTILE, text=HOSTILE)
            ideas_factories.idea(library(), State.PUBLISHED, text="Long. " * 200)
            ideas_factories.idea(library(), State.SUBMITTED, title="Not public yet")
            widget = feedback.widget(library())
            changed(widget, "/hours")
            changed(widget, "/prices?a=1&b=2")


@pytest.mark.usefixtures("_voices")
@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_has_what_the_standard_requires(
    client: Client, joensuu: City, name: str, lang: str
) -> None:
    root = feed(client, f"/{lang}/{name}.atom")
    here = f"http://{joensuu.host}:8000/{lang}/"
    assert root.tag == f"{{{NAMES['']}}}feed"
    assert root.get(LANG) == lang
    assert said(root, "id") == f"{here}{name}.atom"
    assert said(root, "title")
    links = {one.get("rel"): one.get("href") for one in root.findall("link", NAMES)}
    assert links["self"] == f"{here}{name}.atom"
    assert links["alternate"] == f"{here}{'done' if name == 'done' else 'ideas/'}"
    assert root.findtext("author/name", namespaces=NAMES) == f"Joensuu {lang} {joensuu.marker}"
    entries = root.findall("entry", NAMES)
    assert len(entries) == (4 if name == "done" else 3)
    moments = [check_entry(one) for one in entries]
    assert datetime.fromisoformat(said(root, "updated")) == max(moments)
    ids = [said(one, "id") for one in entries]
    assert len(set(ids)) == len(ids)


def check_entry(entry: Element) -> datetime:
    """What RFC 4287 requires of an entry (4.1.2); says when it was updated."""
    assert urlsplit(said(entry, "id")).scheme == "http"
    assert said(entry, "title")
    assert entry.findtext("author/name", namespaces=NAMES)
    [link] = entry.findall("link", NAMES)
    assert link.get("rel") == "alternate"
    assert urlsplit(link.get("href", "")).scheme in ("http", "https")
    assert urlsplit(link.get("href", "")).netloc
    for name in ("title", "summary"):
        [text] = entry.findall(name, NAMES)
        assert text.get(LANG) in ("fi", "sv", "en"), name
        assert len(text.text or "") <= 300
    moment = datetime.fromisoformat(said(entry, "updated"))
    assert moment.tzinfo is not None
    return moment


@pytest.mark.usefixtures("_voices")
@pytest.mark.parametrize("name", FEEDS)
def test_hostile_words_are_words(client: Client, name: str) -> None:
    titles = [
        one.findtext("title", namespaces=NAMES)
        for one in feed(client, f"/en/{name}.atom").findall("entry", NAMES)
    ]
    assert "</title><script>alert(1)</script> & ]]>   &#0;" in titles
    assert "Not public yet" not in titles


@pytest.mark.usefixtures("_voices")
def test_each_text_says_its_own_language(client: Client) -> None:
    swedish = next(
        one
        for one in feed(client, "/en/done.atom").findall("entry", NAMES)
        if one.find("title", NAMES).get(LANG) == "sv"  # type: ignore[union-attr]
    )
    [summary] = swedish.findall("summary", NAMES)
    assert summary.get(LANG) == "fi", "the answer is in Finnish"
    assert str(summary.text).startswith("Hyväksytty osittain")


def test_the_same_things_have_the_same_ids_at_every_reading(client: Client, joensuu: City) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as now:
        with scope.of(joensuu.id):
            changed(feedback.widget(library()), "/hours")
            ideas_factories.idea(library(), State.ANSWERED)
        first = ids_of(feed(client, "/en/done.atom"))
        now.shift(86400)
        with scope.of(joensuu.id):
            ideas_factories.idea(library(), State.ANSWERED)
        assert first < ids_of(feed(client, "/en/done.atom"))
    anchors = [one.partition("#")[2] for one in first if "#" in one]
    assert set(anchors) <= set(client.page("/en/done").ids)
    assert anchors


def ids_of(root: Element) -> set[str]:
    return {said(one, "id") for one in root.findall("entry", NAMES)}


@pytest.mark.parametrize("name", FEEDS)
def test_an_empty_feed_is_valid_too(client: Client, name: str) -> None:
    root = feed(client, f"/fi/{name}.atom")
    assert root.findall("entry", NAMES) == []
    assert datetime.fromisoformat(said(root, "updated")).tzinfo is not None
    assert root.findtext("author/name", namespaces=NAMES)


@pytest.mark.usefixtures("_voices")
@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_that_has_not_changed_is_not_sent_again(
    client: Client, joensuu: City, name: str
) -> None:
    path = f"/fi/{name}.atom"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "public" in first.headers["Cache-Control"]
    with scope.of(joensuu.id):
        ideas_factories.idea(library(), State.ANSWERED)
    newer = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert newer.status_code == 200
    assert newer.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(
    ("path", "feeds"), [("", FEEDS), ("done", ("done",)), ("ideas/", ("ideas",))]
)
def test_browsers_find_the_feeds_in_the_heads_of_pages(
    client: Client, path: str, feeds: tuple[str, ...]
) -> None:
    for lang in ("fi", "sv", "en"):
        head = client.get(f"/{lang}/{path}").text.partition("</head>")[0]
        for name in FEEDS:
            assert (f'href="/{lang}/{name}.atom"' in head) == (name in feeds), (lang, name)
