"""A question as somebody wrote it in a document, and the element of a definition that it makes."""

import re
from dataclasses import dataclass, field
from typing import Any

from app.authoring import importing_hints as hints
from app.authoring.importing_hints import Hints, Scale
from app.authoring.importing_names import unique
from app.surveys.question_types.ranking import MOST_RANKED

LONGEST_TITLE = 1_500
MOST_RADIOS = 12

_BLANKS = re.compile(r"\s*[:,]?\s*_{3,}[\s_]*$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,200})[)\]]")
_OTHER = re.compile(
    r"^(?:jokin\s+muu|joku\s+muu|muu|muuta|muualla|other|something\s+else|somewhere\s+else|annat"
    r"|annan|något\s+annat|någon\s+annan|annanstans)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"mikä|mitä|missä|kuka|specify|which|what|where|vad|vilken|vilket|var\b|____|[:?]\s*$",
    re.IGNORECASE,
)
_YES = re.compile(r"^(?:kyllä|yes|ja)\.?$", re.IGNORECASE)
_NO = re.compile(r"^(?:ei|no|nej)\.?$", re.IGNORECASE)
_STARS = re.compile(r"\s*\*+\s*$")
_STEP = re.compile(r"^(\d{1,2})(?:\s*[=:.–-]\s*(.{0,80}))?$")


@dataclass(slots=True)
class Asked:
    """What was read of one question; `mark`, `indent` and `number` are how it was numbered."""

    title: str
    mark: str = ""
    indent: int = 0
    number: int = 0
    notes: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    blanks: int = 0
    hints: Hints = field(default_factory=Hints)

    def __post_init__(self) -> None:
        self.title = self._read(self.title)

    def join(self, more: str) -> None:
        """The title goes on in the next line."""
        self.title = self._read(f"{self.title} {more}")

    def _read(self, title: str) -> str:
        """The title without what it says of how to answer."""
        if _STARS.search(title):
            title = _STARS.sub("", title)
            self.hints.required = True
        if _BLANKS.search(title):
            title = _BLANKS.sub("", title)
            self.blanks += 1
        for found in list(_BRACKETS.finditer(title)):
            if hints.read(found[1], self.hints, alone=False):
                title = title.replace(found[0], " ")
        asked, sign, tail = title.rpartition("?")
        if sign and tail.strip() and hints.read(tail, self.hints, alone=False):
            title = asked + sign
        if self.hints.scale is None:
            self.hints.scale = hints.scale_in(title)
        return re.sub(r" (?=[?.!:]$)", "", " ".join(title.split()))[:LONGEST_TITLE]

    @property
    def is_certain(self) -> bool:
        """Whether this is a question beyond doubt."""
        boxes = self.marks & {"[]", "()", "a"}
        listed = len(self.options) > 1 and (boxes or self.number)
        return bool(self.title.endswith("?") or self.hints.says_how or self.blanks or listed)

    def element(self, names: dict[str, object]) -> dict[str, Any]:
        """As a definition has it; `names` are those that are taken."""
        name = unique(self.title.partition(" / ")[0], names, "q")
        names[name] = None
        common: dict[str, Any] = {"name": name, "title": self.title or name}
        if self.notes:
            common["description"] = " ".join(self.notes)[:LONGEST_TITLE]
        if self.hints.required:
            common["isRequired"] = True
        found = {**self._kind(), **common}
        return {"type": found.pop("type"), **found}

    def _kind(self) -> dict[str, Any]:
        options, other = self._choices()
        if options and all(_BLANKS.search(one) for one in self.options):
            taken: dict[str, None] = {}
            items = []
            for one in options:
                taken[name := unique(one, taken, "item")] = None
                items.append({"name": name, "title": one})
            return {"type": "multipletext", "items": items}
        if len(options) == 2 and not other and _YES.match(options[0]) and _NO.match(options[1]):
            return _yes_no(options[0], options[1])
        scale = _scale_of(options) if not other else None
        if scale or (self.hints.scale and not options):
            return _rating(scale or self.hints.scale)
        if options:
            return self._chosen(options, other)
        if self.hints.yes_no:
            return _yes_no(*self.hints.yes_no)
        if self.hints.input:
            return {"type": "text", "inputType": self.hints.input}
        return {"type": "text" if self.blanks == 1 and not self.hints.open else "comment"}

    def _choices(self) -> tuple[list[str], str]:
        """The options without blanks to fill, and the one that asks for own words."""
        options: dict[str, None] = {}
        other = ""
        for one in self.options:
            text = _STARS.sub("", _BLANKS.sub("", one)).strip()
            asks = _OTHER.match(text) and (_WHICH.search(one) or len(text) < 12)
            if asks and not other:
                other = text
            elif text:
                options[text] = None
        return list(options), other

    def _chosen(self, options: list[str], other: str) -> dict[str, Any]:
        values: dict[str, None] = {}
        choices = []
        for one in options:
            values[value := unique(one.partition(" / ")[0], values, "c")] = None
            choices.append({"value": value, "text": one})
        found: dict[str, Any] = {"type": self._choosing(len(options), other), "choices": choices}
        if other and found["type"] != "ranking":
            found |= {"showOtherItem": True, "otherText": other}
        if found["type"] == "checkbox":
            found |= self._limits(len(options) + bool(other))
        return found

    def _choosing(self, count: int, other: str) -> str:
        if self.hints.rank and 2 <= count <= MOST_RANKED:
            return "ranking"
        several = self.hints.several
        if several is None:
            several = self.marks == {"[]"} or (count == 1 and not other)
        if several:
            return "checkbox"
        return "dropdown" if self.hints.dropdown or count > MOST_RADIOS else "radiogroup"

    def _limits(self, count: int) -> dict[str, int]:
        found = {}
        if 0 < self.hints.least <= count:
            found["minSelectedChoices"] = self.hints.least
        if 0 < self.hints.most < count and self.hints.most >= self.hints.least:
            found["maxSelectedChoices"] = self.hints.most
        return found


def _yes_no(yes: str, no: str) -> dict[str, Any]:
    return {"type": "boolean", "labelTrue": yes.strip("."), "labelFalse": no.strip(".")}


def _scale_of(options: list[str]) -> Scale | None:
    """The scale that numbered options are."""
    found = [_STEP.match(one) for one in options]
    steps = [(int(one[1]), (one[2] or "").strip()) for one in found if one]
    if len(steps) < 3 or len(steps) != len(options) or any(said for _, said in steps[1:-1]):
        return None
    numbers = [number for number, _ in steps]
    if numbers != list(range(numbers[0], numbers[-1] + 1)) or numbers[0] not in (0, 1):
        return None
    return Scale(numbers[0], numbers[-1], steps[0][1], steps[-1][1]) if numbers[-1] <= 10 else None


def _rating(scale: Scale | None) -> dict[str, Any]:
    assert scale is not None, "asked for where there is one"
    found: dict[str, Any] = {"type": "rating", "rateMin": scale.low, "rateMax": scale.high}
    if scale.low_words:
        found["minRateDescription"] = scale.low_words
    if scale.high_words:
        found["maxRateDescription"] = scale.high_words
    return found
