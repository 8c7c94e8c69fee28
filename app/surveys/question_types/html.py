"""Text of the author's between questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.surveys.answers import AnswerError
from app.surveys.properties import Property, Table, expression, flag, frozen, html, name, text
from app.surveys.question_types.base import Fields, Question, QuestionState
from app.surveys.question_types.showing import shown
from app.surveys.question_types.views import QuestionView
from app.surveys.texts import Text


class Unanswered(Question):
    """What stands between questions: shown, never answered."""

    ANSWERED: ClassVar[bool] = False

    def fields(self, _state: QuestionState) -> Fields:
        return {}

    def parse(self, _state: QuestionState, _data: Mapping[str, object]) -> dict[str, object]:
        return {}

    def check(self, _state: QuestionState) -> list[AnswerError]:
        return []

    def display(self, _value: object, _lang: str) -> str:
        return ""


@dataclass(frozen=True, kw_only=True)
class HtmlElement(Unanswered):
    """A text of the author's."""

    TYPE: ClassVar[str] = "html"
    WIDGET: ClassVar[str] = "html"
    SECONDS: ClassVar[int] = 10
    PROPERTIES: ClassVar[Table] = frozen(
        {
            "name": Property(name, ""),
            "html": Property(html),
            "title": Property(text),
            "visible": Property(flag, True),
            "visibleIf": Property(expression),
            "startWithNewLine": Property(flag, True),
            "useDisplayValuesInDynamicTexts": Property(flag, True),
        }
    )

    html: Text | None = None

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if self.html is None:
            yield "html", "there is nothing to show", "add html"

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        return shown(state, errors, data, html=state.html)
