"""The state that the engine reaches with some answers, in the oracle's words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.surveys import flow
from app.surveys.page_states import question_state
from app.surveys.question_types.base import Question, QuestionState
from app.surveys.question_types.composite import PAGE
from app.surveys.situation import Situation
from app.surveys.structure import Survey
from app.surveys.trace import trace
from tests.oracle.asking import NOW

Json = dict[str, Any]
Step = Sequence[Any]


def played(survey: Survey, steps: Sequence[Step]) -> list[Step]:
    """The steps that a respondent can take: answers only to what is asked, here and inside."""
    taken: list[Step] = []
    answers: Json = {}
    for name, value in steps:
        tried = flow.answered(survey, answers, {name: value}, now=lambda: NOW)
        situation = Situation(survey, tried, now=lambda: NOW)
        if situation.visible[name] and situation.values[name] is not None and fits(situation, name):
            said = situation.values[name] if situation.inner.get(name) else value
            taken.append((name, said))
            answers = flow.answered(survey, answers, {name: said}, now=lambda: NOW)
    return taken


def fits(situation: Situation, name: str) -> bool:
    """Whether the answer is on offer: the original forgets others without a word."""
    question = situation.survey.questions[name]
    state = question_state(situation, question)
    return not any(kind == "choice" for kind, _ in question.faults(state))


def state_of(survey: Survey, steps: Sequence[Step]) -> Json:
    """What the oracle tells of a survey after the steps."""
    traced: Json = trace(survey, steps, survey.language, now=lambda: NOW)
    answers: Json = {}
    for name, value in steps:
        answers = flow.answered(survey, answers, {name: value}, now=lambda: NOW)
    situation = Situation(survey, answers, now=lambda: NOW)
    found = dict(_described(situation, survey.everything))
    return {
        "pages": traced["pages"],
        "visible": sorted(found),
        "required": sorted(name for name, one in found.items() if one.required),
        "readOnly": sorted(name for name, one in found.items() if one.read_only),
        "titles": {name: one.title.text for name, one in found.items()},
        "choices": {
            name: [option.value for option in one.options]
            for name, one in found.items()
            if hasattr(one.question, "choices_order")
        },
        "calculated": traced["calculated"],
        "errors": sorted({error["question"] for error in traced["errors"]}),
        "data": traced["data"],
        "completedData": traced["completed_data"],
    }


def _described(
    situation: Situation, questions: Sequence[Question]
) -> Iterator[tuple[str, QuestionState]]:
    for question in questions:
        if question.ANSWERED and situation.visible[question.name]:
            yield question.address, question_state(situation, question)
            for inner in situation.inner.get(question.name, ()):
                yield from _described(inner, tuple(inner.survey.containers[PAGE].questions))


def without_nothing(value: Any) -> Any:
    """The value without empty entries: rows that nobody has touched are there or not."""
    if isinstance(value, Mapping):
        kept = {key: without_nothing(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, {}, [])}
    if isinstance(value, list):
        kept_items = [without_nothing(one) for one in value]
        return kept_items if any(one not in (None, {}, []) for one in kept_items) else []
    return value


def difference(told: Mapping[str, Any], reached: Mapping[str, Any]) -> Json:
    """What the oracle tells and what the engine reaches, where they differ."""
    found = {}
    for key, ours in reached.items():
        theirs = told[key]
        if key in ("visible", "required", "readOnly", "errors"):
            theirs = sorted(set(theirs))
        if key in ("titles", "choices"):
            ours = {name: ours.get(name) for name in theirs}
        one, other = without_nothing(theirs), without_nothing(ours)
        if one != other:
            found[key] = (one, other)
    return found
