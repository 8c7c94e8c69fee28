"""A survey opened to be edited: what is in the making, or else what is published, as it stands.

Looking at a published survey writes nothing; the first change of it begins its next version.
"""

from collections.abc import Mapping

from app.accounts.session import principal
from app.authoring import workspace
from app.authoring.workspace import Edit
from app.surveys import queries as surveys
from app.surveys.desk import DeskSurvey
from app.surveys.models_work import SurveyWork

LONGEST_NUMBER = 10
UNTOUCHED = 0
"""The revision of a published survey that nobody works on."""


def seen_in(posted: Mapping[str, str]) -> int:
    """The revision that a form says its author had before their eyes; UNTOUCHED for none."""
    said = posted.get("seen", "")
    is_number = said.isascii() and said.isdigit() and len(said) < LONGEST_NUMBER
    return int(said) if is_number else UNTOUCHED


def typed(text: str) -> str:
    """What was typed, as it can be kept: no database keeps the sign zero."""
    return text.replace("\x00", "").replace("\r\n", "\n")


def opened(desk: DeskSurvey) -> SurveyWork:
    """What there is to edit. Where nobody works on a published survey, a work that is kept nowhere:
    to be looked at only."""
    if desk.work is not None:
        return desk.work
    survey = desk.published
    return SurveyWork(
        slug=survey.slug,
        survey_id=survey.id,
        area_id=survey.area_id,
        source=dict(surveys.source(survey.id, survey.version) or {}),
        settings={},
        based_on=survey.version,
        revision=UNTOUCHED,
    )


def change(desk: DeskSurvey, edit: Edit, *, seen: int, what: str) -> SurveyWork:
    """Change what was opened, in the name of whoever is signed in. Raises Outdated; flushes."""
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    work = desk.work
    if work is None:
        work = workspace.of_survey(desk.published, who=who.id)
        seen = work.revision if seen == UNTOUCHED else seen
    return workspace.change(work, edit, seen=seen, who=who.id, what=what)
