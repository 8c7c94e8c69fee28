"""The columns of an export: one table of all versions of a survey, and one for each repeated part.

Columns go by the name of what is asked, as tallies count it, so that they are the same in every
version and in every export. What a later version dropped stays where it was last; a choice that
was dropped keeps its column. The order is the newest version's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.surveys.measure import EACH, Measure
from app.surveys.question_types.base import Question
from app.surveys.question_types.counting import QuestionKind
from app.surveys.question_types.file import FileQuestion
from app.surveys.question_types.ranking import RankingQuestion
from app.surveys.question_types.single import RatingQuestion
from app.surveys.question_types.slider import SliderQuestion
from app.surveys.question_types.written import TextQuestion
from app.surveys.structure import Survey
from app.surveys.texts import Text

COMMENT = ".comment"
LOW, HIGH = ".low", ".high"
Versions = Mapping[int, Survey]
"""Published versions by number."""


class Kind(StrEnum):
    """What a cell of a column holds.

    CODE: the value of a choice; NUMBER; FLAG: 1 where a choice was chosen, else 0; RANK: its
    place, from 1; TEXT: what somebody wrote; FILE: names of files, with "; " between.
    """

    CODE = "code"
    NUMBER = "number"
    FLAG = "flag"
    RANK = "rank"
    TEXT = "text"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Label:
    """A value that a column may hold, with its words in each language."""

    code: str
    words: Mapping[str, str]

    def in_(self, lang: str) -> str:
        return self.words.get(lang) or next(iter(self.words.values()), self.code)


@dataclass(frozen=True, slots=True)
class Column:
    """`measure` is what its answers are counted by, `choice` the code of the one choice that a
    FLAG or RANK tells of; `versions` are those that ask it."""

    name: str
    measure: str
    kind: Kind
    title: Text | None
    labels: tuple[Label, ...] = ()
    choice: str = ""
    versions: tuple[int, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether people answered in their own words."""
        return self.kind in (Kind.TEXT, Kind.FILE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one measure comes to: its columns side by side, and who asked it."""

    name: str
    newest: Measure
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `path` leads to the list that it repeats ("" stands for each entry), and is
    empty for the one table that has a row for each response."""

    name: str
    path: tuple[str, ...]
    asked: tuple[Asked, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for one in self.asked for column in one.columns)

    @property
    def depth(self) -> int:
        """How many numbers say which entry a row is."""
        return sum(step == EACH for step in self.path)


def sheets(versions: Versions, languages: Sequence[str]) -> tuple[Sheet, ...]:
    """The tables of a survey: that of responses first, then those of repeated parts."""
    by_list: dict[tuple[str, ...], list[Asked]] = {(): []}
    for name in _order(versions):
        asked = _asked(name, versions, languages)
        by_list.setdefault(list_of(asked.newest.path), []).append(asked)
    return tuple(
        Sheet(".".join(step for step in path if step) or "responses", path, tuple(found))
        for path, found in by_list.items()
    )


def list_of(path: Sequence[str]) -> tuple[str, ...]:
    """The part of a measure's path that leads to the entries of its (innermost) list."""
    ends = [place for place, step in enumerate(path) if step == EACH]
    return tuple(path[: ends[-1] + 1]) if ends else ()


def measures_of(survey: Survey) -> dict[str, Measure]:
    """What is counted, and after it what is computed: an export has both."""
    computed = {
        name: Measure(one, (one.key,))
        for name, one in survey.questions.items()
        if one.formula is not None
    }
    return {**survey.measures, **computed}


def _order(versions: Versions) -> list[str]:
    """Every name there has been: the newest version's order, what older ones had besides after
    what stood before it."""
    found: list[str] = []
    for number in sorted(versions, reverse=True):
        before = -1
        for name in measures_of(versions[number]):
            if name in found:
                before = found.index(name)
            else:
                before += 1
                found.insert(before, name)
    return found


def _asked(name: str, versions: Versions, languages: Sequence[str]) -> Asked:
    having = {
        number: found
        for number in sorted(versions)
        if (found := measures_of(versions[number]).get(name)) is not None
    }
    newest = having[max(having)]
    columns = _columns(name, list(having.values()), newest, languages)
    numbers = tuple(having)
    return Asked(
        name,
        newest,
        tuple(
            Column(one.name, name, one.kind, one.title, one.labels, one.choice, numbers)
            for one in columns
        ),
    )


def _columns(
    name: str, all_of: Sequence[Measure], newest: Measure, languages: Sequence[str]
) -> Iterator[Column]:
    question = newest.question
    kind, labels = kind_of(question), _labels(all_of, languages)
    if isinstance(question, SliderQuestion) and question.is_range:
        yield from (Column(name + end, name, Kind.NUMBER, question.title) for end in (LOW, HIGH))
    elif kind in (Kind.FLAG, Kind.RANK):
        for one in labels:
            yield Column(f"{name}[{one.code}]", name, kind, question.title, (one,), one.code)
    else:
        yield Column(name, name, kind, question.title, labels if kind is Kind.CODE else ())
    if any(one.question.has_comment for one in all_of):
        yield Column(name + COMMENT, name, Kind.TEXT, question.title)


def kind_of(question: Question) -> Kind:
    """What the cells of a question hold."""
    if isinstance(question, FileQuestion):
        return Kind.FILE
    if isinstance(question, RankingQuestion):
        return Kind.RANK
    if isinstance(question, SliderQuestion) or _is_number(question):
        return Kind.NUMBER
    if _takes_several(question):
        return Kind.FLAG
    return Kind.TEXT if question.KIND is QuestionKind.TEXT else Kind.CODE


def _is_number(question: Question) -> bool:
    if isinstance(question, RatingQuestion):
        values = (option.value for option in question.options_in(""))
        return all(isinstance(one, int | float) for one in values)
    return isinstance(question, TextQuestion) and question.is_numeric


def _takes_several(question: Question) -> bool:
    return question.KIND is QuestionKind.SEVERAL


def _labels(all_of: Sequence[Measure], languages: Sequence[str]) -> tuple[Label, ...]:
    """Every choice that there has been with its newest words; the oldest version's come first, so
    that the place of a choice never changes."""
    words: dict[str, dict[str, str]] = {}
    for measure in all_of:
        for lang in languages:
            for option in measure.question.options_in(lang):
                words.setdefault(option.code, {})[lang] = str(option.label)
    return tuple(Label(code, known) for code, known in words.items())
