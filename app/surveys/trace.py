"""What a resident with given answers sees and what is stored, as plain data."""

from collections.abc import Mapping, Sequence

from app.surveys import documents, flow
from app.surveys.language.scope import system_clock
from app.surveys.page_states import question_state
from app.surveys.situation import Clock, Situation
from app.surveys.structure import Survey

Steps = Sequence[Sequence[object]]


def trace(
    survey: Survey,
    answers: Mapping[str, object] | Steps,
    lang: str,
    *,
    now: Clock = system_clock,
) -> dict[str, object]:
    """The state that answers lead to: an object, or [question, value] steps in their order."""
    given = _given(survey, answers, now)
    situation = Situation(survey, given, now=now, lang=lang)
    states = [
        question_state(situation, question)
        for question in survey.questions.values()
        if situation.visible[question.name]
    ]
    return {
        "pages": _pages(survey, situation),
        "required": [state.name for state in states if state.required],
        "read_only": [state.name for state in states if state.read_only],
        "titles": {state.name: state.title.text for state in states},
        "choices": {
            state.name: [option.value for option in state.options]
            for state in states
            if hasattr(state.question, "choices_order")
        },
        "calculated": _calculated(situation),
        "errors": [
            {"question": error.question, "kind": error.kind, "message": str(error.message)}
            for error in flow.validate_all(survey, given, lang, now=now)
            if error.kind != "hidden"
        ],
        "data": _data(situation),
        "completed_data": flow.completed(survey, given, now=now),
    }


def _pages(survey: Survey, situation: Situation) -> list[dict[str, object]]:
    return [
        {
            "name": page.name,
            "visible": situation.has_content(page),
            "questions": [one.name for one in page.questions if situation.visible[one.name]],
        }
        for page in survey.pages
    ]


def _given(
    survey: Survey, answers: Mapping[str, object] | Steps, now: Clock
) -> Mapping[str, object]:
    if isinstance(answers, Mapping):
        return flow.answered(survey, {}, answers, now=now)
    given: dict[str, object] = {}
    for step in answers:
        name, value = step
        question = survey.questions.get(str(name))
        key = question.key if question else str(name)
        given = flow.answered(survey, given, {key: value}, now=now)
    return given


def _calculated(situation: Situation) -> dict[str, object]:
    return {
        one.name: situation.result(one.expression)
        for one in situation.survey.calculated_values
        if one.expression is not None
    }


def _data(situation: Situation) -> dict[str, object]:
    """Every answer that the logic sees, with the comments that go with them."""
    data = documents.seen(situation)
    for one in situation.survey.calculated_values:
        value = situation.calculated[one.name.lower()]
        if one.include_into_result and value is not None:
            data[one.name] = value
    return data
