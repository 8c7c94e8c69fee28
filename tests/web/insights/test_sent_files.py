"""Files that residents sent: read by whoever reads open texts, where and when these are read."""

from uuid import UUID, uuid4

import pytest

from app.core import scope
from app.surveys.models import Survey
from tests import factories, surveys_factories, upload_factories
from tests.client import Client
from tests.factories import City
from tests.sample_files import PDF
from tests.web.insights.desks import area, official, summary, theme
from tests.web.surveys.senders import with_photos

pytestmark = pytest.mark.usefixtures("monday")

PAGE = "/en/desk/areas/culture/surveys/poll/texts/photo"


def asked(city: City, count: int, slug: str = "poll") -> tuple[Survey, list[UUID], list[str]]:
    """A survey about pictures of an area, and what some people sent."""
    with scope.of(city.id):
        survey = surveys_factories.survey(
            area("culture"), slug, source=with_photos(), themes=(theme("climate"),)
        )
        found = [
            upload_factories.respond(survey, {"place": "market"}, name=f"kuva-{number}.pdf")
            for number in range(count)
        ]
    return survey, [id for id, _ in found], [receipt for _, receipt in found]


def address(id: UUID, place: str = "culture", slug: str = "poll") -> str:
    return f"/en/desk/areas/{place}/surveys/{slug}/files/{id}"


def test_officials_find_files_where_they_read_texts(client: Client, joensuu: City) -> None:
    _survey, ids, _ = asked(joensuu, 10)
    reader = client.as_(official(joensuu, "culture"))
    found = {
        href.partition("?")[0]: name
        for page in (reader.page(PAGE), reader.page("/en/desk/areas/culture"))
        for href, name in page.links.items()
        if "/files/" in href
    }
    assert found == {address(id): f"kuva-{n}.pdf" for n, id in enumerate(ids[:5])}
    assert "(PDF, 1 kB)" in reader.page(PAGE).text
    links = reader.page("/en/desk/areas/culture").links
    assert "See everything that was sent to this question" in " ".join(links.values())
    [told] = summary(reader, "culture")["own"]["surveys"]
    names = {one["text"] for one in told["questions"][1]["texts"]}
    assert names == {f"kuva-{number}.pdf" for number in range(5)}
    assert "kuva-1.pdf" in reader.get("/en/desk/areas/culture.csv").text


def test_a_file_is_given_to_be_opened_elsewhere(client: Client, joensuu: City) -> None:
    _survey, [first, *_], _ = asked(joensuu, 10)
    reader = client.as_(official(joensuu, "culture"))
    [link] = [href for href in reader.page(PAGE).links if str(first) in href]
    answer = reader.get(link)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=kuva-0.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


def test_files_wait_until_there_are_enough_to_show(client: Client, joensuu: City) -> None:
    _survey, ids, _ = asked(joensuu, 8)
    reader = client.as_(official(joensuu, "culture"))
    statuses = [reader.get(address(id)).status_code for id in ids]
    assert statuses == [404] * 8
    with scope.of(joensuu.id):
        survey = surveys_factories.by_slug("poll")
        for _ in range(2):
            upload_factories.respond(survey, {"place": "market"})
    statuses = [reader.get(address(id)).status_code for id in ids]
    assert statuses == [200] * 5 + [404] * 3
    assert "kuva-6.pdf" not in reader.get(PAGE).text


def test_a_file_that_was_taken_back_is_gone(client: Client, joensuu: City) -> None:
    _survey, ids, receipts = asked(joensuu, 15)
    reader = client.as_(official(joensuu, "culture"))
    assert reader.get(address(ids[0])).status_code == 200
    done = client.submit("/en/surveys/poll/withdraw", receipt=receipts[0])
    assert done.status_code == 303
    assert reader.get(address(ids[0])).status_code == 404


@pytest.mark.parametrize(
    ("place", "query", "status"),
    [
        ("culture", "", 200),
        ("wellbeing", "", 200),
        ("environment", "?theme=climate", 200),
        ("environment", "", 404),
        ("library", "", 404),
        ("culture", "?theme=children", 404),
        ("culture", "?from=2025-01&to=2025-02", 404),
        ("nowhere", "", 404),
    ],
)
def test_a_file_is_read_where_the_summary_has_the_survey(
    client: Client, joensuu: City, place: str, query: str, status: int
) -> None:
    _survey, [first, *_], _ = asked(joensuu, 10)
    with scope.of(joensuu.id):
        reader = client.as_(factories.administrator())
    assert reader.get(address(first, place) + query).status_code == status


def test_strangers_get_no_file(client: Client, joensuu: City, pieksamaki: City) -> None:
    _survey, [first, *_], _ = asked(joensuu, 10)
    asked(joensuu, 10, "other")
    asked(pieksamaki, 10)
    reader = client.as_(official(joensuu, "culture"))
    assert reader.get(address(first)).status_code == 200
    assert reader.get(address(first, slug="other")).status_code == 404
    assert reader.get(address(uuid4())).status_code == 404
    assert reader.get(address(first) + "x").status_code == 404
    assert client.as_(official(joensuu, "environment")).get(address(first)).status_code == 403
    assert client.get(address(first)).status_code in (302, 303)
    neighbour = client.at(pieksamaki).as_(official(pieksamaki, "culture"))
    assert neighbour.get(address(first)).status_code == 404
