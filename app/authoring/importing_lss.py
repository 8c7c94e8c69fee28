"""A LimeSurvey survey structure (.lss) becomes a definition, with a line for what cannot."""

import re
from collections.abc import Mapping
from typing import Any

from app.authoring import importing_lss_logic as logic
from app.authoring.importing import Fault, Imported, ImportRefused, Lines, Why, finish
from app.authoring.importing_expressions import Untranslatable
from app.authoring.importing_lss_logic import Names
from app.authoring.importing_lss_model import Group, LimeSurvey, Question, model
from app.authoring.importing_lss_questions import Asking, Element
from app.authoring.importing_lss_texts import Writer
from app.authoring.importing_mending import mend
from app.authoring.importing_names import numbered
from app.authoring.importing_xml import parse
from app.surveys.properties import LANGUAGE

MOST_QUESTIONS = 500

_BAD_NAME = re.compile(r"[{}#\s]+")
_REGEX = re.compile(r"^/(.*)/([a-z]*)$", re.DOTALL)
_FILTERS = ("array_filter", "array_filter_exclude", "exclude_all_others", "array_filter_style")
_CHECKS = (
    *("min_num_value", "max_num_value", "equals_num_value", "em_validation_sq", "date_min"),
    *("date_max", "input_mask", "multiflexible_min", "multiflexible_max"),
)
_SETTINGS = (
    "time_limit",
    "location_mapservice",
    "random_group",
    "allowed_filetypes",
    "max_filesize",
)
_SURVEY_SETTINGS = ("startdate", "expires", "assessments", "usecaptcha", "tokenanswerspersistence")
MOST_CELLS = 50_000
"""Rows times columns of all questions: more than a definition may have."""
_SKIPPED = frozenset({"", "N", "0", "none"})


def read(content: bytes) -> Imported:
    """The definition that an .lss file holds; raises ImportRefused."""
    found = model(parse(content))
    questions = [one for group in found.groups for one in group.questions]
    if not questions:
        raise ImportRefused(Fault.NO_QUESTIONS)
    if len(questions) > MOST_QUESTIONS:
        raise ImportRefused(Fault.TOO_MUCH, str(MOST_QUESTIONS))
    if sum(len(one.rows()) * (len(one.rows(1)) or 1) for one in questions) > MOST_CELLS:
        raise ImportRefused(Fault.TOO_MUCH, str(MOST_CELLS))
    lines = Lines()
    return finish(_Survey(found, questions, lines).source(), lines, mend, language=_language(found))


def _language(found: LimeSurvey) -> str:
    return _languages(found)[0]


def _languages(found: LimeSurvey) -> tuple[str, ...]:
    """The codes as ours are: `de-informal` is `de`."""
    known = [lang for lang in found.languages if LANGUAGE.fullmatch(lang) and len(lang) < 6]
    return tuple(known) or (found.language[:2].lower() or "en",)


