"""By which questions answers are told apart, and the groups that may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.analysis import groups, queries
from app.analysis.groups import TOGETHER, Milestone, Offer, PairOffer
from app.analysis.queries import NOT_ANSWERED, Blocks, Universe, Values
from app.core import clock
from app.core.tally import Steps, Stretch, Tally
from app.surveys import library
from app.surveys.measure import Measure
from app.surveys.models import Survey
from app.surveys.question_types.base import QuestionKind
from app.surveys.question_types.ranking import RankingQuestion
from app.surveys.texts import Localised

MOST_QUESTIONS = 20
MOST_VALUES = 30
MOST_FILTERS = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Those who gave a question a value."""

    question: str
    title: Localised
    value: str
    label: Localised

    @property
    def key(self) -> str:
        """What it is called in addresses."""
        return f"{self.question}={self.value}"


@dataclass(frozen=True, slots=True)
class Filterable:
    """A single-choice question with every value that it has had, and no answer as the last."""

    name: str
    title: Localised
    groups: tuple[Group, ...]

    def label(self, value: str) -> Localised:
        found = next((one.label for one in self.groups if one.value == value), None)
        return found or Localised(_("The others together") if value == TOGETHER else value, "")

    def in_order(self, values: Iterable[str]) -> list[str]:
        """In the author's order; those that are together, and no answer, at the end."""
        known = [one.value for one in self.groups if one.value != NOT_ANSWERED]
        order = {value: place for place, value in enumerate([*known, TOGETHER, NOT_ANSWERED])}
        return sorted(values, key=lambda value: (order.get(value, len(known)), value))


def fixed_list(survey: Survey, lang: str) -> tuple[Filterable, ...]:
    """The questions that answers of a survey can be told apart by: single-choice ones, that have
    been so in every version."""
    versions = [library.compiled(survey.id, number) for number in range(survey.version, 0, -1)]
    found: dict[str, list[Measure]] = {}
    for version in versions:
        for name, measure in version.measures.items():
            found.setdefault(name, []).append(measure)
    fitting = [
        _filterable(measures, lang) for measures in found.values() if all(map(_fits, measures))
    ]
    return tuple(one for one in fitting if len(one.groups) <= MOST_VALUES)[:MOST_QUESTIONS]


def _fits(measure: Measure) -> bool:
    is_single = measure.kind is QuestionKind.SINGLE and len(measure.path) == 1
    return is_single and not isinstance(measure.question, RankingQuestion)


def _filterable(measures: Sequence[Measure], lang: str) -> Filterable:
    """Titles and labels are those of the newest version that has them."""
    newest = measures[0].question
    title = newest.title_in(lang)
    labels: dict[str, Localised] = {}
    for one in measures:
        for option in one.question.counted_in(lang):
            labels.setdefault(option.code, option.label)
    labels[NOT_ANSWERED] = Localised(_("No answer"), lang)
    values = tuple(Group(newest.name, title, value, label) for value, label in labels.items())
    return Filterable(newest.name, title, values)


def chosen(keys: Iterable[str], known: Sequence[Filterable]) -> tuple[Group, ...] | None:
    """The groups of an address, at most two and of different questions; None where an address
    asks for anything else."""
    by_key = {group.key: group for one in known for group in one.groups}
    found = list(dict.fromkeys(key for key in keys if key))
    if len(found) > MOST_FILTERS or any(key not in by_key for key in found):
        return None
    picked = sorted((by_key[key] for key in found), key=lambda one: one.question)
    if len({one.question for one in picked}) < len(picked):
        return None
    return tuple(picked)


def universe(survey: Survey, arrived: int, stretches: tuple[Stretch, ...]) -> Universe | None:
    """What figures of groups are made of; None where there is nothing yet."""
    steps: Steps = survey.steps(arrived, clock.now())
    found = groups.milestones(steps) if stretches else ()
    return Universe(survey.id, found, stretches) if found else None


@dataclass(frozen=True, slots=True)
class GroupTally:
    """What a group said, as of a milestone."""

    milestone: Milestone
    whole: int
    """How many of all had said something by then."""
    tally: Tally


def tally_of(found: Universe, picked: Sequence[Group]) -> GroupTally | None:
    """What a group said at the latest milestone at which it can be told; None where there is
    none: too few are in it, or outside it."""
    names = [one.question for one in picked]
    counts = queries.blocks(found, names)
    at = _latest(found, counts, tuple(one.value for one in picked))
    if at is None:
        return None
    said = queries.tally(found, at, [(one.question, one.value) for one in picked])
    whole = sum(sum(block.values()) for block in counts[: at + 1])
    return GroupTally(found.milestones[at], whole, said)


def _latest(found: Universe, counts: Blocks, values: Values) -> int | None:
    ks = [one.k for one in found.milestones]
    singles = [offers_of(counts, side, ks) for side in range(len(values))]
    for at in reversed(range(len(ks))):
        if not all(one[at].shows(value) for one, value in zip(singles, values, strict=True)):
            continue
        if len(values) == 1:
            return at
        pairs = pairs_of(counts, (0, 1), singles, at, ks[at])
        if pairs.shows((values[0], values[1])):
            return at
    return None


def offers_of(counts: Blocks, side: int, ks: Sequence[int]) -> tuple[Offer, ...]:
    """What is offered of one of the questions that were counted together."""
    single = [{one[0]: n for one, n in projected(block, (side,)).items()} for block in counts]
    return groups.offers(single, ks)


def pairs_of(
    counts: Blocks, sides: tuple[int, int], singles: Sequence[tuple[Offer, ...]], at: int, k: int
) -> PairOffer:
    """What is offered of two of the questions at a milestone."""
    rows, columns = (singles[side][at] for side in sides)
    block = {(one[0], one[1]): n for one, n in projected(counts[at], sides).items()}
    whole = {
        (row, column): block.get((row, column), 0)
        for row in {row for row, _ in block}
        for column in {column for _, column in block}
    }
    return groups.pair_offer(groups.merged(whole, rows, columns), k, is_first=at == 0)


def projected(block: Mapping[Values, int], sides: Sequence[int]) -> dict[Values, int]:
    """Counts by some of the questions, whatever the others say."""
    found: dict[Values, int] = {}
    for values, n in block.items():
        kept = tuple(values[side] for side in sides)
        found[kept] = found.get(kept, 0) + n
    return found
