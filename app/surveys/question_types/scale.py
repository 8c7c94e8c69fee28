"""A scale of numbers in steps, and the bands in which figures show a long one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.surveys.answers import code
from app.surveys.language.values import is_number, settled, written_number
from app.surveys.problems import Refused
from app.surveys.properties import Property, Reading, Table, flag, frozen, read_object, text
from app.surveys.texts import Text

MOST_LABELS = 20
MOST_BARS = 20
BANDS = 10

FROM, TO = "from:", "to:"
"""What the codes of the ends of a range begin with."""

_EXACT = 1e-9


@dataclass(frozen=True, kw_only=True)
class ScaleLabel:
    """What a value of the scale means."""

    value: int | float
    text: Text | None = None
    show_value: bool = False


_LABEL: Table = frozen({"text": Property(text), "showValue": Property(flag, False)})


def scale_labels(source: object, path: str, reading: Reading) -> tuple[ScaleLabel, ...]:
    """Reads a list of labels: numbers, or objects with a value and a text."""
    if not isinstance(source, list) or len(source) > MOST_LABELS:
        raise Refused("not a list of labels", f"a list of at most {MOST_LABELS}")
    found = []
    for index, entry in enumerate(source):
        where = f"{path}[{index}]"
        labelled = entry if isinstance(entry, Mapping) else {"value": entry}
        value = labelled.get("value")
        if not is_number(value):
            reading.findings.refuse(where, "the label has no value", "a number of the scale")
            continue
        values = read_object(labelled, _LABEL, where, reading, "value")
        found.append(ScaleLabel(value=value, **values))  # type: ignore[arg-type]
    return tuple(found)


def label_format(source: object, path: str, reading: Reading) -> Text | None:
    """Reads how values are written, such as "{0} %"; a plain text is the same in all languages."""
    own = Text(((reading.language, source),)) if isinstance(source, str) and source else None
    read = own or text(source, path, reading)
    if read is not None and not all("{0}" in words for _, words in read.values):
        raise Refused("the value has no place in it", "write {0} where the value stands")
    return read


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring values of a scale that are shown as one."""

    low: float
    high: float

    @property
    def code(self) -> str:
        return code(self.low) if self.low == self.high else f"{code(self.low)}..{code(self.high)}"

    def holds(self, value: float | None) -> bool:
        return value is not None and self.low - _EXACT <= value <= self.high + _EXACT


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in steps."""

    low: float
    high: float
    step: float

    @property
    def count(self) -> int:
        """How many values there are; 0 where it is no scale."""
        if self.step <= 0 or self.high <= self.low:
            return 0
        return int((self.high - self.low) / self.step + _EXACT) + 1

    def is_step(self, value: float) -> bool:
        steps = (value - self.low) / self.step
        return abs(steps - round(steps)) <= 1e-6

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """Every value by itself, or about ten bands of a long scale."""
        width = 1 if self.count <= MOST_BARS else -(-self.count // BANDS)
        last = self.count - 1
        return tuple(
            Band(self._at(start), self._at(min(start + width - 1, last)))
            for start in range(0, self.count, width)
        )

    def _at(self, step: int) -> float:
        return settled(round(self.low + step * self.step, 9))

    def numbers(self, counts: Mapping[str, int]) -> dict[str, int]:
        """How many gave a number in each band; numbers off the scale stay as they are."""
        found: dict[str, int] = {}
        for counted, people in counts.items():
            value = written_number(counted)
            band = next((one for one in self.bands if one.holds(value)), None)
            place = band.code if band else counted
            found[place] = found.get(place, 0) + people
        return found

    def ranges(self, counts: Mapping[str, int]) -> dict[str, int]:
        """How many ranges reach into each band: those that begin at or below its upper end,
        without those that end below its lower end."""
        begun, ended = _values(counts, FROM), _values(counts, TO)
        return {
            band.code: sum(n for value, n in begun if value <= band.high + _EXACT)
            - sum(n for value, n in ended if value < band.low - _EXACT)
            for band in self.bands
        }


def _values(counts: Mapping[str, int], prefix: str) -> list[tuple[float, int]]:
    found = [
        (written_number(one.removeprefix(prefix)), people)
        for one, people in counts.items()
        if one.startswith(prefix)
    ]
    return [(value, people) for value, people in found if value is not None]
