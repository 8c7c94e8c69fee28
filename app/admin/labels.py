"""The words for the events of the audit log; one that is not listed shows by its name."""

from flask_babel import lazy_gettext as _l

EVENTS = {
    "person.invited": _l("Account opened"),
    "person.password_set": _l("Password set"),
    "person.closed": _l("Account closed"),
    "person.reopened": _l("Account opened again"),
    "role.given": _l("Role given"),
    "role.taken": _l("Role taken away"),
    "token.issued": _l("API token issued"),
    "token.revoked": _l("API token revoked"),
}

ACTORS = {
    "command": _l("Maintenance"),
    "link": _l("The person, by a mailed link"),
    "operator": _l("Operator of the platform"),
}
