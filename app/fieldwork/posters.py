"""Posters as PDF: tagged, each language marked, the code described; where Typst is installed."""

import json
from collections.abc import Sequence
from pathlib import Path

from flask_babel import gettext as _

from app.core.i18n import speaking
from app.fieldwork.sharing import Invitation
from app.organisation import look, queries
from app.organisation.look import Scheme

try:
    import typst
except ImportError:  # the extra `pdf`, which not every installation wants: 80 MB
    HAS_PDF = False
else:
    HAS_PDF = True

SOURCE = Path(__file__).with_name("poster.typ")


def pdf(invitations: Sequence[Invitation], code: bytes, size: str) -> bytes:
    """A poster on one sheet; `code` is the QR code as SVG, `size` a paper."""
    colours = look.scale(queries.municipality().colour, Scheme.LIGHT)
    first = invitations[0]
    told = {
        "size": size,
        "city": first.city,
        "title": first.title,
        "lang": first.lang,
        "link": first.link,
        "alt": _alt(first),
        "brand": colours["base-default"],
        "ink": colours["base-contrast-default"],
        "languages": [
            {
                "lang": one.lang,
                "title": one.title,
                "about": one.about,
                "facts": [part for part in (one.until, one.minutes, one.anonymity) if part],
            }
            for one in invitations
        ],
    }
    return typst.compile(
        SOURCE.read_bytes(),
        format="pdf",
        sys_inputs={"told": json.dumps(told), "code": code.decode()},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )


def _alt(one: Invitation) -> str:
    with speaking(one.lang):
        return str(_("QR code that opens %(link)s", link=one.link))
