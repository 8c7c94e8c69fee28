"""The types of question there are: a new type is added to this tuple and lives in this folder."""

from app.surveys.question_types.base import Question
from app.surveys.question_types.html import HtmlElement
from app.surveys.question_types.several import CheckboxQuestion
from app.surveys.question_types.single import (
    BooleanQuestion,
    DropdownQuestion,
    RadioQuestion,
    RatingQuestion,
)
from app.surveys.question_types.written import CommentQuestion, TextQuestion

TYPES: tuple[type[Question], ...] = (
    TextQuestion,
    CommentQuestion,
    RadioQuestion,
    CheckboxQuestion,
    DropdownQuestion,
    RatingQuestion,
    BooleanQuestion,
    HtmlElement,
)

BY_NAME: dict[str, type[Question]] = {one.TYPE: one for one in TYPES}
