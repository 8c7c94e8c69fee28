"""Files that people send with their answers: whose they are, and what becomes of them.

A file is written to the store before its row, and a row is removed before its file: no row ever
lacks its file. What is left in the store without a row is swept away.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO, Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError

from app.core import clock, jobs
from app.core.db import db
from app.core.errors import Conflict
from app.core.form_tokens import keyed_hash
from app.surveys.drafts import DRAFT_DAYS
from app.surveys.files import contents
from app.surveys.files.kinds import BY_MEDIA_TYPE, FileKind
from app.surveys.files.store import store
from app.surveys.models import Survey, SurveyDraft, SurveyUpload
from app.surveys.question_types.file import FileQuestion, files_of
from app.surveys.structure import Survey as Definition

JOB = "remove_survey_files"
AT_ONCE = 500

Entry = dict[str, object]


class Gone(Conflict):
    """A file of the answers was taken away while they were handed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that has been checked, before it is kept."""

    question: str
    name: str
    kind: FileKind
    size: int
    digest: str
    content: IO[bytes]
    id: UUID = field(default_factory=uuid4)

    @property
    def entry(self) -> Entry:
        return _entry(self.id, self.name, self.kind.media_type, self.size)


def _entry(id: UUID, name: str, media_type: str, size: int) -> Entry:
    """What an answer tells of a file."""
    return {"id": id.hex, "name": name, "type": media_type, "size": size}


def questions(definition: Definition) -> tuple[FileQuestion, ...]:
    """What a survey asks for files."""
    return tuple(one for one in definition.questions.values() if isinstance(one, FileQuestion))


def api_owner(survey_id: UUID, key: str) -> str:
    """Whose the files of a call are until they are handed in, as `drafts.key_hash` of a form."""
    return keyed_hash("upload", str(survey_id), key)


def digest(survey_id: UUID, owner: str, content: str) -> str:
    """A file's mark from the hash of its bytes: it says nothing outside of this filling."""
    return keyed_hash("file", str(survey_id), owner, content)


# Until the answers are handed in


def of_filling(survey_id: UUID, owner: str) -> Sequence[SurveyUpload]:
    """The files that somebody has sent so far, in their order."""
    return db.session.scalars(
        select(SurveyUpload)
        .where(SurveyUpload.survey_id == survey_id, SurveyUpload.owner_hash == owner)
        .order_by(SurveyUpload.place, SurveyUpload.id)
    ).all()


