"""A survey around one question made of questions, for tests of a type on a resident's form."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from app.surveys import flow, forms
from app.surveys.answers import AnswerError
from app.surveys.question_types.base import QuestionState
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.views import QuestionView
from app.surveys.structure import Survey
from tests.unit.surveys.one_question import asked as any_asked
from tests.unit.surveys.one_question import state_of

Answers = Mapping[str, object]


def asked(**element: object) -> tuple[Survey, Composite]:
    survey, question = any_asked(**element)
    assert isinstance(question, Composite)
    return survey, question


def shown(survey: Survey, answers: Answers, lang: str = "fi") -> QuestionState:
    return state_of(survey, dict(answers), lang)


def parsed(survey: Survey, form: Mapping[str, str], **answers: object) -> object:
    """What the question is stored as once a form is read that was shown with these answers."""
    state = shown(survey, answers)
    given = forms.read((state,), MultiDict(form), {})
    return flow.answered(survey, answers, given.answers)["q"]


def errors(survey: Survey, answers: Answers) -> list[AnswerError]:
    return flow.validate_page(survey, answers, "page1", "fi")


def view_of(
    survey: Survey,
    answers: Answers,
    found: tuple[AnswerError, ...] = (),
    data: Mapping[str, object] | None = None,
) -> QuestionView:
    state = shown(survey, answers)
    return state.question.view(state, found, data)
