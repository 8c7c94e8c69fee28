"""The files of a summary: the same figures as on the page, and what opens them."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from app.core import scope
from app.core.db import db
from tests import surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import answer, area, official, summary, theme

pytestmark = pytest.mark.usefixtures("monday")

CULTURE = "/en/desk/areas/culture.csv"
MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")


def table(client: Client, path: str) -> list[dict[str, str]]:
    """A file as a spreadsheet on a Finnish machine reads it."""
    response = client.get(path)
    assert response.status_code == 200
    text = response.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def reader_of(client: Client, city: City, key: str = "culture") -> Client:
    return client.as_(official(city, key))


def test_a_finnish_spreadsheet_finds_columns_letters_and_decimals(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), "poll", title="Päätä itse; heti")
        answer(survey, 6, vehicle="bus")
        answer(survey, 3, vehicle="car")
        answer(survey, 6)
    reader = reader_of(client, joensuu)
    assert reader.get(CULTURE).data.startswith(b"\xef\xbb\xbf")
    rows = table(reader, CULTURE)
    assert None not in rows[0]
    [car] = [row for row in rows if row["Value"] == "car"]
    assert car["Survey"] == f"Päätä itse; heti en {joensuu.marker}"
    assert (car["Responses"], car["Shown"], car["Answered"]) == ("15", "10", "10")
    assert (car["Count"], car["Share"]) == ("3", "0,3")


def test_every_row_says_which_area_and_months_it_is_about_and_the_name_too(
    client: Client, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("culture")), 4)
    reader = reader_of(client, joensuu)
    path = f"{CULTURE}?from=2026-03&to=2026-05"
    rows = table(reader, path)
    assert {(row["From"], row["To"]) for row in rows} == {("2026-03", "2026-05")}
    assert {row["Responsible area"] for row in rows} == {f"Area culture en {joensuu.marker}"}
    by_month = [(r["Value"], r["Count"]) for r in rows if r["Part"] == "Participation"]
    assert by_month == [("2026-03", "0"), ("2026-04", "0"), ("2026-05", "4")]
    assert [row["Note"] for row in rows if row["Survey"]] == ["Too few answers"]
    disposition = reader.get(path).headers["Content-Disposition"]
    assert disposition == 'attachment; filename="culture_2026-03_2026-05.csv"'


def test_a_file_has_the_means_and_what_people_wrote(client: Client, joensuu: City) -> None:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("culture")), 10, ease=4, wish="wish-{}")
    rows = table(reader_of(client, joensuu), CULTURE)
    assert [(row["Question's name"], row["Value"]) for row in rows if row["Answer"] == "Mean"] == [
        ("ease", "4,0")
    ]
    written = {row["Answer"] for row in rows if row["Note"] == "In their own words"}
    assert written == {f"wish-{number}" for number in range(5)}


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_no_cell_is_a_formula_whatever_a_spreadsheet_takes_for_a_separator(
    client: Client, joensuu: City, separator: str
) -> None:
    evil = (
        "=1+1 {}",
        " +cmd {}",
        "-2 {}",
        "@SUM(1) {}",
        "\t=1 {}",
        "a;=1 {}",
        'b,"=1 {}',
        "c\n=1 {}",
    )
    with scope.of(joensuu.id):
        survey = surveys_factories.survey(area("culture"), title="=HYPERLINK(1)")
        for wish in evil:
            answer(survey, 1, wish=wish)
        answer(survey, 7)
    text = reader_of(client, joensuu).get(CULTURE).data.decode("utf-8-sig")
    assert text.count("In their own words") == len(evil)
    cells = [
        cell.strip(" \"'\r")
        for line in text.split("\n")
        for cell in line.split(separator)
        if "'" not in cell[: len(cell) - len(cell.lstrip(" \"'"))]
    ]
    assert "Part" in cells or separator != ";"
    assert [cell for cell in cells if cell.startswith(MARKS)] == []


def test_all_forms_and_the_page_tell_the_same_figures(
    client: Client, joensuu: City, monday: time_machine.Traveller
) -> None:
    with scope.of(joensuu.id):
        about = surveys_factories.survey(area("environment"), themes=(theme("children"),))
        answer(surveys_factories.survey(area("culture")), 13, ease=2)
        answer(about, 11, vehicle="car", parking="yard")
        monday.shift(timedelta(days=40))
        answer(about, 17)
        db.session.commit()
    reader = reader_of(client, joensuu, "wellbeing")
    for query in ("", "?from=2026-06&to=2026-06"):
        told = summary(reader, "wellbeing", query)
        rows = table(reader, f"/en/desk/areas/wellbeing.csv{query}")
        page = reader.page(f"/en/desk/areas/wellbeing{query}").text
        assert f"{told['participation']['received']} Every answer" in page.replace(
            "Answers to surveys ", ""
        )
        expected = set(counts_of(told))
        assert expected
        assert expected == {
            (row["Address of the survey"], row["Question's name"], row["Value"], int(row["Count"]))
            for row in rows
            if row["Survey"] and row["Count"]
        }
        for survey in (one for part in (told["own"], *told["themes"]) for one in part["surveys"]):
            if survey["shown"]:
                assert f"{survey['received']} answers have come in." in page
                assert f"The figures below take in {survey['shown']}." in page
            else:
                assert survey["questions"] == []


def counts_of(told: Any) -> list[tuple[str, str, str, int]]:
    return [
        (survey["slug"], question["name"], row["value"], row["count"])
        for part in (told["own"], *told["themes"])
        for survey in part["surveys"]
        for question in survey["questions"]
        for row in question["rows"]
    ]
