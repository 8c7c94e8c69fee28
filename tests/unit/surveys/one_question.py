"""A survey around one question, for tests of a type: what it takes, refuses and stores."""

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from app.surveys import flow
from app.surveys.definition import DefinitionError, load
from app.surveys.question_types.base import Question, QuestionState
from app.surveys.structure import Survey

Json = dict[str, object]


def asked(**element: object) -> tuple[Survey, Question]:
    """A survey with the question "q" of these properties, and two texts: "a" and "b"."""
    texts = [{"type": "text", "name": name} for name in ("a", "b")]
    survey = load({"elements": [{"name": "q", **element}, *texts]})
    return survey, survey.elements["q"]


def state_of(survey: Survey, answers: Json, lang: str = "fi") -> QuestionState:
    page = flow.page(survey, answers, "page1", lang)
    assert page
    state = page.elements[0]
    assert isinstance(state, QuestionState)
    return state


def kinds(survey: Survey, answer: object, **more: object) -> list[str]:
    """What is wrong with an answer that comes as JSON."""
    given = flow.cleaned(survey, {"q": answer, **more})
    return [error.kind for error in flow.validate_all(survey, given, "fi")]


def submitted(survey: Survey, *values: str, **answers: object) -> object:
    """What a browser's form with these values of the question is stored as."""
    question = survey.elements["q"]
    state = state_of(survey, answers)
    form = BaseForm(question.fields(state))
    form.process(MultiDict([(question.control, value) for value in values]))
    return question.parse(state, form.data)["q"]


def refusals(**element: object) -> dict[str, str]:
    """Reasons by path, where the definition is refused."""
    try:
        asked(**element)
    except DefinitionError as refused:
        return {one.path.removeprefix("elements[0]."): one.reason for one in refused.problems}
    return {}
