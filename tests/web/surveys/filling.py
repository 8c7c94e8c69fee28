"""Someone without JavaScript who fills in whatever form a survey shows, knowing no question's type.

What to say is looked up under the names of the form's fields; what is not said there is left as the
form has it, or made up. Lists are brought to their length with their buttons first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from app.surveys.answers import COMMENT, as_list, code
from app.surveys.question_types.composite import Composite
from app.surveys.structure import Survey
from tests import sample_files
from tests.client import Client

Json = dict[str, Any]
Sent = dict[str, list[Any]]
PREFIX, OWN_WORDS, ADD, REMOVE = "q-", "-comment", ":add", ":remove"
MOST_PAGES = 60
NOTHING = object()
TYPED = {
    "number": "3", "date": "2030-06-15", "time": "12:30", "month": "2030-06", "tel": "013 123 4567",
    "datetime-local": "2030-06-15T12:30", "email": "aino@example.com", "url": "https://example.com/",
}  # fmt: skip


@dataclass
class Field:
    """A control of a form: what it has, and of lists and buttons what it offers."""

    name: str
    kind: str
    given: dict[str, str]
    value: str = ""
    ticked: bool = False
    options: list[str] = field(default_factory=list)
    chosen: str | None = None


class Sheet(HTMLParser):
    """The form of a page of questions: its fields by name, and its buttons (name, value)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = self.content_type = ""
        self.fields: dict[str, list[Field]] = {}
        self.buttons: set[tuple[str, str]] = set()
        self._is_inside = self._is_over = False
        self._last: Field | None = None
        self.feed(html)
        self.close()
        assert "page" in self.fields, html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post" and not self._is_over:
            self._is_inside, self.action = True, given["action"]
            self.content_type = given.get("enctype", "application/x-www-form-urlencoded")
        elif self._is_inside and tag == "button":
            self.buttons.add((given.get("name", ""), given.get("value", "")))
        elif self._is_inside and tag == "option" and self._last is not None:
            self._last.options.append(given.get("value", ""))
            if "selected" in given:
                self._last.chosen = given.get("value", "")
        elif self._is_inside and tag in ("input", "select", "textarea") and "disabled" not in given:
            self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._is_inside:
            self._is_inside, self._is_over = False, True
        elif tag in ("select", "textarea"):
            self._last = None

    def handle_data(self, data: str) -> None:
        if self._last is not None and self._last.kind == "textarea":
            self._last.value += data.removeprefix("\n")

    def _control(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        value = given.get("value", "on" if kind in ("radio", "checkbox") else "")
        found = Field(given.get("name", ""), kind, given, value, "checked" in given)
        self.fields.setdefault(found.name, []).append(found)
        self._last = found if tag != "input" else None


class Filling:
    """One filling of a survey with these answers; `guesses`: what they leave open is made up."""

    def __init__(self, survey: Survey, answers: Json, *, guesses: bool = False) -> None:
        self._answers = answers
        self._guesses = guesses
        self._keys = dict(_keys(survey))
        self._pressed: set[tuple[str, str]] = set()

    def sent(self, client: Client, path: str) -> TestResponse:
        """The answer to the last form: where to be thanked, or what is refused."""
        response = client.get(path)
        for _turn in range(MOST_PAGES):
            assert response.status_code == 200, response.text
            sheet = Sheet(response.text)
            response = client.post(
                sheet.action, self._filled(sheet), content_type=sheet.content_type
            )
            if response.status_code == 303 and not response.location.endswith("/thanks"):
                response = client.get(response.location)
            elif response.status_code != 200:
                return response
        raise AssertionError("there is no end to it")

    def _filled(self, sheet: Sheet) -> Sent:
        filled = {name: self._values(fields) for name, fields in sheet.fields.items()}
        button = next(self._buttons(sheet), None)
        return filled | ({button[0]: [button[1]]} if button else {})

    def _buttons(self, sheet: Sheet) -> Iterator[tuple[str, str]]:
        """Those to press for lists that are not as long as what is to be said in them."""
        for name, value in sorted(sheet.buttons):
            control = name.removesuffix(ADD).removesuffix(REMOVE)
            said = self._said(control) if control != name else NOTHING
            count = int(sheet.fields[control][0].value) if control in sheet.fields else 0
            if isinstance(said, list) and name.endswith(ADD if count < len(said) else REMOVE):
                is_last = name.endswith(ADD) or int(value) == count - 1
                if count != len(said) and is_last:
                    yield name, value

    def _values(self, fields: list[Field]) -> list[Any]:
        """What is sent under the name that these fields share."""
        name, kind = fields[0].name, fields[0].kind
        said = self._said(name) if name.startswith(PREFIX) and kind != "hidden" else NOTHING
        if kind == "file":
            return [file_like(one) for one in as_list(said) if isinstance(one, Mapping)]
        left = [value for one in fields for value in _left(one)]
        if said is NOTHING:
            return _guessed(fields) if self._guesses and kind != "hidden" else left
        codes = [code(one) for one in as_list(said)]
        if kind in ("radio", "checkbox"):
            return [one.value for one in fields if one.value in codes]
        if kind == "select":
            places = {f"{place}:{one}" for place, one in enumerate(codes, start=1)}
            wanted = {*codes, *places} if len(fields) > 1 else {*codes}
            return [one for some in fields for one in some.options if one in wanted]
        return codes or [""]

    def _said(self, name: str) -> object:
        """The answer under the name of a field."""
        address = re.sub(
            r"\.([0-9a-f]+)\.", lambda sign: chr(int(sign[1], 16)), name[len(PREFIX) :]
        )
        has_own_words = address.endswith(OWN_WORDS)
        steps = re.split(r"\]?\.|\[", address.removesuffix(OWN_WORDS))
        found: object = self._answers
        for at, step in enumerate(steps):
            if isinstance(found, list):
                found = found[int(step)] if int(step) < len(found) else NOTHING
            elif isinstance(found, Mapping):
                end = COMMENT if has_own_words and at == len(steps) - 1 else ""
                key = self._keys.get(step, step) + end
                found = found.get(key, found.get(step + end, NOTHING))
        return found


def _keys(survey: Survey) -> Iterator[tuple[str, str]]:
    """Where answers are stored, by the names of questions, those inside others included."""
    for name, question in survey.questions.items():
        yield name, question.key
        if isinstance(question, Composite):
            yield from _keys(question.template)


def _left(one: Field) -> list[str]:
    """What a browser sends of a field that nobody has touched."""
    if one.kind == "select":
        return [one.chosen if one.chosen is not None else one.options[0]]
    return [one.value] if one.kind not in ("radio", "checkbox") or one.ticked else []


def file_like(told: Mapping[str, Any]) -> tuple[BytesIO, str]:
    """A file like the one that an answer tells of."""
    kinds = {
        "image/jpeg": sample_files.picture(),
        "image/png": sample_files.picture("PNG"),
        "application/pdf": sample_files.PDF,
    }
    return BytesIO(kinds[told["type"]]), told["name"]


def _guessed(fields: list[Field]) -> list[str]:
    """Something that a field takes: its first choice, its least number, what looks like it."""
    kind, given = fields[0].kind, fields[0].given
    if kind in ("radio", "checkbox"):
        return [fields[0].value]
    if kind == "select":
        offered = [one.options[at + 1 :][:1] for at, one in enumerate(fields)]
        return [value for one in offered for value in one]
    if any(one.value for one in fields):
        return [one.value for one in fields]
    ends = (given.get("min"), given.get("max"))
    typed = TYPED.get(given.get("type", ""), "3" if given.get("inputmode") else "Words")
    return [(ends[at % 2] or typed) for at, _ in enumerate(fields)]


__all__ = ["Filling", "Sheet", "file_like"]
