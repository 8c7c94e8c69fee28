"""Searching texts: their words, folded, and everything that holds words which begin so."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, insert, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core import scope
from app.core.db import db
from app.core.text import composed
from app.engagement.models import LONGEST_WORD, SearchWord

SHORTEST_WORD = 2
MOST_ASKED = 8
"""Words of a question that are looked at."""
LAST = "\U0010ffff"
FEW = 500
"""So many are named outright."""

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
    None where nothing is asked that could be found.

    What few hold is looked up and named outright; for what many hold, the list itself is read
    until its page is full.
    """
    beginnings = sorted(words(asked)[:MOST_ASKED], key=len, reverse=True)
    if not beginnings:
        return None
    few = db.session.scalars(_holding(kind, beginnings).limit(FEW + 1)).all()
    if len(few) <= FEW:
        return subject_id.in_(few)
    return and_(*(_held(kind, beginning, subject_id) for beginning in beginnings))


def _held(
    kind: str, beginning: str, subject_id: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """Asked of each row in its turn, so that nobody gathers all that hold a common word."""
    word = aliased(SearchWord)
    return exists().where(
        word.municipality_id == scope.required_municipality_id(),
        word.subject_id == subject_id,
        _begins(word, kind, beginning),
    )


def _holding(kind: str, beginnings: Sequence[str]) -> Select[UUID]:
    """The ids of what holds words that begin so: found by the first, which is the longest and so
    likely the rarest, and then looked over for the others. Some may come twice: to leave them out
    would mean to read all in their order."""
    query = select(SearchWord.subject_id).where(_begins(SearchWord, kind, beginnings[0]))
    for beginning in beginnings[1:]:
        other = aliased(SearchWord)
        query = query.where(
            exists().where(
                other.municipality_id == SearchWord.municipality_id,
                other.subject_id == SearchWord.subject_id,
                _begins(other, kind, beginning),
            )
        )
    return query


def _begins(row: type[SearchWord], kind: str, beginning: str) -> ColumnElement[bool]:
    return and_(row.kind == kind, row.word >= beginning, row.word < beginning + LAST)