class _Survey:
    def __init__(self, found: LimeSurvey, questions: list[Question], lines: Lines) -> None:
        self.found = found
        self.lines = lines
        self.called = self._called(questions)
        self.names = Names(questions, self.called)
        self.writer = Writer(_languages(found), self.names, lines)
        self.asking = Asking(self.writer, self.names, lines)

    def _called(self, questions: list[Question]) -> Mapping[str, str]:
        """What each question is called here, by its id."""
        taken: dict[str, str] = {}
        for one in questions:
            name = numbered(_BAD_NAME.sub("_", one.code)[:80] or f"q{one.id}", taken.values())
            taken[one.id] = name
            if name != one.code:
                self.lines.note(one.code or one.id, name, Why.NAME_CHANGED)
        return taken

    def source(self) -> dict[str, Any]:
        texts = {
            key: {lang: row.get(f"surveyls_{key}", "") for lang, row in self.found.words.items()}
            for key in ("title", "description", "welcometext", "endtext")
        }
        about = {
            lang: "\n\n".join(filter(None, (texts["description"].get(lang), text)))
            for lang, text in texts["welcometext"].items()
        }
        written = {
            "title": self.writer.plain(texts["title"], "title"),
            "description": self.writer.plain(about, "welcometext"),
            "completedHtml": self.writer.html(texts["endtext"], "endtext"),
        }
        self._note_settings()
        pages = [page for group in self.found.groups if (page := self._page(group))]
        source = {key: value for key, value in written.items() if value is not None}
        return {**source, "locale": self.writer.languages[0], "pages": pages}

    def _note_settings(self) -> None:
        for key in _SURVEY_SETTINGS:
            value = self.found.settings.get(key, "")
            if value not in _SKIPPED:
                self.lines.note("surveys", f"{key}: {value}", Why.SETTING)
        for row in self.found.words.values():
            if row.get("surveyls_url"):
                self.lines.note("surveys", f"surveyls_url: {row['surveyls_url']}", Why.SETTING)
        for quota in self.found.quotas:
            self.lines.note("quota", quota, Why.QUOTA)

    def _page(self, group: Group) -> Element | None:
        elements = [made for one in group.questions if (made := self._element(one))]
        if not elements:
            return None
        where = next(iter(group.texts.values()), f"group {group.id}")
        page: Element = {"name": f"group{group.id}"}
        if (title := self.writer.plain(group.texts, where)) is not None:
            page["title"] = title
        if (about := self.writer.plain(group.description, where)) is not None:
            page["description"] = about
        if shown := self._condition(group.relevance, where):
            page["visibleIf"] = shown
        return {**page, "elements": elements}

    def _element(self, one: Question) -> Element | None:
        name = self.called[one.id]
        made = self.asking.element(one, name)
        if made is None:
            return None
        if made["type"] == "expression" and not self._computed(made, name):
            return None
        self._ask(made, one, name)
        if shown := self._relevance(one, name):
            made["visibleIf"] = shown
        if one.attribute("hidden") == "1":
            made["visible"] = False
        self._note_attributes(one, name)
        return made

    def _ask(self, made: Element, one: Question, name: str) -> None:
        """Whether it must be answered, with what, and what is filled in beforehand."""
        if made["type"] in ("html", "expression"):
            return
        if one.row.get("mandatory") in ("Y", "S"):
            made["isRequired"] = True
            if made["type"] == "matrix":
                made["eachRowRequired"] = True
        validators = [*self._pattern(one, name), *self._check(one, name)]
        if validators:
            made["validators"] = validators
        values = {row["defaultvalue"] for row in one.defaults if row.get("defaultvalue")}
        is_plain = made["type"] in ("text", "comment", "radiogroup", "dropdown", "boolean")
        if len(values) == 1 and is_plain and not any("{" in value for value in values):
            made["defaultValue"] = values.pop()
        for value in sorted(values):
            self.lines.note(name, value, Why.DEFAULT)

    def _pattern(self, one: Question, name: str) -> list[Element]:
        written = one.row.get("preg", "")
        found = _REGEX.match(written)
        if not written:
            return []
        if found is None or set(found[2]) - {"i", "u"}:
            self.lines.note(name, written, Why.CONSTRAINT)
            return []
        case = {"caseInsensitive": True} if "i" in found[2] else {}
        return [{"type": "regex", "regex": found[1], **case}]

    def _check(self, one: Question, name: str) -> list[Element]:
        written = one.attribute("em_validation_q")
        if not written:
            return []
        try:
            said = logic.condition(written, self.names, name)
        except Untranslatable:
            self.lines.note(name, written, Why.CONSTRAINT)
            return []
        text = self.writer.plain(one.attributes.get("em_validation_q_tip", {}), name)
        found = {"type": "expression", "expression": said}
        return [found | ({"text": text} if text else {})] if said else []

    def _computed(self, made: Element, name: str) -> bool:
        written = made["expression"].strip()
        inside = written[1:-1] if written.startswith("{") and written.endswith("}") else written
        try:
            made["expression"] = logic.condition(inside.replace("-oth-", "other"), self.names)
        except Untranslatable:
            self.lines.note(name, written, Why.COMPUTED)
            return False
        return bool(made["expression"])

    def _relevance(self, one: Question, name: str) -> str:
        written = one.row.get("relevance", "")
        if one.conditions and written.strip() in logic.TRUE:
            try:
                return logic.of_conditions(one.conditions, self.names)
            except Untranslatable as reason:
                self.lines.note(name, str(reason), Why.CONDITION)
                return ""
        return self._condition(written, name)

    def _condition(self, written: str, where: str) -> str:
        try:
            return logic.condition(written.replace("-oth-", "other"), self.names)
        except Untranslatable:
            self.lines.note(where, written, Why.CONDITION)
            return ""

    def _note_attributes(self, one: Question, name: str) -> None:
        for keys, why in (
            (_FILTERS, Why.CONDITION),
            (_CHECKS, Why.CONSTRAINT),
            (_SETTINGS, Why.SETTING),
        ):
            for key in keys:
                value = one.attribute(key)
                if value not in _SKIPPED:
                    self.lines.note(name, f"{key}: {value}", why)
