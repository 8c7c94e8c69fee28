"""Surveys in the making: begun, changed step by step by several people, undone and done again.

Every change says which revision its author had before their eyes. Where somebody else has changed
the same part meanwhile nothing is overwritten: `Outdated`. Changes of other parts go together.
"""

from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.authoring.parts import changed
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.surveys import queries as surveys
from app.surveys.models import Survey
from app.surveys.models_work import SurveyRevision, SurveyWork

KEPT = 100
"""Revisions of a survey in the making that are kept to undo."""

SETTINGS = "settings"
"""The part that is no part of the definition."""

Edit = Callable[[dict[str, Any]], None]
"""Changes a definition in place; raises whatever its caller handles, and then nothing changes."""


class Outdated(Conflict):
    """Somebody else has changed the same meanwhile: `parts` says what, then nothing is changed."""

    def __init__(self, parts: Collection[str], by: UUID | None, at: datetime) -> None:
        super().__init__()
        self.parts = frozenset(parts)
        self.by = by
        self.at = at


class SlugTaken(Conflict):
    """Another survey of the municipality has this address."""


@dataclass(frozen=True, slots=True)
class State:
    """A revision: the definition and the settings as they stood."""

    source: Mapping[str, Any]
    settings: Mapping[str, Any]


def by_slug(slug: str) -> SurveyWork | None:
    return db.session.scalars(select(SurveyWork).where(SurveyWork.slug == slug)).one_or_none()


def is_taken(slug: str) -> bool:
    """Whether a survey, published or in the making, has this address."""
    return by_slug(slug) is not None or surveys.by_slug(slug) is not None


def begin(
    slug: str, state: State, *, area_id: UUID, who: UUID, survey: Survey | None = None
) -> SurveyWork:
    """Begin a survey, or (`survey`) the next version of one. Raises SlugTaken; flushes."""
    if by_slug(slug) is not None or (survey is None and surveys.by_slug(slug) is not None):
        raise SlugTaken
    now = clock.now()
    work = SurveyWork(
        slug=slug,
        survey_id=survey.id if survey else None,
        area_id=area_id,
        source=dict(state.source),
        settings=dict(state.settings),
        based_on=survey.version if survey else 0,
        revision=1,
        edited_by_id=who,
        edited_at=now,
    )
    db.session.add(work)
    db.session.flush()
    _note(work, "begun", undo_to=None, redo_to=None)
    return work


def of_survey(survey: Survey, *, who: UUID) -> SurveyWork:
    """The next version of a published survey in the making; begun from the published one where
    nobody works on it. Flushes."""
    work = by_slug(survey.slug)
    if work is not None:
        return work
    source = surveys.source(survey.id, survey.version) or {}
    return begin(survey.slug, State(source, {}), area_id=survey.area_id, who=who, survey=survey)


def change(work: SurveyWork, edit: Edit, *, seen: int, who: UUID, what: str) -> SurveyWork:
    """Change the definition. `seen` is the revision that the author had before their eyes, `what`
    a code and what it was done to. Raises Outdated; a change that changes nothing leaves no
    revision. Flushes."""
    return _write(work, lambda now: _edited(now, edit), seen=seen, who=who, what=what)


def settle(
    work: SurveyWork, settings: Mapping[str, Any], *, seen: int, who: UUID, area_id: UUID
) -> SurveyWork:
    """Replace the settings of a survey that is not published yet. Raises Outdated; flushes."""
    found = _write(
        work, lambda now: State(now.source, dict(settings)), seen=seen, who=who, what=SETTINGS
    )
    found.area_id = area_id
    db.session.flush()
    return found


def replace(
    work: SurveyWork, source: Mapping[str, Any], *, seen: int, who: UUID, what: str
) -> None:
    """Put a whole definition in the place of what there is. Raises Outdated; flushes."""
    _write(work, lambda now: State(dict(source), now.settings), seen=seen, who=who, what=what)


