"""What the states of invitations and the faults of lists are called."""

from flask_babel import lazy_gettext as _l

from app.fieldwork.models_mailing import Kind
from app.fieldwork.people_lists import Reason
from app.surveys.models_access import InvitationState

STATES = {
    InvitationState.WRITTEN: _l("Not sent yet"),
    InvitationState.LINK: _l("Link without an address"),
    InvitationState.SENT: _l("Invitation sent"),
    InvitationState.BOUNCED: _l("Address refused"),
    InvitationState.STOPPED: _l("Wants no more mails"),
}

TONES = {
    InvitationState.WRITTEN: "neutral",
    InvitationState.LINK: "info",
    InvitationState.SENT: "success",
    InvitationState.BOUNCED: "danger",
    InvitationState.STOPPED: "warning",
}

REASONS = {
    Reason.NO_ADDRESS: _l("There is no e-mail address."),
    Reason.BAD_ADDRESS: _l("The e-mail address is not written as addresses are."),
    Reason.TWO_ADDRESSES: _l("There are two addresses on one line."),
    Reason.LANGUAGE: _l("The survey is not in this language."),
    Reason.LONG_LABEL: _l("The name is longer than 120 characters."),
    Reason.QUOTE: _l("A quotation mark is opened and never closed."),
}

ROUNDS = {Kind.INVITE: _l("Invitations"), Kind.REMIND: _l("Reminders")}
