"""Made-up residents: how a person answers a survey, drawn from the profile of the survey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from app.core.documents import read_yaml
from app.surveys import flow
from app.surveys.question_types.base import Question
from app.surveys.structure import Survey as Definition

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Profile:
    """How many answer a survey, when, in which languages, and how; see profiles/README.md."""

    responses: int
    languages: Mapping[str, int]
    rhythm: Sequence[int]
    questions: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, Mapping[str, Sequence[str]]]
    """Open answers by language and question."""


def _document(path: Path) -> Any:
    document, _ = read_yaml(path.read_text(encoding="utf-8"))
    return document


def profile(city: str, slug: str) -> Profile:
    """The profile of a demo survey, with its open answers."""
    told = _document(HERE / "profiles" / f"{city}-{slug}.yaml")
    return Profile(
        responses=told["responses"],
        languages=told["languages"],
        rhythm=told["rhythm"],
        questions=told["questions"],
        texts={
            lang: _document(HERE / "texts" / f"{lang}.yaml").get(city, {}).get(slug, {})
            for lang in told["languages"]
        },
    )


def answers(
    definition: Definition, told: Profile, *, lang: str, progress: float, rng: Random
) -> dict[str, Any]:
    """What one person hands in; `progress` from 0 (first day) to 1 (last day) of the survey."""
    draft: dict[str, object] = {}
    name = flow.first_page(definition, draft)
    while name is not None:
        asked: set[str] = set()
        # Answers can bring up further questions on the same page.
        while new := _unasked(definition, draft, name, lang, asked):
            given = {
                question.key: value
                for question in new
                if (value := _answer(question, told, lang, progress, rng)) is not None
            }
            draft = dict(flow.answered(definition, draft, given))
            asked |= {question.name for question in new}
        name = flow.next_page(definition, draft, name)
    return dict(flow.completed(definition, draft))


def _unasked(
    definition: Definition, draft: Mapping[str, object], name: str, lang: str, asked: set[str]
) -> list[Question]:
    state = flow.page(definition, draft, name, lang)
    questions = state.questions if state else ()
    return [one.question for one in questions if one.question.name not in asked]


def _answer(
    question: Question, told: Profile, lang: str, progress: float, rng: Random
) -> object | None:
    how = told.questions.get(question.name)
    if how is None or rng.uniform(0, 100) > how["answered"]:
        return None
    if how.get("open"):
        return rng.choice(told.texts[lang][question.name])
    if "rows" in how:
        return _each(how["rows"], progress, rng)
    if "entries" in how:
        count = int(drawn(how["entries"], rng))
        return [_each(how["questions"], progress, rng) for _ in range(count)]
    weights = _drifted(how["start"], how.get("end"), progress)
    if "picks" not in how:
        return drawn(weights, rng)
    wanted = int(drawn(how["picks"], rng))
    picked: list[str] = []
    while weights and len(picked) < wanted:
        value = drawn(weights, rng)
        weights = {other: weight for other, weight in weights.items() if other != value}
        picked.append(value)
    return picked


def _each(inside: Mapping[str, Mapping[str, Any]], progress: float, rng: Random) -> dict[str, str]:
    """What is answered on the rows of a matrix, or to the questions of one panel."""
    return {
        name: drawn(_drifted(how["start"], how.get("end"), progress), rng)
        for name, how in inside.items()
        if rng.uniform(0, 100) <= how["answered"]
    }


def _drifted(
    start: Mapping[str, int], end: Mapping[str, int] | None, progress: float
) -> Mapping[str, float]:
    if end is None:
        return start
    return {
        value: weight + (end.get(value, weight) - weight) * progress
        for value, weight in start.items()
    }


def drawn(weights: Mapping[str, float], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