def undo(work: SurveyWork, *, seen: int, who: UUID) -> SurveyRevision | None:
    """Take the last change back; says which one it was, None where there is nothing to undo.
    Raises Outdated where it is not the one that the author saw."""
    return _go(work, "undo_to", seen=seen, who=who)


def redo(work: SurveyWork, *, seen: int, who: UUID) -> SurveyRevision | None:
    """Do again what was undone last."""
    return _go(work, "redo_to", seen=seen, who=who)


def revision(work: SurveyWork, number: int) -> SurveyRevision | None:
    return db.session.scalars(
        select(SurveyRevision).where(
            SurveyRevision.work_id == work.id, SurveyRevision.number == number
        )
    ).one_or_none()


def discard(work: SurveyWork) -> None:
    """Remove a survey in the making; what is published stays."""
    db.session.execute(delete(SurveyRevision).where(SurveyRevision.work_id == work.id))
    db.session.delete(work)
    db.session.flush()


def _edited(now: State, edit: Edit) -> State:
    source = deepcopy(dict(now.source))
    edit(source)
    return State(source, now.settings)


def _locked(work: SurveyWork) -> SurveyWork:
    """The work as it stands now, for this transaction alone."""
    return db.session.scalars(
        select(SurveyWork)
        .where(SurveyWork.id == work.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _write(
    work: SurveyWork, write: Callable[[State], State], *, seen: int, who: UUID, what: str
) -> SurveyWork:
    work = _locked(work)
    now = State(work.source, work.settings)
    state = write(now)
    if state == now:
        return work
    if seen != work.revision:
        _check_apart(work, now, state, seen)
    last = revision(work, work.revision)
    _keep(work, state, who)
    _note(work, what, undo_to=last.number if last else None, redo_to=None)
    return work


def _check_apart(work: SurveyWork, now: State, state: State, seen: int) -> None:
    """Refuse a change of what somebody else has changed since."""
    base = revision(work, seen)
    if base is None:
        raise Outdated((), work.edited_by_id, work.edited_at)
    mine = _differing(now, state)
    theirs = _differing(State(base.source, base.settings), now)
    if mine & theirs:
        raise Outdated(mine & theirs, work.edited_by_id, work.edited_at)


def _differing(before: State, after: State) -> frozenset[str]:
    found = changed(before.source, after.source)
    return found if before.settings == after.settings else found | {SETTINGS}


def _go(work: SurveyWork, way: str, *, seen: int, who: UUID) -> SurveyRevision | None:
    work = _locked(work)
    if seen != work.revision:
        raise Outdated((), work.edited_by_id, work.edited_at)
    last = revision(work, work.revision)
    number = getattr(last, way) if last else None
    target = revision(work, number) if number is not None else None
    if last is None or target is None:
        return None
    _keep(work, State(target.source, target.settings), who)
    if way == "undo_to":
        _note(work, f"undone:{last.what}", undo_to=target.undo_to, redo_to=last.number)
    else:
        _note(work, f"redone:{target.what}", undo_to=last.number, redo_to=target.redo_to)
    return last


def _keep(work: SurveyWork, state: State, who: UUID) -> None:
    work.source, work.settings = dict(state.source), dict(state.settings)
    work.revision += 1
    work.edited_by_id, work.edited_at = who, clock.now()


def _note(work: SurveyWork, what: str, *, undo_to: int | None, redo_to: int | None) -> None:
    db.session.add(
        SurveyRevision(
            work_id=work.id,
            number=work.revision,
            source=work.source,
            settings=work.settings,
            edited_by_id=work.edited_by_id,
            edited_at=work.edited_at,
            what=what[:200],
            undo_to=undo_to,
            redo_to=redo_to,
        )
    )
    db.session.execute(
        delete(SurveyRevision).where(
            SurveyRevision.work_id == work.id, SurveyRevision.number <= work.revision - KEPT
        )
    )
    db.session.flush()
