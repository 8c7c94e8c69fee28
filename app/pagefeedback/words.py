"""What the states of page feedback are called, and how they are marked."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _l

from app.pagefeedback.handling import Handling

STATES: Mapping[Handling, str] = MappingProxyType(
    {
        Handling.NEW: _l("New"),
        Handling.READ: _l("Read"),
        Handling.IN_HAND: _l("In hand"),
        Handling.CHANGED: _l("Page changed"),
        Handling.QUARANTINED: _l("Put aside"),
    }
)

TAGS: Mapping[Handling, str] = MappingProxyType(
    {
        Handling.NEW: "accent",
        Handling.READ: "neutral",
        Handling.IN_HAND: "info",
        Handling.CHANGED: "success",
        Handling.QUARANTINED: "warning",
    }
)
