"""The sites that may use a widget, read from what an administrator types: one on each line, and
what is wrong with any of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from app.pagefeedback import addresses

MOST_ORIGINS = 30


class OriginFault(StrEnum):
    """Why a line names no site that may use a widget."""

    NO_SITE = "no site"
    NOT_SECURE = "not secure"
    MORE = "more than the site"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was typed, with the origin that it names or why it names none."""

    number: int
    typed: str
    origin: str = ""
    fault: OriginFault | None = None


def read(text: str) -> list[Line]:
    """The lines that hold something."""
    found: list[Line] = []
    known: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if typed := line.strip():
            found.append(_line(number, typed, known))
            known.add(found[-1].origin)
    return found


def good(lines: Iterable[Line]) -> list[str]:
    """The origins of lines that have no fault."""
    return [line.origin for line in lines if line.fault is None]


def _line(number: int, typed: str, known: Collection[str]) -> Line:
    origin = addresses.origin(typed) if addresses.canonical(typed) else None
    if origin is None:
        return Line(number, typed, fault=OriginFault.NO_SITE)
    if not _is_secure(origin):
        return Line(number, typed, fault=OriginFault.NOT_SECURE)
    if not _is_bare(typed):
        return Line(number, typed, fault=OriginFault.MORE)
    if origin in known:
        return Line(number, typed, fault=OriginFault.TWICE)
    return Line(number, typed, origin)


def _is_secure(origin: str) -> bool:
    """HTTPS; or this very machine, as browsers see it too."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    return parts.scheme == "https" or host == "localhost" or host.endswith(".localhost")


def _is_bare(typed: str) -> bool:
    """Nobody's name, no path and no question: a slash at the end is as good as none."""
    parts = urlsplit(typed)
    has_more = "@" in parts.netloc or "?" in typed or "#" in typed
    return not has_more and parts.path in ("", "/")
