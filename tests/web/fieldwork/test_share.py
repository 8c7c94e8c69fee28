"""An official lets people know of a survey: short link, QR code, poster, texts, allowed sites."""

import io
from datetime import UTC, datetime

import pytest
import zxingcpp
from PIL import Image

from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys import queries
from app.surveys.meta import Who
from app.surveys.models import Survey
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.web.surveys import residents

SHARE = "/fi/desk/surveys/poll/share"


@pytest.fixture
def desk(client: Client, joensuu: City) -> Client:
    residents.place(joensuu, closes_at=datetime(2099, 5, 31, 12, tzinfo=UTC))
    with scope.of(joensuu.id):
        library = organisation.area("library")
        assert library is not None
        return client.as_(factories.user(Role.OFFICIAL, area=library))


def survey(city: City) -> Survey:
    with scope.of(city.id):
        found = queries.by_slug("poll")
        assert found is not None
        db.session.refresh(found)
        return found


@pytest.mark.parametrize(
    ("accepts", "lang"), [("sv", "sv"), ("en-GB,en;q=0.9,fi;q=0.5", "en"), ("de", "fi"), ("", "fi")]
)
def test_the_short_link_leads_to_the_survey_in_the_readers_language(
    client: Client, joensuu: City, accepts: str, lang: str
) -> None:
    residents.place(joensuu)
    answer = client.get("/s/poll", headers={"Accept-Language": accepts})
    assert answer.status_code == 302
    assert answer.location == f"/{lang}/surveys/poll"
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_short_key_is_shorter_than_the_slug_and_both_work(
    client: Client, desk: Client, joensuu: City, pieksamaki: City
) -> None:
    done = desk.submit(SHARE, form=f"{SHARE}/link", short="Tori ")
    assert done.status_code == 303
    assert survey(joensuu).short_key == "tori"
    for name in ("tori", "TORI", "poll"):
        assert client.get(f"/s/{name}").status_code == 302
    assert client.at(pieksamaki).get("/s/tori").status_code == 404
    assert '/s/tori"' in desk.get(SHARE).text


@pytest.mark.parametrize(
    "short", ["käsi", "two words", "-a", "a" * 31, "desk", "sv", "other", "key"]
)
def test_a_name_that_cannot_be_is_refused_and_kept(desk: Client, joensuu: City, short: str) -> None:
    other = residents.place(joensuu, "other")
    with scope.of(joensuu.id):
        other.short_key = "key"
        db.session.flush()
    refused = desk.submit(SHARE, form=f"{SHARE}/link", short=short)
    assert refused.status_code == 422
    assert f'value="{short}"' in refused.text
    assert 'href="#short"' in refused.text
    assert survey(joensuu).short_key is None


def test_the_name_is_given_up_again(desk: Client, joensuu: City) -> None:
    desk.submit(SHARE, form=f"{SHARE}/link", short="tori")
    desk.submit(SHARE, form=f"{SHARE}/link", short="")
    assert survey(joensuu).short_key is None


def test_the_code_reads_as_the_short_link(desk: Client) -> None:
    png = desk.get(f"{SHARE}/qr.png?download=1")
    assert png.headers["Content-Disposition"] == "attachment; filename=qr-poll.png"
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.data)).convert("L"))
    assert found.text == "http://joensuu.localhost:8000/s/poll"
    assert found.ec_level == "M"
    svg = desk.get(f"{SHARE}/qr.svg")
    assert svg.mimetype == "image/svg+xml"
    assert svg.data.startswith(b"<?xml")


def test_the_code_has_its_quiet_zone(desk: Client) -> None:
    image = Image.open(io.BytesIO(desk.get(f"{SHARE}/qr.png").data)).convert("L")
    edge = 4 * 12
    white = [image.getpixel((x, y)) for x in range(image.width) for y in range(edge)]
    assert set(white) == {255}
    assert image.getpixel((edge, edge)) == 0


def test_texts_stand_ready_in_each_language(desk: Client) -> None:
    html = desk.get(SHARE).text
    for lang, words in (
        ("fi", "31. toukokuuta 2099"),
        ("sv", "31 maj 2099"),
        ("en", "31 May 2099"),
    ):
        assert f'id="text-{lang}"' in html
        assert f"Survey poll {lang}" in html
        assert words in html
    assert "/s/poll" in html


def test_a_poster_has_what_people_need(desk: Client) -> None:
    page = desk.page(f"{SHARE}/poster?langs=sv&langs=en&size=a3")
    assert "Survey poll sv" in page.text
    assert "Survey poll en" in page.text
    assert "Survey poll fi" not in page.text
    assert "31 maj 2099" in page.text
    assert "joensuu.localhost:8000/s/poll" in page.text
    assert "k-poster-a3" in desk.get(f"{SHARE}/poster?size=a3").text


@pytest.mark.parametrize(
    "query", ["", "?langs=fi&langs=sv&langs=en", "?size=a3&langs=sv", "?langs=xx"]
)
def test_a_poster_is_a_tagged_pdf(desk: Client, query: str) -> None:
    pdf = desk.get(f"{SHARE}/poster.pdf{query}")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    for sign in (b"/StructTreeRoot", b"/Lang", b"/Alt", b"/Count 1"):
        assert sign in pdf.data


def test_sites_are_named_for_the_frame(desk: Client, joensuu: City) -> None:
    done = desk.submit(SHARE, form=f"{SHARE}/frame",
                       origins="https://www.joensuu.fi/\n\nhttps://joensuu.fi")  # fmt: skip
    assert done.status_code == 303
    assert survey(joensuu).embed_origins == ["https://www.joensuu.fi", "https://joensuu.fi"]
    assert "&lt;iframe" in desk.get(SHARE).text


@pytest.mark.parametrize(
    "sites",
    [
        "joensuu",
        "http://www.joensuu.fi",
        "https://a.fi/path",
        "https://a.fi\nhttps://a.fi",
        "\n".join(f"https://a{number}.fi" for number in range(21)),
        "'none'; script-src *",
    ],
)
def test_what_is_no_site_is_named_and_kept(desk: Client, joensuu: City, sites: str) -> None:
    refused = desk.submit(SHARE, form=f"{SHARE}/frame", origins=sites)
    assert refused.status_code == 422
    assert 'href="#origins"' in refused.text
    assert survey(joensuu).embed_origins == []


def test_nothing_is_shared_by_officials_of_other_areas(
    client: Client, desk: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        environment = organisation.area("environment")
        assert environment is not None
        other = client.as_(factories.user(Role.OFFICIAL, area=environment))
    sent = other.page("/fi/desk/").form("/fi/sign-out").values
    for path in ("", "/poster", "/poster.pdf", "/qr.svg"):
        assert other.get(f"{SHARE}{path}").status_code == 403
    for path in ("/link", "/frame"):
        assert other.post(f"{SHARE}{path}", data=sent).status_code == 403


def test_who_shares_a_survey_of_the_invited_is_told_that_not_everybody_may_answer(
    desk: Client, joensuu: City
) -> None:
    told = "Vain kutsutut tai valittujen ryhmien jäsenet voivat vastata."
    assert told not in desk.get(SHARE).text
    with scope.of(joensuu.id):
        survey(joensuu).who = Who.INVITED
        db.session.flush()
    assert told in desk.get(SHARE).text
