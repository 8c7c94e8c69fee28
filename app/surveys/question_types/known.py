"""The types of question there are: a new type is added to this tuple and lives in this folder."""

from app.surveys.question_types.base import Question
from app.surveys.question_types.computed import ExpressionQuestion
from app.surveys.question_types.file import FileQuestion
from app.surveys.question_types.html import HtmlElement
from app.surveys.question_types.matrix import MatrixQuestion, MultipleTextQuestion
from app.surveys.question_types.panels import PanelDynamicQuestion
from app.surveys.question_types.pictures import ImageElement, ImagePickerQuestion
from app.surveys.question_types.ranking import RankingQuestion
from app.surveys.question_types.rows import MatrixDropdownQuestion, MatrixDynamicQuestion
from app.surveys.question_types.several import CheckboxQuestion, TagboxQuestion
from app.surveys.question_types.single import (
    BooleanQuestion,
    DropdownQuestion,
    RadioQuestion,
    RatingQuestion,
)
from app.surveys.question_types.slider import SliderQuestion
from app.surveys.question_types.written import CommentQuestion, TextQuestion

TYPES: tuple[type[Question], ...] = (
    TextQuestion,
    CommentQuestion,
    RadioQuestion,
    CheckboxQuestion,
    DropdownQuestion,
    TagboxQuestion,
    ImagePickerQuestion,
    RankingQuestion,
    RatingQuestion,
    SliderQuestion,
    BooleanQuestion,
    FileQuestion,
    MultipleTextQuestion,
    MatrixQuestion,
    MatrixDropdownQuestion,
    MatrixDynamicQuestion,
    PanelDynamicQuestion,
    ExpressionQuestion,
    HtmlElement,
    ImageElement,
)

BY_NAME: dict[str, type[Question]] = {one.TYPE: one for one in TYPES}
