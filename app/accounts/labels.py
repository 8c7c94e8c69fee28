"""The words for roles and faults of passwords that people read."""

from flask_babel import lazy_gettext as _l

from app.accounts.passwords import LONGEST, SHORTEST, PasswordFault
from app.accounts.permissions import Role

ROLES = {
    Role.OFFICIAL: _l("Official of an area"),
    Role.EDITOR: _l("Editor"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.MEMBER: _l("Member of a group"),
    Role.OPERATOR: _l("Operator of the platform"),
}

ROLE_HINTS = {
    Role.OFFICIAL: _l("Reads the summary of an area and all areas below it, and runs surveys."),
    Role.EDITOR: _l("Edits the contents of the whole municipality and reads all summaries."),
    Role.ADMINISTRATOR: _l("Manages people and the organisation, and may do all the others may."),
    Role.MEMBER: _l("Acts in the name of a group, such as the youth council."),
}

PASSWORD_FAULTS = {
    PasswordFault.TOO_SHORT: _l("Use at least %(number)s characters.", number=SHORTEST),
    PasswordFault.TOO_LONG: _l("Use at most %(number)s characters.", number=LONGEST),
    PasswordFault.CONTAINS_EMAIL: _l("Do not use your e-mail address in the password."),
    PasswordFault.TOO_COMMON: _l("This password is too easy to guess. Try a few words in a row."),
}
