"""Reading a definition: from JSON to a Survey, or to everything that is wrong with it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, cast

from app.core.languages import LANGUAGES
from app.surveys.carried import with_carried
from app.surveys.checks.live import live_pages
from app.surveys.checks.order import cycle, evaluation_order, jumps
from app.surveys.checks.size import cells, impossible
from app.surveys.checks.tables import MOST_ELEMENTS, PAGE, PANEL, SURVEY
from app.surveys.checks.whole import check
from app.surveys.measures import measures_of
from app.surveys.problems import DefinitionError, Problem, did_you_mean
from app.surveys.properties import (
    LANGUAGE,
    Reading,
    read_object,
)
from app.surveys.question_types.base import Question
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.known import BY_NAME
from app.surveys.structure import (
    Container,
    Element,
    Page,
    Panel,
    Survey,
)
from app.surveys.texts import Text
from app.surveys.visible_triggers import imported

MOST_BYTES = 1_000_000
DEEPEST = 6
MOST_CELLS = 5_000
LONGEST_MEASURE = 100


class _Loader:
    """One definition while it is read."""

    def __init__(self, source: Mapping[str, object], language: str) -> None:
        locale = source.get("locale")
        self.reading = Reading(locale if isinstance(locale, str) and locale else language)
        self.source = imported(source, self.reading.findings)
        self.count = 0
        self.cells = 0

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
        for name, measure in measures_of(survey).items():
            if len(name) > LONGEST_MEASURE:
                hint = f"at most {LONGEST_MEASURE} characters for question, row and column together"
                self.refuse(measure.question.path, f"the name {name!r} is too long", hint)
        if findings.problems:
            raise DefinitionError(tuple(findings.problems))
        survey = with_carried(survey)
        return replace(
            survey,
            order=evaluation_order(survey),
            jumps=jumps(survey),
            live=live_pages(survey),
            measures=measures_of(survey),
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
        if len(source) > MOST_ELEMENTS:
            self.refuse("pages", "there are too many pages", f"at most {MOST_ELEMENTS}")
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
        if self.cells > MOST_CELLS:
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
            known = [*BY_NAME, "panel"]
            hint = did_you_mean(kind, known, f"one of {', '.join(known)}")
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
            self.cells += cells(question)
            if self.cells > MOST_CELLS:
                hint = f"at most {MOST_CELLS} rows times columns in a survey"
                self.refuse(path, "too much is asked at once", hint)
            else:
                question = self.with_template(question)
        inside = impossible(question) if isinstance(question, Composite) else ()
        for written, reason, hint in (*question.own_problems(), *inside):
            if not self.reading.findings.has_refused(f"{path}.{written}"):
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
    if not _is_writable(parsed):
        raise _unreadable(
            "there is half a character or the sign zero in it", "correct the file's encoding"
        )
    return _Loader(parsed, language).survey()


def texts(
    source: Mapping[str, object], *, language: str = LANGUAGES[0]
) -> tuple[tuple[str, Text], ...]:
    """Every text of a definition with its path, in order; also where it has problems."""
    loader = _Loader(source, language)
    with suppress(DefinitionError):
        loader.survey()
    return tuple(loader.reading.texts)


def _is_writable(parsed: object) -> bool:
    """Whether all its texts can be written down again: JSON may escape half a character, and the
    sign zero, which no database keeps."""
    try:
        written = json.dumps(parsed, ensure_ascii=False, default=str)
        written.encode()
    except (UnicodeEncodeError, ValueError, RecursionError):
        return False
    return "\\u0000" not in written


def _unreadable(reason: str, hint: str) -> DefinitionError:
    return DefinitionError((Problem("survey", reason, hint),))


__all__ = ["DefinitionError", "Problem", "Survey", "load", "texts"]
