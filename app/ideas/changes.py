"""What a form about an idea asks for, read from the request, and why it was not done."""

from collections.abc import Collection
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.core.errors import Conflict
from app.core.form_tokens import keyed_hash
from app.ideas.lifecycle import Event
from app.ideas.steps import NotNow
from app.ideas.words import REFUSALS

HIGHEST_REVISION = 2**31 - 1


def id_of(nonce: str) -> UUID:
    """The id of the idea that a form makes: sent twice, it makes one."""
    return UUID(keyed_hash("new idea", nonce)[:32], version=4)


def revision() -> int:
    """The revision that the form was made of."""
    found = request.form.get("revision", type=int)
    if found is None or not 0 < found <= HIGHEST_REVISION:
        raise BadRequest
    return found


def asked_for(allowed: Collection[str]) -> Event:
    """The event that the pressed button names."""
    name = request.form.get("action", "")
    if name not in allowed:
        raise BadRequest
    return Event(name)


def explain(refusal: Conflict) -> str:
    """Why nothing was changed, and what to do next."""
    if isinstance(refusal, NotNow):
        return str(REFUSALS[refusal.why])
    return str(
        _(
            "Somebody else has changed the idea in the meantime, and nothing of yours was saved."
            " Below you see how it stands now, and what you wrote."
        )
    )
