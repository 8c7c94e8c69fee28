"""The rule with the longest beginning of a page's address holds."""

from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pagefeedback import rules

SITE = "https://www.joensuu.example"


@dataclass(frozen=True)
class Rule:
    prefix: str


RULES = [
    Rule(prefix)
    for prefix in ("/", "/kirjasto", "/kirjasto/lapset/", f"{SITE}/kirjasto", "/kirjasto-auto")
]


@pytest.mark.parametrize(
    ("page", "prefix"),
    [
        (f"{SITE}/", "/"),
        (f"{SITE}/kirjastot", "/"),
        (f"{SITE}/kirjasto", f"{SITE}/kirjasto"),
        (f"{SITE}/kirjasto/", f"{SITE}/kirjasto"),
        ("https://other.example/kirjasto/a", "/kirjasto"),
        (f"{SITE}/kirjasto/lapset", "/kirjasto/lapset/"),
        (f"{SITE}/kirjasto/lapset/sadut", "/kirjasto/lapset/"),
        (f"{SITE}/kirjasto-auto", "/kirjasto-auto"),
    ],
)
def test_the_longest_prefix_wins_in_whatever_order(page: str, prefix: str) -> None:
    for order in permutations(RULES):
        assert rules.longest(order, page) == Rule(prefix)


PARTS = st.lists(st.sampled_from(["a", "b", "", "ab"]), max_size=4)
PREFIXES = st.builds(
    lambda origin, parts: Rule(f"{origin}/{'/'.join(parts)}"),
    st.sampled_from(["", SITE, "https://other.example"]),
    PARTS,
)


@given(st.lists(PREFIXES, max_size=6, unique_by=lambda rule: rules.stem(rule.prefix)), PARTS)
def test_the_rule_that_is_looked_up_is_the_longest_that_matches(
    known: list[Rule], parts: list[str]
) -> None:
    page = f"{SITE}/{'/'.join(parts)}"
    fitting = [one for one in known if rules.matches(one.prefix, page)]
    longest = max(fitting, key=_weight, default=None)
    assert rules.longest(known, page) == longest


def _weight(rule: Rule) -> tuple[int, bool]:
    path = rule.prefix.removeprefix(SITE)
    return len(rules.stem(path)), path != rule.prefix


def test_a_page_may_fall_under_no_rule() -> None:
    assert rules.longest([Rule("/kirjasto")], f"{SITE}/uimahalli") is None
    assert rules.longest([], f"{SITE}/") is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("/päivä/", "/p%C3%A4iv%C3%A4/"),
        ("/a?b#c", "/a"),
        ("HTTPS://WWW.joensuu.example/a?x", f"{SITE}/a"),
        ("//evil.example/", None),
        ("kirjasto", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_prefix_is_stored_as_addresses_are(typed: str, stored: str | None) -> None:
    assert rules.canonical(typed) == stored
