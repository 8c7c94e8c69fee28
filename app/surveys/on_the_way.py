"""What is kept of someone who is on the way through a survey: what was typed, and files."""

from collections.abc import Mapping
from typing import Any

from app.surveys import drafts, uploads
from app.surveys.models import Survey
from app.surveys.structure import Survey as Definition


def keeps_something(definition: Definition) -> bool:
    """Whether anything is kept before the answers are handed in."""
    return len(definition.pages) > 1 or bool(uploads.questions(definition))


def find(survey: Survey, definition: Definition, nonce: str) -> Mapping[str, Any] | None:
    """What has been given so far under the nonce of a form; None where nothing is kept."""
    if not keeps_something(definition):
        return None
    draft = drafts.find(survey, nonce)
    owner = drafts.key_hash(nonce, survey.id)
    return uploads.merged(definition, survey.id, owner, draft.document if draft else None)


def keep(survey: Survey, version: int, nonce: str, answers: Mapping[str, Any]) -> None:
    """Keep what has been given so far; the files that it tells of are kept already."""
    drafts.save(survey, version=version, nonce=nonce, document=dict(answers))


def forget(survey: Survey, definition: Definition, nonce: str) -> None:
    """Remove it: it was handed in, or the person starts over."""
    if keeps_something(definition):
        drafts.drop(survey, nonce)
    if uploads.questions(definition):
        uploads.drop(survey.id, drafts.key_hash(nonce, survey.id))
