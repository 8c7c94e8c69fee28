"""A pack may promise answers to ideas within other days than most do."""

import pytest
import yaml

from app.organisation.pack import PackError, parse
from tests.unit.organisation.pack_documents import small_pack


def test_a_municipality_promises_thirty_days_where_it_says_nothing() -> None:
    assert parse(yaml.safe_dump(small_pack())).municipality.idea_answer_days == 30


@pytest.mark.parametrize("days", [1, 14, 365])
def test_a_municipality_promises_other_days(days: int) -> None:
    pack = small_pack()
    pack["municipality"]["idea_answer_days"] = days
    assert parse(yaml.safe_dump(pack)).municipality.idea_answer_days == days


@pytest.mark.parametrize("days", [0, -3, 366, "soon", 2.5])
def test_a_promise_that_is_none_is_a_fault(days: object) -> None:
    pack = small_pack()
    pack["municipality"]["idea_answer_days"] = days
    with pytest.raises(PackError) as refused:
        parse(yaml.safe_dump(pack))
    assert [fault.path for fault in refused.value.faults] == ["municipality.idea_answer_days"]
