"""The bank of questions: kept, asked again under the same name, and found in published surveys."""

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from app.accounts import audit
from app.authoring import bank_elements
from app.authoring.bank_elements import Element
from app.config import ROOT
from app.core.db import db
from app.surveys import queries as surveys
from app.surveys.models import Survey, SurveyVersion
from app.surveys.models_work import BankQuestion, BankUse

STANDING = ROOT / "surveys" / "bank" / "standing.json"


class Saving(StrEnum):
    """What became of a question that was to be kept."""

    SAVED = "saved"
    REPLACED = "replaced"
    KNOWN = "known"
    DIFFERS = "differs"
    """Another one of that name is kept; nothing was changed."""


def questions(*, words: str = "", archived: bool = False) -> Sequence[BankQuestion]:
    """The kept questions in whose name, title, choices or note all words are, by title."""
    found = db.session.scalars(
        select(BankQuestion)
        .where(BankQuestion.is_archived.is_(archived))
        .order_by(BankQuestion.name)
    ).all()
    wanted = words.lower().split()
    return [one for one in found if all(word in _searched(one) for word in wanted)]


def _searched(one: BankQuestion) -> str:
    return json.dumps([one.name, one.note, one.source], ensure_ascii=False).lower()


def question(name: str) -> BankQuestion | None:
    return db.session.scalars(select(BankQuestion).where(BankQuestion.name == name)).one_or_none()


def save(element: Element, locale: str, *, replace: bool = False) -> Saving:
    """Keep a question of a survey. Raises DefinitionError where it cannot stand alone; flushes."""
    kept = bank_elements.alone(element, locale)
    known = question(str(kept["name"]))
    if known is not None and known.source == kept:
        known.is_archived = False
        db.session.flush()
        return Saving.KNOWN
    if known is not None and not replace:
        return Saving.DIFFERS
    name, title = str(kept["name"]), bank_elements.title(kept)
    if known is None:
        known = BankQuestion(name=name, title=title, source=kept)
        db.session.add(known)
        done = Saving.SAVED
    else:
        known.title, known.source, known.is_archived = title, kept, False
        done = Saving.REPLACED
    db.session.flush()
    _note_everywhere(known)
    if done is Saving.SAVED:
        audit.record("bank.saved", "bank_question", name, question=name)
    else:
        audit.record("bank.replaced", "bank_question", name, question=name)
    return done


def archive(one: BankQuestion, *, archived: bool) -> None:
    """Offer a question no longer, or again; its answers stay comparable. Flushes."""
    if one.is_archived != archived:
        one.is_archived = archived
        if archived:
            audit.record("bank.archived", "bank_question", one.name, question=one.name)
        else:
            audit.record("bank.offered", "bank_question", one.name, question=one.name)
        db.session.flush()


def note_uses(survey: Survey) -> None:
    """Remember which questions of the bank a survey asks that has just been published. What it
    asked once stays noted: the answers are there. Flushes."""
    source = surveys.source(survey.id, survey.version) or {}
    kept = {one.name: one for one in db.session.scalars(select(BankQuestion))}
    _note(survey.id, source, kept)
    db.session.flush()


def _note_everywhere(one: BankQuestion) -> None:
    """The published surveys that have asked it already."""
    rows = db.session.execute(
        select(Survey.id, SurveyVersion.definition).join(
            SurveyVersion,
            and_(SurveyVersion.survey_id == Survey.id, SurveyVersion.number == Survey.version),
        )
    )
    for survey_id, source in rows.all():
        _note(survey_id, source, {one.name: one})
    db.session.flush()


def _note(survey_id: UUID, source: Mapping[str, Any], kept: Mapping[str, BankQuestion]) -> None:
    known = set(
        db.session.scalars(select(BankUse.bank_question_id).where(BankUse.survey_id == survey_id))
    )
    for element in bank_elements.elements(source):
        one = kept.get(str(element.get("name", "")))
        if one is None or one.id in known or bank_elements.compared(one.source, element) is None:
            continue
        known.add(one.id)
        db.session.add(BankUse(bank_question_id=one.id, survey_id=survey_id, question=one.name))


def surveys_asking(one: BankQuestion) -> Sequence[Survey]:
    """The published surveys that ask or have asked a question, the earliest first."""
    return db.session.scalars(
        select(Survey)
        .join(BankUse, BankUse.survey_id == Survey.id)
        .where(BankUse.bank_question_id == one.id)
        .order_by(Survey.opens_at, Survey.slug)
    ).all()


def load_standing() -> int:
    """Keep the questions that every municipality may begin with; how many. Flushes."""
    found: Iterable[Element] = json.loads(STANDING.read_text(encoding="utf-8"))
    return sum(save(element, "fi") is Saving.SAVED for element in found)
