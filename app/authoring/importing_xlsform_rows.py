"""The rows of a form's survey sheet, each as the element that asks the same here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.authoring.importing import Fault, ImportRefused, Lines, Why
from app.authoring.importing_expressions import Untranslatable
from app.authoring.importing_markup import paragraphs
from app.authoring.importing_xlsform_logic import Names, bounds, expression, pattern
from app.authoring.importing_xlsform_texts import Writer, split
from app.surveys.question_types.ranking import MOST_RANKED

Element = dict[str, Any]
Row = Mapping[str, str]

MOST_CHOICES = 50_000
"""More than fit into a definition."""
YES = frozenset({"yes", "true", "true()", "1"})
NO = frozenset({"", "no", "false", "false()", "0"})
METADATA = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "audit",
        "subscriberid",
    }
    | {"simserial", "start-geopoint", "background-audio", "background-geopoint", "hidden"}
)
_WRITTEN: Mapping[str, Element] = {
    "text": {},
    "string": {},
    "integer": {"inputType": "number", "step": 1},
    "int": {"inputType": "number", "step": 1},
    "decimal": {"inputType": "number"},
    "date": {"inputType": "date"},
    "time": {"inputType": "time"},
    "datetime": {"inputType": "datetime-local"},
    "barcode": {},
}
_FILES = {"image": "image/*", "photo": "image/*", "file": ""}
_SELECT = re.compile(
    r"^(select_one|select one|select_multiple|select multiple|select1|rank)\s+(?:from\s+)?(\S+)"
    r"(?:\s+(or_other|or specify other|or other))?\s*$",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"(\w+)\s*=\s*(-?\d+(?:\.\d+)?)")
_LOOKS = ("appearance", "media::image", "media::audio", "media::video", "image", "audio", "video")


@dataclass(slots=True)
class Form:
    """What rows need to know of their form."""

    choices: Mapping[str, list[Row]]
    names: Names
    writer: Writer
    lines: Lines
    unknown: set[str] = field(default_factory=set)
    chosen: int = 0
    """Choices so far, of all questions together: a list may be used by each of them."""

    def element(self, row: Row, repeat: str) -> Element | None:
        """What a row asks; None where there is nothing such, with a line."""
        name, kind = row.get("name", ""), row.get("type", "")
        made = self._kind(kind.strip(), row, name, repeat)
        if made is None:
            return None
        found = {"type": made.pop("type"), "name": name}
        if found["type"] == "html":
            return found | made | self._shown(row, repeat)
        if found["type"] != "expression" or self.writer.text(row, "label", name, repeat):
            found["title"] = self.writer.text(row, "label", name, repeat) or name
        if (about := self.writer.text(row, "hint", name, repeat)) is not None:
            found["description"] = about
        found |= made | self._shown(row, repeat)
        if found["type"] != "expression":
            self._ask(found, row, repeat)
        self._note_looks(row, name)
        return found

    def _kind(self, kind: str, row: Row, name: str, repeat: str) -> Element | None:
        lowered = kind.lower()
        if found := _SELECT.match(kind):
            return self._select(found, row, name)
        if lowered in _WRITTEN:
            is_long = lowered == "text" and "multiline" in row.get("appearance", "")
            return {"type": "comment"} if is_long else {"type": "text", **_WRITTEN[lowered]}
        if lowered == "note":
            html = self.writer.text(row, "label", name, repeat)
            return {"type": "html", "html": _html(html)} if html else None
        if lowered in ("acknowledge", "trigger"):
            return {"type": "boolean"}
        if lowered == "range":
            return self._range(row, name)
        if lowered == "calculate":
            return self._calculated(row, name, repeat)
        if lowered in _FILES:
            kinds = {"acceptedTypes": _FILES[lowered]} if _FILES[lowered] else {}
            return {"type": "file", **kinds}
        why = Why.METADATA if lowered in METADATA else Why.TYPE_UNKNOWN
        if "file" in lowered or lowered.endswith("external"):
            why = Why.NETWORK
        self.lines.note(name or "survey", kind, why)
        return None

    def _select(self, found: re.Match[str], row: Row, name: str) -> Element | None:
        kind, list_name = found[1].lower().replace(" ", "_"), found[2]
        rows = self.choices.get(list_name, [])
        self.chosen += len(rows)
        if self.chosen > MOST_CHOICES:
            raise ImportRefused(Fault.TOO_MUCH, str(MOST_CHOICES))
        choices = []
        for one in rows:
            text = self.writer.text(one, "label", f"{list_name}: {one.get('name', '')}")
            choices.append({"value": one.get("name", ""), "text": text or one.get("name", "")})
        if not choices:
            self.lines.note(name, found[0], Why.NO_CHOICES)
            return {"type": "text"}
        if row.get("choice_filter"):
            self.lines.note(name, f"choice_filter: {row['choice_filter']}", Why.CONDITION)
        other = {"showOtherItem": True} if found[3] else {}
        order = {"choicesOrder": "random"} if "randomize=true" in row.get("parameters", "") else {}
        look = row.get("appearance", "")
        if kind == "rank" and len(choices) <= MOST_RANKED:
            return {"type": "ranking", "choices": choices, **order}
        if kind in ("select_one", "select1"):
            as_list = "minimal" in look or "autocomplete" in look
            return (
                {"type": "dropdown" if as_list else "radiogroup", "choices": choices}
                | other
                | order
            )
        return {"type": "checkbox", "choices": choices, **other, **order}

    def _range(self, row: Row, name: str) -> Element:
        given = {key: float(value) for key, value in _PARAMETER.findall(row.get("parameters", ""))}
        low, high, step = given.get("start", 1), given.get("end", 10), given.get("step", 1)
        if low == int(low) and step == 1 and high == int(high) and 1 <= high - low <= 10:
            return {"type": "rating", "rateMin": int(low), "rateMax": int(high)}
        return {"type": "slider", "min": low, "max": high, "step": step}

    def _calculated(self, row: Row, name: str, repeat: str) -> Element | None:
        written = row.get("calculation", "")
        try:
            return {
                "type": "expression",
                "expression": expression(written, self.names, repeat=repeat),
            }
        except Untranslatable:
            self.lines.note(name, written or "calculate", Why.COMPUTED)
            return None

    def _shown(self, row: Row, repeat: str) -> Element:
        said = self.condition(row, "relevant", repeat) or self.condition(row, "relevance", repeat)
        return {"visibleIf": said} if said else {}

    def condition(self, row: Row, column: str, repeat: str) -> str:
        """A condition in a column; "" where there is none, or (with a line) none to be said."""
        written = row.get(column, "")
        if not written or written.lower() in YES:
            return ""
        try:
            return expression(written, self.names, repeat=repeat)
        except Untranslatable:
            self.lines.note(row.get("name", ""), f"{column}: {written}", Why.CONDITION)
            return ""

    def _ask(self, made: Element, row: Row, repeat: str) -> None:
        name = row.get("name", "")
        required = row.get("required", "").strip()
        if required.lower() in YES:
            made["isRequired"] = True
        elif required.lower() not in NO and (said := self.condition(row, "required", repeat)):
            made["requiredIf"] = said
        if (text := self.writer.text(row, "required_message", name, repeat)) is not None:
            made["requiredErrorText"] = text
        if row.get("read_only", "").lower() in YES or row.get("readonly", "").lower() in YES:
            made["readOnly"] = True
        self._constrain(made, row, repeat)
        self._fill(made, row, repeat)

    def _constrain(self, made: Element, row: Row, repeat: str) -> None:
        written, name = row.get("constraint", ""), row.get("name", "")
        if not written:
            return
        text = self.writer.text(row, "constraint_message", name, repeat)
        if (limits := bounds(written)) and made.get("inputType") == "number":
            made |= limits
            words = {"min": "minErrorText", "max": "maxErrorText"}
            made |= {words[key]: text for key in limits if text is not None}
            return
        check: Element
        if found := pattern(written):
            check = {"type": "regex", "regex": f"^(?:{found})$"}
        else:
            try:
                said = expression(written, self.names, own=name, repeat=repeat)
            except Untranslatable:
                self.lines.note(name, f"constraint: {written}", Why.CONSTRAINT)
                return
            check = {"type": "expression", "expression": f"{{self}} empty or ({said})"}
        made["validators"] = [check | ({"text": text} if text is not None else {})]

    def _fill(self, made: Element, row: Row, repeat: str) -> None:
        written, name = row.get("default", ""), row.get("name", "")
        if not written or made["type"] in ("file", "ranking"):
            return
        if "${" in written or "(" in written:
            try:
                made["defaultValueExpression"] = expression(written, self.names, repeat=repeat)
            except Untranslatable:
                self.lines.note(name, f"default: {written}", Why.DEFAULT)
        elif made["type"] == "checkbox":
            made["defaultValue"] = written.split()
        else:
            made["defaultValue"] = (
                _number(written) if made.get("inputType") == "number" else written
            )

    def _note_looks(self, row: Row, name: str) -> None:
        for column, value in row.items():
            written = split(column)[0]
            if written.startswith("media") or column in _LOOKS[4:]:
                self.lines.note(name, f"{column}: {value}", Why.MEDIA)
            elif written == "appearance" and value not in ("multiline", "minimal", "autocomplete"):
                self.lines.note(name, f"appearance: {value}", Why.LOOK)


def _html(text: Any) -> Any:
    if isinstance(text, str):
        return paragraphs(text)
    return {lang: paragraphs(one) for lang, one in text.items()}


def _number(written: str) -> Any:
    try:
        value = float(written)
    except ValueError:
        return written
    return int(value) if value == int(value) and abs(value) < 1e15 else value
