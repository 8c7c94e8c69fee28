"""Answers as values: their clean form, the code that counts them, and what is wrong with them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, cast

from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext as ngettext
from flask_babel.speaklater import LazyString

from app.core.text import tidy
from app.surveys.language.values import is_empty, number_text

# An answer is a JSON value: None, bool, int, float, str, or lists and mappings of these.
Answers = Mapping[str, object]
Message: TypeAlias = str | LazyString

COMMENT = "-Comment"
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class AnswerError:
    """What is wrong with one answer. `control` is the id of the field to go to, "" off a page."""

    question: str
    kind: str
    message: Message
    control: str = ""


_MESSAGES: Mapping[str, Callable[..., LazyString]] = {
    "required": lambda: _("Answer this question."),
    "nothing": lambda: _("Answer at least one question before you send."),
    "other_required": lambda: _("Write your own answer."),
    "choice": lambda: _("Choose one of the answers offered."),
    "type": lambda: _("This answer is not of the kind that the question asks for."),
    "number": lambda: _("Write a number."),
    "email": lambda: _("Write an e-mail address, such as name@example.com."),
    "url": lambda: _("Write a web address that starts with https:// or http://."),
    "date": lambda: _("Write a date, such as 2030-12-31."),
    "time": lambda: _("Write a time, such as 14:30."),
    "datetime": lambda: _("Write a date and a time, such as 2030-12-31T14:30."),
    "month": lambda: _("Write a month, such as 2030-12."),
    "minimum": lambda limit: _("This must be at least %(limit)s.", limit=limit),
    "maximum": lambda limit: _("This must be at most %(limit)s.", limit=limit),
    "step": lambda step: _("Go in steps of %(step)s.", step=step),
    "too_long": lambda limit, over: ngettext(
        "This is %(num)s character too long: at most %(limit)s fit. All that you wrote is here.",
        "This is %(num)s characters too long: at most %(limit)s fit. All that you wrote is here.",
        over,
        limit=limit,
    ),
    "too_short": lambda limit: ngettext(
        "Write at least %(num)s character.", "Write at least %(num)s characters.", limit
    ),
    "too_many": lambda limit: ngettext(
        "Choose at most %(num)s answer.", "Choose at most %(num)s answers.", limit
    ),
    "too_few": lambda limit: ngettext(
        "Choose at least %(num)s answer.", "Choose at least %(num)s answers.", limit
    ),
    "unique": lambda: _("Each entry must have an answer of its own here."),
    "unique_column": lambda: _("Choose a different answer on each row."),
    "few_entries": lambda limit: ngettext(
        "Fill in at least %(num)s entry.", "Fill in at least %(num)s entries.", limit
    ),
    "many_entries": lambda limit: ngettext(
        "Fill in at most %(num)s entry.", "Fill in at most %(num)s entries.", limit
    ),
    "place_twice": lambda: _("Give each a place of its own: some have the same."),
    "place_missing": lambda: _("Give each a place in the order."),
    "ranked_twice": lambda: _("The same answer is in the order more than once."),
    "both_ends": lambda: _("Write both ends of the range."),
    "ends_swapped": lambda: _("The lower end must not be above the upper end."),
    "range_short": lambda limit: _(
        "There must be at least %(limit)s between the two ends.", limit=limit
    ),
    "range_long": lambda limit: _(
        "There must be at most %(limit)s between the two ends.", limit=limit
    ),
    "file_size": lambda name, limit: _(
        "%(name)s is too big. A file may have at most %(limit)s.", name=name, limit=limit
    ),
    "file_count": lambda limit, names: ngettext(
        "Only %(num)s file can be sent here. Not kept: %(names)s.",
        "Only %(num)s files can be sent here. Not kept: %(names)s.",
        limit,
        names=names,
    ),
    "file_kind": lambda name, kinds: _(
        "%(name)s is not of a kind that can be sent here. Choose one of these: %(kinds)s.",
        name=name,
        kinds=kinds,
    ),
    "file_broken": lambda name: _(
        "%(name)s can't be read: it is damaged or protected. Save it anew, and choose it again.",
        name=name,
    ),
    "file_active": lambda name: _(
        "%(name)s holds macros or programs, which can't be sent. Save it without them.", name=name
    ),
    "file_pixels": lambda name: _(
        "%(name)s has too many pixels. Make the picture smaller, and choose it again.", name=name
    ),
    "file_empty": lambda name: _("%(name)s is empty.", name=name),
    "file_total": lambda name: _(
        "%(name)s was not kept: all your files together are too big.", name=name
    ),
    "file_quota": lambda name: _(
        "%(name)s was not kept: too many files have come from your network today. "
        "Answer without it, or try again tomorrow.",
        name=name,
    ),
    "file_again": lambda names: _(
        "Choose your files again: they have not been kept (%(names)s).", names=names
    ),
    "file_foreign": lambda: _("A file of this answer is not here. Choose it again."),
    "alone": lambda: _("This answer can't be combined with others."),
    "digits": lambda: _("Write this without numbers."),
    "pattern": lambda: _("This is not written in the form that the question asks for."),
    "condition": lambda: _("This answer does not meet a condition of the question."),
    "unknown": lambda: _("The survey has no such question."),
    "hidden": lambda: _("This question is not asked with these answers."),
    "read_only": lambda: _("This answer can't be changed."),
}


def message(kind: str, **parameters: object) -> LazyString:
    """Our own words for a kind of error, in the language of the reader."""
    return _MESSAGES[kind](**parameters)


def clean_text(text: str) -> str:
    """A text as it is stored: tidy, and without halves of surrogate pairs."""
    return tidy(text.encode("utf-8", "ignore").decode("utf-8"))


def clean(value: object, depth: int = 0) -> object:
    """The same answer with every text in it tidied; "" and empty lists become None."""
    if isinstance(value, str):
        return clean_text(value) or None
    if depth > DEEPEST or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (list, tuple)):
        return [clean(item, depth + 1) for item in value] or None
    if isinstance(value, Mapping):
        cleaned = {clean_text(str(key)): clean(item, depth + 1) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item is not None} or None
    return value


def code(value: object) -> str:
    """The text that stands for a choice's value in forms and in tallies: 1, 1.0 and "1" agree."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    return value.strip() if isinstance(value, str) else ""


def control_name(name: str) -> str:
    """A name made safe for the ids and names of HTML; different names stay different."""
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_") else f".{ord(sign):x}."
        for sign in name
    )


def as_text(value: object) -> str:
    """A typed value in the form field that it came from."""
    return "" if is_empty(value) else code(value)


def as_list(value: object) -> list[object]:
    """The items of a list answer; a lone value is a list of one."""
    if isinstance(value, (list, tuple)):
        return list(cast("list[object]", value))
    return [] if value is None else [value]


def merged(one: object, other: object) -> object:
    """Two questions made of questions that store under one key say it together."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {**one, **other}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [merged(first, second) for first, second in zip(one, other, strict=True)]
    return other


def plain(value: object) -> object:
    """A value without the dates and odd numbers that JSON does not have."""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat("T", "minutes")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value
