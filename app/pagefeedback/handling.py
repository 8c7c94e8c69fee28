"""How far page feedback has been dealt with, and who may follow whom; pure."""

from enum import StrEnum


class Handling(StrEnum):
    """The state of a comment, and of all that was said about a page."""

    NEW = "new"
    READ = "read"
    IN_HAND = "in_hand"
    CHANGED = "changed"
    QUARANTINED = "quarantined"
    """A comment that looks like spam: counted nowhere until a person has said that it is none."""


HANDLED = (Handling.NEW, Handling.READ, Handling.IN_HAND, Handling.CHANGED)
"""The states in their order. A page is in one of these; each may follow each."""


def may_follow(state: Handling, to: Handling) -> bool:
    """Whether something may be moved from one state to another: what was put aside comes back
    as new, and only what nobody has dealt with yet is put aside."""
    if state == Handling.QUARANTINED:
        return to == Handling.NEW
    if to == Handling.QUARANTINED:
        return state in (Handling.NEW, Handling.READ)
    return state != to
