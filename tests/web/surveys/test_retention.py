"""Open texts go when their time is over; what was counted stays."""

import json
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from flask import Flask
from sqlalchemy import select

from app.core import buckets, scope
from app.core.db import db
from app.surveys import coding, library, publishing, retention, service, tallies
from app.surveys.models import Channel, Response, Survey
from tests.factories import City

DEFINITION = {
    "locale": "fi",
    "title": {"fi": "Kirjasto", "sv": "Biblioteket", "en": "The library"},
    "pages": [
        {
            "name": "p1",
            "elements": [
                {"type": "radiogroup", "name": "kaynti", "choices": ["usein", "harvoin"]},
                {"type": "comment", "name": "toive"},
            ],
        }
    ],
}
META = """
slug: kirjasto
area: culture
opens: 2026-01-05T09:00
closes: 2026-02-05T16:00
min_group: 3
retention_months: 6
"""


def published(folder: Path) -> Survey:
    folder = folder / "kirjasto"
    folder.mkdir()
    (folder / "survey.json").write_text(json.dumps(DEFINITION), encoding="utf-8")
    (folder / "meta.yaml").write_text(META, encoding="utf-8")
    found = library.read_folder(folder, publishing.places())
    return publishing.publish(found, timezone="Europe/Helsinki")


def answer(survey: Survey, number: int) -> None:
    document = {"kaynti": "usein", "toive": f"Lisää tuoleja {number}"}
    definition = library.compiled(survey.id, survey.version)
    service.submit(
        survey,
        version=survey.version,
        answers=service.Answers(document, coding.codes(definition, document)),
        lang="fi",
        channel=Channel.WEB,
        key=f"nonce-{number}",
        content="",
        timezone="Europe/Helsinki",
    )


def documents() -> list[dict[str, object]]:
    db.session.expire_all()
    return list(db.session.scalars(select(Response.document)))


def test_texts_stay_until_the_promised_time_and_then_go(
    app: Flask, joensuu: City, tmp_path: Path
) -> None:
    with scope.of(joensuu.id):
        with time_machine.travel(datetime(2026, 1, 20, 9, tzinfo=UTC), tick=False):
            survey = published(tmp_path)
            for number in range(4):
                answer(survey, number)
            before = buckets.read(tallies.KIND, [survey.id], tallies.compute)
        with time_machine.travel(datetime(2026, 8, 1, 9, tzinfo=UTC), tick=False):
            assert retention.retain() == 0
            assert all("toive" in document for document in documents())
        with time_machine.travel(datetime(2026, 8, 6, 9, tzinfo=UTC), tick=False):
            assert retention.retain() == 1
            assert documents() == [{"kaynti": "usein"}] * 4
            assert buckets.read(tallies.KIND, [survey.id], tallies.compute) == before
            assert retention.retain() == 0


def test_another_municipalitys_texts_are_not_touched(
    app: Flask, joensuu: City, pieksamaki: City, tmp_path: Path
) -> None:
    with (
        scope.of(joensuu.id),
        time_machine.travel(datetime(2026, 1, 20, 9, tzinfo=UTC), tick=False),
    ):
        survey = published(tmp_path)
        answer(survey, 1)
    with (
        scope.of(pieksamaki.id),
        time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False),
    ):
        assert retention.retain() == 0
    with scope.of(joensuu.id):
        assert documents() == [{"kaynti": "usein", "toive": "Lisää tuoleja 1"}]
