"""Every answer of every kind of question is in its columns, and every empty cell says why."""

import json
from typing import Any

import pytest

from app.analysis.export_columns import measures_of, sheets
from app.analysis.export_rows import Missing, Reader
from app.config import ROOT
from app.surveys import asked, coding, definition, flow
from tests.unit.surveys.test_examples import ANSWERS, now

EXAMPLES = ROOT / "surveys" / "examples"


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_answers_of_each_example_are_in_its_tables(name: str) -> None:
    source: dict[str, Any] = json.loads((EXAMPLES / name / "survey.json").read_text())
    survey = definition.load(source)
    given, _more = ANSWERS[name]
    document = flow.completed(survey, flow.answered(survey, {}, given, now=now), now=now)
    coded = coding.codes(survey, document)
    left = asked.unanswered(survey, document, coded, now=now)
    said: set[str] = set()
    for sheet in sheets({1: survey}, survey.languages):
        reader = Reader(sheet, measures_of(survey))
        found = [one for _numbers, one in reader.entries(document)] if sheet.path else [document]
        for one in found:
            cells = reader.row(one, left)
            assert len(cells) == len(sheet.columns)
            for column, cell in zip(sheet.columns, cells, strict=True):
                if not isinstance(cell, Missing):
                    said.add(column.measure)
                elif not sheet.path and column.measure not in coded:
                    assert (cell is Missing.NOT_ANSWERED) == (column.measure in left)
    computed = {name for name in measures_of(survey) if name not in survey.measures}
    assert set(coded) <= said
    assert said - computed <= set(coded)
