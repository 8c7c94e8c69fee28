"""Addresses of pages without whoever they name: e-mail addresses and identity codes. Pure.

(Telephone numbers are left: in a path they cannot be told from dates and numbers of articles.)
"""

import re
from urllib.parse import quote, unquote, urlsplit

from app.engagement import moderation
from app.engagement.moderation import MASKS, PersonalData
from app.pagefeedback.addresses import KEPT

MASK = "***"
_NAMES_NOBODY = re.compile(r"[A-Za-z/._~-]*")
"""No figure, no @ and nothing encoded: most paths are looked at no further."""
_KINDS = frozenset({PersonalData.EMAIL, PersonalData.IDENTITY_CODE})


def without_people(url: str) -> str:
    """A canonical address with its personal data masked; canonical still."""
    path = urlsplit(url).path
    if _NAMES_NOBODY.fullmatch(path):
        return url
    origin = url[: len(url) - len(path)]
    return origin + "/".join(_without_people(part) for part in path.split("/"))


def _without_people(part: str) -> str:
    found = moderation.masked(unquote(part), _KINDS)
    if not found.kinds:
        return part
    text = found.text
    for kind in found.kinds:
        text = text.replace(MASKS[kind], MASK)
    return quote(text, safe=KEPT)
