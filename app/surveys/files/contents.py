"""What a file is, told by its bytes; what is kept of it."""

import codecs
import hashlib
import os
import re
from typing import IO

from app.surveys.files import archives, pictures
from app.surveys.files.faults import BROKEN, EMPTY, UNKNOWN, FileFault
from app.surveys.files.kinds import GIF, JPEG, PDF, PNG, TEXT, WEBP, FileKind
from app.surveys.files.names import extension

_HEAD = 1024
_TAIL = 2048
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP = re.compile(
    r"\s*(<(!|\?|html|head|body|script|svg|iframe|img|a\b)|#!|@echo|X5O!P%@AP)", re.IGNORECASE
)


def kind_of(source: IO[bytes], name: str) -> FileKind:
    """Raises FileFault where it is none of the known kinds, or not whole.

    The name counts for texts only, since almost anything can be read as one."""
    source.seek(0)
    head = source.read(_HEAD)
    if not head:
        raise FileFault(EMPTY)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"%PDF-"):
        return _pdf(source)
    if head.startswith(b"PK\x03\x04"):
        return archives.kind_of(source)
    return _text(source, name)


def kept(source: IO[bytes], kind: FileKind, most: int) -> IO[bytes]:
    """What is kept of a file: a picture drawn anew, anything else as it is. Raises FileFault."""
    return pictures.drawn_anew(source, kind, most) if kind.is_picture else source


def size_of(source: IO[bytes]) -> int:
    return source.seek(0, os.SEEK_END)


def hash_of(source: IO[bytes]) -> str:
    """SHA-256 in hex of all that is there."""
    source.seek(0)
    found = hashlib.sha256()
    while part := source.read(1 << 16):
        found.update(part)
    return found.hexdigest()


def _pdf(source: IO[bytes]) -> FileKind:
    size = size_of(source)
    source.seek(max(0, size - _TAIL))
    if b"%%EOF" not in source.read():
        raise FileFault(BROKEN)
    return PDF


def _text(source: IO[bytes], name: str) -> FileKind:
    """UTF-8 without control characters, called .txt, and nothing that anything would run."""
    if extension(name) not in TEXT.extensions:
        raise FileFault(UNKNOWN)
    source.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_first = True
    try:
        while part := source.read(1 << 16):
            words = decoder.decode(part)
            if _CONTROL.search(words) or (is_first and _MARKUP.match(words)):
                raise FileFault(UNKNOWN)
            is_first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        raise FileFault(UNKNOWN) from fault
    return TEXT
