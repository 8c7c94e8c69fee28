"""Personal data in ideas: the author is warned of it, an editor decides what of it is published,
and identity codes are not even kept."""

from dataclasses import replace

from flask_babel import gettext as _

from app.core.i18n import speaking
from app.engagement.moderation import PersonalData, masked
from app.ideas.models import LONGEST_TITLE, Idea
from app.ideas.steps import Proposal

CODES = frozenset({PersonalData.IDENTITY_CODE})


def found_in(title: str, text: str) -> frozenset[PersonalData]:
    """The kinds of personal data that an idea's words hold."""
    return masked(title).kinds | masked(text).kinds


def without_codes(proposal: Proposal) -> Proposal:
    """The same words with identity codes masked: nobody needs them, so they are not stored."""
    title, text = masked(proposal.title, CODES).text, masked(proposal.text, CODES).text
    return replace(proposal, title=title[:LONGEST_TITLE], text=text)


def without_any(proposal: Proposal) -> Proposal:
    """The same words with contact details masked too."""
    title, text = masked(proposal.title).text, masked(proposal.text).text
    return replace(proposal, title=title[:LONGEST_TITLE], text=text)


def note(idea: Idea) -> str:
    """What its author is told, in the language of the idea, where details were left out."""
    with speaking(idea.lang):
        return str(_("Contact details were left out of the text before it was published."))
