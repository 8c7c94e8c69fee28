"""What officials read of surveys: which were heard in a period, and what people wrote."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from hashlib import md5
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    Uuid,
    and_,
    cast,
    column,
    exists,
    func,
    or_,
    select,
    values,
)

from app.core.buckets import BEFORE_ALL, TallyBucket, TallyProgress
from app.core.db import db
from app.core.tally import Stretch
from app.surveys.files.kinds import BY_MEDIA_TYPE
from app.surveys.measure import Measure
from app.surveys.models import Response, ResponseCode, Survey, SurveyTheme
from app.surveys.question_types.file import size_in_words
from app.surveys.tallies import KIND

PAGE = 10
CANDIDATES = 100
MOST_BATCHES = 20


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days in a time zone, both ends included."""

    first: date
    last: date
    zone: tzinfo

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.first, time(), self.zone)

    @property
    def end(self) -> datetime:
        """The moment after the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)


def heard_by(area_ids: Collection[UUID], days: Days) -> Sequence[Survey]:
    """Surveys of some days that areas are responsible for now, or were when answers came."""
    return _heard(
        or_(Survey.area_id.in_(area_ids), _was_folded(area_ids), _was_received(area_ids)), days
    )


def heard_about(theme_ids: Collection[UUID], days: Days) -> Sequence[Survey]:
    """Surveys of some days that belong to any of some themes, whatever their area."""
    is_tied = exists().where(
        SurveyTheme.municipality_id == Survey.municipality_id,
        SurveyTheme.survey_id == Survey.id,
        SurveyTheme.theme_id.in_(theme_ids),
    )
    return _heard(is_tied, days)


def _heard(condition: ColumnElement[bool], days: Days) -> Sequence[Survey]:
    has_answers = exists().where(
        *_buckets_of_survey(), TallyBucket.day >= days.first, TallyBucket.day <= days.last
    )
    ran = and_(
        Survey.opens_at < days.end,
        or_(Survey.closes_at.is_(None), Survey.closes_at >= days.begin),
    )
    query = select(Survey).where(condition, or_(ran, has_answers))
    return db.session.scalars(query.order_by(Survey.opens_at.desc(), Survey.slug)).all()


def _buckets_of_survey() -> tuple[ColumnElement[bool], ...]:
    return (
        TallyBucket.municipality_id == Survey.municipality_id,
        TallyBucket.kind == KIND,
        TallyBucket.subject == Survey.id,
    )


def _was_folded(area_ids: Collection[UUID]) -> ColumnElement[bool]:
    return exists().where(*_buckets_of_survey(), TallyBucket.owner.in_(area_ids))


def _was_received(area_ids: Collection[UUID]) -> ColumnElement[bool]:
    """Among the answers of the days that are not folded yet."""
    through = (
        select(TallyProgress.through)
        .where(
            TallyProgress.municipality_id == Survey.municipality_id,
            TallyProgress.kind == KIND,
            TallyProgress.subject == Survey.id,
        )
        .correlate(Survey)  # two selects further out: not found by itself
        .scalar_subquery()
    )
    return exists().where(
        Response.municipality_id == Survey.municipality_id,
        Response.survey_id == Survey.id,
        Response.day > func.coalesce(through, BEFORE_ALL),
        Response.area_id.in_(area_ids),
    )


def first_opening() -> datetime | None:
    """When the first survey of the municipality opened."""
    return db.session.scalar(select(func.min(Survey.opens_at)))


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that somebody sent, by its id in the store."""

    id: UUID
    label: str
    size: int

    @property
    def size_in_words(self) -> str:
        return size_in_words(self.size)


@dataclass(frozen=True, slots=True)
class OpenText:
    """What somebody wrote, with the language that they answered in; or the name of a file.
    `place` orders the texts of a question in a way that tells nothing: not when, and nothing of
    other questions."""

    text: str
    lang: str
    place: str
    file: SentFile | None = None


@dataclass(frozen=True, slots=True)
class TextsPage:
    texts: tuple[OpenText, ...]
    next_place: str | None
    """Where the next page goes on from; None where there is none."""


