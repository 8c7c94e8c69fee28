"""Profiles and texts of the demo fit the surveys that they answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.documents import read_yaml
from app.surveys import definition

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "app" / "demo"
FOLDERS = (path.parent for path in ROOT.glob("surveys/*/*/survey.json"))
SURVEYS = sorted(folder for folder in FOLDERS if folder.parent.name not in ("examples", "library"))
NAMES = [f"{folder.parent.name}-{folder.name}" for folder in SURVEYS]
LANGUAGES = ("fi", "sv", "en")
OPEN_TYPES = ("comment", "text")

each_survey = pytest.mark.parametrize("folder", SURVEYS, ids=NAMES)


def document(path: Path) -> dict[str, Any]:
    value, faults = read_yaml(path.read_text("utf-8"))
    assert faults == []
    assert isinstance(value, dict)
    return value


def definition_of(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "survey.json").read_text("utf-8"))
    return loaded


def questions(folder: Path) -> dict[str, dict[str, Any]]:
    def below(elements: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
        for element in elements:
            if element["type"] == "panel":
                yield from below(element["elements"])
            elif element["type"] != "html":
                yield element["name"], element

    return dict(pair for page in definition_of(folder)["pages"] for pair in below(page["elements"]))


def values(question: dict[str, Any]) -> set[str]:
    if question["type"] == "boolean":
        return {"true", "false"}
    if question["type"] == "rating":
        return {str(step) for step in range(question["rateMin"], question["rateMax"] + 1)}
    if question["type"] == "slider":
        return {str(step) for step in range(question["min"], question["max"] + 1)}
    if "choicesMax" in question:
        return {str(one) for one in range(question["choicesMin"], question["choicesMax"] + 1)}
    return {choice["value"] for choice in question["choices"]}


def takes(question: dict[str, Any], value: str) -> bool:
    """Whether a question takes a number that was drawn: anything between its ends."""
    return bool(question["min"] <= float(value) <= question["max"])


def check(question: dict[str, Any], answer: dict[str, Any]) -> None:
    """Draw from what a question offers, and nothing else."""
    if question["type"] == "matrix":
        columns = {str(one["value"]) for one in question["columns"]}
        assert list(answer["rows"]) == [one["value"] for one in question["rows"]]
        assert all(set(one["start"]) == columns for one in answer["rows"].values())
    elif question["type"] == "paneldynamic":
        inner = {one["name"]: one for one in question["templateElements"]}
        assert list(answer["questions"]) == list(inner)
        for name, one in inner.items():
            check(one, answer["questions"][name])
        least, most = question["minPanelCount"], question["maxPanelCount"]
        assert all(least <= int(count) <= most for count in answer["entries"])
    elif question.get("inputType") == "number":
        assert all(takes(question, value) for value in answer["start"])
    elif question["type"] in OPEN_TYPES:
        assert answer == {"answered": answer["answered"], "open": True}
    else:
        assert set(answer["start"]) == values(question)
        assert set(answer.get("end", answer["start"])) == values(question)
        assert ("picks" in answer) == (question["type"] in ("checkbox", "ranking"))


def profile(folder: Path) -> dict[str, Any]:
    return document(DEMO / "profiles" / f"{folder.parent.name}-{folder.name}.yaml")


def texts_in(value: object) -> Iterator[dict[str, str]]:
    """Every text of a definition that is written in several languages."""
    if isinstance(value, dict):
        if "default" in value:
            yield value
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def test_every_survey_has_a_profile_and_no_profile_is_left_over() -> None:
    assert sorted(path.stem for path in (DEMO / "profiles").glob("*.yaml")) == sorted(NAMES)


@each_survey
def test_a_definition_is_read_without_a_problem_or_warning(folder: Path) -> None:
    survey = definition.load((folder / "survey.json").read_text("utf-8"))
    assert survey.warnings == ()
    assert set(survey.languages) == set(LANGUAGES)


@each_survey
def test_every_text_of_a_definition_is_in_three_languages(folder: Path) -> None:
    texts = list(texts_in(definition_of(folder)))
    assert len(texts) >= 6
    for text in texts:
        assert set(text) == {"default", *LANGUAGES}
        assert text["default"] == text["fi"]
        assert all(text[language].strip() for language in LANGUAGES)


@each_survey
def test_a_profile_answers_every_question_with_values_that_it_has(folder: Path) -> None:
    answers = profile(folder)["questions"]
    assert list(answers) == list(questions(folder))
    for name, question in questions(folder).items():
        check(question, answers[name])


@each_survey
def test_required_questions_are_always_answered_and_others_not(folder: Path) -> None:
    answers = profile(folder)["questions"]
    for name, question in questions(folder).items():
        share = answers[name]["answered"]
        assert share == 100 if question.get("isRequired") else 0 < share < 100


@each_survey
def test_nobody_ticks_more_than_a_question_allows(folder: Path) -> None:
    answers = profile(folder)["questions"]
    for name, question in questions(folder).items():
        most = question.get("maxSelectedChoices", len(question.get("choices", [])))
        assert all(1 <= int(count) <= most for count in answers[name].get("picks", {}))


@each_survey
def test_a_profile_has_responses_languages_and_a_rhythm_of_ten(folder: Path) -> None:
    found = profile(folder)
    assert found["responses"] > 0
    assert set(found["languages"]) == set(LANGUAGES)
    assert len(found["rhythm"]) == 10


def test_the_demo_has_about_ten_thousand_responses() -> None:
    assert sum(profile(folder)["responses"] for folder in SURVEYS) == 10_000


@pytest.mark.parametrize(("language", "least"), [("fi", 25), ("sv", 10), ("en", 10)])
@each_survey
def test_open_questions_have_texts_that_differ_and_fit(
    folder: Path, language: str, least: int
) -> None:
    city = document(DEMO / "texts" / f"{language}.yaml")[folder.parent.name]
    opened = {n: q for n, q in questions(folder).items() if q["type"] in OPEN_TYPES}
    assert set(city.get(folder.name, {})) == set(opened)
    for name, question in opened.items():
        written = city[folder.name][name]
        assert len(written) == len(set(written)) >= least
        assert all(0 < len(text) <= question["maxLength"] for text in written)
