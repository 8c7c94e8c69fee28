"""Responses with files, kept the way the service keeps them, in the municipality in scope."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from app.surveys import coding, library, service
from app.surveys.files import uploads
from app.surveys.files.kinds import PDF
from app.surveys.files.uploads import NewFile
from app.surveys.models import Channel, Survey
from app.surveys.service import Answers
from tests import factories, sample_files
from tests.surveys_factories import TIMEZONE


def respond(
    survey: Survey, answers: Mapping[str, Any], *, question: str = "photo", name: str = "a.pdf"
) -> tuple[UUID, str]:
    """Hand in answers with one file; its id, and the receipt."""
    key = f"nonce-{factories.number()}"
    owner, content = uploads.api_owner(survey.id, key), sample_files.PDF
    new = NewFile(
        question=question,
        name=name,
        kind=PDF,
        size=len(content),
        digest=str(factories.number()),
        content=BytesIO(content),
    )
    uploads.keep(survey.id, owner, [new])
    document = {**answers, question: [new.entry]}
    codes = coding.codes(library.compiled(survey.id, survey.version), document)
    done = service.submit(
        survey,
        version=survey.version,
        answers=Answers(document, codes, (new.id,), owner),
        lang="fi",
        channel=Channel.API,
        key=key,
        content=key,
        timezone=TIMEZONE,
    )
    return new.id, done.receipt
