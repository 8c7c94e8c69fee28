"""The demo's ideas: in every state that a page can show, in three languages, and whole."""

import pytest

from app.demo.proposals import PATHS, told
from app.demo.service import CITIES
from app.ideas.lifecycle import State
from app.ideas.models import LONGEST_TEXT, LONGEST_TITLE, Decision


@pytest.mark.parametrize("city", CITIES)
def test_there_are_ideas_in_every_state_and_language(city: str) -> None:
    found = told(city)
    assert {State(one["state"]) for one in found} >= set(PATHS) - {State.WITHDRAWN}
    assert {one["lang"] for one in found} == {"fi", "sv", "en"}
    assert {one["by"] for one in found} == {"council", "resident"}
    decisions = {Decision(one["answer"]["decision"]) for one in found if "answer" in one}
    assert decisions == set(Decision)


@pytest.mark.parametrize("city", CITIES)
def test_what_is_told_of_an_idea_fits_its_state(city: str) -> None:
    titles = [one["title"] for one in told(city)]
    assert len(titles) == len(set(titles))
    for one in told(city):
        assert ("answer" in one) is (one["state"] == "answered"), one["title"]
        assert ("returned" in one) is (one["state"] == "returned"), one["title"]
        assert one["by"] == "council" or one["state"] != "draft", one["title"]
        assert len(one["title"]) <= LONGEST_TITLE
        assert len(one["text"]) <= LONGEST_TEXT
        assert (one["supports"] > 0) is (
            one["state"] in ("published", "in_hand", "answered", "withdrawn")
        ), one["title"]
