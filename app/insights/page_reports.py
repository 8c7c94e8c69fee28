"""What a summary tells of page feedback: reactions and comments by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.insights.sources import MOST_LISTED, Ask
from app.pagefeedback import tallies
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


def gather(ask: Ask) -> PageVoices:
    """Page feedback of a summary. Five statements, however many pages there are."""
    first, last = ask.period.first, ask.period.last
    about = tallies.tally_about(ask.themes, first, last) if ask.themes else {}
    return PageVoices(
        own=_told(tallies.tally(ask.areas, first, last), ask),
        by_theme={theme: _told(about.get(theme, ()), ask) for theme in ask.themes},
    )


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
    )
