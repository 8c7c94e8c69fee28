"""LimeSurvey's types of question, each as the element that asks the same here."""

from collections.abc import Callable, Mapping
from typing import Any

from app.authoring.importing import Lines, Why
from app.authoring.importing_lss_logic import Names
from app.authoring.importing_lss_model import Answer, Question
from app.authoring.importing_lss_texts import Writer
from app.surveys.question_types.ranking import MOST_RANKED

Element = dict[str, Any]

_FIXED: Mapping[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "A": tuple((str(step), {}) for step in range(1, 6)),
    "B": tuple((str(step), {}) for step in range(1, 11)),
    "C": (
        ("Y", {"fi": "Kyllä", "sv": "Ja", "en": "Yes"}),
        ("N", {"fi": "Ei", "sv": "Nej", "en": "No"}),
        ("U", {"fi": "En osaa sanoa", "sv": "Vet inte", "en": "Uncertain"}),
    ),
    "E": (
        ("I", {"fi": "Lisääntyy", "sv": "Ökar", "en": "Increase"}),
        ("S", {"fi": "Pysyy samana", "sv": "Oförändrat", "en": "Same"}),
        ("D", {"fi": "Vähenee", "sv": "Minskar", "en": "Decrease"}),
    ),
    "G": (
        ("F", {"fi": "Nainen", "sv": "Kvinna", "en": "Female"}),
        ("M", {"fi": "Mies", "sv": "Man", "en": "Male"}),
    ),
}
"""Answers that LimeSurvey has by itself, by type."""


