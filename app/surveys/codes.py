"""The code of a filling: what somebody writes down to go on answering on another device.

Fifteen random signs, 75 bits, and one that follows from them: who mistypes one is told so. The
signs are those of Crockford's base 32, which has no I, L, O and U.
"""

import re
import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
_PRIME = 31
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_APART = re.compile(r"[\s\u2010-\u2015_.-]+")


def new() -> str:
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return drawn + _check(drawn)


def spelled(code: str) -> str:
    """In groups of four, to be copied by hand."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> str | None:
    """The code that somebody typed, in whatever groups and case; None where it is none."""
    signs = _APART.sub("", typed[:200]).upper().translate(_ALIKE)
    return signs if is_code(signs) else None


def is_code(signs: str) -> bool:
    is_long_enough = len(signs) == LENGTH and all(sign in SIGNS for sign in signs)
    return is_long_enough and _check(signs[:-1]) == signs[-1]


def _check(signs: str) -> str:
    """Any sign that is replaced, or swapped with its neighbour, changes it, but for 0 and Z."""
    weighed = (place * SIGNS.index(sign) for place, sign in enumerate(signs, start=1))
    return SIGNS[sum(weighed) % _PRIME]
