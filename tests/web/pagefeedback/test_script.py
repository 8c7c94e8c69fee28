"""The script and its words: small, cached as they may be, readable by the sites that use them."""

import base64
import hashlib

import pytest
from flask import Flask

from app.core import scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.core.languages import LANGUAGES
from app.core.static_files import BuiltAssets
from app.pagefeedback.models import Widget
from tests.client import Client
from tests.factories import City
from tests.pagefeedback_factories import SITE

RUNTIME, CONFIGURATION = 4 * 1024, 1024
"""Bytes on the wire at most (docs/WIDGET.md)."""


def test_the_script_is_small(client: Client) -> None:
    answer = client.get("/w/v1/w.js", headers={"Accept-Encoding": "br"})
    assert answer.content_encoding == "br"
    assert 1000 < len(answer.data) <= RUNTIME


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scale", [2, 3])
def test_its_words_are_small_in_every_language(
    client: Client, widget: Widget, joensuu: City, lang: str, scale: int
) -> None:
    with scope.of(joensuu.id):
        widget.scale = scale
        db.session.flush()
    answer = client.get(f"/w/site/config.{lang}.json", headers={"Origin": SITE})
    assert answer.json is not None
    assert (answer.json["lang"], len(answer.json["faces"])) == (lang, scale)
    assert len(answer.data) <= CONFIGURATION


def test_the_evergreen_script_is_asked_for_again_and_the_versioned_never(
    app: Flask, client: Client
) -> None:
    assets: BuiltAssets = app.extensions["assets"]
    evergreen = client.get("/w/v1/w.js")
    assert evergreen.cache_control.max_age == 3600
    assert not evergreen.cache_control.immutable
    versioned = client.get(f"/w/v1-{assets.version('w.js')}/w.js")
    assert versioned.cache_control.max_age == 31_536_000
    assert versioned.cache_control.immutable
    for answer in (evergreen, versioned):
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_version_has_the_integrity_that_pages_name(app: Flask, client: Client) -> None:
    assets: BuiltAssets = app.extensions["assets"]
    answer = client.get(f"/w/v1-{assets.version('w.js')}/w.js")
    assert b"kuulolla-feedback" in answer.data
    digest = base64.b64encode(hashlib.sha384(answer.data).digest()).decode()
    assert assets.integrity("w.js") == f"sha384-{digest}"


@pytest.mark.parametrize("version", ["v2", "v1-", "v1-000000000000", "site", "V1"])
def test_a_version_that_is_not_there_is_no_other(client: Client, version: str) -> None:
    assert client.get(f"/w/{version}/w.js").status_code == 404


def test_words_are_for_the_sites_of_the_widget(client: Client, widget: Widget) -> None:
    own = client.get("/w/site/config.fi.json", headers={"Origin": SITE})
    assert own.headers["Access-Control-Allow-Origin"] == SITE
    assert "Origin" in own.headers["Vary"]
    foreign = client.get("/w/site/config.fi.json", headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert "Access-Control-Allow-Origin" not in foreign.headers
    assert client.get("/w/site/config.fi.json").status_code == 200


def test_a_language_that_the_city_has_not_is_answered_in_its_first(
    client: Client, widget: Widget
) -> None:
    answer = client.get("/w/site/config.ru.json", headers={"Origin": SITE})
    assert answer.json is not None
    assert answer.json["lang"] == "fi"


def test_a_widgets_own_guidance_is_told_instead_of_the_usual(
    client: Client, widget: Widget, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        widget.guidance = TranslatedText({"fi": "Kriisipuhelin Jokimerkki"})
        db.session.flush()
    headers = {"Origin": SITE}
    fields = {"page": f"{SITE}/", "reaction": "1", "lang": "fi"}
    said = client.post("/w/site/reactions", fields, headers=headers).json
    assert said is not None
    written = {"token": said["token"], "text": "haluan kuolla"}
    answer = client.post("/w/site/comments", written, headers=headers)
    assert answer.json == {"guidance": "Kriisipuhelin Jokimerkki"}
