"""The surveys that an official works on, published or in the making."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.accounts import queries as people
from app.core.db import db
from app.core.i18n import TranslatedText
from app.organisation.models import Area
from app.organisation.queries import AreaTree
from app.surveys import figures, listing
from app.surveys.desk import title_of
from app.surveys.listing import Card
from app.surveys.models import Survey
from app.surveys.models_work import SurveyWork


@dataclass(frozen=True, slots=True)
class InTheMaking:
    """A survey that is not published yet."""

    work: SurveyWork
    title: TranslatedText
    area: Area
    editor: str


@dataclass(frozen=True, slots=True)
class Published:
    """A survey that residents know. `work` is its next version, if somebody writes it."""

    card: Card
    received: int
    work: SurveyWork | None
    editor: str


@dataclass(frozen=True, slots=True)
class Listed:
    """All surveys that somebody works on; the published ones by their state."""

    making: tuple[InTheMaking, ...]
    published: tuple[Published, ...]

    def of_state(self, state: str) -> tuple[Published, ...]:
        return tuple(one for one in self.published if one.card.state == state)


def of_areas(areas: Collection[UUID] | None, tree: AreaTree, timezone: str) -> Listed:
    """The surveys of some areas (None: of all), what was touched last first."""
    works = select(SurveyWork).order_by(SurveyWork.edited_at.desc())
    surveys = select(Survey).order_by(Survey.opens_at.desc(), Survey.slug)
    if areas is not None:
        works = works.where(SurveyWork.area_id.in_(areas))
        surveys = surveys.where(Survey.area_id.in_(areas))
    found = db.session.scalars(works).all()
    editors = people.names({one.edited_by_id for one in found if one.edited_by_id is not None})
    next_of = {one.survey_id: one for one in found if one.survey_id is not None}
    cards = listing.cards(
        db.session.scalars(surveys).all(), areas=tree, themes=(), timezone=timezone
    )
    received = _received([one.survey.id for one in cards])
    return Listed(
        making=tuple(
            InTheMaking(one, title_of(one.source), tree.by_id[one.area_id], _editor(one, editors))
            for one in found
            if one.survey_id is None
        ),
        published=tuple(
            Published(
                one,
                received[one.survey.id],
                next_of.get(one.survey.id),
                _editor(next_of.get(one.survey.id), editors),
            )
            for one in cards
        ),
    )


def _editor(work: SurveyWork | None, names: Mapping[str, str]) -> str:
    return names.get(str(work.edited_by_id), "") if work else ""


def _received(survey_ids: Collection[UUID]) -> Counter[UUID]:
    found: Counter[UUID] = Counter()
    for one in figures.arrivals(survey_ids):
        found[one.survey_id] += one.n
    return found
