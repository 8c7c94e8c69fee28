"""What answers are counted by: questions, and parts of those made of questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.surveys.answers import COMMENT
from app.surveys.question_types.base import Question
from app.surveys.question_types.counting import QuestionKind

EACH = ""
"""In the path of a measure: every entry of a list."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that answers are counted by: a question, or a part of one made of questions.

    `question` has the name and title of the part; `path` leads to its answers in a document.
    """

    question: Question
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def kind(self) -> QuestionKind:
        """Who answers about several things at once chooses several times."""
        kind = self.question.KIND
        is_one = kind in (QuestionKind.SINGLE, QuestionKind.SCALE)
        return QuestionKind.SEVERAL if EACH in self.path and is_one else kind

    def answers(self, document: Mapping[str, object]) -> Iterator[tuple[object, object]]:
        """Every answer in a document with its comment; None where there is none."""
        found: list[object] = [document]
        *around, last = self.path
        for step in around:
            if step == EACH:
                found = [one for part in found if isinstance(part, list) for one in part]
            else:
                found = [part.get(step) for part in found if isinstance(part, Mapping)]
        for part in found:
            if isinstance(part, Mapping):
                yield part.get(last), part.get(last + COMMENT)

    def texts(self, document: Mapping[str, object]) -> list[str]:
        """What was written, in its own words."""
        return [
            text
            for value, comment in self.answers(document)
            for text in self.question.texts(value, comment)
        ]

    def files(self, document: Mapping[str, object]) -> list[Mapping[str, object]]:
        """What is told of files that were sent."""
        return [
            one for value, _comment in self.answers(document) for one in self.question.files(value)
        ]
