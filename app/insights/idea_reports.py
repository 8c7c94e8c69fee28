"""What a summary tells of ideas: how many in each state, and those that wait longest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from uuid import UUID

from flask_babel import format_number

from app.accounts import queries as accounts
from app.ideas import queries, readings
from app.ideas.clocks import Clock
from app.ideas.lifecycle import PUBLIC, WAITING, State
from app.ideas.models import Decision, Idea, IdeaAnswer
from app.ideas.readings import ByState, Days
from app.ideas.words import DECISIONS, KINDS, STATES
from app.insights.sources import MOST_LISTED, Ask
from app.surveys.texts import Localised


@dataclass(frozen=True, slots=True)
class IdeaReport:
    """An idea in a line. `group` is None for a resident's, `clock` for one that is answered, or
    that is with its author."""

    id: UUID
    number: int
    title: Localised
    state: State
    area_key: str
    area_name: Localised
    group: Localised | None
    submitted_on: date
    answered_on: date | None
    clock: Clock | None
    decision: Decision | None
    supports: int

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def decided(self) -> str:
        """The answer in a few words, "" where there is none."""
        return str(DECISIONS[self.decision]) if self.decision else ""

    @property
    def tag(self) -> tuple[str, str]:
        """Its state in words, and how the tag of it looks."""
        return str(STATES[self.state]), KINDS[self.state]


@dataclass(frozen=True, slots=True)
class Ideas:
    """The ideas of a part: all counted by state, the first of them one by one."""

    by_state: ByState = field(default_factory=dict)
    first: tuple[IdeaReport, ...] = ()

    @property
    def count(self) -> int:
        return sum(self.by_state.values())

    @property
    def waiting(self) -> int:
        """Those that the municipality has to do something about: not what is with its author."""
        return sum(self.by_state.get(state, 0) for state in WAITING)

    @property
    def tags(self) -> list[tuple[str, str]]:
        """Each state with how many there are, as tags in the order of an idea's life."""
        return [
            (f"{STATES[state]}: {format_number(self.by_state[state])}", KINDS[state])
            for state in State
            if self.by_state.get(state)
        ]

    @property
    def more(self) -> int:
        """How many are not told one by one."""
        return self.count - len(self.first)


@dataclass(frozen=True, slots=True)
class IdeaVoices:
    """The ideas of the areas themselves, and those about each theme."""

    own: Ideas
    by_theme: Mapping[UUID, Ideas]


def gather(ask: Ask) -> IdeaVoices:
    """Ideas of a summary. The same number of statements however many there are."""
    days = Days(ask.period.first, ask.period.last)
    own = readings.of_areas(ask.areas, days, most=MOST_LISTED)
    about = readings.of_themes(ask.themes, days, most=MOST_LISTED * max(1, len(ask.themes)))
    told = _reports({one.id: one for one in chain(own, about)}.values(), ask)
    counts = readings.counts_of_themes(ask.themes, days)
    return IdeaVoices(
        own=Ideas(readings.counts_of_areas(ask.areas, days), tuple(told[one.id] for one in own)),
        by_theme={
            theme: Ideas(
                counts.get(theme, {}),
                tuple(told[one.id] for one in about if one.theme_id == theme)[:MOST_LISTED],
            )
            for theme in ask.themes
        },
    )


def _reports(ideas: Iterable[Idea], ask: Ask) -> dict[UUID, IdeaReport]:
    found: Sequence[Idea] = tuple(ideas)
    answers = queries.holding_answers([one.id for one in found if one.answered_on is not None])
    groups = {one.id: one for one in accounts.groups()} if any(i.group_id for i in found) else {}
    today = ask.now.astimezone(ask.zone).date()
    return {
        one.id: _report(
            one,
            ask,
            today,
            Localised(*groups[one.group_id].name.in_(ask.lang)) if one.group_id else None,
            answers.get(one.id),
        )
        for one in found
    }


def _report(
    idea: Idea,
    ask: Ask,
    today: date,
    group: Localised | None,
    answer: IdeaAnswer | None,
) -> IdeaReport:
    assert idea.number is not None, "it was submitted"
    assert idea.submitted_on is not None, "it was submitted"
    area = ask.names[idea.area_id]
    return IdeaReport(
        id=idea.id,
        number=idea.number,
        title=Localised(idea.title, idea.lang),
        state=State(idea.state),
        area_key=area.key,
        area_name=Localised(*area.name.in_(ask.lang)),
        group=group,
        submitted_on=idea.submitted_on,
        answered_on=idea.answered_on,
        clock=None if idea.state == State.RETURNED else idea.clock(today),
        decision=Decision(answer.decision) if answer else None,
        supports=idea.supports,
    )