def answers(definition: Definition, rows: Iterable[SurveyUpload]) -> dict[str, object]:
    """The answers to all that asks for files, by their keys; None where there are none."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in rows:
        found[row.question].append(_entry(row.id, row.name, row.media_type, row.size))
    return {one.key: found.get(one.key) for one in questions(definition)}


def merged(
    definition: Definition, survey_id: UUID, owner: str, draft: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """A draft with the files that are there: they alone say what has been sent."""
    if not questions(definition):
        return draft
    sent = answers(definition, of_filling(survey_id, owner))
    if draft is None and not any(sent.values()):
        return None
    whole = {**(draft or {}), **sent}
    return {key: value for key, value in whole.items() if key not in sent or value is not None}


def keep(survey_id: UUID, owner: str, new: Iterable[NewFile]) -> None:
    """Keep files for a filling; one that is there already is kept once. The store comes first:
    others must not wait for it before they can write to the database."""
    new = tuple(new)
    for one in new:
        store().put(one.id, one.content)
    for one in new:
        last = select(func.coalesce(func.max(SurveyUpload.place), 0)).where(
            SurveyUpload.survey_id == survey_id, SurveyUpload.owner_hash == owner
        )
        row = SurveyUpload(
            id=one.id,
            survey_id=survey_id,
            owner_hash=owner,
            question=one.question,
            place=db.session.scalars(last).one() + 1,
            name=one.name,
            media_type=one.kind.media_type,
            size=one.size,
            digest=one.digest,
            expires_on=clock.now().date() + timedelta(days=DRAFT_DAYS),
        )
        try:
            with db.session.begin_nested():
                db.session.add(row)
                db.session.flush()
        except IntegrityError:
            store().remove(one.id)  # sent twice at the same moment


def copy(
    survey: Survey, definition: Definition, document: Mapping[str, object], owner: str
) -> None:
    """Begin to change answers: the filling gets files of its own like those that were sent."""
    with ExitStack() as opened:
        new = []
        for id in ids_in(definition, document):
            row = of_response(survey, id)
            if row is None:
                continue
            content = opened.enter_context(store().open(id))
            mark = digest(survey.id, owner, contents.hash_of(content))
            kind = BY_MEDIA_TYPE[row.media_type]
            new.append(
                NewFile(
                    question=row.question,
                    name=row.name,
                    kind=kind,
                    size=row.size,
                    digest=mark,
                    content=content,
                )
            )
        keep(survey.id, owner, new)


def take_away(survey_id: UUID, owner: str, ids: Iterable[UUID]) -> None:
    """Remove some files of a filling."""
    wanted = set(ids)
    _remove([row.id for row in of_filling(survey_id, owner) if row.id in wanted])


def drop(survey_id: UUID, owner: str) -> None:
    """Remove all files of a filling that have not been handed in."""
    _remove([row.id for row in of_filling(survey_id, owner)])


def expire() -> int:
    """Remove files of forms that nobody went on with; says how many. A filling that still has its
    draft keeps its files."""
    has_draft = exists().where(
        SurveyDraft.municipality_id == SurveyUpload.municipality_id,
        SurveyDraft.survey_id == SurveyUpload.survey_id,
        SurveyDraft.key_hash == SurveyUpload.owner_hash,
    )
    old = select(SurveyUpload.id).where(SurveyUpload.expires_on < clock.now().date(), ~has_draft)
    ids = list(db.session.scalars(old))
    _remove(ids)
    return len(ids)


# When they are handed in, and afterwards


def ids_in(definition: Definition, document: Mapping[str, object]) -> tuple[UUID, ...]:
    """The files that a document tells of."""
    return tuple(
        UUID(hex=str(one["id"]))
        for key in dict.fromkeys(question.key for question in questions(definition))
        for one in files_of(document.get(key))
    )


def as_sent(definition: Definition, document: Mapping[str, object]) -> dict[str, object]:
    """A document with the marks of its files instead of their ids: the same where the same was
    sent again."""
    ids, found = ids_in(definition, document), dict(document)
    if not ids:
        return found
    marks = digests(ids)
    for key in {question.key for question in questions(definition)} & document.keys():
        found[key] = [
            {**one, "id": marks.get(UUID(hex=str(one["id"])), "")}
            for one in files_of(document[key])
        ]
    return found


def digests(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(
        select(SurveyUpload.id, SurveyUpload.digest).where(SurveyUpload.id.in_(ids))
    )
    return {row.id: row.digest for row in rows}


def hand_over(survey_id: UUID, owner: str, ids: Sequence[UUID], response_id: UUID) -> None:
    """The files of a filling are now those of a response. Raises Gone where one is not there."""
    done = db.session.execute(
        update(SurveyUpload)
        .where(
            SurveyUpload.survey_id == survey_id,
            SurveyUpload.owner_hash == owner,
            SurveyUpload.id.in_(ids),
        )
        .values(owner_hash=None, response_id=response_id, expires_on=None)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != len(set(ids)):  # type: ignore[attr-defined]
        raise Gone


def remove_of_responses(response_ids: Sequence[UUID]) -> None:
    """Remove the files of some responses."""
    query = select(SurveyUpload.id).where(SurveyUpload.response_id.in_(response_ids))
    _remove(list(db.session.scalars(query)))


def of_response(survey: Survey, id: UUID) -> SurveyUpload | None:
    """A file that has been handed in with answers to a survey."""
    return db.session.scalars(
        select(SurveyUpload).where(
            SurveyUpload.survey_id == survey.id,
            SurveyUpload.id == id,
            SurveyUpload.response_id.is_not(None),
        )
    ).one_or_none()


# The store


def _remove(ids: Sequence[UUID]) -> None:
    """Remove rows now, and their files once that is sure."""
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        db.session.execute(
            delete(SurveyUpload)
            .where(SurveyUpload.id.in_(part))
            .execution_options(synchronize_session=False)
        )
        jobs.enqueue(JOB, {"ids": [id.hex for id in part]})


def _remove_files(payload: Mapping[str, Any]) -> None:
    for id in payload["ids"]:
        store().remove(UUID(hex=id))


def sweep() -> int:
    """Remove files without a row, left behind where something was cut off; says how many."""
    found, gone = list(store().left_behind()), 0
    for start in range(0, len(found), AT_ONCE):
        part = found[start : start + AT_ONCE]
        known = set(db.session.scalars(select(SurveyUpload.id).where(SurveyUpload.id.in_(part))))
        for id in set(part) - known:
            store().remove(id)
            gone += 1
    return gone


def install(app: Flask) -> None:
    jobs.handle(app, JOB, _remove_files)
