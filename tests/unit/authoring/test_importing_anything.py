"""Whatever is brought is read or refused: nothing else is ever raised."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.authoring import importing_files
from app.authoring.importing import ImportRefused
from tests.unit.authoring.lss_files import Survey
from tests.unit.authoring.test_importing_xlsform import MARKDOWN, workbook

CALM = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def _lss() -> bytes:
    survey = Survey("sv")
    survey.group("A", relevance="a == 'Y'")
    survey.ask("Y", "a")
    survey.ask("M", "b", rows=["x", "y"], relevance="a.NAOK == 'Y'", attributes={"max_answers": 1})
    survey.ask("F", "c", rows=["x"], answers=["1", "2"], relevance="b_x == 'Y'", mandatory="Y")
    survey.ask("1", "d", rows=["x"], answers=["1", "2@1"])
    survey.ask("N", "e", attributes={"min_num_value_n": "2"})
    survey.ask("*", "f", attributes={"equation": "{e * 2}"})
    return survey.file()


SAMPLES = {"a.lss": _lss(), "a.md": MARKDOWN.encode(), "a.xlsx": workbook()}
EDITS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 40), st.binary(max_size=12)), max_size=6
)


def brought(name: str, content: bytes) -> None:
    try:
        found = importing_files.from_file(name, content, language="fi")
    except ImportRefused:
        return
    assert found.definition.pages


@CALM
@given(st.sampled_from(sorted(SAMPLES)), EDITS)
def test_files_that_were_changed_somewhere(name: str, edits: list[tuple[int, int, bytes]]) -> None:
    content = bytearray(SAMPLES[name])
    for place, length, more in edits:
        at = place % len(content)
        content[at : at + length] = more
    brought(name, bytes(content))


@CALM
@given(st.sampled_from(importing_files.SUFFIXES), st.binary(max_size=300))
def test_any_bytes(suffix: str, content: bytes) -> None:
    brought(f"a{suffix}", content)


CELLS = st.sampled_from(
    ["", "text", "begin group", "end group", "begin repeat", "end repeat", "select_one l", "rank l",
     "range", "calculate", "note", "a", "b", "${a}", "${a} = 'b'", "selected(., 'a')", "yes",
     ". > 1", "start=0 end=0 step=0", "1e999", "{", "}", "other", "'\"", "regex(., '(')",
     "-1", "inf"]
)  # fmt: skip
COLUMNS = ["type", "name", "label", "label::fi", "relevant", "constraint", "required", "default",
           "calculation", "parameters", "repeat_count", "hint"]  # fmt: skip


@CALM
@given(st.lists(st.lists(CELLS, min_size=12, max_size=12), max_size=12))
def test_any_rows_of_a_form(rows: list[list[str]]) -> None:
    lines = ["| survey |", f"| | {' | '.join(COLUMNS)} |"]
    lines += [f"| | {' | '.join(row)} |" for row in rows]
    lines += ["| choices |", "| | list_name | name | label |", "| | l | a | A |", "| | l | b | B |"]
    brought("a.md", "\n".join(lines).encode())


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=5), st.floats(),
    st.sampled_from(["{a} = 1", "text", "a", "matrix", "<b>", "fi", "radiogroup"]),
)  # fmt: skip
KEYS = st.sampled_from(
    ["pages", "elements", "name", "type", "title", "choices", "visibleIf", "html", "fi", "default",
     "columns", "rows", "hasOther", "logo", "locale", "validators", "templateElements", "value"]
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=30,
)


@CALM
@given(st.dictionaries(KEYS, JSON, min_size=1, max_size=6))
def test_any_json(parsed: dict[str, Any]) -> None:
    brought("a.json", json.dumps(parsed).encode())
