"""Documents that are archives (ODT, ODS, DOCX, XLSX): what they are and may not hold."""

import re
import zlib
from typing import IO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from app.surveys.files.faults import ACTIVE, BROKEN, UNKNOWN, FileFault
from app.surveys.files.kinds import DOCX, ODS, ODT, XLSX, FileKind

MOST_PARTS = 5_000
MOST_UNPACKED = 100_000_000
"""Bytes of all parts together: an archive of ten megabytes may hold a thousand times as much."""
LARGEST_HEAD = 1_000_000

_OPEN_DOCUMENT = {kind.media_type.encode(): kind for kind in (ODT, ODS)}
_OFFICE = (
    (re.compile(rb"wordprocessingml\.document\.main\+xml"), DOCX),
    (re.compile(rb"spreadsheetml\.sheet\.main\+xml"), XLSX),
)
_MACROS = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_ACTIVE = re.compile(
    r"(^|/)(vbaProject|vbaData)|^(Basic|Scripts)/|/activeX/|"
    r"\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|sh|py|swf)$",
    re.IGNORECASE,
)


def kind_of(source: IO[bytes]) -> FileKind:
    """What an archive is, once it has been unpacked whole (and thrown away). Raises FileFault."""
    source.seek(0)
    try:
        with ZipFile(source) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise FileFault(BROKEN)
            kind = _kind(archive, parts)
            if any(_ACTIVE.search(one.filename) for one in parts):
                raise FileFault(ACTIVE)
            _unpack(archive, parts)
            return kind
    except (BadZipFile, LargeZipFile, zlib.error, OSError, EOFError, ValueError) as fault:
        raise FileFault(BROKEN) from fault
    except (RuntimeError, NotImplementedError) as fault:  # with a password, or packed strangely
        raise FileFault(BROKEN) from fault


def _kind(archive: ZipFile, parts: list[ZipInfo]) -> FileKind:
    names = {one.filename for one in parts}
    if "mimetype" in names:
        found = _OPEN_DOCUMENT.get(_head(archive, "mimetype").strip())
        if found is not None and "content.xml" in names:
            return found
    if "[Content_Types].xml" in names:
        head = _head(archive, "[Content_Types].xml")
        if _MACROS.search(head):
            raise FileFault(ACTIVE)
        for sign, kind in _OFFICE:
            if sign.search(head):
                return kind
    raise FileFault(UNKNOWN)


def _head(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(LARGEST_HEAD)


def _unpack(archive: ZipFile, parts: list[ZipInfo]) -> None:
    """Read every part to its end: what an archive says of its sizes may be a lie."""
    left = MOST_UNPACKED
    for one in parts:
        with archive.open(one) as part:
            while read := part.read(1 << 16):
                left -= len(read)
                if left < 0:
                    raise FileFault(BROKEN)
