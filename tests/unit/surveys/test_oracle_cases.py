"""The engine says what survey-core says, of cases written down and of new ones each time."""

import json
import secrets
from pathlib import Path

import pytest

from app.config import ROOT
from tests.oracle import cases
from tests.oracle.asking import version

NEW_EXPRESSIONS = 3_000
NEW_SURVEYS = 60


def recorded(path: Path) -> list[cases.Json]:
    found: list[cases.Json] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return found


def test_expressions_mean_what_was_written_down() -> None:
    told = recorded(cases.EXPRESSIONS)
    assert len(told) > 900
    assert [said for one in told if (said := cases.expression_disagreement(one))] == []


def test_surveys_reach_the_states_that_were_written_down() -> None:
    told = recorded(cases.SURVEYS)
    assert len(told) > 100
    assert [said for one in told if (said := cases.survey_disagreement(one))] == []
    kinds = {element["type"] for one in told for element in one["survey"].get("elements", ())}
    assert kinds >= {"paneldynamic", "matrixdynamic", "matrixdropdown", "matrix", "multipletext"}


@pytest.fixture
def seed() -> int:
    """Another one each time; a failure prints it."""
    found = secrets.randbelow(10**9)
    print(f"the seed is {found}")
    return found


def test_new_expressions_mean_what_the_oracle_says(seed: int) -> None:
    told = cases.expressions(seed, NEW_EXPRESSIONS)
    assert len(told) > 0.9 * NEW_EXPRESSIONS
    assert [said for one in told if (said := cases.expression_disagreement(one))] == []


def test_new_surveys_reach_the_oracles_states(seed: int) -> None:
    told = cases.surveys(seed, NEW_SURVEYS)
    assert [said for one in told if (said := cases.survey_disagreement(one))] == []


def test_the_oracle_is_the_version_that_is_pinned() -> None:
    pinned = json.loads((ROOT / "assets" / "package.json").read_text(encoding="utf-8"))
    assert pinned["devDependencies"]["survey-core"] == version()


def test_a_disagreement_would_be_told() -> None:
    case = cases.expressions(1, 1)[0]
    case["answer"] = {"value": "something else", "holds": False}
    assert "something else" in cases.expression_disagreement(case)
    survey = cases.surveys(1, 1)[0]
    survey["answer"]["errors"] = ["nobody"]
    assert "nobody" in cases.survey_disagreement(survey)
