"""What people call their files, made harmless: a name to read, never one to store under."""

import re
import unicodedata

from app.core.text import tidy
from app.surveys.files.kinds import LONGEST_FILE_NAME, FileKind

NAMELESS = "file"
_LONGEST_LOOKED_AT = 1_000
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_RESERVED = re.compile(r'[<>:"|?*;%]')


def extension(given: str) -> str:
    """The extension of a name as it was sent, in lower case."""
    found = _EXTENSION.search(_last(given).strip())
    return found[0].lower() if found else ""


def clean_name(given: str, kind: FileKind) -> str:
    """One line without folders, control characters and marks that turn the direction; with the
    extension of what the file really is."""
    plain = unicodedata.normalize("NFC", " ".join(_last(given).split()))
    seen = "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "C")
    name = tidy(_RESERVED.sub("", seen)).strip(". ")
    own = extension(name)
    stem = name[: len(name) - len(own)] if own else name
    end = own if own in kind.extensions else kind.extensions[0]
    return (stem[: LONGEST_FILE_NAME - len(end)].strip(". ") or NAMELESS) + end


def _last(given: str) -> str:
    """What stands after the folders."""
    return re.split(r"[/\\]", given)[-1][-_LONGEST_LOOKED_AT:]


def shown_name(given: str) -> str:
    """A name as a message repeats it, of a file that is not kept."""
    plain = " ".join(_last(given).split())
    seen = "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "C")
    return tidy(seen)[:LONGEST_FILE_NAME] or NAMELESS
