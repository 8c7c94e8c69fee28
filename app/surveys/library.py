"""Definitions at hand: folders as authors write them, and published versions read once."""

import json
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from app.core import scope
from app.core.db import db
from app.core.documents import DocumentError, Fault, decode
from app.core.errors import Missing
from app.surveys import definition as definitions
from app.surveys import meta as metas
from app.surveys.meta import Meta
from app.surveys.models import SurveyVersion
from app.surveys.problems import DefinitionError, Problem
from app.surveys.question_types.counting import QuestionKind
from app.surveys.structure import Survey as Definition

DEFINITION_FILE = "survey.json"
META_FILE = "meta.yaml"
MOST_COMPILED = 500
"""Published versions kept read in a process; the longest unused go first."""


@dataclass(frozen=True, slots=True)
class Places:
    """The keys of a municipality that a survey may name; themes with who answers for each."""

    areas: Collection[str]
    themes: Mapping[str, str]
    objectives: Collection[str]
    groups: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """A survey as its author wrote it, found to be in order."""

    source: Mapping[str, Any]
    definition: Definition
    meta: Meta


def read_folder(path: Path, places: Places | None = None) -> Folder:
    """Read and check a survey's folder; DocumentError with the faults of both files at once.

    `places` None: the keys of areas, themes and objectives are not checked.
    """
    faults: list[Fault] = []
    source, definition = _definition(path / DEFINITION_FILE, faults)
    meta = _meta(path / META_FILE, places, definition, faults)
    if faults or definition is None or meta is None:
        raise DocumentError(faults)
    return Folder(source, definition, meta)


def _definition(path: Path, faults: list[Fault]) -> tuple[Mapping[str, Any], Definition | None]:
    try:
        text = _text(path)
        definition = definitions.load(text)
    except DefinitionError as error:
        faults += [located(path, problem) for problem in error.problems]
        return {}, None
    except DocumentError as error:
        faults += [_in_file(path, fault) for fault in error.faults]
        return {}, None
    source: Mapping[str, Any] = json.loads(text)
    return source, definition


def _meta(
    path: Path, places: Places | None, definition: Definition | None, faults: list[Fault]
) -> Meta | None:
    try:
        return metas.parse(
            _text(path),
            folder=path.parent.name,
            areas=places.areas if places else None,
            themes=places.themes if places else None,
            objectives=places.objectives if places else None,
            questions=definition.questions.keys() if definition else None,
            groups=places.groups if places else None,
            choices=choices_of(definition) if definition else None,
        )
    except DocumentError as error:
        faults += [_in_file(path, fault) for fault in error.faults]
        return None


def choices_of(definition: Definition) -> dict[str, frozenset[str]]:
    """What there is to choose, by the names of the questions that have choices to count."""
    return {
        name: frozenset(option.code for option in question.options_in(definition.language))
        for name, question in definition.questions.items()
        if question.KIND in (QuestionKind.SINGLE, QuestionKind.SEVERAL)
        and question.WIDGET != "ranking"
        and question.options_in(definition.language)
    }


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise DocumentError([Fault("file", "cannot be read", error.strerror or "")]) from error


def located(path: Path, problem: Problem) -> Fault:
    """A problem of a definition, with the file that it is in."""
    return Fault(f"{path}: {problem.path}", problem.reason, problem.hint)


def _in_file(path: Path, fault: Fault) -> Fault:
    return Fault(f"{path}: {fault.path}", fault.reason, fault.hint)


class _Compiled:
    """Published definitions, parsed once: a version never changes, so neither does its entry."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[tuple[UUID, UUID, int], Definition] = OrderedDict()

    def get(self, key: tuple[UUID, UUID, int]) -> Definition | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def put(self, key: tuple[UUID, UUID, int], definition: Definition) -> None:
        with self._lock:
            self._known[key] = definition
            while len(self._known) > MOST_COMPILED:
                self._known.popitem(last=False)


_compiled = _Compiled()


def compiled(survey_id: UUID, number: int) -> Definition:
    """A published version of a survey of the municipality in scope; Missing if there is none."""
    key = (scope.required_municipality_id(), survey_id, number)
    known = _compiled.get(key)
    if known is None:
        row = db.session.scalars(
            select(SurveyVersion).where(
                SurveyVersion.survey_id == survey_id, SurveyVersion.number == number
            )
        ).one_or_none()
        if row is None:
            raise Missing
        known = definitions.load(row.definition)
        _compiled.put(key, known)
    return known


def preload(wanted: Collection[tuple[UUID, int]]) -> None:
    """Read those of many versions (survey id, number) that are not at hand; one statement."""
    here = scope.required_municipality_id()
    missing = [pair for pair in wanted if _compiled.get((here, *pair)) is None]
    if not missing:
        return
    for row in db.session.scalars(
        select(SurveyVersion).where(
            tuple_(SurveyVersion.survey_id, SurveyVersion.number).in_(missing)
        )
    ):
        _compiled.put((here, row.survey_id, row.number), definitions.load(row.definition))
