"""What is counted of a survey: its questions, and the parts of those made of questions."""

from collections.abc import Iterator
from dataclasses import replace

from app.surveys.measure import Measure
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.structure import Survey
from app.surveys.texts import Text


def measures_of(survey: Survey) -> dict[str, Measure]:
    """By name, in the author's order; what is computed is in no figures."""
    found = (
        measure
        for question in survey.questions.values()
        for measure in _parts(question, question.name, question.title, (question.key,))
    )
    return {one.name: one for one in found}


def _parts(
    question: Question, name: str, title: Text | None, path: tuple[str, ...]
) -> Iterator[Measure]:
    if isinstance(question, Composite):
        around = title or _plain(name, question)
        for part in question.parts():
            inner = part.question
            own = inner.title or _plain(inner.name, question)
            words = [one for one in (part.row, own) if one is not None]
            yield from _parts(
                inner, f"{name}{part.suffix}", _joined(around, words), (*path, *part.steps)
            )
    elif question.formula is None:
        yield Measure(replace(question, name=name, title=title), path)


def _plain(name: str, question: Composite) -> Text:
    return Text(((question.template.language, name),))


def _joined(first: Text, rest: list[Text]) -> Text:
    """The words of a part: those of the whole question, its row and its column."""
    parts = [first, *rest]
    languages = dict.fromkeys(lang for one in parts for lang in one.languages)
    return Text(tuple((lang, ": ".join(one.in_(lang).text for one in parts)) for lang in languages))
