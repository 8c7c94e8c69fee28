"""Publishing: folders become immutable versions, and protection never loosens."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from flask import Flask
from sqlalchemy import select

from app.core import scope
from app.core.db import db
from app.core.languages import LANGUAGES
from app.surveys import meta, publishing, settings
from app.surveys.models import Survey, SurveyVersion
from tests import factories
from tests import surveys_factories as surveys
from tests.factories import City

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
META: dict[str, object] = {
    "slug": "travel",
    "area": "culture",
    "themes": ["climate"],
    "objectives": ["attractive-centre"],
    "question_objectives": {"vehicle": ["attractive-centre"]},
    "opens": "2026-05-01T09:00",
    "closes": "2026-05-31T16:00",
    "min_group": 5,
    "answer_due_days": 14,
}


def definition(city: City) -> dict[str, Any]:
    with scope.of(city.id):
        return surveys.definition()


def folder(city: City, parent: Path, *, source: object = None, **changes: object) -> Path:
    path = parent / "travel"
    path.mkdir(exist_ok=True)
    text = json.dumps(source or definition(city))
    (path / "survey.json").write_text(text, encoding="utf-8")
    (path / "meta.yaml").write_text(yaml.safe_dump(META | changes), encoding="utf-8")
    return path


def publish(app: Flask, city: City, path: Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["surveys", "publish", city.slug, str(path)])
    db.session.expire_all()
    return result.exit_code, result.output


def survey() -> Survey:
    return db.session.scalars(select(Survey).where(Survey.slug == "travel")).one()


def versions() -> list[int]:
    return list(db.session.scalars(select(SurveyVersion.number).order_by(SurveyVersion.number)))


def test_a_folder_becomes_a_survey_of_its_area(app: Flask, joensuu: City, tmp_path: Path) -> None:
    assert publish(app, joensuu, folder(joensuu, tmp_path)) == (0, "travel: version 1\n")
    with scope.of(joensuu.id):
        found = survey()
        assert found.closes_at == datetime(2026, 5, 31, 13, tzinfo=UTC)
        assert str(found.answer_due_on) == "2026-06-14"
        assert found.languages == list(LANGUAGES)


def test_the_same_definition_is_no_new_version_and_another_one_is(
    app: Flask, joensuu: City, tmp_path: Path
) -> None:
    path = folder(joensuu, tmp_path)
    publish(app, joensuu, path)
    publish(app, joensuu, path)
    with scope.of(joensuu.id):
        assert versions() == [1]
        first = db.session.scalars(select(SurveyVersion.definition)).one()
    other = definition(joensuu) | {"description": "More about it"}
    publish(app, joensuu, folder(joensuu, tmp_path, source=other))
    with scope.of(joensuu.id):
        assert versions() == [1, 2]
        assert (
            db.session.scalars(
                select(SurveyVersion.definition).where(SurveyVersion.number == 1)
            ).one()
            == first
        )


def test_a_new_version_comes_with_what_it_changes(
    app: Flask, joensuu: City, tmp_path: Path
) -> None:
    publish(app, joensuu, folder(joensuu, tmp_path))
    other = definition(joensuu) | {"description": "More about it"}
    other["pages"][0]["elements"][1]["choices"] = ["price", "time", "weather"]
    path = folder(joensuu, tmp_path, source=other)
    told = publish(app, joensuu, path)[1].splitlines()
    title = definition(joensuu)["pages"][0]["elements"][1]["title"]["en"]
    assert told[:2] == [
        "travel: version 2",
        f"  breaking: “{title}” no longer has the choice nature.",
    ]
    assert f"  compatible: “{title}” has a new choice: weather." in told
    assert told[-1] == "  wording: A text of the whole survey has changed (description)."
    assert publish(app, joensuu, path)[1] == "travel: version 2\n"


def test_faults_of_both_files_come_at_once_and_nothing_is_published(
    app: Flask, joensuu: City, tmp_path: Path
) -> None:
    bad = definition(joensuu)
    bad["pages"][0]["elements"][0]["type"] = "signaturepad"
    bad["pages"][1]["elements"][0]["visibleIf"] = "{vehicle} = "
    path = folder(
        joensuu, tmp_path, source=bad, area="no-such-area", themes=["nothing"], min_group=1
    )
    code, output = publish(app, joensuu, path)
    assert code == 1
    for part in ("survey.json: pages[0].elements[0]", "visibleIf", "area: ", "themes", "min_group"):
        assert part in output
    with scope.of(joensuu.id):
        assert versions() == []


def test_protection_can_grow_but_not_loosen_once_there_are_answers(
    app: Flask, joensuu: City, tmp_path: Path
) -> None:
    with time_machine.travel(NOW, tick=False):
        publish(app, joensuu, folder(joensuu, tmp_path))
        with scope.of(joensuu.id):
            surveys.respond(survey())
            db.session.commit()
        code, output = publish(app, joensuu, folder(joensuu, tmp_path, min_group=4))
        assert code == 1
        assert "can only get stricter: min_group" in output
        assert publish(app, joensuu, folder(joensuu, tmp_path, min_group=6))[0] == 0
    with scope.of(joensuu.id):
        assert survey().min_group == 6


def test_what_was_promised_holds_once_there_are_answers(
    app: Flask, joensuu: City, tmp_path: Path
) -> None:
    with time_machine.travel(NOW, tick=False), scope.of(joensuu.id):
        factories.group("council")
        db.session.commit()
        publish(app, joensuu, folder(joensuu, tmp_path, anonymity="anonymous"))
        with scope.of(joensuu.id):
            assert publishing.meta_of(survey(), timezone="Europe/Helsinki").anonymity == "anonymous"
            surveys.respond(survey())
            db.session.commit()
        looser = {
            "anonymity": "personal", "retention_months": 25, "who": "members", "groups": ["council"]
        }  # fmt: skip
        code, output = publish(app, joensuu, folder(joensuu, tmp_path, **looser))
        assert code == 1
        assert "anonymity, retention_months, who" in output
        assert publish(app, joensuu, folder(joensuu, tmp_path, retention_months=2))[0] == 0
        assert publish(app, joensuu, folder(joensuu, tmp_path, who="code", code="abcd"))[0] == 1


def test_what_is_published_can_be_read_back_as_it_was_written(
    app: Flask, joensuu: City, tmp_path: Path
) -> None:
    gates = {
        "who": "members", "groups": ["council"], "code": "kevät 2026", "response_cap": 9,
        "quotas": [{"question": "vehicle", "value": "bus", "most": 2}], "full_text": {"fi": "Ei"},
        "short": "bus", "embed": ["https://www.city.fi"], "anonymity": "personal",
    }  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        with scope.of(joensuu.id):
            factories.group("council")
            db.session.commit()
        code, output = publish(app, joensuu, folder(joensuu, tmp_path, **gates))
        assert code == 0, output
        with scope.of(joensuu.id):
            found = publishing.meta_of(survey(), timezone="Europe/Helsinki")
            written = settings.as_document(found)
            assert written == settings.as_document(meta.check(written))
            expected = META | gates | {
                "code": "kevät2026", "once_per_browser": False, "public_results": "closed",
                "retention_months": 24,
            }  # fmt: skip
            assert written == expected
            assert survey().access_code == "kevät2026"
        other = folder(joensuu, tmp_path, **gates)
        path = other.rename(other.with_name("other"))
        (path / "meta.yaml").write_text(yaml.safe_dump(META | gates | {"slug": "other"}))
        assert "short address" in publish(app, joensuu, path)[1]


def test_another_citys_keys_do_not_exist(
    app: Flask, joensuu: City, pieksamaki: City, tmp_path: Path
) -> None:
    assert publish(app, joensuu, folder(joensuu, tmp_path))[0] == 0
    with scope.of(pieksamaki.id):
        assert versions() == []


@pytest.mark.parametrize("city", ["nowhere", ""])
def test_an_unknown_city_is_said(app: Flask, joensuu: City, tmp_path: Path, city: str) -> None:
    result = app.test_cli_runner().invoke(
        args=["surveys", "publish", city, str(folder(joensuu, tmp_path))]
    )
    assert result.exit_code == 1
    assert "there is no municipality" in result.output


def test_check_names_each_problem_with_file_path_and_hint(
    app: Flask, joensuu: City, tmp_path: Path
) -> None:
    bad = definition(joensuu)
    bad["pages"][0]["elements"][0]["visibleIf"] = "{nobody} = 1"
    bad["pages"][0]["elements"][1]["colour"] = "red"
    path = folder(joensuu, tmp_path, source=bad) / "survey.json"
    result = app.test_cli_runner().invoke(args=["surveys", "check", str(path)])
    assert result.exit_code == 1
    lines = [line for line in result.output.splitlines() if line.startswith(f"{path}: ")]
    assert len(lines) == 2
    assert all(line.endswith(")") for line in lines)


def test_check_is_silent_about_a_good_one(app: Flask, joensuu: City, tmp_path: Path) -> None:
    path = folder(joensuu, tmp_path) / "survey.json"
    result = app.test_cli_runner().invoke(args=["surveys", "check", str(path)])
    assert (result.exit_code, result.stdout) == (0, "")


def test_trace_prints_what_a_resident_sees(app: Flask, joensuu: City, tmp_path: Path) -> None:
    path = folder(joensuu, tmp_path) / "survey.json"
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"vehicle": "car"}), encoding="utf-8")
    result = app.test_cli_runner().invoke(
        args=["surveys", "trace", str(path), "--answers", str(answers), "--lang", "en"]
    )
    seen = json.loads(result.stdout)
    assert "parking" in seen["pages"][1]["questions"]
    assert seen["completed_data"] == {"vehicle": "car"}
    assert seen["required"] == ["vehicle"]
