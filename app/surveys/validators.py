"""The validators that an author attaches to a question."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import regex
from email_validator import EmailNotValidError, validate_email

from app.surveys.answers import as_list
from app.surveys.expressions import Expression
from app.surveys.language.scope import Scope
from app.surveys.language.values import is_empty, written_number
from app.surveys.problems import Refused, did_you_mean
from app.surveys.properties import (
    Property,
    Reading,
    Table,
    expression,
    flag,
    frozen,
    number,
    option,
    read_object,
    text,
    whole,
)
from app.surveys.texts import Text

# A pattern gets this long for one answer, and all of them for all that is judged at once; an answer
# that would need longer is refused.
SECONDS_PER_PATTERN = 0.05
SECONDS_FOR_PATTERNS = 0.5
LONGEST_PATTERN = 1_000
MOST_VALIDATORS = 20
MOST_PATTERNS = 200

Fault = tuple[str, Mapping[str, object]]


class Patience:
    """How long patterns may still take, of the answers that are judged together."""

    def __init__(self) -> None:
        self._left = SECONDS_FOR_PATTERNS

    def finds(self, pattern: "regex.Pattern[str]", written: str) -> bool:
        """Whether a pattern is found in time."""
        if self._left <= 0:
            return False
        began = time.perf_counter()
        try:
            found = pattern.search(written, timeout=min(SECONDS_PER_PATTERN, self._left))
        except TimeoutError:
            found = None
        self._left -= time.perf_counter() - began
        return found is not None


@dataclass(frozen=True, kw_only=True)
class Validator:
    """One rule; only rules that notify of errors hold an answer back."""

    type: str
    text: Text | None = None
    notification_type: str = "error"
    min_value: float | None = None
    max_value: float | None = None
    min_length: int = 0
    max_length: int = 0
    allow_digits: bool = True
    min_count: int | None = None
    max_count: int | None = None
    regex: str = ""
    case_insensitive: bool = False
    expression: Expression | None = None

    def fault(self, value: object, scope: Scope, patience: Patience) -> Fault | None:
        """The kind and parameters of what is wrong with an answer, or None."""
        if self.type != "expression" and is_empty(value):
            return None
        return _CHECKS[self.type](self, value, scope, patience)


def _numeric(rule: Validator, value: object, _scope: Scope, _patience: Patience) -> Fault | None:
    given = written_number(value)
    if given is None:
        return "number", {}
    if rule.min_value is not None and given < rule.min_value:
        return "minimum", {"limit": rule.min_value}
    if rule.max_value is not None and given > rule.max_value:
        return "maximum", {"limit": rule.max_value}
    return None


def _text(rule: Validator, value: object, _scope: Scope, _patience: Patience) -> Fault | None:
    written = value if isinstance(value, str) else str(value)
    if rule.min_length and len(written) < rule.min_length:
        return "too_short", {"limit": rule.min_length}
    if rule.max_length and len(written) > rule.max_length:
        return "too_long", {"limit": rule.max_length, "over": len(written) - rule.max_length}
    if not rule.allow_digits and any(sign.isdigit() for sign in written):
        return "digits", {}
    return None


def _answer_count(
    rule: Validator, value: object, _scope: Scope, _patience: Patience
) -> Fault | None:
    count = len(as_list(value))
    if rule.min_count is not None and count < rule.min_count:
        return "too_few", {"limit": rule.min_count}
    if rule.max_count is not None and count > rule.max_count:
        return "too_many", {"limit": rule.max_count}
    return None


def compiled(pattern: str, case_insensitive: bool) -> "regex.Pattern[str]":
    """The pattern, compiled; raises regex.error. The module itself caches what it compiles."""
    return regex.compile(pattern, regex.IGNORECASE if case_insensitive else 0)


def _regex(rule: Validator, value: object, _scope: Scope, patience: Patience) -> Fault | None:
    pattern = compiled(rule.regex, rule.case_insensitive)
    return None if patience.finds(pattern, str(value)) else ("pattern", {})


def is_email(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _email(_rule: Validator, value: object, _scope: Scope, _patience: Patience) -> Fault | None:
    return None if is_email(value) else ("email", {})


def _expression(rule: Validator, _value: object, scope: Scope, _patience: Patience) -> Fault | None:
    held = rule.expression is None or rule.expression.condition(scope)
    return None if held else ("condition", {})


_CHECKS: Mapping[str, Callable[[Validator, object, Scope, Patience], Fault | None]] = {
    "numeric": _numeric,
    "text": _text,
    "answercount": _answer_count,
    "regex": _regex,
    "email": _email,
    "expression": _expression,
}


def _pattern(value: object, _path: str, reading: Reading) -> str:
    reading.patterns += 1
    if reading.patterns > MOST_PATTERNS:
        raise Refused("there are too many patterns", f"at most {MOST_PATTERNS} in a survey")
    if not isinstance(value, str) or not value or len(value) > LONGEST_PATTERN:
        raise Refused("not a pattern", f"a regular expression of at most {LONGEST_PATTERN} signs")
    try:
        compiled(value, case_insensitive=False)
    except regex.error as problem:
        raise Refused(f"not a regular expression: {problem}", "correct the pattern") from None
    return value


_SHARED = {
    "text": Property(text),
    "notificationType": Property(option("error", "warning", "info"), "error"),
}

TABLES: Mapping[str, Table] = {
    "numeric": frozen({**_SHARED, "minValue": Property(number()), "maxValue": Property(number())}),
    "text": frozen(
        {
            **_SHARED,
            "minLength": Property(whole(), 0),
            "maxLength": Property(whole(), 0),
            "allowDigits": Property(flag, True),
        }
    ),
    "answercount": frozen(
        {**_SHARED, "minCount": Property(whole()), "maxCount": Property(whole())}
    ),
    "regex": frozen(
        {**_SHARED, "regex": Property(_pattern, ""), "caseInsensitive": Property(flag, False)}
    ),
    "email": frozen(_SHARED),
    "expression": frozen({**_SHARED, "expression": Property(expression)}),
}

_LIMITS = (("min_value", "max_value"), ("min_length", "max_length"), ("min_count", "max_count"))


def validators(value: object, path: str, reading: Reading) -> tuple[Validator, ...]:
    """Reads the list under a question's `validators`."""
    if not isinstance(value, list) or len(value) > MOST_VALIDATORS:
        raise Refused("not a list of validators", f"a list of at most {MOST_VALIDATORS}")
    read = (_one(entry, f"{path}[{index}]", reading) for index, entry in enumerate(value))
    return tuple(rule for rule in read if rule is not None)


def _one(entry: object, path: str, reading: Reading) -> Validator | None:
    kind = entry.get("type") if isinstance(entry, Mapping) else None
    kind = kind.removesuffix("validator") if isinstance(kind, str) else ""
    if not isinstance(entry, Mapping) or kind not in TABLES:
        one_of = f'{{"type": ...}} with one of {", ".join(TABLES)}'
        hint = did_you_mean(kind, TABLES, one_of)
        reading.findings.refuse(path, "unknown validator", hint)
        return None
    values = read_object(entry, TABLES[kind], path, reading, "type")
    rule = Validator(type=kind, **values)  # type: ignore[arg-type]
    for low, high in _LIMITS:
        least, most = getattr(rule, low), getattr(rule, high)
        if least is not None and most and least > most:
            reading.findings.refuse(path, f"{low} is greater than {high}", "swap the limits")
    needed = {"regex": rule.regex, "expression": rule.expression}.get(rule.type, True)
    if not needed and not reading.findings.has_refused(f"{path}.{rule.type}"):
        reading.findings.refuse(path, f"the {rule.type} is missing", f"add {rule.type}")
    return rule
