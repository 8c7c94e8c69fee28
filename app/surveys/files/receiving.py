"""Taking in files that were sent: how many, how big and of what kind, before they are kept."""

import binascii
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, cast
from uuid import UUID

from limits import parse
from werkzeug.datastructures import FileStorage, MultiDict

from app.core.limits import client_key, limiter
from app.core.sent_files import Bounded
from app.surveys.answers import AnswerError, message
from app.surveys.files import contents, uploads
from app.surveys.files.faults import TOO_BIG, UNKNOWN, FileFault
from app.surveys.files.kinds import LARGEST_FILE
from app.surveys.files.names import clean_name, shown_name
from app.surveys.files.uploads import NewFile
from app.surveys.question_types.base import QuestionState
from app.surveys.question_types.file import FileQuestion, files_of, is_entry, size_in_words
from app.surveys.structure import Survey as Definition

MOST_SENT = 32_000_000
"""Bytes of one request with files: beyond that nothing of it is read."""
MOST_OF_FILLING = 60_000_000
"""Bytes of all files of one filling."""
QUOTA = parse("1000 per day")
"""Megabytes that one network may send, each begun one counted whole."""
MEGABYTE = 1_000_000

Posted = MultiDict[str, str]
Files = MultiDict[str, FileStorage]


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as it came. `size`: of what was sent, of which no more may be there than is kept."""

    name: str
    content: IO[bytes]
    size: int

    @property
    def hash(self) -> str:
        return contents.hash_of(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was sent for the questions of a page, and what is there already."""

    survey_id: UUID
    owner: str
    offered: tuple[tuple[FileQuestion, tuple[Offered, ...]], ...]
    removed: tuple[UUID, ...] = ()
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The marks of files that stay, by the key of the answer."""
    size: int = 0
    """Bytes of all files that stay."""

    @property
    def is_idle(self) -> bool:
        return not self.removed and not any(files for _, files in self.offered)


def sent(files: Files, question: FileQuestion) -> tuple[Offered, ...]:
    """The files that a form brought for a question; an empty field brings one without a name."""
    found = []
    for one in files.getlist(question.control):
        size = cast(Bounded, one.stream).sent
        if one.filename or size:
            found.append(Offered(one.filename or "", one.stream, size))
    return tuple(found)


def plan(
    survey_id: UUID, owner: str, states: Iterable[QuestionState], form: Posted, files: Files
) -> Plan:
    """What a form asks for: files to be kept, and others to be taken away."""
    asked = [state.question for state in states if not state.read_only]
    questions = [one for one in asked if isinstance(one, FileQuestion)]
    ticked = {id for one in questions for id in form.getlist(one.control)}
    offered = tuple((one, sent(files, one)) for one in questions)
    if not ticked and not any(some for _, some in offered):
        return Plan(survey_id=survey_id, owner=owner, offered=())
    rows = uploads.of_filling(survey_id, owner)
    open_keys = {one.key for one in questions}
    removed = [row for row in rows if row.id.hex in ticked and row.question in open_keys]
    staying = [row for row in rows if row not in removed]
    return Plan(
        survey_id=survey_id,
        owner=owner,
        offered=offered,
        removed=tuple(row.id for row in removed),
        known={
            key: frozenset(row.digest for row in staying if row.question == key)
            for key in open_keys
        },
        size=sum(row.size for row in staying),
    )


def checked(plan: Plan) -> tuple[list[NewFile], list[AnswerError]]:
    """What can be kept of what was sent, and what is wrong with the rest. Takes its time, and
    needs no database."""
    new: list[NewFile] = []
    errors: list[AnswerError] = []
    left = MOST_OF_FILLING - plan.size
    for question, files in plan.offered:
        marks, over, tried = set(plan.known.get(question.key, ())), [], 0
        for one in files:
            mark = uploads.digest(plan.survey_id, plan.owner, one.hash)
            if mark in marks:
                continue
            if len(marks) >= question.most_files or tried >= question.most_files:
                over.append(shown_name(one.name))
                continue
            tried += 1
            try:
                found = _checked(question, one, mark, left)
            except FileFault as fault:
                errors.append(_error(question, fault.kind, one.name))
                continue
            new.append(found)
            marks.add(mark)
            left -= found.size
        if over:
            names, limit = ", ".join(over), question.most_files
            errors.append(
                question.error("file_count", message("file_count", limit=limit, names=names))
            )
    return new, errors


def _checked(question: FileQuestion, one: Offered, mark: str, left: int) -> NewFile:
    if one.size > question.largest:
        raise FileFault(TOO_BIG)
    if one.size > left:
        raise FileFault("file_total")
    if not _counted(one.size):
        raise FileFault("file_quota")
    kind = contents.kind_of(one.content, one.name)
    if kind not in question.kinds:
        raise FileFault(UNKNOWN)
    content = contents.kept(one.content, kind, question.largest)
    return NewFile(
        question=question.key,
        name=clean_name(one.name, kind),
        kind=kind,
        size=contents.size_of(content),
        digest=mark,
        content=content,
    )


def _counted(size: int) -> bool:
    return limiter.hit(QUOTA, "uploads", client_key(), cost=size // MEGABYTE + 1)


def may_copy(definition: Definition, document: Mapping[str, object]) -> bool:
    """Count the files of answers that somebody begins to change: each time they are kept anew."""
    files = (one for key in uploads.answers(definition, ()) for one in files_of(document.get(key)))
    return all(_counted(int(str(one["size"]))) for one in files)


def _error(question: FileQuestion, kind: str, name: str) -> AnswerError:
    more: dict[str, object] = {}
    if kind == TOO_BIG:
        more = {"limit": size_in_words(question.largest)}
    elif kind == UNKNOWN:
        more = {"kinds": question.kinds_in_words}
    return question.error(kind, message(kind, name=shown_name(name), **more))


def keep(plan: Plan, new: Sequence[NewFile]) -> None:
    uploads.take_away(plan.survey_id, plan.owner, plan.removed)
    uploads.keep(plan.survey_id, plan.owner, new)


def together(refused: Sequence[AnswerError], errors: Iterable[AnswerError]) -> list[AnswerError]:
    """What is wrong with files before all else; who sent one is not told to send one."""
    told = {error.question for error in refused}
    rest = [one for one in errors if one.kind != "required" or one.question not in told]
    return [*refused, *rest]


def lost(states: Iterable[QuestionState], files: Files) -> list[AnswerError]:
    """What to say of files that came with a form of which nothing is kept."""
    found = []
    for state in states:
        question = state.question
        if isinstance(question, FileQuestion) and (some := sent(files, question)):
            names = ", ".join(shown_name(one.name) for one in some)
            found.append(question.error("file_again", message("file_again", names=names)))
    return found


def are_known(
    definition: Definition, document: Mapping[str, object], survey_id: UUID, owner: str,
    files: Files,
) -> bool:  # fmt: skip
    """Whether a form brings no other files than those that a document tells of."""
    hashes = {
        one.hash for question in uploads.questions(definition) for one in sent(files, question)
    }
    if not hashes:
        return True
    marks = set(uploads.digests(uploads.ids_in(definition, document)).values())
    return {uploads.digest(survey_id, owner, one) for one in hashes} <= marks


# Files in JSON, as SurveyJS writes them: {"name", "type", "content": "data:…;base64,…"}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Answers of a call with what they tell of files instead of the files."""

    answers: Mapping[str, object]
    new: tuple[NewFile, ...] = ()
    errors: tuple[AnswerError, ...] = ()


