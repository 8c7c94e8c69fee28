"""SPSS files read back by another reader hold what was written."""

from datetime import datetime
from pathlib import Path

import pyreadstat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.sav import Level, SavFile, Variable

MADE = datetime.fromisoformat("2026-05-04T09:00+00:00")

numbers = st.one_of(
    st.none(),
    st.integers(-200, 300).map(float),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)
# NUL ends a string for other readers, and spaces at the end are filling
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400).map(
    lambda text: text.rstrip(" ")
)
rows = st.lists(st.tuples(numbers, words, words, numbers), max_size=12)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=rows, width=st.sampled_from([1, 8, 250, 255, 256, 600, 1700]))
def test_whatever_is_written_is_read(
    tmp_path: Path, rows: list[tuple[float | None, str, str, float | None]], width: int
) -> None:
    file = tmp_path / "some.sav"
    variables = [
        Variable("age", "Ikä", labels=((-99.0, "Ei vastattu"),), missing=(-98.0, -99.0)),
        Variable("words.comment", "Mitä toivot?", width=max(width, 1_700)),
        Variable("short", "Lyhyt", width=width),
        Variable("score", "", decimals=2, level=Level.SCALE),
    ]
    with file.open("wb") as out:
        written = SavFile(out, variables, cases=len(rows), title="Kysely", made=MADE)
        for row in rows:
            written.case(row)
        written.close()
    data, meta = pyreadstat.read_sav(file, user_missing=True, output_format="dict")
    assert meta.number_rows == len(rows)
    assert meta.column_names == [one.name for one in variables]
    assert meta.column_names_to_labels["age"] == "Ikä"
    assert meta.variable_measure["score"] == "scale"
    assert data["age"] == [row[0] for row in rows]
    assert data["score"] == [row[3] for row in rows]
    assert data["words.comment"] == [row[1] for row in rows]
    cut = [row[2].encode()[:width].decode(errors="ignore").rstrip(" ") for row in rows]
    assert data["short"] == cut
