"""An XLSForm becomes a definition: its groups pages and panels, its repeats repeated panels."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.authoring.importing import Fault, Imported, ImportRefused, Lines, Why, finish
from app.authoring.importing_mending import mend
from app.authoring.importing_names import numbered
from app.authoring.importing_sheets import Sheets
from app.authoring.importing_xlsform_logic import Names
from app.authoring.importing_xlsform_rows import Element, Form, Row
from app.authoring.importing_xlsform_texts import Writer, code_of, split
from app.surveys.definition import DEEPEST

MOST_ROWS = 1_000

_KNOWN = frozenset({
    "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant",
    "relevance", "constraint", "constraint_message", "calculation", "default", "appearance",
    "parameters", "choice_filter", "read_only", "readonly", "repeat_count", "media", "image",
    "audio", "video",
})  # fmt: skip
_SETTINGS = frozenset(
    {"form_title", "form_id", "title", "id_string", "version", "default_language"}
)


@dataclass(slots=True)
class Place:
    """Where elements go: a page, a panel or a repeat, which is called `repeat`."""

    kind: str
    made: Element
    elements: list[Element]
    repeat: str


def read(sheets: Sheets, *, language: str) -> Imported:
    """The definition in the sheets of a form; raises ImportRefused."""
    rows = [_plain(row) for row in sheets.get("survey", [])]
    if not any("type" in row for row in rows):
        raise ImportRefused(Fault.NO_SURVEY_SHEET)
    if len(rows) > MOST_ROWS:
        raise ImportRefused(Fault.TOO_MUCH, str(MOST_ROWS))
    lines = Lines()
    settings = (sheets.get("settings") or [{}])[0]
    default = code_of(settings.get("default_language", "")) or language
    rows = _named(rows, lines)
    names = Names(_inside(rows))
    columns = list(dict.fromkeys(name for row in rows for name in row))
    form = Form(
        _choices(sheets.get("choices", [])), names, Writer(columns, default, names, lines), lines
    )
    _note_columns(columns, settings, lines)
    source: dict[str, Any] = {"locale": form.writer.default, "pages": _Builder(form).pages(rows)}
    if title := settings.get("form_title") or settings.get("title"):
        source = {"title": title.replace("{", "(").replace("}", ")"), **source}
    return finish(source, lines, mend, language=form.writer.default)


def _plain(row: Row) -> dict[str, str]:
    """Columns in small letters but for their languages."""
    return {
        name.partition(":")[0].strip().lower() + name[len(name.partition(":")[0]) :]: value
        for name, value in row.items()
    }


def _named(rows: Sequence[dict[str, str]], lines: Lines) -> list[dict[str, str]]:
    """Every row that needs a name with one of its own."""
    taken: dict[str, None] = {}
    found = []
    for place, row in enumerate(rows):
        if "type" not in row:
            continue
        kind = row["type"].strip().lower().replace("_", " ")
        name = row.get("name", "").strip()
        if (not kind.startswith("end ") and not kind.startswith("end")) or kind == "end":
            wanted = name.replace("{", "").replace("}", "").replace("#", "")[:80].strip()
            own = numbered(wanted or f"row{place + 2}", taken)
            if own != name and name:
                lines.note(name, own, Why.NAME_CHANGED)
            taken[own] = None
            name = own
        found.append({**row, "name": name})
    return found


def _step(row: Row) -> tuple[str, str]:
    """What a row opens or closes: ("begin", "group"); ("", "") for a question."""
    words = row["type"].strip().lower().replace("_", " ").split()
    if len(words) == 2 and words[0] in ("begin", "end") and words[1] in ("group", "repeat"):
        return words[0], words[1]
    return "", ""


def _inside(rows: Sequence[Row]) -> Mapping[str, str]:
    """The innermost repeat around each question."""
    found: dict[str, str] = {}
    around: list[tuple[str, str]] = []
    for row in rows:
        step, kind = _step(row)
        if step == "begin":
            around.append((kind, row["name"]))
        elif step == "end":
            del around[-1:]
        else:
            found[row["name"]] = next(
                (name for one, name in reversed(around) if one == "repeat"), ""
            )
    return found


def _choices(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for row in map(_plain, rows):
        key = (
            row.get("list_name", row.get("list name", "")),
            row.get("name", row.get("value", "")),
        )
        if all(key) and key not in seen:
            seen.add(key)
            found[key[0]].append({**row, "name": key[1]})
    return found


def _note_columns(columns: Sequence[str], settings: Row, lines: Lines) -> None:
    for column in columns:
        if split(column)[0] not in _KNOWN:
            lines.note("survey", column, Why.UNREAD)
    for name, value in settings.items():
        if name not in _SETTINGS:
            lines.note("settings", f"{name}: {value}", Why.SETTING)


class _Builder:
    """Puts elements where the groups and repeats around them say."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.found: list[Element] = []
        self.around: list[Place] = []

    def pages(self, rows: Sequence[Row]) -> list[Element]:
        for row in rows:
            step, kind = _step(row)
            if step == "begin":
                self._open(row, kind)
            elif step == "end":
                self._close()
            else:
                repeat = self.around[-1].repeat if self.around else ""
                if (made := self.form.element(row, repeat)) is not None:
                    self._add(made)
        while self.around:
            self._close()
        return [page for page in self.found if page["elements"]]

    def _open(self, row: Row, kind: str) -> None:
        name = row["name"]
        outer = self.around[-1].repeat if self.around else ""
        made: Element = {"name": name}
        if (title := self.form.writer.text(row, "label", name, outer)) is not None:
            made["title"] = title
        if shown := self.form.condition(row, "relevant", outer):
            made["visibleIf"] = shown
        if kind == "repeat":
            made |= {"type": "paneldynamic", "panelCount": 1}
            self._count(made, row)
        elif self.around:
            made["type"] = "panel"
        if row.get("appearance") and row["appearance"] != "field-list":
            self.form.lines.note(name, f"appearance: {row['appearance']}", Why.LOOK)
        repeat = name if kind == "repeat" else outer
        self.around.append(Place(made.get("type", "page"), made, [], repeat))

    def _count(self, made: Element, row: Row) -> None:
        written = row.get("repeat_count", "")
        if written.isascii() and written.isdigit() and 0 < int(written[:4]) <= 100:
            made |= {"panelCount": int(written), "allowAddPanel": False, "allowRemovePanel": False}
        elif written:
            self.form.lines.note(row["name"], f"repeat_count: {written}", Why.COMPUTED)

    def _close(self) -> None:
        if not self.around:
            return
        place = self.around.pop()
        if not place.elements:
            return
        inside = "templateElements" if place.kind == "paneldynamic" else "elements"
        made = {**place.made, inside: place.elements}
        if place.kind == "page":
            self.found.append(made)
        elif place.kind == "panel" and len(self.around) >= DEEPEST - 1:
            self.form.lines.note(place.made["name"], "begin group", Why.NESTED)
            self.around[-1].elements.extend(place.elements)
        else:
            self._add({"type": made.pop("type"), **made})

    def _add(self, made: Element) -> None:
        """Into what is open, or else onto a page of those that stand in no group."""
        if self.around:
            self.around[-1].elements.append(made)
            return
        if not self.found or not self.found[-1]["name"].startswith("page-"):
            self.found.append({"name": f"page-{len(self.found) + 1}", "elements": []})
        self.found[-1]["elements"].append(made)