class Asking:
    """Makes elements of questions; `name` is what each is called here."""

    def __init__(self, writer: Writer, names: Names, lines: Lines) -> None:
        self.writer = writer
        self.names = names
        self.lines = lines
        self.kinds: Mapping[str, Callable[[Question, str], Element | None]] = {
            **dict.fromkeys("L!OG", self._one),
            **dict.fromkeys("MP", self._several),
            **dict.fromkeys("ABCEFH", self._matrix),
            **dict.fromkeys(":;1", self._grid),
            **dict.fromkeys("QK", self._items),
            **dict.fromkeys("STUN", self._written),
            "Y": self._yes_no,
            "5": self._five,
            "R": self._ranking,
            "D": self._date,
            "X": self._display,
            "*": self._equation,
            "|": self._file,
        }

    def element(self, one: Question, name: str) -> Element | None:
        """What asks the same; None where there is nothing such, with a line."""
        make = self.kinds.get(one.type)
        if make is None:
            self.lines.note(name, f"type {one.type}", Why.TYPE_UNKNOWN)
            return None
        made = make(one, name)
        if made is None:
            return None
        found = {"type": made.pop("type"), "name": name}
        if found["type"] != "html":
            found["title"] = self.writer.plain(one.texts, name) or name
            if (about := self.writer.plain(one.help, name)) is not None:
                found["description"] = about
        return found | made

    def choices(self, answers: list[Answer], name: str) -> list[Element]:
        return [
            {"value": one.code, "text": self.writer.plain(one.texts, name) or one.code}
            for one in answers
        ]

    def rows(self, subquestions: list[Question], name: str) -> list[Element]:
        return [
            {"value": one.code, "text": self.writer.plain(one.texts, name) or one.code}
            for one in subquestions
        ]

    def fixed(self, kind: str) -> list[Element]:
        """LimeSurvey's own answers, in the languages of the survey."""
        found = []
        for value, texts in _FIXED[kind]:
            own = {lang: texts.get(lang, texts["en"]) for lang in self.writer.languages if texts}
            found.append({"value": value, "text": self.writer.plain(own, value) or value})
        return found

    def _other(self, one: Question, name: str) -> Element:
        if one.row.get("other") != "Y":
            return {}
        text = self.writer.plain(one.attributes.get("other_replace_text", {}), name)
        return {"showOtherItem": True} | ({"otherText": text} if text else {})

    def _one(self, one: Question, name: str) -> Element:
        choices = self.fixed("G") if one.type == "G" else self.choices(one.answers, name)
        if not choices:
            self.lines.note(name, f"type {one.type}", Why.NO_CHOICES)
            return {"type": "text"}
        kind = "dropdown" if one.type == "!" else "radiogroup"
        more: Element = {"showCommentArea": True} if one.type == "O" else {}
        if one.attribute("random_order") == "1" or one.attribute("answer_order") == "random":
            more["choicesOrder"] = "random"
        return {"type": kind, "choices": choices, **more, **self._other(one, name)}

    def _several(self, one: Question, name: str) -> Element:
        if one.type == "P":
            self.lines.note(name, "type P", Why.COMMENTS)
        choices = self.rows(one.rows(), name)
        if not choices:
            self.lines.note(name, f"type {one.type}", Why.NO_CHOICES)
            return {"type": "text"}
        order = {"choicesOrder": "random"} if one.attribute("random_order") == "1" else {}
        limits = self._limits(one, len(choices))
        return {"type": "checkbox", "choices": choices, **order, **limits, **self._other(one, name)}

    def _limits(self, one: Question, count: int) -> Element:
        found = {}
        for theirs, ours in (("min_answers", "min"), ("max_answers", "max")):
            written = one.attribute(theirs)
            if written.isascii() and written.isdigit() and 0 < int(written) <= count:
                found[f"{ours}SelectedChoices"] = int(written)
            elif written and written != "0":
                self.lines.note(one.code, f"{theirs}: {written}", Why.CONSTRAINT)
        return found

    def _matrix(self, one: Question, name: str) -> Element:
        if one.type == "H":
            self.lines.note(name, "type H", Why.TYPE_CHANGED)
        columns = self.fixed(one.type) if one.type in _FIXED else self.choices(one.answers, name)
        found: Element = {"type": "matrix", "rows": self.rows(one.rows(), name), "columns": columns}
        if one.attribute("random_order") == "1":
            found["rowOrder"] = "random"
        return found

    def _grid(self, one: Question, name: str) -> Element:
        columns = self._scales(one, name) if one.type == "1" else self._cells(one, name)
        return {"type": "matrixdropdown", "rows": self.rows(one.rows(), name), "columns": columns}

    def _scales(self, one: Question, name: str) -> list[Element]:
        columns = []
        for scale, heading in ((0, "dualscale_headerA"), (1, "dualscale_headerB")):
            answers = [answer for answer in one.answers if answer.scale == scale]
            title = self.writer.plain(one.attributes.get(heading, {}), name)
            column: Element = {"name": f"scale{scale + 1}", "title": title or f"{scale + 1}"}
            cell = {"cellType": "dropdown", "choices": self.choices(answers, name)}
            columns.append(column | cell)
        return columns

    def _cells(self, one: Question, name: str) -> list[Element]:
        cell: Element = {"cellType": "text"}
        if one.type == ":":
            is_ticked = one.attribute("multiflexible_checkbox") == "1"
            cell = {"cellType": "boolean"} if is_ticked else {**cell, "inputType": "number"}
        return [
            {
                "name": column.code,
                "title": self.writer.plain(column.texts, name) or column.code,
                **cell,
            }
            for column in one.rows(1)
        ]

    def _items(self, one: Question, name: str) -> Element:
        number = {"inputType": "number"} if one.type == "K" else {}
        items = [
            {"name": row.code, "title": self.writer.plain(row.texts, name) or row.code, **number}
            for row in one.rows()
        ]
        return {"type": "multipletext", "items": items}

    def _written(self, one: Question, _name: str) -> Element:
        if one.type in "TU":
            return {"type": "comment"} | self._length(one)
        if one.type == "S" and one.attribute("numbers_only") != "1":
            return {"type": "text"} | self._length(one)
        found: Element = {"type": "text", "inputType": "number"}
        for theirs, ours in (("min_num_value_n", "min"), ("max_num_value_n", "max")):
            written = one.attribute(theirs)
            try:
                found |= {ours: float(written)} if written else {}
            except ValueError:
                self.lines.note(one.code, f"{theirs}: {written}", Why.CONSTRAINT)
        return found | ({"step": 1} if one.attribute("num_value_int_only") == "1" else {})

    def _length(self, one: Question) -> Element:
        written = one.attribute("maximum_chars")
        is_number = written.isascii() and written.isdigit() and 0 < int(written[:6]) < 5000
        return {"maxLength": int(written[:6])} if is_number else {}

    def _yes_no(self, _one: Question, _name: str) -> Element:
        return {"type": "boolean", "valueTrue": "Y", "valueFalse": "N"}

    def _five(self, _one: Question, _name: str) -> Element:
        return {"type": "rating", "rateMin": 1, "rateMax": 5}

    def _ranking(self, one: Question, name: str) -> Element:
        choices = self.choices(one.answers, name) or self.rows(one.rows(), name)
        if not 2 <= len(choices) <= MOST_RANKED:
            self.lines.note(name, "type R", Why.TYPE_CHANGED)
            return {"type": "checkbox", "choices": choices}
        limits = self._limits(one, len(choices))
        return {"type": "ranking", "choices": choices, **limits} | (
            {"selectToRankEnabled": True} if limits else {}
        )

    def _date(self, one: Question, _name: str) -> Element:
        has_time = "H" in one.attribute("date_format").upper()
        return {"type": "text", "inputType": "datetime-local" if has_time else "date"}

    def _display(self, one: Question, name: str) -> Element | None:
        html = self.writer.html(one.texts, name)
        return {"type": "html", "html": html} if html else None

    def _equation(self, one: Question, name: str) -> Element | None:
        return {"type": "expression", "expression": one.attribute("equation")}

    def _file(self, one: Question, _name: str) -> Element:
        most = one.attribute("max_num_of_files")
        count = min(int(most), 10) if most.isascii() and most.isdigit() and most != "0" else 1
        return {"type": "file", "allowMultiple": count > 1, "maxFiles": count}
