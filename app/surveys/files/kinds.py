"""The kinds of file that people may send with their answers, and what authors call them."""

from dataclasses import dataclass

LARGEST_FILE = 10_000_000
"""Bytes of one file, at most, whatever its author allows."""
MOST_FILES = 10
"""Files in one answer, at most."""
LONGEST_FILE_NAME = 120


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: the first of its extensions is the one that its files are kept under."""

    media_type: str
    extensions: tuple[str, ...]
    label: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

JPEG = FileKind("image/jpeg", (".jpg", ".jpeg", ".jpe"), "JPEG")
PNG = FileKind("image/png", (".png",), "PNG")
WEBP = FileKind("image/webp", (".webp",), "WebP")
GIF = FileKind("image/gif", (".gif",), "GIF")
PDF = FileKind("application/pdf", (".pdf",), "PDF")
TEXT = FileKind("text/plain", (".txt",), "TXT")
ODT = FileKind(f"{_OPEN}.text", (".odt",), "ODT")
ODS = FileKind(f"{_OPEN}.spreadsheet", (".ods",), "ODS")
DOCX = FileKind(f"{_OFFICE}.wordprocessingml.document", (".docx",), "DOCX")
XLSX = FileKind(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), "XLSX")

KINDS = (JPEG, PNG, WEBP, GIF, PDF, TEXT, ODT, ODS, DOCX, XLSX)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}


def called(written: str) -> tuple[FileKind, ...]:
    """The kinds that one part of acceptedTypes means: `.pdf`, `image/*`, `image/png`."""
    asked = written.strip().lower()
    group = asked.removesuffix("*")
    return tuple(
        kind
        for kind in KINDS
        if asked in kind.extensions
        or asked == kind.media_type
        or (asked.endswith("/*") and kind.media_type.startswith(group))
    )
