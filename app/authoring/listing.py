"""The surveys that an official works on, published or in the making."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.core.i18n import TranslatedText
from app.organisation.models import Area
from app.organisation.queries import AreaTree
from app.surveys import listing
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


@dataclass(frozen=True, slots=True)
class Listed:
    """`edited` holds the ids of published surveys whose next version somebody is writing."""

    making: tuple[InTheMaking, ...]
    cards: tuple[Card, ...]
    edited: frozenset[UUID]


def of_areas(areas: Collection[UUID] | None, tree: AreaTree, timezone: str) -> Listed:
    """The surveys of some areas (None: of all), what was touched last first. Two statements."""
    works = select(SurveyWork).order_by(SurveyWork.edited_at.desc())
    surveys = select(Survey).order_by(Survey.opens_at.desc(), Survey.slug)
    if areas is not None:
        works = works.where(SurveyWork.area_id.in_(areas))
        surveys = surveys.where(Survey.area_id.in_(areas))
    found = db.session.scalars(works).all()
    return Listed(
        making=tuple(
            InTheMaking(one, title_of(one.source), tree.by_id[one.area_id])
            for one in found
            if one.survey_id is None
        ),
        cards=listing.cards(
            db.session.scalars(surveys).all(), areas=tree, themes=(), timezone=timezone
        ),
        edited=frozenset(one.survey_id for one in found if one.survey_id is not None),
    )
