"""What people write beside a question to say how it is answered, in the service's languages."""

import re
from dataclasses import dataclass

_SEVERAL = re.compile(
    r"(?:voit|voi)\s+valita\s+(?:useita|useamman|monta)|valitse\s+(?:useita|kaikki|yksi\s+tai\s+"
    r"useampi|enintään|korkeintaan|vähintään|sopivat|\d)|useita\s+vaihtoehtoja|monivalinta"
    r"|(?:choose|select|pick|tick|check|mark)\s+(?:several|many|multiple|all|any|up\s+to|at\s+most"
    r"|at\s+least|one\s+or\s+more|as\s+many|\d)|several\s+(?:answers|choices|options)"
    r"|multiple\s+(?:choice|answers|choices)|you\s+(?:can|may)\s+(?:choose|select)\s+(?:several|many"
    r"|more)|(?:välj|kryssa\s+för|markera)\s+(?:flera|alla|en\s+eller\s+flera|högst|upp\s+till|minst"
    r"|\d)|(?:du\s+kan|kan)\s+välja\s+flera|flera\s+(?:val|alternativ|svar)|flerval|^useita$"
    r"|^several$|^multiple$|^flera$",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"valitse\s+(?:yksi|vain\s+yksi|sopivin|yksi\s+vaihtoehto)|(?:choose|select|pick|tick)\s+(?:only\s+"
    r"|just\s+)?one|välj\s+(?:bara\s+|endast\s+)?ett?|one\s+(?:answer|choice)|^yksi$|^one$|^en$|^ett$",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"järjest(?:ä|ykseen)|tärkeysjärjesty|aseta\s+järjestykseen|\brank|put\s+in(?:to)?\s+order|order\s+"
    r"of\s+(?:importance|preference)|rangordna|i\s+ordning|prioriteringsordning",
    re.IGNORECASE,
)
_REQUIRED = re.compile(r"^(?:pakollinen|required|mandatory|obligatorisk[at]?|\*)$", re.IGNORECASE)
_OPTIONAL = re.compile(r"^(?:vapaaehtoinen|optional|frivillig[at]?)$", re.IGNORECASE)
_OPEN = re.compile(
    r"^(?:avoin(?:\s+(?:kysymys|vastaus))?|vapaa\s+(?:sana|teksti)|open(?:[-\s]ended)?(?:\s+question)?"
    r"|free\s+text|öppen(?:\s+fråga)?|fritext|öppet\s+svar)$",
    re.IGNORECASE,
)
_DROPDOWN = re.compile(
    r"^(?:pudotusvalikko|alasvetovalikko|dropdown|drop-down|rullgardin(?:smeny)?|listruta)$",
    re.IGNORECASE,
)
_INPUTS = (
    ("number", re.compile(r"^(?:numero|luku|number|tal|nummer|siffra)$", re.IGNORECASE)),
    ("date", re.compile(r"^(?:päivämäärä|pvm|date|datum)$", re.IGNORECASE)),
    ("email", re.compile(r"^(?:sähköposti(?:osoite)?|e-?mail|e-post(?:adress)?)$", re.IGNORECASE)),
    ("tel", re.compile(r"^(?:puhelin(?:numero)?|phone(?:\s+number)?|telefon(?:nummer)?)$",
                       re.IGNORECASE)),
)  # fmt: skip
_YES_NO = re.compile(r"^(kyllä|yes|ja)\s*(?:[/|,–-]|tai|or|eller)\s*(ei|no|nej)\.?$", re.IGNORECASE)
_MOST = re.compile(
    r"(?:enintään|korkeintaan|up\s+to|at\s+most|högst|upp\s+till)\s+(\d{1,2}|\w+)", re.IGNORECASE
)
_LEAST = re.compile(r"(?:vähintään|at\s+least|minst)\s+(\d{1,2}|\w+)", re.IGNORECASE)
_EXACTLY = re.compile(
    r"^(?:valitse|choose|select|pick|välj)\s+(\d{1,2}|kolme|kaksi|three|two|tre|två)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("yksi", "yhden", "one", "en", "ett"),
            ("kaksi", "kahta", "two", "två"),
            ("kolme", "kolmea", "three", "tre"),
            ("neljä", "neljää", "four", "fyra"),
            ("viisi", "viittä", "five", "fem"),
        ),
        1,
    )
    for word in words
}
_SCALE = re.compile(r"(?<!\d)(\d)\s*(?:[-–—]|\.\.\.?|…|to|till)\s*(\d{1,2})(?!\d)")
_SCALE_WORDS = re.compile(r"asteikol|\bscale\b|\bskala|arvioi|\brate\b|betyg|bedöm", re.IGNORECASE)
_ENDS = re.compile(r"(\d{1,2})\s*[=:]\s*([^,;()\d=][^,;()=]{0,80})")
_STEPS = re.compile(r"\d{1,2}(?: ?[-–—|/,] ?\d{1,2}| \d{1,2}){2,}")


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale in numbers with the words for its ends."""

    low: int
    high: int
    low_words: str = ""
    high_words: str = ""


@dataclass(slots=True)
class Hints:
    """What is said of how a question is answered."""

    several: bool | None = None
    required: bool = False
    rank: bool = False
    open: bool = False
    dropdown: bool = False
    input: str = ""
    least: int = 0
    most: int = 0
    scale: Scale | None = None
    yes_no: tuple[str, str] | None = None

    @property
    def says_how(self) -> bool:
        """Whether anything shows that this is a question."""
        return bool(
            self.several is not None or self.rank or self.open or self.dropdown or self.input
            or self.scale or self.yes_no
        )  # fmt: skip


def read(words: str, hints: Hints, *, alone: bool) -> bool:
    """Note what the words in brackets (or `alone` on a line) say; whether they say only that."""
    words = words.strip().strip(".:").strip()
    if _REQUIRED.fullmatch(words):
        hints.required = True
        return True
    if _OPTIONAL.fullmatch(words):
        return True
    parts = [part.strip() for part in re.split(r"[,;]", words) if part.strip()]
    if len(parts) > 1 and all(len(part) < 60 for part in parts):
        trial = Hints()
        if all(read(part, trial, alone=alone) for part in parts):
            for part in parts:
                read(part, hints, alone=alone)
            return True
    return _read_one(words, hints, alone)


def _read_one(words: str, hints: Hints, alone: bool) -> bool:
    yes_no = _YES_NO.match(words)
    scale = scale_in(words, certain=True)
    if yes_no:
        hints.yes_no = (yes_no[1], yes_no[2])
    elif _OPEN.match(words):
        hints.open = True
    elif _DROPDOWN.match(words):
        hints.dropdown = True
    elif found := next((kind for kind, pattern in _INPUTS if pattern.match(words)), ""):
        hints.input = found
    elif scale is not None and (alone or len(words) < 160):
        hints.scale = scale
    elif len(words) > 90 or words.endswith("?"):
        return False
    elif _RANK.search(words):
        hints.rank = True
    elif _SEVERAL.search(words):
        hints.several = True
        _limits(words, hints)
    elif _ONE.search(words):
        hints.several = False
    else:
        return False
    return True


def _limits(words: str, hints: Hints) -> None:
    exactly, most, least = _EXACTLY.search(words), _MOST.search(words), _LEAST.search(words)
    if most:
        hints.most = _number(most[1])
    elif exactly:
        hints.least = hints.most = _number(exactly[1])
    if least:
        hints.least = _number(least[1])
    if hints.most == 1:
        hints.several, hints.least, hints.most = False, 0, 0


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 0)


def scale_in(words: str, *, certain: bool = False) -> Scale | None:
    """A scale that is described, such as `1-5` or `1 = poor, 5 = good`; `certain`: the words are
    about nothing else."""
    ends = [(int(number), said.strip(" .")) for number, said in _ENDS.findall(words)]
    if len(words) < 80 and _STEPS.fullmatch(" ".join(words.split())):
        numbers = [int(one) for one in re.findall(r"\d+", words)]
        if numbers == list(range(numbers[0], numbers[-1] + 1)):
            return _scale(numbers[0], numbers[-1], ends)
    found = _SCALE.search(words)
    says_scale = bool(_SCALE_WORDS.search(words))
    only = certain and found is not None and len(words) - len(found[0]) <= 12
    if found and (only or says_scale or len(ends) >= 2):
        return _scale(int(found[1]), int(found[2]), ends)
    numbers = [number for number, _said in ends]
    if len(ends) == 2 and certain:
        return _scale(min(numbers), max(numbers), ends)
    return None


def _scale(low: int, high: int, ends: list[tuple[int, str]]) -> Scale | None:
    if not 0 <= low <= 1 or not low + 2 <= high <= 10:
        return None
    by_number = dict(ends)
    return Scale(low, high, by_number.get(low, ""), by_number.get(high, ""))
