"""The values of the expression language and their conversions: JavaScript's rules, made total.

Values are JSON values and naive ``datetime`` objects (local time of the survey). Nothing here
raises on any of them.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

# Moments are local times without a zone, as the format has them.
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001
LONGEST_DIGITS = 15
LONGEST_HEX = 32
MOST_DECIMALS = 100
LARGEST = 50_000
DEEPEST = 25

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_DIGITS = re.compile(r"[0-9]+")
_RADIX = re.compile(r"0(?:[xX](?P<x>[0-9a-fA-F]+)|[oO](?P<o>[0-7]+)|[bB](?P<b>[01]+))")
_HEX_START = re.compile(r"0x([0-9a-fA-F]+)")
_ISO_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,9}))?)?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)


def bounded(value: object) -> object:
    """What an expression may come to: texts are cut, larger lists are nothing. Values made of each
    other, each twice as large as the one before, would fill the memory of the service."""
    if isinstance(value, str):
        return value[:LARGEST]
    return None if is_list(value) and _is_bulky(value) else value


def _is_bulky(value: object) -> bool:
    size, level = 0, [value]
    for _depth in range(DEEPEST):
        inner: list[object] = []
        for one in level:
            if isinstance(one, str):
                size += len(one)
            elif isinstance(one, (list, tuple, Mapping)):
                size += len(one)
                inner += one.values() if isinstance(one, Mapping) else one
            if size > LARGEST:
                return True
        level = inner
    return bool(level)


def is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def is_object(value: object) -> bool:
    return isinstance(value, (list, tuple, Mapping, datetime))


def is_number(value: object) -> bool:
    """Whether the value is of the number type itself (a bool is not)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_empty(value: object) -> bool:
    """Null, "", NaN, [], {} or a mapping of empties; 0 and false are not empty."""
    if value is None or value == "":
        return True
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, Mapping):
        return all(is_empty(item) for item in value.values())
    return isinstance(value, (list, tuple)) and not value


def truthy(value: object) -> bool:
    """JavaScript's truth: empty lists and mappings are true."""
    if is_object(value):
        return True
    if isinstance(value, float) and math.isnan(value):
        return False
    return bool(value)


def settled(number: float) -> int | float:
    """The same number, as an int where it is whole and small enough to be exact."""
    if math.isfinite(number) and number == int(number) and abs(number) < 2**53:
        return int(number)
    return number


def as_float(number: int | float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def number_text(number: int | float) -> str:
    """A number as JavaScript prints it: 1.0 is "1", exponents only beyond 1e21 and 1e-7."""
    value = as_float(number)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(repr(value)), "f")
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"


def text(value: object) -> str:
    """JavaScript's String(value)."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, (list, tuple)):
        return ",".join("" if item is None else text(item) for item in value)
    if isinstance(value, datetime):
        return value.isoformat()
    return "[object Object]"


def plain_number(value: object) -> float:
    """JavaScript's Number(value); NaN where there is none."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, (int, float)):
        return as_float(value)
    if value is None:
        return 0.0
    if isinstance(value, datetime):
        return milliseconds(value)
    if isinstance(value, (list, tuple)):
        return plain_number(text(value))
    if isinstance(value, str):
        return _number_of_text(value.strip())
    return math.nan


def _number_of_text(source: str) -> float:
    if not source:
        return 0.0
    if _DECIMAL.fullmatch(source):
        return float(source)
    radix = _RADIX.fullmatch(source)
    if radix and radix.lastgroup:
        base = {"x": 16, "o": 8, "b": 2}[radix.lastgroup]
        return as_float(int(radix[radix.lastgroup], base))
    if source in ("Infinity", "+Infinity", "-Infinity"):
        return float(source)
    return math.nan


def written_number(value: object) -> int | float | None:
    """The number a person may have written ("1,5", "0x10", " 12 "), or None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return value if math.isfinite(as_float(value)) else None
    if isinstance(value, str):
        return _written_in_text(value.strip())
    if isinstance(value, (list, tuple)) and len(value) == 1:
        inside = text(value)
        return None if "," in inside else written_number(inside)
    return None


def _written_in_text(source: str) -> int | float | None:
    if source.startswith("0x"):
        digits = _HEX_START.match(source)
        return int(digits[1], 16) if digits and len(source) <= LONGEST_HEX else None
    if len(source) > LONGEST_DIGITS and _DIGITS.fullmatch(source):
        return None
    if source.count(",") == 1:
        source = source.replace(",", ".")
    if not _DECIMAL.fullmatch(source):
        return None
    number = float(source)
    return settled(number) if math.isfinite(number) else None


def converted(value: object) -> object:
    """What `{name}` makes of a stored value: texts that mean a bool or a number become one."""
    if not isinstance(value, str) or not value:
        return value
    lowered = value.lower()
    if lowered in ("true", "false"):
        return lowered == "true"
    if len(value) > 1 and value[0] in "'\"" and value[-1] in "'\"":
        return value[1:-1]
    if value[0] == "0" and not value.startswith("0x") and len(value) > 1 and value[1] not in ".,":
        return value
    number = written_number(value)
    return value if number is None else number


def decimals(value: object) -> int:
    """How many decimals a number (or a text that is one) was written with."""
    if is_number(value) and float(as_float(value)).is_integer():  # type: ignore[arg-type]
        return 0
    if written_number(value) is None:
        return 0
    return len(text(value).partition(".")[2].partition(".")[0])


def rounded(number: float, places: int) -> float:
    """Rounded half away from zero to a number of decimals, as toFixed does."""
    if places <= 0 or places > MOST_DECIMALS or not math.isfinite(number) or abs(number) >= 1e15:
        return number
    return float(Decimal(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def milliseconds(moment: datetime) -> float:
    return (moment - EPOCH) / timedelta(milliseconds=1)


def date_of(value: object) -> datetime | None:
    """The local moment that a date, an ISO text or a number of milliseconds stands for."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return EPOCH + timedelta(milliseconds=as_float(value))
        except (OverflowError, ValueError):
            return None
    if not isinstance(value, str):
        return None
    match = _ISO_DATE.fullmatch(value.strip())
    return _moment(match) if match else None


def _moment(match: re.Match[str]) -> datetime | None:
    def part(name: str, default: int) -> int:
        return int(match[name] or default)

    fraction = (match["fraction"] or "").ljust(6, "0")[:6]
    try:
        moment = datetime(  # noqa: DTZ001
            part("year", 1), part("month", 1), part("day", 1),
            part("hour", 0), part("minute", 0), part("second", 0), int(fraction),
        )  # fmt: skip
        zone = match["zone"]
        if zone and zone != "Z":
            sign = 1 if zone[0] == "-" else -1
            moment += sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    except (OverflowError, ValueError):
        return None
    return moment


def code_units(source: str) -> bytes:
    """A sort key that orders texts as JavaScript does, by UTF-16 code unit."""
    return source.encode("utf-16-be", "surrogatepass")


def items(value: object) -> Sequence[object]:
    """The value as a list of its items: a list itself, nothing for null, else just the value."""
    if isinstance(value, (list, tuple)):
        return value
    return () if value is None else (value,)
