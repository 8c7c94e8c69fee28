"""What the questions of a page are called where they are named away from their place."""

from collections.abc import Iterable, Iterator

from app.surveys.question_types.base import QuestionState, answerable
from app.surveys.texts import Localised


def labels(
    states: Iterable[QuestionState], around: tuple[str, ...] = ()
) -> Iterator[tuple[str, Localised]]:
    """What every question of a page is called, by its address: what it is asked in comes first."""
    for state in states:
        words = (*around, state.title.text)
        yield state.question.address, Localised(" – ".join(words), state.title.lang)
        for entry in state.entries:
            inside = (*words, entry.title.text) if entry.title.text else words
            yield from labels(answerable(entry.elements), inside)
