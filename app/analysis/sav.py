"""SPSS system files, written case by case in constant memory.

The format is described in the developers' guide of GNU PSPP ("System File Format"). Files are in
UTF-8, little-endian, with bytecode compression; long names, value labels, user-missing values,
measurement levels and strings of any length are written.
"""

import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import BinaryIO

BIAS = 100
LONGEST_SHORT = 255
"""Bytes of a string that is one variable; a longer one is several segments."""
SEGMENT = 252
"""What a segment counts for in the width of a long string."""
LONGEST_NAME, LONGEST_LABEL, LONGEST_VALUE_LABEL = 64, 255, 120
SYSMIS = -sys.float_info.max
_LOWEST = struct.unpack("<d", struct.pack("<Q", 0xFFEFFFFFFFFFFFFE))[0]

_END, _RAW, _SPACES, _MISSING = 252, 253, 254, 255
"""Codes of the bytecode compression; those below stand for small whole numbers."""


class Level(IntEnum):
    """How values may be compared."""

    NOMINAL = 1
    ORDINAL = 2
    SCALE = 3


@dataclass(frozen=True, slots=True)
class Variable:
    """`width`: the bytes of the longest string, 0 for numbers. `missing`: values that mean that
    there is none, at most three."""

    name: str
    label: str
    width: int = 0
    decimals: int = 0
    level: Level = Level.NOMINAL
    labels: tuple[tuple[float, str], ...] = ()
    missing: tuple[float, ...] = ()

    @property
    def segments(self) -> tuple[int, ...]:
        """The widths of the variables that it is kept in; (0,) for a number."""
        if self.width <= LONGEST_SHORT:
            return (self.width,)
        count = -(-self.width // SEGMENT)
        return (*([LONGEST_SHORT] * (count - 1)), self.width - (count - 1) * SEGMENT)


def cut(text: str, most: int) -> bytes:
    """The text in UTF-8, cut between characters where it is longer than `most` bytes."""
    encoded = text.encode()
    return encoded if len(encoded) <= most else encoded[:most].decode(errors="ignore").encode()


class SavFile:
    """One file: its dictionary is written at once, then the cases, then `close`."""

    def __init__(
        self,
        out: BinaryIO,
        variables: Sequence[Variable],
        *,
        cases: int,
        title: str,
        made: datetime,
    ) -> None:
        self._out = out
        self._variables = tuple(variables)
        self._codes = bytearray()
        self._raw = bytearray()
        _write_dictionary(out, self._variables, cases, title, made)

    def case(self, values: Sequence[str | float | None]) -> None:
        """One row: strings for strings, numbers or None (system-missing) for numbers."""
        for variable, value in zip(self._variables, values, strict=True):
            if variable.width:
                self._string(variable, str(value or ""))
            else:
                self._number(value)

    def close(self) -> None:
        self._code(_END)
        while self._codes:
            self._code(0)

    def _number(self, value: str | float | None) -> None:
        if value is None or isinstance(value, str):
            self._code(_MISSING)
        elif value == int(value) and 1 - BIAS <= value < _END - BIAS:
            self._code(int(value) + BIAS)
        else:
            self._code(_RAW, struct.pack("<d", value))

    def _string(self, variable: Variable, text: str) -> None:
        encoded = cut(text, variable.width)
        for number, width in enumerate(variable.segments):
            size = -(-width // 8) * 8
            part = encoded[number * LONGEST_SHORT : (number + 1) * LONGEST_SHORT].ljust(size)
            for start in range(0, size, 8):
                chunk = part[start : start + 8]
                if chunk == b"        ":
                    self._code(_SPACES)
                else:
                    self._code(_RAW, chunk)

    def _code(self, code: int, raw: bytes = b"") -> None:
        self._codes.append(code)
        self._raw += raw
        if len(self._codes) == 8:
            self._out.write(bytes(self._codes) + bytes(self._raw))
            self._codes.clear()
            self._raw.clear()


def _write_dictionary(
    out: BinaryIO, variables: Sequence[Variable], cases: int, title: str, made: datetime
) -> None:
    names = _short_names(variables)
    size = sum(-(-width // 8) or 1 for one in variables for width in one.segments)
    out.write(_header(size, cases, title, made))
    for variable, short in zip(variables, names, strict=True):
        for number, (width, name) in enumerate(zip(variable.segments, short, strict=True)):
            out.write(_variable(variable, width, name, is_first=number == 0))
    place = 1
    for variable in variables:
        if variable.labels:
            out.write(_value_labels(variable, place))
        place += sum(-(-width // 8) or 1 for width in variable.segments)
    for record in _extensions(variables, names, cases):
        out.write(record)
    out.write(struct.pack("<ii", 999, 0))


def _header(size: int, cases: int, title: str, made: datetime) -> bytes:
    month = "JanFebMarAprMayJunJulAugSepOctNovDec"[made.month * 3 - 3 : made.month * 3]
    day = f"{made.day:02d} {month} {made.year % 100:02d}"
    return (
        b"$FL2"
        + b"@(#) SPSS DATA FILE Kuulolla".ljust(60)
        + struct.pack("<iiiiid", 2, size, 1, 0, cases, BIAS)
        + day.encode()
        + f"{made:%H:%M:%S}".encode()
        + cut(title, 64).ljust(64)
        + b"\0" * 3
    )


def _short_names(variables: Sequence[Variable]) -> list[list[bytes]]:
    number = iter(range(1, 10_000_000))
    return [[f"V{next(number)}".encode() for _ in one.segments] for one in variables]


def _variable(variable: Variable, width: int, name: bytes, *, is_first: bool) -> bytes:
    text_format = (1 << 16) | (min(width, LONGEST_SHORT) << 8)
    number_format = (5 << 16) | (12 << 8) | variable.decimals
    shown = text_format if variable.width else number_format
    label = cut(variable.label, LONGEST_LABEL) if is_first else b""
    missing = variable.missing if not variable.width else ()
    record = struct.pack("<iiiiii", 2, width, int(bool(label)), len(missing), shown, shown)
    record += name.ljust(8)
    if label:
        record += struct.pack("<i", len(label)) + label + b" " * (-len(label) % 4)
    record += b"".join(struct.pack("<d", one) for one in missing)
    rest = (-(-width // 8) or 1) - 1
    return record + struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b"") * rest


def _value_labels(variable: Variable, place: int) -> bytes:
    record = struct.pack("<ii", 3, len(variable.labels))
    for value, words in variable.labels:
        label = cut(words, LONGEST_VALUE_LABEL)
        record += struct.pack("<dB", value, len(label)) + label + b" " * (-(len(label) + 1) % 8)
    return record + struct.pack("<iii", 4, 1, place)


def _extensions(
    variables: Sequence[Variable], names: Sequence[Sequence[bytes]], cases: int
) -> Iterator[bytes]:
    yield _extension(3, 4, struct.pack("<8i", 1, 0, 0, -1, 1, 1, 2, 65001))
    yield _extension(4, 8, struct.pack("<3d", SYSMIS, sys.float_info.max, _LOWEST))
    shown = [
        struct.pack("<iii", one.level, min(max(one.width, 8), 40), 0 if one.width else 1)
        for one in variables
        for _ in one.segments
    ]
    yield _extension(11, 4, b"".join(shown))
    long_names = b"\t".join(
        short[0] + b"=" + cut(one.name, LONGEST_NAME)
        for one, short in zip(variables, names, strict=True)
    )
    yield _extension(13, 1, long_names)
    very_long = b"".join(
        short[0] + f"={one.width:05d}".encode() + b"\0\t"
        for one, short in zip(variables, names, strict=True)
        if one.width > LONGEST_SHORT
    )
    if very_long:
        yield _extension(14, 1, very_long)
    yield _extension(16, 8, struct.pack("<qq", 1, cases))
    yield _extension(20, 1, b"UTF-8")


def _extension(subtype: int, size: int, data: bytes) -> bytes:
    return struct.pack("<iiii", 7, subtype, size, len(data) // size) + data
