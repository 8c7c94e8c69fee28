"""The editor's way to a survey in the making: opening what there is, and changing a part of it."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.authoring import building, words, workspace
from app.authoring import building_texts as texts
from app.authoring.parts import ORDER
from app.authoring.workspace import Outdated
from app.core.db import db
from app.surveys import desk, queries
from app.surveys.desk import DeskSurvey
from app.surveys.models_work import SurveyRevision, SurveyWork

Source = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page of the editor shows. `revision` is 0 where nobody works on the survey yet and
    the published version is shown; `published` is that version, {} where there is none."""

    desk: DeskSurvey
    source: Source
    revision: int
    published: Mapping[str, Any]

    @property
    def lang(self) -> str:
        return texts.language(self.source)

    @property
    def work(self) -> SurveyWork | None:
        return self.desk.work

    def is_published(self, name: str, inside: tuple[str, ...] = ()) -> bool:
        """Whether residents have been asked a question of this name."""
        return building.find(self.published, name, inside) is not None


def opened(slug: str) -> Draft:
    """The survey as it stands, with a name for everything. Writes nothing."""
    found = desk.find(slug)
    survey, work = found.survey, found.work
    published = queries.source(survey.id, survey.version) if survey else None
    source = deepcopy(dict(work.source if work else published or {}))
    building.complete(source)
    return Draft(found, source, work.revision if work else 0, published or {})


def base(draft: Draft, seen: int) -> Source | None:
    """The definition as its author saw it; None where nobody knows any more."""
    if draft.work is None:
        return draft.source
    found = workspace.revision(draft.work, max(seen, 1))
    if found is None:
        return None
    source = deepcopy(dict(found.source))
    building.complete(source)
    return source


def change(
    draft: Draft,
    edit: Callable[[Source], object],
    *,
    seen: int,
    who: UUID,
    what: str,
    goes_together: bool = False,
) -> SurveyWork:
    """Change the definition; begins the next version of a published survey where nobody has.

    `goes_together`: it may be done although others have put something else elsewhere. Raises
    Outdated, building.Absent, and whatever `edit` raises; flushes.
    """
    work = begun(draft, who)

    def edited(source: Source) -> None:
        building.complete(source)
        edit(source)

    try:
        return workspace.change(work, edited, seen=max(seen, 1), who=who, what=what)
    except Outdated as outdated:
        if not goes_together or outdated.parts != {ORDER}:
            raise
    return workspace.change(work, edited, seen=work.revision, who=who, what=what)


def begun(draft: Draft, who: UUID) -> SurveyWork:
    """The work, begun by whoever is first where two begin at once."""
    if draft.work is not None:
        return draft.work
    survey = draft.desk.published
    try:
        with db.session.begin_nested():
            return workspace.of_survey(survey, who=who)
    except IntegrityError:
        return workspace.of_survey(survey, who=who)


@dataclass(frozen=True, slots=True)
class Steps:
    """What undoing and doing again would do, as codes; "" where there is nothing."""

    undo: str = ""
    redo: str = ""


def steps(work: SurveyWork | None) -> Steps:
    if work is None:
        return Steps()
    last = workspace.revision(work, work.revision)
    if last is None:
        return Steps()
    redo = workspace.revision(work, last.redo_to) if last.redo_to is not None else None
    made = _maker(work, last) if last.undo_to is not None else None
    return Steps(words.bare(made.what) if made else "", words.bare(redo.what) if redo else "")


def _maker(work: SurveyWork, last: SurveyRevision) -> SurveyRevision | None:
    """The revision whose change is the last that still stands."""
    found: SurveyRevision | None = last
    while found is not None and found.what.startswith("undone:") and found.redo_to is not None:
        undone = workspace.revision(work, found.redo_to)
        back = undone.undo_to if undone else None
        found = workspace.revision(work, back) if back is not None else None
    return found


def titles(draft: Draft) -> dict[str, str]:
    """What people read of everything that a code may name, what was deleted just now included."""
    found: dict[str, str] = {}
    if draft.work is not None:
        last = workspace.revision(draft.work, draft.work.revision)
        for number in (last.undo_to, last.redo_to) if last else ():
            earlier = workspace.revision(draft.work, number) if number is not None else None
            found |= building.titles(earlier.source) if earlier else {}
    now = building.titles(draft.source)
    return found | {name: title for name, title in now.items() if title or name not in found}
