"""The summary of a responsible area: one frozen object that every page and file is made from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.i18n import TranslatedText
from app.insights import idea_reports, objectives, page_reports, sources
from app.insights.idea_reports import Ideas, IdeaVoices
from app.insights.objectives import ObjectiveReport, Touched
from app.insights.page_reports import Pages, PageVoices
from app.insights.periods import Period
from app.insights.reports import SurveyReport
from app.insights.sources import Ask, Voices
from app.organisation import queries as organisation
from app.organisation.models import Area, Theme
from app.surveys.texts import Localised


@dataclass(frozen=True, slots=True)
class Participation:
    """How many took part: exact, whatever may be shown of what they said."""

    received: int
    by_month: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What was said to an area about its own services, or about one theme."""

    participation: Participation
    surveys: tuple[SurveyReport, ...]
    ideas: Ideas
    pages: Pages

    @property
    def is_silent(self) -> bool:
        """Whether nothing was asked and nobody said anything."""
        return not (self.surveys or self.ideas.count or self.pages.count)


@dataclass(frozen=True, slots=True)
class ThemePart:
    """What was said about a theme, whatever the area of the survey."""

    key: str
    name: Localised
    part: Part


@dataclass(frozen=True, slots=True)
class AreaBelow:
    """An area directly below that of the summary; `ended_on` is the last day of one that is no
    more."""

    key: str
    name: Localised
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """All that was said to an area and the areas below it in some months, in one language."""

    area_key: str
    area_name: Localised
    above: tuple[tuple[str, Localised], ...]
    """Key and name of the areas that it belongs to, the highest first."""
    below: tuple[AreaBelow, ...]
    ended_on: date | None
    """The last day of an area that is no more: its history stays with it."""
    period: Period
    made_at: datetime
    lang: str
    participation: Participation
    own: Part
    themes: tuple[ThemePart, ...]
    objectives: tuple[ObjectiveReport, ...]

    @property
    def parts(self) -> Iterator[tuple[ThemePart | None, Part]]:
        """Every part, with its theme; None for the area's own services."""
        yield None, self.own
        for theme in self.themes:
            yield theme, theme.part

    @property
    def surveys(self) -> tuple[SurveyReport, ...]:
        """Every survey once, with all of its answers that count here: own ones first."""
        found = {survey.slug: survey for _, part in self.parts for survey in part.surveys}
        return tuple(found.values())

    @property
    def touched(self) -> Touched:
        """The objectives of each survey, idea and page."""
        return Touched.by(self.objectives)

    @property
    def own_ids(self) -> frozenset[UUID]:
        """Ideas and pages that the area's officials work on at their desks."""
        ideas, pages = self.own.ideas.first, self.own.pages.first
        return frozenset([*(one.id for one in ideas), *(one.id for one in pages)])

    @property
    def ideas_waiting(self) -> int:
        """Of the area's own ideas those without an answer."""
        return self.own.ideas.waiting

    @property
    def surveys_about_themes(self) -> int:
        return len({survey.slug for theme in self.themes for survey in theme.part.surveys})


def for_area(area: Area, period: Period, *, lang: str, timezone: str, now: datetime) -> AreaSummary:
    """The summary of an area of the municipality in scope. The same number of statements
    however many surveys there are."""
    tree, zone = organisation.area_tree(), ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    below = tree.below(area.id)
    themes = [theme for theme in organisation.themes() if theme.owner_id in below]
    ask = Ask(
        areas=below,
        themes=tuple(theme.id for theme in themes),
        period=period,
        zone=zone,
        now=now,
        lang=lang,
        names=tree.by_id,
    )
    voices, ideas, pages = sources.surveys(ask), idea_reports.gather(ask), page_reports.gather(ask)
    return AreaSummary(
        area_key=area.key,
        area_name=localised(area.name, lang),
        above=_named(reversed([tree.by_id[one] for one in tree.lineage(area.id)[1:]]), lang),
        below=tuple(
            AreaBelow(one.key, localised(one.name, lang), _ended(one, today))
            for one in tree.by_id.values()
            if one.parent_id == area.id
        ),
        ended_on=_ended(area, today),
        period=period,
        made_at=now,
        lang=lang,
        participation=_participation(voices.by_month, period),
        own=Part(_participation(voices.own_by_month, period), voices.own, ideas.own, pages.own),
        themes=tuple(_theme(theme, voices, ideas, pages, period, lang) for theme in themes),
        objectives=objectives.gather(ask, voices.ties, ideas, pages),
    )


def _theme(
    theme: Theme,
    voices: Voices,
    ideas: IdeaVoices,
    pages: PageVoices,
    period: Period,
    lang: str,
) -> ThemePart:
    participation = _participation(voices.theme_by_month.get(theme.id, {}), period)
    part = Part(
        participation,
        voices.by_theme.get(theme.id, ()),
        ideas.by_theme[theme.id],
        pages.by_theme[theme.id],
    )
    return ThemePart(theme.key, localised(theme.name, lang), part)


def _ended(area: Area, today: date) -> date | None:
    return area.valid_until if area.valid_until and area.valid_until < today else None


def _named(areas: Iterable[Area], lang: str) -> tuple[tuple[str, Localised], ...]:
    return tuple((one.key, localised(one.name, lang)) for one in areas)


def localised(text: TranslatedText, lang: str) -> Localised:
    return Localised(*text.in_(lang))


def _participation(by_month: Mapping[date, int], period: Period) -> Participation:
    months = tuple((month, by_month.get(month, 0)) for month in period.months)
    return Participation(sum(n for _, n in months), months)
