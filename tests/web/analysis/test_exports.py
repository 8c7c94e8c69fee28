"""Officials take the responses out: each format read back, small groups kept, nothing runs."""

import csv
import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyreadstat
import pytest
import time_machine
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import AuditEntry, User
from app.core import clock, scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys import service
from app.surveys.models import Survey
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.surveys.residents import comment, documents, pages, place, radio

EXPORT = "/fi/desk/surveys/poll/export"
CLOSED = datetime.fromisoformat("2026-02-01T12:00+00:00")
ABOUT = ["response", "version", "language", "day", "channel"]
HOSTILE = '=HYPERLINK("http://evil.example")'


def branching() -> dict[str, Any]:
    """A choice, several choices, a question on a condition, a text, and a repeated part."""
    return pages(
        [
            radio("place", "market", "harbour"),
            {"type": "checkbox", "name": "why", "choices": ["near", "calm"], "showOtherItem": True},
            radio("boat", "sail", "row", visibleIf="{place} = 'harbour'"),
            comment("words"),
            {
                "type": "paneldynamic",
                "name": "trips",
                "templateElements": [
                    {"type": "text", "name": "km", "inputType": "number"},
                    {"type": "text", "name": "note", "visibleIf": "{panel.km} > 10"},
                ],
            },
        ]
    )


ANSWERS: list[dict[str, Any]] = [
    {"place": "market", "why": ["near"], "words": HOSTILE},
    {"place": "harbour", "boat": "sail", "why": ["calm", "other"], "why-Comment": "Gulls"},
    {"place": "harbour", "words": "Ä\x07 \U0001f600"},
    {"place": "market", "trips": [{"km": 3.5}, {"km": 12, "note": "Far"}]},
    {"place": "market", "words": "NA"},
    {"why": ["near", "calm"]},
]


@pytest.fixture
def poll(joensuu: City) -> Survey:
    row = place(joensuu, source=branching)
    with scope.of(joensuu.id):
        for one in ANSWERS:
            surveys.respond(row, one, lang="sv")
        row.closes_at = CLOSED
        db.session.flush()
    return row


def official_of(key: str) -> User:
    area = organisation.area(key)
    assert area is not None
    return factories.official(area)


@pytest.fixture
def official(client: Client, joensuu: City) -> Client:
    with scope.of(joensuu.id):
        return client.as_(official_of("library"))


def take(client: Client, form: str, **more: str) -> TestResponse:
    sent = {"file": form, "lang": "fi", "texts": "y", **more}
    chosen = client.submit(EXPORT, form=EXPORT, **sent)
    assert chosen.status_code == 303, chosen.text
    return client.get(chosen.headers["Location"])


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def by_words(rows: list[dict[str, str]], column: str, value: str) -> dict[str, str]:
    [found] = [row for row in rows if row[column] == value]
    return found


def test_a_file_is_named_after_the_day_where_the_city_is(
    client: Client, joensuu: City, poll: Survey
) -> None:
    after_midnight = clock.now().replace(hour=22, minute=30) + timedelta(days=1)
    with time_machine.travel(after_midnight, tick=False):
        with scope.of(joensuu.id):
            there = client.as_(official_of("library"))
        sent = take(there, "csv")
    tomorrow = after_midnight.date() + timedelta(days=1)
    assert f"_{tomorrow.isoformat()}." in sent.headers["Content-Disposition"]


def test_csv_has_a_column_for_each_choice_and_tells_why_a_cell_is_empty(
    official: Client, poll: Survey
) -> None:
    sent = take(official, "csv")
    assert sent.headers["Content-Disposition"].endswith(".zip")
    with ZipFile(io.BytesIO(sent.data)) as archive:
        names = set(archive.namelist())
        rows = table(archive.read("responses.csv"))
        trips = table(archive.read("trips.csv"))
    assert names == {"responses.csv", "trips.csv", "codebook.csv"}
    assert list(rows[0]) == [
        *ABOUT,
        *("place", "why[near]", "why[calm]", "why[other]", "why.comment", "boat", "words"),
    ]
    assert len(rows) == len(ANSWERS)
    assert sorted(row["response"] for row in rows) == list("123456")
    sailor = by_words(rows, "boat", "sail")
    assert [sailor[f"why[{one}]"] for one in ("near", "calm", "other")] == ["0", "1", "1"]
    assert (sailor["why.comment"], sailor["words"], sailor["language"]) == ("Gulls", "", "sv")
    walker = by_words(rows, "words", f"'{HOSTILE}")
    assert (walker["boat"], walker["why[calm]"]) == ("NA", "0")
    assert by_words(rows, "words", "'NA")["boat"] == "NA"
    assert [(row["entry"], row["trips.km"], row["trips.note"]) for row in trips] == [
        ("1", "3,5", "NA"),
        ("2", "12", "Far"),
    ]


