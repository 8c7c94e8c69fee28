"""What a summary tells of page feedback: reactions and comments by page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.insights.sources import MOST_LISTED, Ask
from app.pagefeedback import tallies
from app.pagefeedback.models import WidgetRuleObjective
from app.pagefeedback.tallies import PageTally
from app.surveys.texts import Localised


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page; `positive` is the share of the best reaction, None where there are too few."""

    id: UUID
    title: Localised
    url: str
    area_name: Localised
    reactions: int
    positive: float | None
    comments: int
    new: int
    """Comments that nobody has read yet."""
    is_here: bool
    """Whether an area of the summary answers for it now: what was said stays where it came."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The page feedback of a part: all counted, the liveliest pages one by one."""

    count: int = 0
    reactions: int = 0
    comments: int = 0
    new: int = 0
    first: tuple[PageReport, ...] = ()

    @property
    def more(self) -> int:
        """How many pages are not told one by one."""
        return self.count - len(self.first)


@dataclass(frozen=True, slots=True)
class PageVoices:
    """Feedback on the pages of the areas themselves, and of each theme."""

    own: Pages
    by_theme: Mapping[UUID, Pages]
    by_objective: Mapping[UUID, Pages]
    """Those of both that serve each objective."""


def gather(ask: Ask) -> PageVoices:
    """Page feedback of a summary. The same number of statements however many pages there are."""
    first, last = ask.period.first, ask.period.last
    about = tallies.tally_about(ask.themes, first, last) if ask.themes else {}
    own = tallies.tally(ask.areas, first, last)
    return PageVoices(
        own=_told(own, ask),
        by_theme={theme: _told(about.get(theme, ()), ask) for theme in ask.themes},
        by_objective={
            objective: _told(found, ask)
            for objective, found in _by_objective(chain(own, *about.values())).items()
        },
    )


def _by_objective(told: Iterable[PageTally]) -> Mapping[UUID, Sequence[PageTally]]:
    """Pages by the objectives of their rules, the liveliest first. A page that is told of twice
    counts as where more was said. One statement, or none without rules."""
    liveliest: dict[UUID, PageTally] = {}
    for one in sorted(told, key=lambda one: (-one.reactions, one.page.url)):
        liveliest.setdefault(one.page.id, one)
    by_rule: dict[UUID, list[PageTally]] = defaultdict(list)
    for one in liveliest.values():
        if one.page.rule_id is not None:
            by_rule[one.page.rule_id].append(one)
    found: dict[UUID, list[PageTally]] = defaultdict(list)
    if by_rule:
        query = select(WidgetRuleObjective).where(WidgetRuleObjective.rule_id.in_(list(by_rule)))
        for tie in db.session.scalars(query):
            found[tie.objective_id] += by_rule[tie.rule_id]
    return {
        objective: sorted(pages, key=lambda one: (-one.reactions, one.page.url))
        for objective, pages in found.items()
    }


def _told(found: Sequence[PageTally], ask: Ask) -> Pages:
    return Pages(
        count=len(found),
        reactions=sum(one.reactions for one in found),
        comments=sum(one.comments for one in found),
        new=sum(one.new for one in found),
        first=tuple(_report(one, ask) for one in found[:MOST_LISTED]),
    )


def _report(one: PageTally, ask: Ask) -> PageReport:
    page = one.page
    return PageReport(
        id=page.id,
        title=Localised(page.title or page.url, page.lang),
        url=page.url,
        area_name=Localised(*ask.names[page.area_id].name.in_(ask.lang)),
        reactions=one.reactions,
        positive=one.positive,
        comments=one.comments,
        new=one.new,
        is_here=page.area_id in ask.areas,
    )
