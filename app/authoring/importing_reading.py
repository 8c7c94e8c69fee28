"""Going through the lines of a document once: which are questions, options, headings and text."""

import re
from dataclasses import dataclass, field

from app.authoring import importing_hints as hints
from app.authoring.importing_asked import Asked
from app.authoring.importing_lines import Kind, Line

LONGEST_OPTION, SHORT_OPTION, LONGEST_HEADING = 90, 45, 60

_QUESTION_END = re.compile(r"\?\s*(?:\([^()]{1,200}\)|\[[^\[\]]{1,200}\]|\*|\s)*$")
_INLINE = re.compile(r"\s+[/|]\s+")


@dataclass(slots=True)
class Section:
    """A page: its heading, and what stands on it in order."""

    title: str = ""
    parts: list[Asked | str] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        return any(isinstance(part, Asked) for part in self.parts)


class Reader:
    """Goes through the lines once; `loose` holds lines of which is not known yet what they are."""

    def __init__(self, found: list[Line], *, has_parallels: bool) -> None:
        self.lines = found
        self.has_parallels = has_parallels
        self.title = ""
        self.intro: list[str] = []
        self.closing: list[str] = []
        self.sections: list[Section] = []
        self.current: Asked | None = None
        self.loose: list[list[str]] = []
        self.gap = True
        self.bare: set[int] = set()
        self.last_option = 0
        self.option_mark = ""

    def read(self) -> None:
        for place, line in enumerate(self.lines):
            if line.kind is Kind.BLANK:
                self.gap = True
                continue
            if place in self.bare:
                self._option(line.text, "")
            else:
                self._take(place, line)
            self.gap = False
        self._end()

    def _take(self, place: int, line: Line) -> None:
        match line.kind:
            case Kind.HEADING:
                self._heading(place, line)
            case Kind.BREAK:
                self._break()
            case Kind.NUMBERED:
                self._numbered(place, line)
            case Kind.OPTION:
                self._option_line(place, line)
            case Kind.ANSWER:
                self._answer()
            case _:
                self._plain(place, line)

    def _heading(self, place: int, line: Line) -> None:
        if _QUESTION_END.search(line.text):
            self._ask(place, line.text, line)
        elif not self.title and not self.loose and not self.sections:
            self.title = line.text
        else:
            self._page(line.text)

    def _break(self) -> None:
        if self.sections and self.sections[-1].asks:
            self._page("")

    def _numbered(self, place: int, line: Line) -> None:
        if self.current is not None and not self.loose and self._goes_on(self.current, line):
            self.last_option = line.number
            self.option_mark = line.mark
            self._option(line.text, "")
        else:
            self._ask(place, line.text, line, number=line.number)

    def _goes_on(self, asked: Asked, line: Line) -> bool:
        """Whether a numbered line is an option of the question above it, and no question."""
        is_question = bool(_QUESTION_END.search(line.text)) and not asked.options
        follows = line.number == self.last_option + 1 and line.mark == self.option_mark
        if self.last_option and follows and (not self.gap or line.number != asked.number + 1):
            return not _QUESTION_END.search(line.text) or line.indent > asked.indent + 1
        if asked.number and line.mark == asked.mark and abs(line.indent - asked.indent) < 2:
            return line.number == 1 and not self.gap and not is_question and not asked.options
        if asked.number:
            return line.mark != "q" and not asked.options and line.number == 1
        return line.number == 1 and line.mark != "q" and not is_question and not asked.options

    def _ask(self, place: int, text: str, line: Line, *, number: int = 0) -> None:
        if self.loose and not self.gap and text[:1].islower() and not number:
            text = f"{self.loose[-1].pop()} {text}"
        self._settle(is_before_question=True)
        mark = line.mark if number else ""
        self.current = Asked(text, mark, line.indent, number)
        self.last_option, self.option_mark = 0, ""
        self._section().parts.append(self.current)
        self.bare |= self._bare_options(place + 1)

    def _option(self, text: str, mark: str) -> None:
        if self.loose:
            self._promote()
        if self.current is None:
            self.loose.append([text])
            return
        self.current.options.append(text)
        if mark:
            self.current.marks.add(mark)

    def _option_line(self, place: int, line: Line) -> None:
        asks = _QUESTION_END.search(line.text) and line.mark in ("-", "a")
        following = self._next(place)
        leads = following is not None and following.kind is Kind.OPTION
        if asks and leads and following is not None and following.mark != line.mark:
            self._ask(place, line.text, line)
        else:
            self._option(line.text, line.mark)

    def _answer(self) -> None:
        if self.loose:
            self._promote()
        if self.current is not None and self.current.options and not self.gap:
            self.current.options[-1] += " ____"
        elif self.current is not None:
            self.current.blanks += 1

    def _plain(self, place: int, line: Line) -> None:
        asked, text = self.current, line.text
        if asked is not None and not self.loose:
            says_how = "?" not in text and not asked.options and not asked.blanks
            if says_how and hints.read(text, asked.hints, alone=True):
                self.bare |= self._bare_options(place + 1)
                return
            if not asked.options and not self.gap and self._inline(asked, text):
                return
            if line.indent >= asked.indent + 2 and not (self.gap and asked.options):
                self._option(text, "")
                return
        if _QUESTION_END.search(text) or "___" in text or Asked(text).hints.says_how:
            self._ask(place, text, line)
        elif asked is not None and not self.gap and not self.loose:
            self._continue(asked, text)
        elif self.gap or not self.loose:
            self.loose.append([text])
        else:
            self.loose[-1].append(text)

    def _inline(self, asked: Asked, text: str) -> bool:
        """Options on one line: `Car / Bus / Bicycle`."""
        parts = [part.strip() for part in _INLINE.split(text)]
        if self.has_parallels or len(parts) < 2 or any(len(one) > SHORT_OPTION for one in parts):
            return False
        asked.options += [part for part in parts if part]
        return True

    def _continue(self, asked: Asked, text: str) -> None:
        if asked.options:
            asked.options[-1] += f" {text}"
        elif not asked.title.endswith(("?", ".", "!", ":")):
            asked.join(text)
        else:
            asked.notes.append(text)

    def _promote(self) -> None:
        """The last loose line turns out to be a question: answers follow it."""
        paragraph = self.loose[-1]
        text = paragraph.pop()
        if not paragraph:
            self.loose.pop()
        self._settle(is_before_question=True)
        self.current = Asked(text.rstrip(":"))
        self.last_option, self.option_mark = 0, ""
        self._section().parts.append(self.current)

    def _bare_options(self, place: int) -> set[int]:
        """The plain lines from here on that are options: short ones below each other."""
        found: list[int] = []
        gaps, last = 0, -1
        is_spaced = place < len(self.lines) and self.lines[place].kind is Kind.BLANK
        for index in range(place, len(self.lines)):
            line = self.lines[index]
            if line.kind is Kind.BLANK:
                gaps += bool(found and last == index - 1)
                last = -1
                continue
            if line.kind is not Kind.PLAIN or not _is_bare(line.text, spaced=gaps > 0):
                if line.kind in (Kind.OPTION, Kind.ANSWER) and last == index - 1:
                    found = found[:-1] if gaps else []
                break
            if gaps and last == -1 and not (is_spaced and gaps == len(found)):
                break
            found.append(index)
            last = index
        return set(found) if len(found) > 1 else set()

    def _next(self, place: int) -> Line | None:
        following = self.lines[place + 1 : place + 3]
        return next((line for line in following if line.kind is not Kind.BLANK), None)

    def _page(self, title: str) -> None:
        self._settle()
        self.sections.append(Section(title))

    def _section(self) -> Section:
        if not self.sections:
            self.sections.append(Section())
        return self.sections[-1]

    def _settle(self, *, is_before_question: bool = False) -> None:
        """Loose lines are what stands between questions: title, introduction, headings, text."""
        self.current = None
        loose = ["\n".join(paragraph) for paragraph in self.loose if paragraph]
        self.loose = []
        if loose and not self.title and not self.sections:
            self.title, loose = _title_of(loose)
        if not any(section.asks for section in self.sections) and not self.sections:
            self.intro += loose
            return
        for text in loose:
            is_last = text is loose[-1]
            if is_last and is_before_question and self._section().asks and _is_heading(text):
                self.sections.append(Section(text))
            else:
                self._section().parts.append(text)

    def _end(self) -> None:
        loose = ["\n".join(paragraph) for paragraph in self.loose if paragraph]
        self.loose = []
        if any(section.asks for section in self.sections):
            self.closing = loose
        else:
            self.intro += loose
        self.sections = [section for section in self.sections if section.parts]


def _title_of(loose: list[str]) -> tuple[str, list[str]]:
    first, _, rest = loose[0].partition("\n")
    if len(first) <= 140 and not first.endswith((".", ":", ",")):
        return first, [text for text in (rest, *loose[1:]) if text]
    return "", loose


def _is_heading(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and "\n" not in text and text[-1:] not in ".!?:,;"


def _is_bare(text: str, *, spaced: bool) -> bool:
    most = SHORT_OPTION if spaced else LONGEST_OPTION
    if _INLINE.search(text) or Asked(text).hints.says_how:
        return False
    asks_own_words = bool(re.match(r"(?:jokin |joku )?muu|other|annat|något annat", text, re.I))
    return (
        len(text) <= most
        and (text[-1:] not in ".!?:;" or asks_own_words)
        and ("___" not in text or asks_own_words)
    )
