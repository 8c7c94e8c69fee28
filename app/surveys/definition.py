"""Reading a definition: from JSON to a Survey, or to everything that is wrong with it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

from app.core.languages import LANGUAGES
from app.surveys.definition_checks import check
from app.surveys.definition_order import cycle, evaluation_order, jumps
from app.surveys.problems import DefinitionError, Problem, Refused
from app.surveys.properties import (
    LANGUAGE,
    Property,
    Reading,
    Table,
    answer,
    expression,
    flag,
    frozen,
    html,
    name,
    option,
    read_object,
    string,
    text,
    whole,
)
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.known import BY_NAME
from app.surveys.question_types.shared import COMMON
from app.surveys.structure import (
    CalculatedValue,
    ConditionalText,
    Container,
    Element,
    Page,
    Panel,
    Survey,
    Trigger,
)

MOST_BYTES = 1_000_000
MOST_ELEMENTS = 500
DEEPEST = 6

_CONTAINER: dict[str, Property] = {
    **COMMON,
    "questionOrder": Property(option("default", "initial", "random"), "default"),
}
PANEL: Table = frozen({**_CONTAINER, "startWithNewLine": Property(flag, True)})
PAGE: Table = frozen({**_CONTAINER, "navigationTitle": Property(text)})
CALCULATED: Table = frozen(
    {
        "name": Property(name, ""),
        "expression": Property(expression),
        "includeIntoResult": Property(flag, False),
    }
)
CONDITIONAL: Table = frozen({"expression": Property(expression), "html": Property(html)})
TRIGGERS: Mapping[str, Table] = {
    kind: frozen({"expression": Property(expression), **more})
    for kind, more in {
        "complete": {},
        "skip": {"gotoName": Property(name, "")},
        "setvalue": {"setToName": Property(name, ""), "setValue": Property(answer)},
        "copyvalue": {"setToName": Property(name, ""), "fromName": Property(name, "")},
        "runexpression": {"setToName": Property(name, ""), "runExpression": Property(expression)},
    }.items()
}


def _list_of(table: Table, make: Callable[..., object]) -> Callable[..., tuple[object, ...]]:
    def read(value: object, path: str, reading: Reading) -> tuple[object, ...]:
        if not isinstance(value, list) or len(value) > MOST_ELEMENTS:
            raise Refused("not a list", f"a list of at most {MOST_ELEMENTS} objects")
        made = []
        for index, entry in enumerate(value):
            where = f"{path}[{index}]"
            if isinstance(entry, Mapping):
                made.append(make(**read_object(entry, table, where, reading)))
            else:
                reading.findings.refuse(where, "not an object", "write {...}")
        return tuple(made)

    return read


def _triggers(value: object, path: str, reading: Reading) -> tuple[Trigger, ...]:
    if not isinstance(value, list) or len(value) > MOST_ELEMENTS:
        raise Refused("not a list", f"a list of at most {MOST_ELEMENTS} triggers")
    made = []
    for index, entry in enumerate(value):
        where = f"{path}[{index}]"
        kind = entry.get("type") if isinstance(entry, Mapping) else None
        kind = kind.removesuffix("trigger") if isinstance(kind, str) else None
        if kind is None or kind not in TRIGGERS:
            hint = f"one of {', '.join(TRIGGERS)}; instead of visible, use visibleIf"
            reading.findings.refuse(where, "unknown trigger", hint)
            continue
        values = read_object(entry, TRIGGERS[kind], where, reading, "type")
        made.append(Trigger(type=kind, path=where, **values))  # type: ignore[arg-type]
    return tuple(made)


def _progress_bar(value: object, path: str, reading: Reading) -> bool:
    """true, or the places that older files name."""
    if isinstance(value, str):
        return option("off", "top", "bottom", "both", "aboveHeader")(value, path, reading) != "off"
    return flag(value, path, reading)


def _preview(value: object, path: str, reading: Reading) -> bool:
    if isinstance(value, str):
        known = option("noPreview", "showAllQuestions", "showAnsweredQuestions")
        return known(value, path, reading) != "noPreview"
    return flag(value, path, reading)


def _numbers(value: object, path: str, reading: Reading) -> object:
    if isinstance(value, bool):
        return "on" if value else "off"
    return option("on", "onPage", "recursive", "off")(value, path, reading)


SURVEY: Table = frozen(
    {
        "title": Property(text),
        "description": Property(text),
        "triggers": Property(_triggers, ()),
        "calculatedValues": Property(_list_of(CALCULATED, CalculatedValue), ()),
        "completedHtml": Property(html),
        "completedHtmlOnCondition": Property(_list_of(CONDITIONAL, ConditionalText), ()),
        "clearInvisibleValues": Property(
            option("none", "onComplete", "onHidden", "onHiddenContainer"), "onHidden"
        ),
        "checkErrorsMode": Property(
            option("onNextPage", "onValueChanged", "onComplete"), "onNextPage"
        ),
        "showProgressBar": Property(_progress_bar, False),
        "showPreviewBeforeComplete": Property(_preview, False),
        "questionOrder": Property(option("initial", "random"), "initial"),
        "showQuestionNumbers": Property(_numbers, "off"),
        "requiredMark": Property(string, "*"),
        "pageNextText": Property(text),
        "pagePrevText": Property(text),
        "completeText": Property(text),
        "previewText": Property(text),
        "editText": Property(text),
        "storeOthersAsComment": Property(option(True), True),
        "maxTextLength": Property(whole(), 0),
        "maxCommentLength": Property(whole(), 0),
        "readOnly": Property(flag, False),
    }
)


class _Loader:
    """One definition while it is read."""

    def __init__(self, source: Mapping[str, object], language: str) -> None:
        self.source = source
        locale = source.get("locale")
        self.reading = Reading(locale if isinstance(locale, str) and locale else language)
        self.count = 0

    def refuse(self, path: str, reason: str, hint: str) -> None:
        self.reading.findings.refuse(path, reason, hint)

    def survey(self) -> Survey:
        known = ("locale", "pages", "elements")
        locale = self.source.get("locale", "")
        if not isinstance(locale, str) or (locale and not LANGUAGE.fullmatch(locale)):
            self.refuse("locale", "not a language", "use a code such as fi, sv or en")
        values = read_object(self.source, SURVEY, "", self.reading, *known)
        pages = self.pages()
        findings = self.reading.findings
        survey = Survey(
            language=self.reading.language,
            languages=self.languages(),
            pages=pages,
            **cast(dict[str, Any], values),
        )
        check(survey, self.reading)
        for path, shown in self.reading.texts:
            missing = [lang for lang in survey.languages if lang not in shown.languages]
            if missing:
                findings.warn(path, f"no text in {', '.join(missing)}", "add the translation")
        if findings.problems:
            raise DefinitionError(tuple(findings.problems))
        return replace(
            survey,
            order=evaluation_order(survey),
            jumps=jumps(survey),
            warnings=tuple(findings.warnings),
        )

    def languages(self) -> tuple[str, ...]:
        """The languages of its texts, its own first."""
        own, found = self.reading.language, self.reading.languages
        first = [own] if own in found or not found else []
        return (*first, *(lang for lang in found if lang != own))

    def pages(self) -> tuple[Page, ...]:
        source, bare = self.source.get("pages"), self.source.get("elements")
        if source is None and bare is not None:
            source = [{"name": "page1", "elements": bare}]
        elif bare is not None:
            self.refuse("elements", "elements beside pages", "move them onto a page")
        if not isinstance(source, list) or not source:
            self.refuse("pages", "there are no pages", "add pages, or elements for a single page")
            return ()
        pages = (self.page(entry, index) for index, entry in enumerate(source))
        return tuple(page for page in pages if page is not None)

    def page(self, entry: object, index: int) -> Page | None:
        path = f"pages[{index}]" if "pages" in self.source else ""
        if not isinstance(entry, Mapping):
            self.refuse(path, "not a page", 'write {"name": ..., "elements": [...]}')
            return None
        values = read_object(entry, PAGE, path, self.reading, "elements", "type")
        values["name"] = values["name"] or f"page{index + 1}"
        return cast(Page, self.container(Page, entry, values, path, 1))

    def container(
        self, kind: type[Container], entry: Mapping[str, object], values: dict[str, object],
        path: str, depth: int,
    ) -> Container:  # fmt: skip
        source = entry.get("elements", [])
        inside = f"{path}.elements".lstrip(".")
        if not isinstance(source, list):
            self.refuse(inside, "not a list", "write [...]")
            source = []
        elif depth > DEEPEST:
            self.refuse(inside, "panels are nested too deeply", f"at most {DEEPEST} levels")
            source = []
        read = (self.element(one, f"{inside}[{at}]", depth) for at, one in enumerate(source))
        elements = tuple(element for element in read if element is not None)
        return kind(path=path or "survey", elements=elements, **cast(dict[str, Any], values))

    def element(self, entry: object, path: str, depth: int) -> Element | None:
        if depth > DEEPEST:
            self.refuse(path, "nested too deeply", f"at most {DEEPEST} levels")
            return None
        self.count += 1
        if self.count > MOST_ELEMENTS:
            if self.count == MOST_ELEMENTS + 1:
                self.refuse(path, "too many elements", f"at most {MOST_ELEMENTS} in a survey")
            return None
        kind = entry.get("type", "text") if isinstance(entry, Mapping) else None
        if not isinstance(entry, Mapping) or not isinstance(kind, str):
            self.refuse(path, "not an element", 'write {"type": ..., "name": ...}')
            return None
        if kind == "panel":
            values = read_object(entry, PANEL, path, self.reading, "elements", "type")
            self.named(values, path)
            return cast(Panel, self.container(Panel, entry, values, path, depth + 1))
        if kind not in BY_NAME:
            hint = f"one of {', '.join([*BY_NAME, 'panel'])}"
            self.refuse(f"{path}.type", f"unknown type {kind!r}", hint)
            return None
        return self.question(BY_NAME[kind], entry, path, depth)

    def question(
        self, kind: type[Question], entry: Mapping[str, object], path: str, depth: int
    ) -> Question:
        inner = kind.INNER if issubclass(kind, Composite) else ()
        values = read_object(entry, kind.PROPERTIES, path, self.reading, "type", *inner)
        self.named(values, path)
        if issubclass(kind, Composite):
            read = partial(self.element, depth=depth + 1)
            values |= kind.read_inner(entry, path, self.reading, read)
        question = kind(path=path, **cast(dict[str, Any], values))
        if isinstance(question, Composite):
            question = self.with_template(question)
        for written, reason, hint in question.own_problems():
            self.refuse(f"{path}.{written}", reason, hint)
        return question

    def with_template(self, question: Composite) -> Composite:
        """The question with its template in order, where that has one."""
        template = question.as_template(self.reading.language)
        if not cycle(template):
            template = replace(template, order=evaluation_order(template))
        return replace(question, template=template)

    def named(self, values: dict[str, object], path: str) -> None:
        if not values["name"]:
            self.refuse(f"{path}.name", "there is no name", "give it a name of its own")
            values["name"] = path


def load(source: str | bytes | Mapping[str, object], *, language: str = LANGUAGES[0]) -> Survey:
    """Read a definition (JSON text, or what it parses to); raises DefinitionError.

    `language` is that of plain texts and of "default" where the definition has no locale.
    """
    parsed: object = source
    if isinstance(source, (str, bytes)):
        if len(source) > MOST_BYTES:
            raise _unreadable("the definition is too large", f"at most {MOST_BYTES} bytes")
        try:
            parsed = json.loads(source)
        except (ValueError, RecursionError) as problem:
            raise _unreadable(f"not JSON: {problem}", "correct the file's syntax") from None
    if not isinstance(parsed, Mapping):
        raise _unreadable("not an object", "a definition is {...} with pages")
    return _Loader(parsed, language).survey()


def _unreadable(reason: str, hint: str) -> DefinitionError:
    return DefinitionError((Problem("survey", reason, hint),))


__all__ = ["DefinitionError", "Problem", "Survey", "load"]
