"""Names of questions and values of choices, made from what they say."""

import re
import unicodedata
from collections.abc import Container

LONGEST_NAME = 40
RESERVED = frozenset({"other", "none", "refused", "dontknow"})
"""Values that the choices which every question may have are stored under."""

_SIGNS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """A text as a name: `Miten tulet torille?` is `miten_tulet_torille`."""
    ascii_only = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode()
    words = _SIGNS.sub("_", ascii_only.lower()).strip("_")
    if len(words) > LONGEST_NAME:
        words = words[: LONGEST_NAME + 1].rpartition("_")[0] or words[:LONGEST_NAME]
    return words


def unique(text: str, taken: Container[str], otherwise: str) -> str:
    """A name from a text that is not taken yet; `otherwise` where the text gives none."""
    stem = plain(text) or otherwise
    if stem[0].isdigit():
        stem = f"{otherwise}_{stem}"
    return numbered(stem, taken)


def numbered(stem: str, taken: Container[str]) -> str:
    """The stem, or with the first number that makes it a name of its own."""
    name, number = stem, 2
    while name in taken or name in RESERVED:
        name, number = f"{stem}_{number}", number + 1
    return name