def unpacked(
    definition: Definition, answers: Mapping[str, object], survey_id: UUID, owner: str
) -> Unpacked:
    """Read the files out of answers. What is none is left as it is, to be refused."""
    offered, errors, told = [], [], dict(answers)
    for question in uploads.questions(definition):
        given = answers.get(question.key)
        if not isinstance(given, list):
            continue
        files = [_offered(one) for one in given]
        if any(is_entry(one) for one in given):
            errors.append(question.error("file_foreign", message("file_foreign")))
        elif all(files):
            offered.append((question, tuple(one for one in files if one is not None)))
    plan = Plan(survey_id=survey_id, owner=owner, offered=tuple(offered))
    new, wrong = checked(plan)
    for question, _ in offered:
        own = [one.entry for one in new if one.question == question.key]
        told[question.key] = own or None
    return Unpacked(told, tuple(new), (*errors, *wrong))


def _offered(value: object) -> Offered | None:
    if not isinstance(value, Mapping):
        return None
    name, content = value.get("name"), value.get("content")
    if not isinstance(name, str) or not isinstance(content, str) or not content.startswith("data:"):
        return None
    head, _, packed = content.partition(",")
    if not head.endswith(";base64"):
        return None
    try:
        found = b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return None
    return Offered(name, BytesIO(found[: LARGEST_FILE + 1]), len(found))
