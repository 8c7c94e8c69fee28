"""What the engine says of a definition is told in the words of the page, names and all."""

import pytest

from app.authoring import problem_words as words
from app.authoring.difference_words import told
from app.surveys.definition import DefinitionError, load
from app.surveys.versions import Effect, compare


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("there are no questions", "there are no questions"),
        ("the name 'q' is there twice", "the name “q” is there twice"),
        ("'q' is there twice", "“q” is there twice"),
        ("no question or value is called 'a.b'", "no question or value is called “a.b”"),
        (
            "at position 3 of the expression: did not expect 'x'",
            "at position 3 of the expression: did not expect “x”",
        ),
        ("something nobody has words for", "something nobody has words for"),
    ],
)
def test_reasons_are_told(reason: str, told: str) -> None:
    assert words.reason(reason) == told


SOURCES = [
    {"elements": [{"type": "text", "name": "q", "visibleIf": "{x} ="}]},
    {"elements": [{"type": "text", "name": "q", "visibleIf": "{x} = 1"}]},
    {"elements": [{"type": "text", "name": "q", "visibleIf": "{q} = 1"}]},
    {"elements": [{"type": "text", "name": "q"}, {"type": "text", "name": "Q"}]},
    {"elements": [{"type": "text", "name": "q", "min": 5, "max": 3}]},
    {"elements": [{"type": "checkbox", "name": "q", "choices": [1], "minSelectedChoices": 2}]},
    {"elements": [{"type": "dropdown", "name": "q", "choices": ["a", "a"]}]},
    {"elements": [{"type": "dropdown", "name": "q"}]},
    {"elements": [{"type": "html", "name": "q"}]},
    {"elements": [{"type": "matrix", "name": "q", "columns": [1]}]},
    {"elements": []},
]


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_what_authors_meet_has_words(source: dict[str, object]) -> None:
    with pytest.raises(DefinitionError) as caught:
        load(source)
    for problem in caught.value.problems:
        assert words.has_words(problem.reason), problem.reason
        assert words.has_words(problem.hint), problem.hint


def test_differences_are_told_once_the_gravest_first() -> None:
    html = {"type": "html", "name": "h", "html": "<p>x</p>"}
    asked = {"type": "dropdown", "name": "q", "title": "Which?", "choices": ["a", "b"]}
    old = load({"elements": [asked, html]})
    now = {**asked, "title": "Which one?", "choices": ["b", "c"], "isRequired": True}
    more = {"type": "comment", "name": "r", "title": "Why?"}
    new = load({"title": "New", "elements": [now, more]})
    found = told(compare(old, new), old, new)
    assert [one.effect for one in found] == [Effect.BREAKING, Effect.COMPATIBLE, Effect.WORDING]
    assert found[0].sentences == ("“Which one?” no longer has the choice a.",)
    assert set(found[1].sentences) == {
        "“Which one?” has a new choice: c.",
        "“Which one?” must be answered now.",
        "The question “Why?” is new.",
    }
    assert set(found[2].sentences) == {
        "The survey's title is now “New”.",
        "“Which one?” is worded otherwise.",
        "The text “h” is gone.",
    }
