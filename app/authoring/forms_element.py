"""The form of a question, a panel, a page or the whole: what it shows, and what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.authoring.building_values import YES, Kind, Unwritable, shown, write
from app.authoring.offers import Offer
from app.authoring.offers_words import GROUPS, Group, Said

PREFIX = "p-"
VALUES = "values"
"""The field that says that the values of options stand before their texts."""


@dataclass(slots=True)
class Field:
    """A property in a form. `theirs` is what somebody else has made of it meanwhile."""

    offer: Offer
    id: str
    value: str
    error: str = ""
    theirs: str | None = None

    @property
    def options(self) -> list[tuple[str, Said]]:
        """What can be chosen: what stands there already is always among it."""
        listed = list(self.offer.options)
        if self.value not in [value for value, _label in listed]:
            listed.insert(0, (self.value, self.value or _("As usual")))
        return listed

    @property
    def is_checked(self) -> bool:
        return self.value == YES

    @property
    def is_said(self) -> bool:
        """Whether it says anything but what holds anyway."""
        return self.value != shown({}, self.offer.name, self.offer.kind, self.offer.default, "")


@dataclass(slots=True)
class ElementForm:
    """All fields of one object. `prefix` sets the fields of one apart from those of others."""

    entry: Mapping[str, Any]
    offers: tuple[Offer, ...]
    lang: str
    with_keys: bool = False
    prefix: str = PREFIX
    fields: dict[str, Field] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for offer in self.offers:
            value = self.shown(self.entry, offer)
            self.fields[offer.name] = Field(offer, self.prefix + offer.name, value)

    def shown(self, entry: Mapping[str, Any], offer: Offer) -> str:
        return shown(
            entry, offer.name, offer.kind, offer.default, self.lang, with_keys=self.with_keys
        )

    def take(self, posted: Mapping[str, str], base: Mapping[str, Any] | None) -> None:
        """Put in what was typed, where it differs from what its author saw (`base`): the rest
        stays as it is now."""
        for one in self.fields.values():
            typed = posted.get(one.id)
            if typed is None or one.offer.kind is Kind.RECORDS:
                continue
            typed = _plain_lines(typed)
            saw = self.shown(base, one.offer) if base is not None else one.value
            if typed.strip() == saw.strip():
                continue
            if base is not None and one.value.strip() not in (saw.strip(), typed.strip()):
                one.theirs = one.value
            one.value = typed

    @property
    def changed(self) -> list[Field]:
        """The fields that say something else than the object does now."""
        return [
            one
            for one in self.fields.values()
            if one.value.strip() != self.shown(self.entry, one.offer).strip()
        ]

    def write(self, entry: dict[str, Any], known_values: frozenset[str]) -> bool:
        """Write all that has changed into an object; False, with messages, where it can't be."""
        for one in self.changed:
            if one.offer.name == "name":
                continue  # whoever renames it lets everything else know
            try:
                write(
                    entry,
                    one.offer.name,
                    one.offer.kind,
                    one.value,
                    default=one.offer.default,
                    lang=self.lang,
                    options=one.offer.values,
                    with_keys=self.with_keys,
                    known_values=known_values,
                )
            except Unwritable as unwritable:
                one.error = _reason(unwritable.reason)
        return not self.errors

    def refuse(self, name: str, reason: str) -> None:
        """Put a message beside a field."""
        self.fields[name].error = _reason(reason)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, message), for the summary."""
        return [(one.id, one.error) for one in self.fields.values() if one.error]

    def group(self, group: Group) -> list[Field]:
        return [one for one in self.fields.values() if one.offer.group is group]

    @property
    def folded(self) -> Iterable[tuple[Group, Said, list[Field]]]:
        """The groups of rare properties that have any."""
        for group, label in GROUPS.items():
            found = self.group(group) if group is not Group.EVERYDAY else []
            if found:
                yield group, label, found


def _plain_lines(typed: str) -> str:
    """What was typed, without what no database takes."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _reason(code: str) -> str:
    known = {
        "number": _("Write a number, such as 5 or 2,5."),
        "json": _("This is no JSON: look for a missing quote, comma or bracket."),
        "name": _("Write a name of at most 100 characters without braces or #."),
        "lines": _("These are too many lines: at most 1,000."),
        "option": _("Choose one of the options."),
    }
    return str(known[code])
