"""You said, we did: ideas and surveys with what the municipality answered and does about them, and
web pages that were changed because of what readers said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.ideas import listing, readings
from app.ideas.listing import Card
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.models import Action, Area
from app.pagefeedback.models import WebPage
from app.portal import readers
from app.portal.shelf import Setting
from app.surveys import outcomes
from app.surveys.models import Survey
from app.surveys.models_outcome import SurveyOutcome

SIZE = 20
ANCHOR, SURVEY = "page-", "survey-"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NIL = UUID(int=0)
"""Before the id of every page."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An idea with its answer, and the action of a development plan that the answer is tied to."""

    card: Card
    action: Action | None

    @property
    def on(self) -> date:
        assert self.card.idea.answered_on is not None, "it is answered"
        return self.card.idea.answered_on

    @property
    def place(self) -> str:
        return f"{self.on}.{self.card.idea.number}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A web page that was changed."""

    page: WebPage
    area: Area

    @property
    def on(self) -> date:
        assert self.page.changed_on is not None, "it was changed"
        return self.page.changed_on

    @property
    def place(self) -> str:
        return f"{self.on}.{self.anchor}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page of what was done."""
        return f"{ANCHOR}{self.page.id.hex}"


@dataclass(frozen=True, slots=True)
class Told:
    """A survey with what was heard and what is done."""

    survey: Survey
    outcome: SurveyOutcome
    area: Area
    actions: tuple[Action, ...]
    on: date

    @property
    def at(self) -> datetime:
        assert self.survey.answered_at is not None, "it is answered"
        return self.survey.answered_at

    @property
    def place(self) -> str:
        micros = (self.at - EPOCH) // timedelta(microseconds=1)
        return f"{self.on}.{SURVEY}{micros}-{self.survey.id.hex}"


Deed = Answered | Changed | Told


@dataclass(frozen=True, slots=True)
class DonePage:
    """What was done, the latest first; of a day the answers first, to ideas and then to surveys."""

    deeds: tuple[Deed, ...]
    older: str | None
    """Where the next page begins; None on the last."""


def page(place: Place, before: str = "") -> DonePage:
    """A page of what was done; a garbled `before` is the first page."""
    return listed(Setting.of(place), before)


def listed(around: Setting, before: str = "", *, size: int = SIZE) -> DonePage:
    """At most eight statements, however much was done."""
    zone = ZoneInfo(around.place.timezone)
    seen = _Seen.of(before, zone)
    ideas = readings.answered(before=seen.idea, size=size + 1)
    pages = readers.changed(before=seen.page, size=size + 1)
    cards = listing.cards(ideas, tree=around.areas, themes=around.themes, today=around.today)
    chosen = [card.answer.action_id for card in cards if card.answer and card.answer.action_id]
    actions = organisation.actions_of(chosen)
    found: list[Deed] = [
        *(Answered(card, _action(card, actions)) for card in cards),
        *_told(outcomes.answered(before=seen.survey, size=size + 1), around, zone),
        *(Changed(one, around.areas.by_id[one.area_id]) for one in pages),
    ]
    deeds = tuple(sorted(found, key=lambda deed: deed.on, reverse=True))
    return DonePage(deeds[:size], deeds[size - 1].place if len(deeds) > size else None)


def _action(card: Card, actions: Mapping[UUID, Action]) -> Action | None:
    chosen = card.answer.action_id if card.answer else None
    return actions.get(chosen) if chosen else None


def _told(
    found: Sequence[tuple[Survey, SurveyOutcome]], around: Setting, zone: ZoneInfo
) -> Iterator[Told]:
    actions = outcomes.actions_of([survey.id for survey, _outcome in found])
    for survey, outcome in found:
        assert survey.answered_at is not None, "it is answered"
        on = survey.answered_at.astimezone(zone).date()
        area = around.areas.by_id[survey.area_id]
        yield Told(survey, outcome, area, tuple(actions.get(survey.id, ())), on)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Behind which answers and which page a list goes on."""

    idea: tuple[date, int] | None = None
    survey: tuple[datetime, UUID] | None = None
    page: tuple[date, UUID] | None = None

    @classmethod
    def of(cls, place: str, zone: ZoneInfo) -> "_Seen":
        """From the place of the last deed seen. Behind an idea all surveys and pages of its day
        follow, behind a survey all pages; behind a page no answer of its day."""
        on, _dot, which = place.partition(".")
        try:
            day = date.fromisoformat(on)
            if which.startswith(ANCHOR):
                page = UUID(hex=which.removeprefix(ANCHOR))
                return cls((day, 0), (_midnight(day, zone), NIL), (day, page))
            if which.startswith(SURVEY):
                return cls((day, 0), _of_survey(which), (day, NIL))
            if which.isdecimal() and len(which) < 10:
                tomorrow = _midnight(day + timedelta(days=1), zone)
                return cls((day, int(which)), (tomorrow, NIL), (day, NIL))
        except (ValueError, OverflowError):
            return cls()
        return cls()


def _of_survey(which: str) -> tuple[datetime, UUID]:
    micros, _hyphen, survey_id = which.removeprefix(SURVEY).partition("-")
    at = EPOCH + timedelta(microseconds=int(micros))
    return at, UUID(hex=survey_id)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)
