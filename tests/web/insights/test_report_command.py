"""`flask insights report`: the summary of the desk as a file, for whoever runs the service."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app.core import scope
from tests import surveys_factories
from tests.client import Client
from tests.factories import City
from tests.web.insights.desks import answer, area, official, summary

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def answered(joensuu: City) -> City:
    with scope.of(joensuu.id):
        answer(surveys_factories.survey(area("culture")), 12, wish="wish-{}")
    return joensuu


def run(app: Flask, *args: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["insights", "report", *args])
    return done.exit_code, done.output


def test_a_report_is_what_the_desk_tells_and_says_what_it_holds(
    app: Flask, client: Client, answered: City, tmp_path: Path
) -> None:
    told = summary(client.as_(official(answered, "culture")), "culture", "?from=2026-04&to=2026-05")
    out = tmp_path / "culture.json"
    months = ("--from", "2026-04", "--to", "2026-05")
    code, said = run(
        app, "joensuu", "culture", *months, "--format", "json", "--lang", "en", "--out", str(out)
    )
    assert (code, said) == (
        0,
        f"{out}: joensuu, culture, 2026-04 to 2026-05: 1 survey, 12 answers\n",
    )
    assert json.loads(out.read_text(encoding="utf-8")) == told


def test_a_report_speaks_the_first_language_of_the_city_unless_told_otherwise(
    app: Flask, answered: City, tmp_path: Path
) -> None:
    heads = []
    for lang in ((), ("--lang", "sv")):
        out = tmp_path / "culture.csv"
        assert run(app, "joensuu", "culture", *lang, "--out", str(out))[0] == 0
        heads.append(out.read_text(encoding="utf-8-sig").splitlines()[1].split(";")[0])
    assert heads == [f"Area culture {lang} {answered.marker}" for lang in ("fi", "sv")]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("kuopio", "culture"), "known: joensuu, pieksamaki"),
        (("joensuu", "nowhere"), "joensuu has no area 'nowhere' (known: wellbeing"),
        (("joensuu", "culture", "--from", "2026-13"), "this is garbled"),
        (("joensuu", "culture", "--from", "2026-05", "--to", "2026-04"), "this is reversed"),
        (("joensuu", "culture", "--to", "2030-01"), "this is future"),
        (("joensuu", "culture", "--from", "1990-01"), "this is past"),
    ],
)
def test_what_cannot_be_reported_is_said_and_writes_nothing(
    app: Flask, answered: City, tmp_path: Path, args: tuple[str, ...], words: str
) -> None:
    out = tmp_path / "none.csv"
    code, said = run(app, *args, "--out", str(out))
    assert code == 1
    assert words in said
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_said(app: Flask, answered: City, tmp_path: Path) -> None:
    code, said = run(app, "joensuu", "culture", "--out", str(tmp_path / "no" / "such.csv"))
    assert (code, "No such file or directory" in said) == (1, True)
