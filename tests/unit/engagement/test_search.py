"""The words of a text, as they are found by: folded, once each, never longer than the column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engagement.models import LONGEST_WORD
from app.engagement.search import LAST, SHORTEST_WORD, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lisää keinuja, LISÄÄ valoa!", ("lisaa", "keinuja", "valoa")),
        ("Åbo Straße ﬁlmi", ("abo", "strasse", "filmi")),
        ("a 1 on 12", ("on", "12")),
        ("ja\u00e4 ja\u0061\u0308", ("jaa",)),
        ("<script>alert('%_')</script>", ("script", "alert")),
        ("   \u202e \x00 ", ()),
        ("x" * 100, ("x" * LONGEST_WORD,)),
    ],
)
def test_words_are_folded(text: str, expected: tuple[str, ...]) -> None:
    found = tuple(word for word in words(text) if word != "_")
    assert found == expected


@given(st.text())
def test_any_text_has_words_that_fit(text: str) -> None:
    found = words(text)
    assert len(set(found)) == len(found)
    assert all(SHORTEST_WORD <= len(word) <= LONGEST_WORD for word in found)


@given(st.text(min_size=1), st.integers(min_value=1, max_value=5))
def test_a_word_is_found_by_its_beginning(text: str, length: int) -> None:
    for word in words(text):
        beginning = word[:length]
        assert beginning <= word < beginning + LAST
