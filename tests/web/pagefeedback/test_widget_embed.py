"""What a site's owner gets: the code to copy, whether it is there, and a widget to try."""

import base64
import hashlib
import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from app.core import scope
from app.core.db import db
from app.organisation.queries import area
from app.pagefeedback.installations import last_seen
from app.pagefeedback.models import Widget
from tests import factories
from tests import pagefeedback_factories as feedback
from tests.client import Client
from tests.factories import City
from tests.web.pagefeedback.senders import clicked, sent

PATH = "/en/admin/widgets/site"
PREVIEW = "site/preview"


@pytest.fixture
def chief(client: Client, widget: Widget, joensuu: City) -> Client:
    with scope.of(joensuu.id):
        return client.as_(factories.administrator())


def test_the_code_to_copy_leads_to_what_is_there(chief: Client, client: Client) -> None:
    fields = textareas(chief.get(PATH).text)
    host = "http://joensuu.localhost"
    for lang in ("fi", "sv", "en"):
        element = fields[f"element-{lang}"]
        assert element.startswith('<kuulolla-feedback widget="site" level="2">')
        [form] = re.findall(rf'href="{host}(?::\d+)?(/{lang}/[^"]+)"', element)
        assert client.get(form).status_code == 200
        [frame] = re.findall(rf'src="{host}(?::\d+)?([^"]+)"', fields[f"frame-{lang}"])
        assert f'lang="{lang}"' in client.get(frame).text
    [script] = re.findall(rf'src="{host}(?::\d+)?([^"]+)"', fields["script"])
    assert client.get(script).status_code == 200
    [pinned] = re.findall(rf'src="{host}(?::\d+)?([^"]+)"', fields["pinned"])
    [digest] = re.findall(r'integrity="sha384-([^"]+)"', fields["pinned"])
    content = client.get(pinned, headers={"Accept-Encoding": "identity"}).data
    assert base64.b64encode(hashlib.sha384(content).digest()).decode() == digest


def textareas(html: str) -> dict[str, str]:
    """What stands in the fields of a page, by their ids."""
    found = re.findall(r'<textarea[^>]* id="([^"]+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
    marks = (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&amp;", "&"))
    plain = {}
    for name, text in found:
        for mark, sign in marks:
            text = text.replace(mark, sign)
        plain[name] = text
    return plain


def test_the_last_reaction_of_each_site_is_known(
    chief: Client, widget: Widget, joensuu: City
) -> None:
    other = "https://www.joensuu.example:8443"
    with scope.of(joensuu.id):
        widget.origins = [feedback.SITE, other]
        for day in (4, 6, 5):
            with time_machine.travel(datetime(2026, 5, day, 9, tzinfo=UTC), tick=False):
                feedback.react(widget, f"/{day}")
        assert last_seen([widget]) == {(widget.id, feedback.SITE): date(2026, 5, 6)}
    text = chief.page(PATH).text
    assert "6 May 2026" in text
    assert "No reactions yet" in text
    assert "6 May 2026" in chief.page("/en/admin/widgets/").text


def test_the_hosted_form_proves_nothing_of_the_site(
    client: Client, widget: Widget, joensuu: City
) -> None:
    client.submit(f"/fi/feedback/site?page={feedback.SITE}/a", reaction="2")
    with scope.of(joensuu.id):
        assert len(feedback.reactions()) == 1
        assert last_seen([widget]) == {}


def test_a_widget_to_try_answers_and_keeps_nothing(
    client: Client, widget: Widget, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        widget.is_active = False
        db.session.commit()
    words = client.get(f"/w/{PREVIEW}/config.sv.json")
    assert words.json is not None
    assert (words.json["lang"], words.json["scale"]) == ("sv", 2)
    own = {"origin": "http://joensuu.localhost"}
    said = sent(client, f"{PREVIEW}/reactions", reaction="1", **own)
    assert said.status_code == 201
    assert said.json is not None
    again = sent(client, f"{PREVIEW}/reactions", reaction="2", token=said.json["token"], **own)
    assert again.status_code == 201
    assert sent(client, f"{PREVIEW}/reactions", reaction="9", **own).status_code == 422
    assert sent(client, f"{PREVIEW}/comments", text="Hyvä", **own).json == {}
    danger = sent(client, f"{PREVIEW}/comments", text="Aion tappaa itseni", **own)
    assert danger.json is not None
    assert "112" in danger.json["guidance"]
    assert sent(client, f"{PREVIEW}/comments", text=" ", **own).status_code == 422
    with scope.of(joensuu.id):
        assert feedback.reactions() == []


def test_what_was_given_to_try_opens_nothing_real(client: Client, widget: Widget) -> None:
    assert clicked(client, token="preview").status_code == 403


def test_only_widgets_of_this_city_can_be_tried(
    client: Client, widget: Widget, pieksamaki: City
) -> None:
    with scope.of(pieksamaki.id):
        root = area("wellbeing")
        assert root is not None
        feedback.widget(root, "uimahalli")
    assert client.get("/w/uimahalli/preview/config.fi.json").status_code == 404
    assert client.at(pieksamaki).get("/w/uimahalli/preview/config.fi.json").status_code == 200