def texts_page(
    survey: Survey,
    measure: Measure,
    stretches: Collection[Stretch],
    *,
    after: str = "",
    wanted: Callable[[str], bool] = bool,
) -> TextsPage:
    """What people wrote to a question in the stretches that may be shown, as far as it is wanted:
    so many texts are looked at and no more, and the next page goes on behind them."""
    found: list[OpenText] = []
    place = _place(measure.name)
    for _ in range(MOST_BATCHES):
        rows = db.session.execute(
            select(place.label("place"), Response.lang, Response.document)
            .where(
                Response.survey_id == survey.id,
                Response.is_withdrawn.is_(False),
                within(stretches),
                exists().where(
                    ResponseCode.municipality_id == Response.municipality_id,
                    ResponseCode.response_id == Response.id,
                    ResponseCode.question == measure.name,
                ),
                place > after,
            )
            .order_by(place)
            .limit(CANDIDATES)
        ).all()
        for row in rows:
            written = _written(measure, row.document, row.lang, row.place)
            written = [text for text in written if wanted(text.text)]
            if len(found) + len(written) > PAGE:
                return TextsPage(tuple(found), after)
            found += written
            after = row.place
        if len(rows) < CANDIDATES:
            return TextsPage(tuple(found), None)
    return TextsPage(tuple(found), after)


def within(stretches: Collection[Stretch]) -> ColumnElement[bool]:
    """Responses that arrived in stretches, of which there is at least one."""
    return or_(
        *(and_(Response.arrival > one.low, Response.arrival <= one.high) for one in stretches)
    )


def _place(question: str) -> ColumnElement[str]:
    """A hash of response and question: each question has an order of its own, so that the texts
    of one person stand at different places."""
    plain = func.replace(cast(Response.id, String), "-", "")
    return func.md5(plain + f":{question}", type_=String())


@dataclass(frozen=True, slots=True)
class Document:
    """One person's answers, as far as texts are read from them."""

    id: UUID
    lang: str
    answers: dict[str, Any]

    def texts(self, measure: Measure) -> list[OpenText]:
        place = md5(f"{self.id.hex}:{measure.name}".encode(), usedforsecurity=False).hexdigest()
        return _written(measure, self.answers, self.lang, place)


def has_arrived(response_id: UUID, stretches: Collection[Stretch]) -> bool:
    """Whether a response is among those of the stretches, and has not been taken back."""
    query = select(Response.id).where(
        Response.id == response_id, Response.is_withdrawn.is_(False), within(stretches)
    )
    return db.session.scalars(query).one_or_none() is not None


def first_texts(documents: Sequence[Document], measure: Measure) -> tuple[OpenText, ...]:
    """A page of what people wrote to a question, in the question's own order."""
    found = [text for document in documents for text in document.texts(measure)]
    return tuple(sorted(found, key=lambda text: (text.place, text.text))[:PAGE])


def newest_documents(wanted: Sequence[tuple[UUID, Sequence[Stretch]]]) -> list[list[Document]]:
    """The newest responses of surveys in stretches that may be shown, at most CANDIDATES of
    each. One statement, or none."""
    found: list[list[Document]] = [[] for _ in wanted]
    rows = [
        (survey_id, one.low, one.high, number)
        for number, (survey_id, stretches) in enumerate(wanted)
        for one in _newest(stretches)
    ]
    if not rows:
        return found
    part = (
        values(
            column("survey_id", Uuid),
            column("low", Integer),
            column("high", Integer),
            column("number", Integer),
            name="part",
        )
        .data(rows)
        .cte()
    )
    is_in_part = and_(
        Response.survey_id == part.c.survey_id,
        Response.arrival > part.c.low,
        Response.arrival <= part.c.high,
        Response.is_withdrawn.is_(False),
    )
    for number, response_id, lang, answers in db.session.execute(
        select(part.c.number, Response.id, Response.lang, Response.document).join_from(
            part, Response, is_in_part
        )
    ):
        found[number].append(Document(response_id, lang, answers))
    return found


def _newest(stretches: Sequence[Stretch]) -> list[Stretch]:
    left, found = CANDIDATES, []
    for one in reversed(stretches):
        if left <= 0:
            break
        found.append(Stretch(max(one.low, one.high - left), one.high))
        left -= one.high - one.low
    return found


def _written(measure: Measure, answers: dict[str, Any], lang: str, place: str) -> list[OpenText]:
    texts = [OpenText(text, lang, place) for text in measure.texts(answers)]
    for one in measure.files(answers):
        label = BY_MEDIA_TYPE[str(one["type"])].label
        file = SentFile(UUID(hex=str(one["id"])), label, int(str(one["size"])))
        texts.append(OpenText(str(one["name"]), lang, place, file))
    return texts
