"""docs/SURVEYS.md tells authors all that a survey may hold, and its examples have all of it."""

import re
from pathlib import Path

import pytest

from app.surveys import flow, library
from app.surveys.definition_tables import TRIGGERS
from app.surveys.expression_functions import FUNCTIONS
from app.surveys.meta import KNOWN
from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import SELECTING
from app.surveys.question_types.known import TYPES
from app.surveys.question_types.shared import SHARED
from app.surveys.validators import TABLES

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "SURVEYS.md").read_text(encoding="utf-8")
EXAMPLES = sorted((ROOT / "surveys" / "examples").iterdir())
EXAMPLE = ROOT / "surveys" / "examples" / "question-types"


def rows(heading: str) -> dict[str, str]:
    """What stands in backticks in the first column below a heading, each with the rest of it."""
    chapter = DOCUMENT.split(f"\n## {heading}")[1].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \|(.*)$", chapter, re.MULTILINE))


def paragraph(beginning: str) -> set[str]:
    """What stands in backticks in the sentence that begins so."""
    found = re.search(rf"{beginning}(.+?)\.(?=\s)", DOCUMENT, re.DOTALL)
    assert found, beginning
    return set(re.findall(r"`([A-Za-z]+)`", found[1]))


def test_every_key_of_meta_is_documented() -> None:
    assert rows("`meta.yaml`").keys() == set(KNOWN)


def test_every_type_is_documented() -> None:
    assert rows("`survey.json`").keys() == {one.TYPE for one in TYPES}


@pytest.mark.parametrize("kind", [one for one in TYPES if one.ANSWERED], ids=lambda one: one.TYPE)
def test_a_type_is_documented_with_the_properties_of_its_own(kind: type[Question]) -> None:
    told = rows("`survey.json`")[kind.TYPE]
    own = kind.PROPERTIES.keys() - SHARED.keys()
    chooses = SELECTING.keys() <= kind.PROPERTIES.keys()
    assert ("those of choices" in told) == chooses
    assert set(re.findall(r"`(\w+)`", told)) == (own - SELECTING.keys() if chooses else own)


def test_shared_properties_validators_triggers_and_functions_are_documented() -> None:
    assert paragraph("Every question has") == SHARED.keys()
    of_a_choice = {"value", "text", "visibleIf", "enableIf", "randomize"}
    assert paragraph("Properties of choices:") - of_a_choice == SELECTING.keys() - SHARED.keys()
    assert paragraph("Validators:") == TABLES.keys()
    assert paragraph("Triggers:") == TRIGGERS.keys()
    assert paragraph("Functions:") == FUNCTIONS


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda one: one.name)
def test_an_example_needs_no_correction(folder: Path) -> None:
    assert library.read_folder(folder).definition.warnings == ()


def test_the_examples_have_one_of_each_type() -> None:
    surveys = [library.read_folder(folder).definition for folder in EXAMPLES]
    shown = {one.TYPE for survey in surveys for one in survey.elements.values()}
    assert shown == {one.TYPE for one in TYPES}


def test_the_first_example_can_be_answered() -> None:
    survey = library.read_folder(EXAMPLE).definition
    answers = {"vehicle": "car", "ease": 4, "parks": True, "stop_distance": 200}
    assert flow.validate_all(survey, answers, "fi") == []
    assert flow.completed(survey, answers) == answers
