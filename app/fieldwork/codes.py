"""QR codes of addresses: error level M and the whole quiet zone, as readers want them."""

import io

import segno

QUIET_ZONE = 4
"""Modules of white around the code, as its standard asks for."""
PNG_PIXELS = 12
"""Of each module: sharp on a poster of A3."""


def svg(address: str) -> bytes:
    return _drawn(address, "svg", 4)


def png(address: str) -> bytes:
    return _drawn(address, "png", PNG_PIXELS)


def _drawn(address: str, kind: str, scale: int) -> bytes:
    """Black on white, whatever it is laid on."""
    out = io.BytesIO()
    code = segno.make(address, error="m", boost_error=False, micro=False)
    code.save(out, kind=kind, border=QUIET_ZONE, scale=scale, dark="#000", light="#fff")
    return out.getvalue()
