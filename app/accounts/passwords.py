"""Passwords: how they are kept, how they are compared, and which are refused."""

import re
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import current_app

from app.config import Config
from app.core.text import composed

SHORTEST = 12
LONGEST = 200
MEMORY_KIB = 19 * 1024
"""OWASP's Argon2id profile for many concurrent sign-ins: 19 MiB and one lane."""

FEWEST_DIFFERENT = 5
WORST = (
    "admin|administrator|abcdef|asdfgh|changeme|iloveyou|kesä|kissa|koira|kuulolla|letmein|"
    "lösenord|password|qwerty|qwertyuiop|salasana|sommar|suomi|sverige|summer|talvi|tervetuloa|"
    "vinter|välkommen|welcome|winter"
)
_ONLY_WORST = re.compile(f"(?:{WORST})*")
"""What attackers try first: these words, repeated or with figures and signs between them."""


class PasswordFault(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    CONTAINS_EMAIL = "contains_email"
    TOO_COMMON = "too_common"


def fault(password: str, email: str) -> PasswordFault | None:
    """Why a password may not be chosen by the person with this address; None: it may."""
    plain = _normal(password).casefold()
    local = email.partition("@")[0]
    if len(plain) < SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordFault.TOO_LONG
    if email in plain or (len(local) >= 4 and local in plain):
        return PasswordFault.CONTAINS_EMAIL
    letters = "".join(letter for letter in plain if letter.isalpha())
    if len(set(plain)) < FEWEST_DIFFERENT or _ONLY_WORST.fullmatch(letters):
        return PasswordFault.TOO_COMMON
    return None


def hashed(password: str) -> str:
    return _hasher().hash(_normal(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether a password is the kept one. Without a kept one the answer is no, after the same
    work: the time tells nobody whether an account exists."""
    if password_hash is None:
        hashed(password)
        return False
    try:
        return _hasher().verify(password_hash, _normal(password))
    except VerifyMismatchError:
        return False


def needs_rehash(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(password_hash)


def _hasher() -> PasswordHasher:
    config: Config = current_app.extensions["kuulolla_config"]
    return PasswordHasher(time_cost=config.password_cost, memory_cost=MEMORY_KIB, parallelism=1)


def _normal(password: str) -> str:
    """The same letters whatever keyboard typed them: macOS sends ä as two characters."""
    return composed(password, "NFKC")
