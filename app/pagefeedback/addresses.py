"""Addresses of web pages as they are stored: one form for each, and nothing of whoever read it."""

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote_to_bytes, urlsplit

LONGEST_URL = 1000
"""Characters of an address that is taken. (It stands in a unique index.)"""
LONGEST_HOST = 254
"""Characters of a host's name, a dot at its end included (RFC 1035, 2.3.4)."""

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)
_REFUSED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
KEPT = "!$&'()*+,;=:@-._~"
"""What stands in a part of a path without being encoded (RFC 3986, pchar)."""


def canonical(address: str) -> str | None:
    """The address of a page without credentials, query and fragment; None where it is none that
    a browser opens over HTTP."""
    text = address.strip()
    if not text or len(text) > 4 * LONGEST_URL or _REFUSED.search(text):
        return None
    found = origin(text)
    if found is None:
        return None
    whole = found + _path(urlsplit(text).path)
    return whole if len(whole) <= LONGEST_URL else None


def origin(address: str) -> str | None:
    """Scheme, host and port of an address, as a browser's Origin header has them; None where
    there is no such origin."""
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        if len(host) > LONGEST_HOST:
            return None
        plain = host.rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return None
    if scheme not in _PORTS or not _HOST.fullmatch(plain):
        return None
    return f"{scheme}://{plain}" + (f":{port}" if port not in (None, _PORTS[scheme]) else "")


def path(text: str) -> str | None:
    """A path as it stands in a canonical address; None where it is none."""
    is_path = text.startswith("/") and not text.startswith("//") and not _REFUSED.search(text)
    return _path(urlsplit(text).path) if is_path else None


def _path(text: str) -> str:
    parts = [quote(unquote_to_bytes(part), safe=KEPT) for part in text.split("/")]
    kept: list[str] = []
    for part in parts[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", "..") and (not kept or kept[-1]):
        kept.append("")
    return "/" + "/".join(kept)


def is_among(address: str, origins: Sequence[str]) -> bool:
    """Whether a canonical address lies at one of some origins."""
    return origin(address) in origins
