"""What was done to a survey in the making, in words, from the codes that revisions carry."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

ADDED, EDITED, MOVED = "added", "edited", "moved"
COPIED, DELETED, RENAMED = "copied", "deleted", "renamed"
WHOLE = "whole"

TOLD = {
    ADDED: _l("“%(what)s” was added"),
    EDITED: _l("“%(what)s” was changed"),
    MOVED: _l("“%(what)s” was moved"),
    COPIED: _l("“%(what)s” was copied"),
    DELETED: _l("“%(what)s” was deleted"),
    RENAMED: _l("“%(what)s” got another technical name"),
    WHOLE: _l("The texts of the whole survey were changed"),
}
"""Sentences without a full stop: they also stand on buttons and beside names."""


def told(what: str, titles: Mapping[str, str]) -> str:
    """A code such as `deleted:question3` in words; `titles` are what people read of each name."""
    code, _separator, name = bare(what).partition(":")
    if code not in TOLD:
        return str(_("The survey was changed"))
    return str(TOLD[code]).replace("%(what)s", titles.get(name) or name)


def bare(what: str) -> str:
    """The code of what was done, whether it was then undone or done again."""
    while what.startswith(("undone:", "redone:")):
        what = what.partition(":")[2]
    return what


__all__ = ["ADDED", "COPIED", "DELETED", "EDITED", "MOVED", "RENAMED", "WHOLE", "bare", "told"]