def test_excel_opens_with_a_sheet_for_each_table(official: Client, poll: Survey) -> None:
    sent = take(official, "xlsx", words="y")
    book = openpyxl.load_workbook(io.BytesIO(sent.data))
    assert book.sheetnames == ["responses", "trips", "codebook", "about"]
    cells = [[cell.value for cell in row] for row in book["responses"].iter_rows()]
    assert cells[0][:6] == [*ABOUT, "place"]
    assert len(cells) == len(ANSWERS) + 1
    formulas = [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    assert sum(cell == HOSTILE for row in cells for cell in row) == 1
    listed = {row[1].value for row in book["codebook"].iter_rows()}
    assert {"place", "why[near]", "trips.note"} <= listed


def test_json_leaves_out_what_was_not_asked(official: Client, poll: Survey) -> None:
    said = json.loads(take(official, "json").data)
    answers = [one["answers"] for one in said["responses"]]
    sailor = next(one for one in answers if one.get("boat") == "sail")
    assert sailor["words"] is None
    assert all("boat" not in one for one in answers if one["place"] == "market")
    [traveller] = [one for one in said["responses"] if "lists" in one]
    assert traveller["lists"]["trips"] == [
        {"entry": [1], "trips.km": 3.5},
        {"entry": [2], "trips.km": 12, "trips.note": "Far"},
    ]
    assert [one["name"] for one in said["columns"]["trips"]] == ["trips.km", "trips.note"]


def test_spss_reads_values_labels_and_missing_ones(
    official: Client, poll: Survey, tmp_path: Path
) -> None:
    with ZipFile(io.BytesIO(take(official, "sav", lang="en").data)) as archive:
        archive.extractall(tmp_path)
    data, meta = pyreadstat.read_sav(
        tmp_path / "responses.sav", user_missing=True, output_format="dict"
    )
    assert meta.number_rows == len(ANSWERS)
    labels = meta.variable_value_labels["boat"]
    told = [labels[value] for value in data["boat"]]
    assert sorted(told) == sorted(
        ["Not asked", "sail", "Not answered", "Not asked", "Not asked", "Not asked"]
    )
    assert len(meta.missing_ranges["boat"]) == 2
    assert HOSTILE in data["words"]
    assert "Ä \U0001f600" in data["words"]
    trips, _meta = pyreadstat.read_sav(tmp_path / "trips.sav", output_format="dict")
    assert trips["trips.km"] == [3.5, 12.0]


def test_a_new_version_adds_columns_and_loses_none(
    official: Client, joensuu: City, poll: Survey
) -> None:
    with scope.of(joensuu.id):
        newer = pages([radio("place", "market", "square"), comment("more")])
        surveys.version(poll, newer)
    said = json.loads(take(official, "json").data)
    names = [one["name"] for one in said["columns"]["responses"]]
    assert set(names) == {
        *("place", "more", "why[near]", "why[calm]", "why[other]", "why.comment", "boat", "words")
    }
    [asked_place] = [one for one in said["columns"]["responses"] if one["name"] == "place"]
    assert [one["value"] for one in asked_place["values"]] == ["market", "harbour", "square"]
    assert all("more" not in one["answers"] for one in said["responses"])


def test_what_people_wrote_can_be_left_out(official: Client, poll: Survey) -> None:
    sent = official.submit(EXPORT, form=EXPORT, file="json", lang="fi", texts=None)
    said = json.loads(official.get(sent.headers["Location"]).data)
    names = {one["name"] for one in said["columns"]["responses"]}
    assert names == {"place", "why[near]", "why[calm]", "why[other]", "boat"}
    assert "Gulls" not in json.dumps(said)


def test_what_was_taken_back_and_what_waits_are_in_no_file(
    official: Client, joensuu: City, poll: Survey
) -> None:
    with scope.of(joensuu.id):
        poll.closes_at = None
        db.session.flush()
    refused = official.get(EXPORT)
    assert "10" in refused.text
    assert 'name="file"' not in refused.text
    with scope.of(joensuu.id):
        receipts = [surveys.respond(poll, {"place": "market"}) for _ in range(9)]
        assert service.withdraw(receipts[-1], timezone="Europe/Helsinki")
    said = json.loads(take(official, "json").data)
    assert len(said["responses"]) == 10
    assert len(documents(joensuu)) == 15


def test_taking_out_is_noted(official: Client, joensuu: City, poll: Survey) -> None:
    take(official, "csv")
    with scope.of(joensuu.id):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "survey.exported")
        ).one()
    assert (entry.subject, entry.changes["rows"]) == ("poll", len(ANSWERS))


def test_the_address_of_a_file_is_good_for_one_person_and_one_survey(
    client: Client, official: Client, joensuu: City, poll: Survey
) -> None:
    address = official.submit(EXPORT, form=EXPORT, file="csv", lang="fi").headers["Location"]
    with scope.of(joensuu.id):
        other = factories.administrator()
    page = client.as_(other).get(address)
    assert page.mimetype == "text/html"
    assert official.get(address.replace("wanted=", "wanted=x")).mimetype == "text/html"


def test_who_may_take_nothing_out_is_refused(
    client: Client, joensuu: City, pieksamaki: City, poll: Survey
) -> None:
    with scope.of(joensuu.id):
        elsewhere, editor = official_of("environment"), factories.editor()
    for person in (elsewhere, editor):
        assert client.as_(person).get(EXPORT).status_code == 403
        assert client.as_(person).post(EXPORT).status_code in (400, 403)
    with scope.of(pieksamaki.id):
        stranger = factories.administrator()
    assert client.at(pieksamaki).as_(stranger).get(EXPORT).status_code == 404


def test_the_results_lead_to_it_those_who_may(
    client: Client, official: Client, joensuu: City, poll: Survey
) -> None:
    results = "/fi/desk/surveys/poll/results"
    assert EXPORT in official.page(results).links
    with scope.of(joensuu.id):
        editor = factories.editor()
    assert EXPORT not in client.as_(editor).page(results).links


def test_a_form_without_a_choice_is_shown_again(official: Client, poll: Survey) -> None:
    sent = official.submit(EXPORT, form=EXPORT, file="pdf", lang="fi")
    assert sent.status_code == 422
    assert re.search(r"error|Virhe", sent.text)
