"""Surveys and responses: rows made the way the service makes them, in the municipality in scope."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.languages import LANGUAGES
from app.organisation.models import Area, Objective, Theme
from app.surveys import coding, library, service
from app.surveys.meta import PublicResults
from app.surveys.models import (
    WHOLE_SURVEY,
    Channel,
    Survey,
    SurveyObjective,
    SurveyTheme,
    SurveyVersion,
)
from app.surveys.service import Answers
from tests import factories

TIMEZONE = "Europe/Helsinki"
OPENED = datetime(2020, 1, 1, tzinfo=UTC)
BUS = {"vehicle": "bus", "why": ["price"], "ease": 4, "again": True}
"""Answers that the default definition takes."""


def definition() -> dict[str, Any]:
    """Questions of the kinds that people meet most, one of them asked on a condition."""
    return {
        "title": texts("How do you travel?"),
        "pages": [
            {
                "name": "first",
                "elements": [
                    {
                        "type": "radiogroup",
                        "name": "vehicle",
                        "title": texts("What do you travel by?"),
                        "isRequired": True,
                        "choices": [
                            {"value": value, "text": texts(value.capitalize())}
                            for value in ("bus", "car", "bicycle")
                        ],
                    },
                    {
                        "type": "checkbox",
                        "name": "why",
                        "title": texts("Why?"),
                        "choices": ["price", "time", "nature"],
                        "showOtherItem": True,
                    },
                    {"type": "rating", "name": "ease", "title": texts("How easy is it?")},
                    {"type": "boolean", "name": "again", "title": texts("Would you do it again?")},
                ],
            },
            {
                "name": "second",
                "elements": [
                    {
                        "type": "radiogroup",
                        "name": "parking",
                        "title": texts("Where do you park?"),
                        "visibleIf": "{vehicle} = 'car'",
                        "choices": ["street", "yard"],
                    },
                    {"type": "comment", "name": "wish", "title": texts("What do you wish for?")},
                    {"type": "text", "name": "place", "title": texts("Which stop?")},
                ],
            },
        ],
    }


def texts(text: str) -> dict[str, str]:
    """A text of a definition in all languages, with the city's marker."""
    return dict(factories.texts(text).texts)


def survey(
    area: Area,
    slug: str | None = None,
    *,
    themes: tuple[Theme, ...] = (),
    objectives: tuple[Objective, ...] = (),
    question_objectives: Mapping[str, Objective] | None = None,
    source: Mapping[str, Any] | None = None,
    title: str | None = None,
    opens_at: datetime = OPENED,
    closes_at: datetime | None = None,
    answer_days: int = 30,
    once_per_browser: bool = False,
    min_group: int = 5,
    public_results: PublicResults = PublicResults.CLOSED,
) -> Survey:
    """A published survey of `area`; open unless the window says otherwise. Where it closes, an
    answer is promised `answer_days` later."""
    slug = slug or f"survey-{factories.number()}"
    row = factories.keep(
        Survey(
            slug=slug,
            area_id=area.id,
            title=factories.texts(title or f"Survey {slug}"),
            description=factories.texts(f"What {slug} is about"),
            languages=list(LANGUAGES),
            minutes=2,
            version=0,
            opens_at=opens_at,
            closes_at=closes_at,
            answer_due_on=closes_at.date() + timedelta(days=answer_days) if closes_at else None,
            once_per_browser=once_per_browser,
            min_group=min_group,
            segments=[],
            public_results=public_results,
            retention_months=24,
        )
    )
    version(row, source or definition())
    for theme in themes:
        factories.keep(SurveyTheme(survey_id=row.id, theme_id=theme.id))
    ties = [(WHOLE_SURVEY, one) for one in objectives]
    for question, one in [*ties, *(question_objectives or {}).items()]:
        factories.keep(SurveyObjective(survey_id=row.id, objective_id=one.id, question=question))
    return row


def version(of: Survey, source: Mapping[str, Any]) -> SurveyVersion:
    """One more published version of a survey, now its current one."""
    of.version += 1
    return factories.keep(
        SurveyVersion(
            survey_id=of.id,
            number=of.version,
            definition=dict(source),
            digest=str(factories.number()),
            published_at=clock.now(),
        )
    )


def respond(
    to: Survey | str,
    answers: Mapping[str, Any] | None = None,
    *,
    lang: str = "fi",
    channel: Channel = Channel.WEB,
    key: str | None = None,
    admission: str = "",
) -> str:
    """Hand in answers now (time is the clock's), let in by `admission`; the receipt."""
    row = by_slug(to) if isinstance(to, str) else to
    document = dict(BUS if answers is None else answers)
    key = key or f"nonce-{factories.number()}"
    done = service.submit(
        row,
        version=row.version,
        answers=Answers(document, coding.codes(library.compiled(row.id, row.version), document)),
        lang=lang,
        channel=channel,
        key=key,
        content=key,
        timezone=TIMEZONE,
        admission=admission,
    )
    return done.receipt


def by_slug(slug: str) -> Survey:
    return db.session.scalars(select(Survey).where(Survey.slug == slug)).one()
