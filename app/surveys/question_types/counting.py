"""What is counted of a question, and what figures show of the counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.surveys.answers import clean_text
from app.surveys.texts import Localised


class QuestionKind(StrEnum):
    """How the answers to a question are read when many have answered."""

    SINGLE = "single"
    SEVERAL = "several"
    SCALE = "scale"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as it stands with some answers: `special` is other, none, refused or dontknow."""

    value: object
    code: str
    label: Localised
    enabled: bool = True
    special: str = ""
    image: str = ""


class Counted:
    """How a type of question is counted; here: not at all, but for the words that people wrote."""

    def coded(self, _value: object) -> list[str]:
        """The codes of an answer; none for open texts."""
        return []

    def counted(self, value: object) -> list[str]:
        """The codes of an answer that stand in tallies."""
        return self.coded(value)

    def texts(self, _value: object, comment: object) -> list[str]:
        """The open texts that a person wrote."""
        return [clean_text(comment)] if isinstance(comment, str) and comment else []

    def files(self, _value: object) -> list[Mapping[str, object]]:
        """What an answer tells of files that a person sent: id, name, type, size."""
        return []

    def bare(self, value: object) -> object:
        """The answer without anything that was written; None where nothing is left."""
        return value if self.counted(value) else None

    def picked(self, _value: object) -> frozenset[str]:
        """The codes of the choices in an answer, whatever they are counted as."""
        return frozenset()

    @property
    def always_the_same(self) -> bool:
        """Whether its options depend on nothing but the language."""
        return True

    def options_in(self, _lang: str) -> tuple[Option, ...]:
        """Everything that can be counted for it, in the author's order; () for open questions."""
        return ()

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        """Of the counts by code what figures show, by the codes of `counted_in`."""
        return counts

    def counted_in(self, lang: str) -> tuple[Option, ...]:
        """The same for those who read the figures and do not see the question."""
        return self.options_in(lang)

    def ends_in(self, lang: str) -> tuple[Localised, Localised] | None:
        """The lowest and the highest step of a scale, in words."""
        steps = self.counted_in(lang)
        return (steps[0].label, steps[-1].label) if steps else None
