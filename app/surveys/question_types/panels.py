"""Panels that people add: paneldynamic, the same questions about each of several things."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from app.surveys.answers import Message, message
from app.surveys.expressions import Expression
from app.surveys.properties import (
    Property,
    Reading,
    Table,
    expression,
    flag,
    frozen,
    name,
    text,
    whole,
)
from app.surveys.question_types.base import QuestionState
from app.surveys.question_types.composite import Entry, ReadElement, repeats
from app.surveys.question_types.file import FileQuestion
from app.surveys.question_types.listed import MOST_FIELDS, Listed, Wording
from app.surveys.question_types.shared import SHARED
from app.surveys.structure import Element
from app.surveys.texts import Text

MOST_PANELS = 100


@dataclass(frozen=True, kw_only=True)
class PanelDynamicQuestion(Listed):
    """A list of panels: the answer is a list of objects."""

    TYPE: ClassVar[str] = "paneldynamic"
    WIDGET: ClassVar[str] = "panels"
    SCOPE: ClassVar[str] = "panel"
    INNER: ClassVar[tuple[str, ...]] = ("templateElements", "templateTitle", "templateDescription")
    PROPERTIES: ClassVar[Table] = frozen(
        {
            **SHARED,
            "templateTitle": Property(text),
            "templateDescription": Property(text),
            "templateVisibleIf": Property(expression),
            "panelCount": Property(whole(0, MOST_PANELS), 0),
            "minPanelCount": Property(whole(0, MOST_PANELS), 0),
            "maxPanelCount": Property(whole(1), MOST_PANELS),
            "keyName": Property(name, ""),
            "keyDuplicationError": Property(text),
            "allowAddPanel": Property(flag, True),
            "allowRemovePanel": Property(flag, True),
            "addPanelText": Property(text),
            "removePanelText": Property(text),
            "noEntriesText": Property(text),
        }
    )

    template_elements: tuple[Element, ...] = ()
    template_title: Text | None = None
    template_description: Text | None = None
    template_visible_if: Expression | None = None
    panel_count: int = 0
    min_panel_count: int = 0
    max_panel_count: int = MOST_PANELS
    key_name: str = ""
    key_duplication_error: Text | None = None
    allow_add_panel: bool = True
    allow_remove_panel: bool = True
    add_panel_text: Text | None = None
    remove_panel_text: Text | None = None
    no_entries_text: Text | None = None

    @classmethod
    def read_inner(
        cls, source: Mapping[str, object], path: str, reading: Reading, element: ReadElement
    ) -> dict[str, object]:
        listed = source.get("templateElements")
        inside = f"{path}.templateElements"
        if not isinstance(listed, list) or not listed:
            reading.findings.refuse(inside, "there are no elements", "list what each panel asks")
            return {}
        read = (element(one, f"{inside}[{index}]") for index, one in enumerate(listed))
        return {"template_elements": tuple(one for one in read if one is not None)}

    @property
    def least(self) -> int:
        return self.min_panel_count

    @property
    def most(self) -> int:
        return min(self.max_panel_count, MOST_PANELS)

    @property
    def at_first(self) -> int:
        return self.panel_count

    def own_problems(self) -> Iterator[tuple[str, str, str]]:
        if self.min_panel_count > self.max_panel_count:
            yield "minPanelCount", "more than maxPanelCount", "swap the limits"
        if self.key_name and self.key_name not in self.template.questions:
            yield "keyName", "the panels have no such question", "name one of them"
        if len(self.entries(None)) * len(self.template.questions) > MOST_FIELDS:
            yield "panelCount", "too many questions for one page", f"at most {MOST_FIELDS}"
        for inner in self.template.questions.values():
            if isinstance(inner, FileQuestion):
                hint = "ask for files outside of the panels"
                where = inner.path.removeprefix(f"{self.path}.")
                yield where, "files can't be asked for in panels that people add", hint

    @property
    def wording(self) -> Wording:
        return Wording(
            self.allow_add_panel,
            self.allow_remove_panel,
            self.add_panel_text,
            self.remove_panel_text,
            self.no_entries_text,
        )

    def entry_title(self, _key: str, number: int) -> str:
        return str(_("Entry %(number)s", number=number))

    def row_conditions(self) -> Iterator[tuple[str, Expression]]:
        if self.template_visible_if is not None:
            yield "templateVisibleIf", self.template_visible_if

    def inner_elements(self) -> tuple[Element, ...]:
        return self.template_elements

    def entry(self, index: int, answers: Mapping[str, object]) -> Entry:
        return Entry(
            key=str(index),
            answers=answers,
            title=self.template_title,
            visible_if=self.template_visible_if,
            names={"panelindex": index},
        )

    def faults(self, state: QuestionState) -> Iterator[tuple[str, Message]]:
        yield from super().faults(state)
        if self.key_name and self.fits(state.answer):
            entries = [one or {} for one in state.answer]  # type: ignore[attr-defined]
            if repeats(entries, self.key_name):
                own = self.key_duplication_error
                yield "unique", own.in_(state.lang).text if own else message("unique")
