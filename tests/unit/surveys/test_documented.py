"""docs/SURVEYS.md tells authors all that a survey may hold, and its examples have all of it."""

import json
import re
from pathlib import Path

import pytest

from app.surveys import flow, library
from app.surveys.checks.tables import CALCULATED, PAGE, PANEL, SURVEY, TRIGGERS
from app.surveys.expressions import parse
from app.surveys.language.functions import FUNCTIONS
from app.surveys.language.operators import BINARY
from app.surveys.meta import KNOWN
from app.surveys.properties import Reading, Table, read_object
from app.surveys.question_types.base import Question
from app.surveys.question_types.choices import SELECTING
from app.surveys.question_types.columns import COLUMN
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.known import TYPES
from app.surveys.question_types.matrix import ITEM
from app.surveys.question_types.shared import COMMON, SHARED
from app.surveys.validators import TABLES

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "SURVEYS.md").read_text(encoding="utf-8")
EXAMPLES = sorted((ROOT / "surveys" / "examples").iterdir())
EXAMPLE = ROOT / "surveys" / "examples" / "question-types"


def chapter(heading: str) -> str:
    """What stands below a heading, up to the next."""
    found = re.split(rf"^#+ {re.escape(heading)}.*$", DOCUMENT, maxsplit=1, flags=re.MULTILINE)
    assert len(found) == 2, heading
    return re.split(r"^#+ ", found[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(heading: str, table: int = 0) -> dict[str, str]:
    """What stands in backticks in the first column of a table below a heading, each with the rest
    of its row."""
    tables = re.split(r"^\| --- .*$", chapter(heading), flags=re.MULTILINE)[1:]
    return dict(re.findall(r"^\| `([^`]+)` \|(.*)$", tables[table], re.MULTILINE))


def example(told: str) -> str:
    """What stands in backticks in the last column."""
    found = re.search(r"\| `([^`]+)` \|$", f"|{told}")
    assert found, told
    return found[1]


def assert_read(name: str, told: str, *tables: Table) -> None:
    """The example of a property is one that every table with the property takes."""
    source = json.loads(f"{{{example(told)}}}")
    assert source.keys() == {name}
    for table in tables:
        if name in table:
            reading = Reading("fi")
            read_object(source, table, "", reading)
            assert not reading.findings.problems
            assert not reading.findings.warnings


def test_every_key_of_meta_is_documented() -> None:
    assert rows("`meta.yaml`").keys() == set(KNOWN)


def test_every_type_is_documented() -> None:
    assert rows("`survey.json`").keys() == {one.TYPE for one in TYPES}


@pytest.mark.parametrize("kind", TYPES, ids=lambda one: one.TYPE)
def test_a_type_is_documented_with_the_properties_of_its_own(kind: type[Question]) -> None:
    told = rows("`survey.json`")[kind.TYPE]
    chooses = SELECTING.keys() <= kind.PROPERTIES.keys()
    own = own_properties(kind) - (SELECTING.keys() if chooses else set())
    assert ("those of choices" in told) == chooses
    assert set(re.findall(r"`(\w+)`", told)) == own


def own_properties(kind: type[Question]) -> set[str]:
    inside = set(kind.INNER) if issubclass(kind, Composite) else set()
    return (kind.PROPERTIES.keys() - SHARED.keys()) | inside


def _without(table: Table, other: Table) -> Table:
    return {written: one for written, one in table.items() if written not in other}


def of_types(*names: str) -> list[type[Question]]:
    return [one for one in TYPES if one.TYPE in names]


COMPOSITES = [one for one in TYPES if issubclass(one, Composite)]
SIMPLE = [one for one in TYPES if one not in COMPOSITES]
GRIDS = of_types("matrixdropdown", "matrixdynamic")


@pytest.mark.parametrize(
    ("heading", "table", "tables", "elsewhere"),
    [
        ("The survey", 0, [SURVEY], {"locale", "pages", "elements"}),
        ("Questions, panels and pages", 0, [COMMON], set()),
        ("Panels and pages", 0, [_without(PAGE, COMMON), _without(PANEL, COMMON)], {"elements"}),
        ("Every question", 0, [_without(SHARED, COMMON)], set()),
        ("Choices", 0, [_without(SELECTING, SHARED)], set()),
        (
            "Single types",
            0,
            [_without(_without(one.PROPERTIES, SHARED), SELECTING) for one in SIMPLE],
            set(),
        ),
        *(
            (f"`{one.TYPE}`", 0, [_without(one.PROPERTIES, SHARED)], set(one.INNER))
            for one in COMPOSITES
            if one not in GRIDS
        ),
        (
            "`matrixdropdown` and `matrixdynamic`",
            0,
            [_without(one.PROPERTIES, SHARED) for one in GRIDS],
            {"columns"},
        ),
        ("`matrixdropdown` and `matrixdynamic`", 1, [COLUMN], {"cellType"}),
    ],
)
def test_every_property_is_documented_with_an_example(
    heading: str, table: int, tables: list[Table], elsewhere: set[str]
) -> None:
    told = rows(heading, table)
    known = {written for one in tables for written in one}
    assert told.keys() == known | elsewhere
    for written, row in told.items():
        assert_read(written, row, *tables)


def test_items_are_documented() -> None:
    sentence = chapter("`multipletext`").partition("Items have")[2]
    assert set(re.findall(r"`(\w+)`", sentence)) == ITEM.keys()


@pytest.mark.parametrize(("heading", "tables"), [("Validators", TABLES), ("Triggers", TRIGGERS)])
def test_every_kind_is_documented_with_all_its_properties(
    heading: str, tables: dict[str, Table]
) -> None:
    told = rows(heading)
    assert told.keys() == tables.keys()
    for kind, row in told.items():
        source = json.loads(example(row))
        shared = {"text", "notificationType"}
        assert source.keys() - shared == ({"type"} | tables[kind].keys()) - shared
        reading = Reading("fi")
        read_object(source, tables[kind], "", reading, "type")
        assert not reading.findings.problems


def test_calculated_values_are_documented() -> None:
    found = re.search(r"`(\{.*\})`", chapter("Calculated values"))
    assert found
    assert json.loads(found[1]).keys() == CALCULATED.keys()


def test_every_function_is_documented_with_an_example() -> None:
    told = rows("Conditions and other expressions", 1)
    assert told.keys() == FUNCTIONS
    for name, row in told.items():
        assert name in parse(example(row)).source


def test_every_operator_is_documented() -> None:
    told = chapter("Conditions and other expressions")
    listed = set(re.findall(r"`([^` ]+)`", told))
    assert listed >= BINARY.keys() | {"empty", "notempty", "negate", "!"}


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
