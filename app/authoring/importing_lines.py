"""The lines of a document that people wrote, each with what it looks like."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MOST_LINES = 5_000
LONGEST_LINE = 2_000


class Kind(StrEnum):
    BLANK = "blank"
    HEADING = "heading"
    BREAK = "break"
    NUMBERED = "numbered"
    OPTION = "option"
    ANSWER = "answer"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """`mark` is what stood before the text (`1.`, `-`, `[ ]`, `##`), `number` its number."""

    kind: Kind
    text: str
    indent: int = 0
    mark: str = ""
    number: int = 0


_ANSWER = re.compile(r"\.{6,}|…{3,}|\[\s{3,}\]")
_BREAK = re.compile(r"^(?:-{3,}|={3,}|\*{3,}|—{2,}|(?:-\s){3,}-?)$")
_HASHES = re.compile(r"^(#{1,6})\s*([^#\s].*)$")
_PAGE = re.compile(
    r"^(?:sivu|page|sida|osio|section|avsnitt|osa|part|del)\s+(?:\d{1,3}|[ivx]{1,5}|[a-h])"
    r"\s*(?:[.:)–—-]\s*(.*))?$",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^(?:(?:kysymys|question|fråga)\s*(\d{1,3})\s*[.:)–—-]?|[kqf]\s?(\d{1,3})\s*[.:)])\s*(\S.*)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\(?(\d{1,3})([.):])\s*(\S.*)$")
_LETTER = re.compile(r"^\(?([A-Za-zåäöÅÄÖ])[.)]\s+(\S.*)$")
_BOX = re.compile(r"^(?:[-*•]\s+)?(\[\s?[xX]?\]|\(\s?[xXoO]?\)|[☐☑☒□▢◻◽⬜❏❑❒○◯◌⚪⭕⃝])\s*(\S.*)$")
_BULLET = re.compile(r"^([-–—•·▪▫●◦‣∙➢➤►✓*+]|o)\s+(\S.*)$|^([•·▪▫●◦‣➢➤►])(\S.*)$")
_STARRED = re.compile(r"^\*\s*\d{1,3}[.)]\s")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def read(text: str) -> list[Line]:
    """The lines of a text, with underlined headings and blanks in place."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    rows = [_printable(row).expandtabs(4)[:LONGEST_LINE] for row in plain.split("\n")]
    found: list[Line] = []
    for row in rows[:MOST_LINES]:
        last = found[-1] if found else None
        stripped = row.strip()
        if re.fullmatch(r"=+|-{3,}", stripped) and last is not None and _can_be_heading(last):
            found[-1] = Line(Kind.HEADING, last.text, 0, "#" if stripped[0] == "=" else "##")
        else:
            found.append(_line(row))
    return found


def _can_be_heading(line: Line) -> bool:
    return line.kind is Kind.PLAIN and not line.text.endswith(("?", ":")) and len(line.text) < 120


def _printable(row: str) -> str:
    """Without control characters; other blanks are blanks."""
    return "".join(
        " " if unicodedata.category(sign) in ("Zs", "Zl", "Zp") else sign
        for sign in row
        if sign == "\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Co")
    )


def _line(row: str) -> Line:
    text = row.strip()
    indent = len(row) - len(row.lstrip())
    if not text:
        return Line(Kind.BLANK, "")
    if is_blank_to_fill(text):
        return Line(Kind.ANSWER, "", indent)
    if _BREAK.match(text):
        return Line(Kind.BREAK, "", indent)
    text = _BOLD.sub(r"\2", text)
    if _STARRED.match(text):
        text = text[1:].lstrip() + " *"
    return _marked(text, indent) or Line(Kind.PLAIN, text, indent)


def is_blank_to_fill(text: str) -> bool:
    """Whether a text is nothing but a line to write on."""
    if text.count("_") >= 3 and not text.strip("_ .[]()"):
        return True
    return bool(_ANSWER.fullmatch(text))


def _marked(text: str, indent: int) -> Line | None:
    if found := _HASHES.match(text):
        page = _PAGE.match(found[2])
        said = page[1] if page and page[1] else found[2]
        return Line(Kind.HEADING, said.rstrip("# "), indent, found[1])
    if (found := _PAGE.match(text)) and not text.endswith("?"):
        return Line(Kind.HEADING, found[1] or text, indent, "##")
    if found := _QUESTION.match(text):
        return Line(Kind.NUMBERED, found[3], indent, "q", int(found[1] or found[2]))
    if found := _BOX.match(text):
        several = found[1].startswith("[") or found[1] in "☐☑☒□▢◻◽⬜❏❑❒"
        return Line(Kind.OPTION, found[2], indent, "[]" if several else "()")
    if found := _NUMBERED.match(text):
        return Line(Kind.NUMBERED, found[3], indent, found[2], int(found[1]))
    if found := _LETTER.match(text):
        return Line(Kind.OPTION, found[2], indent, "a")
    if found := _BULLET.match(text):
        return Line(Kind.OPTION, found[2] or found[4], indent, "-")
    return None
