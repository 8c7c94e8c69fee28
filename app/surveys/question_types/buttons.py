"""Buttons of a form that change a list or an order: their names, and what they have done."""

from dataclasses import dataclass

ADD, REMOVE, UP, DOWN = ":add", ":remove", ":up", ":down"
"""What the names of buttons end with; names of fields have no colon."""

DONE = ":done"
"""Under this name the data of a form has what a button has just done."""


@dataclass(frozen=True, slots=True)
class Done:
    """What has been done, in words, and the key of the entry or item to go on at."""

    words: str
    key: str = ""
