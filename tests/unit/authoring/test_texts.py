"""Texts of a definition are found, counted and set one language at a time; nothing is lost."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.authoring.texts import (
    language_of,
    languages_of,
    missing_in,
    set_text,
    texts_of,
    without_language,
)
from app.surveys.definition import load

SOURCE: dict[str, Any] = {
    "title": "Kysely",
    "completedHtml": {"default": "<p>Kiitos</p>", "sv": "<p>Tack</p>"},
    "pageNextText": {"fi": "Eteenpäin"},
    "completedHtmlOnCondition": [{"expression": "{q} = 'a'", "html": "<p>Hei</p>"}],
    "pages": [
        {
            "name": "p",
            "title": "Sivu",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "q",
                    "title": {"default": "Mikä?", "en": "Which?"},
                    "choices": ["a", "Bussi", {"value": "c", "text": "Auto"}],
                    "otherText": "Muu",
                    "showOtherItem": True,
                    "validators": [
                        {"type": "expression", "expression": "{q} <> 'c'", "text": "Ei autoa"}
                    ],
                },
                {
                    "type": "matrix",
                    "name": "m",
                    "rows": ["rivi 1.5"],
                    "columns": ["Hyvä"],
                    "cells": {"rivi 1.5": {"Hyvä": "Oikein hyvä"}},
                },
                {"type": "html", "name": "h", "html": "<p>Tekstiä</p>"},
                {
                    "type": "paneldynamic",
                    "name": "d",
                    "templateTitle": "Yksi",
                    "templateElements": [{"type": "text", "name": "t", "title": "Mitä?"}],
                },
                {
                    "type": "matrixdynamic",
                    "name": "g",
                    "columns": [
                        {
                            "name": "col",
                            "title": "Sarake",
                            "cellType": "dropdown",
                            "choices": ["Xyz"],
                        }
                    ],
                },
                {"type": "rating", "name": "r", "minRateDescription": "Huono"},
            ],
        }
    ],
}


def words(source: dict[str, Any], lang: str) -> dict[str, str]:
    return {one.path: one.words[lang] for one in texts_of(source) if lang in one.words}


def test_every_kind_of_text_is_found() -> None:
    assert {*words(SOURCE, "fi").values()} == {
        *("Kysely", "<p>Kiitos</p>", "Eteenpäin", "<p>Hei</p>", "Sivu", "Mikä?", "Auto", "Muu"),
        *("Ei autoa", "Oikein hyvä", "<p>Tekstiä</p>", "Yksi", "Mitä?", "Sarake", "Huono"),
    }
    shown = [one.stands_in for one in texts_of(SOURCE) if not one.words]
    assert shown == ["a", "Bussi", "rivi 1.5", "Hyvä", "Xyz"]


def test_texts_come_in_the_order_of_the_definition() -> None:
    paths = [one.path for one in texts_of(SOURCE)]
    assert paths[0] == "title"
    assert paths.index("pages[0].elements[0].title") < paths.index(
        "pages[0].elements[0].choices[1].text"
    )
    assert paths.index("pages[0].elements[0].choices[1].text") < paths.index(
        "pages[0].elements[0].choices[2].text"
    )


def test_languages_and_what_is_missing_are_counted() -> None:
    assert language_of(SOURCE) == "fi"
    assert languages_of(SOURCE) == ("fi", "sv", "en")
    everything = len(texts_of(SOURCE)) - 1  # "a" is no word
    assert missing_in(SOURCE, "en", "fi") == everything - 1
    assert missing_in(SOURCE, "sv", "fi") == everything - 1
    assert missing_in(SOURCE, "fi", "fi") == 0


def test_all_can_be_translated_and_the_rest_stays() -> None:
    source = deepcopy(SOURCE)
    before = words(source, "fi")
    for one in texts_of(source):
        set_text(source, one.path, "sv", "<p>på svenska</p>" if "tml" in one.path else "på svenska")
    assert {*words(source, "sv").values()} == {"på svenska", "<p>på svenska</p>"}
    after = words(source, "fi")
    assert before.items() <= after.items()
    assert after["pages[0].elements[0].choices[1].text"] == "Bussi"
    survey = load(source)
    assert [one.value for one in survey.questions["q"].all_choices] == ["a", "Bussi", "c"]  # type: ignore[attr-defined]
    assert missing_in(source, "sv", "fi") == 0
    without_language(source, "sv")
    assert words(source, "fi") == after
    assert words(source, "sv") == {}


def test_the_surveys_own_language_is_never_taken_away() -> None:
    source = deepcopy(SOURCE)
    without_language(source, "fi")
    assert source == SOURCE


PATHS = [one.path for one in texts_of(SOURCE)]
WRITTEN = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)


@given(
    st.lists(
        st.tuples(st.sampled_from(PATHS), st.sampled_from(["fi", "sv", "en"]), WRITTEN), max_size=30
    )
)
def test_what_is_set_is_found_and_nothing_else_changes(edits: list[tuple[str, str, str]]) -> None:
    source = deepcopy(SOURCE)
    for path, lang, written in edits:
        before = {
            (one.path, key): text for one in texts_of(source) for key, text in one.words.items()
        }
        set_text(source, path, lang, written)
        after = {
            (one.path, key): text for one in texts_of(source) for key, text in one.words.items()
        }
        assert after[path, lang] == written
        changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        assert {key[0] for key in changed} <= {path}
        assert before.keys() <= after.keys()


@given(st.sampled_from(PATHS), st.sampled_from(["sv", "en"]), WRITTEN)
def test_what_is_emptied_is_gone_and_only_that(path: str, lang: str, written: str) -> None:
    source = deepcopy(SOURCE)
    set_text(source, path, lang, written)
    full = {one.path: dict(one.words) for one in texts_of(source)}
    set_text(source, path, lang, "")
    left = {one.path: dict(one.words) for one in texts_of(source)}
    full[path].pop(lang)
    assert left == full
