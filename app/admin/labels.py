"""The words of the audit log; an event or detail that is not listed shows by its name."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.labels import ROLES
from app.accounts.permissions import Role

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

DETAILS = {
    "area": _l("area"),
    "by_link": _l("by link"),
    "group": _l("group"),
    "role": _l("role"),
    "survey": _l("survey"),
    "token": _l("token"),
    "version": _l("version"),
}


def details(changes: Mapping[str, Any]) -> str:
    """What changed, in one line."""
    return ", ".join(f"{DETAILS.get(key, key)}: {_value(key, changes[key])}" for key in changes)


def _value(key: str, value: Any) -> str:
    return str(ROLES[Role(value)] if key == "role" and value in list(Role) else value)
