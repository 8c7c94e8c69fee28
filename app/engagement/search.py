"""Searching texts: their words, folded, and everything that holds words which begin so."""

import re
import unicodedata
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import db
from app.core.text import composed
from app.engagement.models import LONGEST_WORD, SearchWord

SHORTEST_WORD = 2
MOST_ASKED = 8
"""Words of a question that are looked at."""
LAST = "\U0010ffff"

_WORD = re.compile(r"\w+")


def words(text: str) -> tuple[str, ...]:
    """The words of a text in their order, each once: casefolded and without marks, so that
    "Pääskynen" is found by "paaskynen"; long ones cut."""
    plain = unicodedata.normalize("NFKD", composed(text, "NFKC").casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = (word[:LONGEST_WORD] for word in _WORD.findall(bare) if len(word) >= SHORTEST_WORD)
    return tuple(dict.fromkeys(found))


def index(kind: str, subject_id: UUID, texts: Iterable[str]) -> None:
    """Let something be found by the words of its texts, and by no others."""
    remove(kind, subject_id)
    held = words(" ".join(texts))
    rows = [{"kind": kind, "word": word, "subject_id": subject_id} for word in held]
    if rows:
        db.session.execute(insert(SearchWord), rows)


def remove(kind: str, subject_id: UUID) -> None:
    """Let something be found no more."""
    db.session.execute(
        delete(SearchWord).where(SearchWord.kind == kind, SearchWord.subject_id == subject_id)
    )


def matching(
    kind: str, asked: str, subject_id: InstrumentedAttribute[UUID]
) -> ColumnElement[bool] | None:
    """The condition that what `subject_id` names holds words beginning with each word asked for;
    None where nothing is asked that could be found."""
    beginnings = words(asked)[:MOST_ASKED]
    if not beginnings:
        return None
    return and_(
        *(
            subject_id.in_(
                select(SearchWord.subject_id).where(
                    SearchWord.kind == kind,
                    SearchWord.word >= beginning,
                    SearchWord.word < beginning + LAST,
                )
            )
            for beginning in beginnings
        )
    )
