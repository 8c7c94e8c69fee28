"""Questions answered with files: what was sent is told in the answer, and lies in the store."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import format_decimal

from app.surveys.answers import AnswerError, Message, as_list, clean, message
from app.surveys.files.kinds import (
    BY_MEDIA_TYPE,
    KINDS,
    LARGEST_FILE,
    LONGEST_FILE_NAME,
    MOST_FILES,
    FileKind,
    called,
)
from app.surveys.problems import Refused
from app.surveys.properties import Property, Reading, Table, flag, frozen, whole
from app.surveys.question_types.base import Fields, Question, QuestionState
from app.surveys.question_types.shared import SHARED
from app.surveys.question_types.showing import comment_field, shown
from app.surveys.question_types.views import FileView, QuestionView

FEW = 5
"""Files in an answer where the author says no number."""

ENTRY = frozenset({"id", "name", "type", "size"})
_ID = re.compile(r"[0-9a-f]{32}")

_GIVEN_BY_RULES = frozenset({
    "defaultValue", "defaultValueExpression", "setValueIf", "setValueExpression", "resetValueIf",
})  # fmt: skip


def _never(_value: object, _path: str, _reading: Reading) -> None:
    raise Refused("a file can't be given by a rule", "remove it: only people can send files")


def _accepted(value: object, _path: str, _reading: Reading) -> tuple[FileKind, ...]:
    """Kinds of file as they are written for browsers; none: all that there are."""
    if not isinstance(value, str):
        raise Refused("not a list of kinds of file", 'write "image/*,.pdf"')
    parts = [part for part in value.split(",") if part.strip()]
    for part in parts:
        if not called(part):
            known = ", ".join(kind.extensions[0] for kind in KINDS)
            raise Refused(f"{part.strip()[:40]!r} can't be sent", f"image/*, or of {known}")
    meant = {kind for part in parts for kind in called(part)}
    return tuple(kind for kind in KINDS if kind in meant)


def size_in_words(size: int) -> str:
    if size < 1_000_000:
        return f"{format_decimal(max(1, round(size / 1_000)))} kB"
    return f"{format_decimal(round(size / 1_000_000, 1))} MB"


@dataclass(frozen=True, kw_only=True)
class FileQuestion(Question):
    """One file, or several. The answer is a list that tells of each file its id, name, media type
    and size; `uploads` keeps the files themselves."""

    TYPE: ClassVar[str] = "file"
    WIDGET: ClassVar[str] = "file"
    SECONDS: ClassVar[int] = 40
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SHARED,
            **dict.fromkeys(_GIVEN_BY_RULES, Property(_never)),
            "allowMultiple": Property(flag, False),
            "maxFiles": Property(whole(0, MOST_FILES), 0),
            "maxSize": Property(whole(0, LARGEST_FILE), 0),
            "acceptedTypes": Property(_accepted, ()),
        }
    )

    allow_multiple: bool = False
    max_files: int = 0
    max_size: int = 0
    accepted_types: tuple[FileKind, ...] = ()

    @property
    def most_files(self) -> int:
        if not self.allow_multiple:
            return 1
        return self.max_files or FEW

    @property
    def largest(self) -> int:
        """Bytes that one file may have."""
        return self.max_size or LARGEST_FILE

    @property
    def kinds(self) -> tuple[FileKind, ...]:
        return self.accepted_types or KINDS

    @property
    def kinds_in_words(self) -> str:
        return ", ".join(kind.label for kind in self.kinds)

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if self.max_files > 1 and not self.allow_multiple:
            yield "maxFiles", "only one file can be sent", "set allowMultiple to true"

    # The files themselves come another way (see `receiving`): the form says nothing of the answer.

    def fields(self, state: QuestionState) -> Fields:
        return comment_field(state)

    def parse(self, _state: QuestionState, data: Mapping[str, object]) -> dict[str, object]:
        comment = {self.comment_key: clean(data.get(self.comment_control))}
        return comment if self.has_comment else {}

    def clean(self, value: object) -> object:
        given = clean(value)
        return None if given is None else as_list(given)

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        files = as_list(state.answer)
        if not all(is_entry(one) for one in files):
            yield "type", message("type")
            return
        entries = [one for one in files if isinstance(one, Mapping)]
        over = [str(one["name"]) for one in entries[self.most_files :]]
        if over:
            yield "file_count", message("file_count", limit=self.most_files, names=", ".join(over))
        for one in entries:
            if BY_MEDIA_TYPE.get(str(one["type"])) not in self.kinds:
                kinds = self.kinds_in_words
                yield "file_kind", message("file_kind", name=one["name"], kinds=kinds)
            elif one["size"] > self.largest:
                limit = size_in_words(self.largest)
                yield "file_size", message("file_size", name=one["name"], limit=limit)

    def files(self, value: object) -> list[Mapping[str, object]]:
        return files_of(value)

    def display(self, value: object, _lang: str) -> str:
        return ", ".join(str(one["name"]) for one in files_of(value))

    def export(self, value: object) -> object:
        return "; ".join(str(one["name"]) for one in files_of(value))

    def view(
        self,
        state: QuestionState,
        errors: tuple[AnswerError, ...] = (),
        data: Mapping[str, object] | None = None,
    ) -> QuestionView:
        files = files_of(state.answer)
        return shown(
            state,
            errors,
            data,
            files=tuple(
                FileView(str(one["id"]), str(one["name"]), size_in_words(int(str(one["size"]))))
                for one in files
            ),
            accept=",".join(
                part for kind in self.kinds for part in (*kind.extensions[:2], kind.media_type)
            ),
            kinds=self.kinds_in_words,
            largest=size_in_words(self.largest),
            places=self.most_files,
            has_several=self.most_files > 1,
        )


def is_entry(value: object) -> bool:
    """Whether a value tells of one file."""
    if not isinstance(value, Mapping) or value.keys() != ENTRY:
        return False
    id, name, kind, size = value["id"], value["name"], value["type"], value["size"]
    return (
        isinstance(id, str)
        and bool(_ID.fullmatch(id))
        and isinstance(name, str)
        and 0 < len(name) <= LONGEST_FILE_NAME
        and isinstance(kind, str)
        and kind in BY_MEDIA_TYPE
        and isinstance(size, int)
        and not isinstance(size, bool)
        and size > 0
    )


def files_of(value: object) -> list[Mapping[str, object]]:
    """What an answer tells of files; of anything else nothing."""
    return [one for one in as_list(value) if isinstance(one, Mapping) and is_entry(one)]
