"""How much a question made of questions asks and takes, and what of that can't be."""

from collections.abc import Iterator

from app.surveys.properties import snake
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.matrix import MatrixQuestion
from app.surveys.question_types.sending import MOST_SENT
from app.surveys.structure import Container, Survey


def cells(question: Question) -> int:
    """The questions inside before anybody has answered, times the choices of a matrix's rows."""
    if not isinstance(question, Composite):
        return 1
    if isinstance(question, MatrixQuestion):
        return len(question.rows) * len(question.columns)
    inside = 0
    for element in question.inner_elements():
        inner = element.questions if isinstance(element, Container) else (element,)
        inside += sum(cells(one) for one in inner)
    rows = len(getattr(question, "rows", ()))
    at_first = max(getattr(question, "least", 1), getattr(question, "at_first", 1))
    return inside * max(1, rows, at_first)


def oversized(survey: Survey) -> Iterator[tuple[bool, str]]:
    """The paths of pages that could not be sent (True), or not where everything is ticked."""
    for page in survey.pages:
        asked = [one for one in page.questions if one.ANSWERED]
        if sum(one.form_parts() for one in asked) > MOST_SENT:
            yield True, page.path
        elif sum(one.form_parts(most=True) for one in asked) > MOST_SENT:
            yield False, page.path


def impossible(question: Composite) -> Iterator[tuple[str, str, str]]:
    """(property, reason, hint) for a first answer that the question itself would refuse."""
    if question.default_value is not None and not question.fits(question.default_value):
        yield "defaultValue", "this does not answer the question", "write it as an answer would be"
    for written, most in (("panelCount", "maxPanelCount"), ("rowCount", "maxRowCount")):
        limit = getattr(question, snake(most), None)
        if limit is not None and getattr(question, snake(written)) > limit:
            yield written, f"more than {most}", "raise the limit"
