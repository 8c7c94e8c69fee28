"""A list of questions as people write it in a document becomes a definition.

Questions are numbered or not; options are dashes, bullets, letters, boxes, indented or plain lines
below their question; headings are pages. See docs/IMPORTS.md for what is understood.
"""

from collections.abc import Sequence
from typing import Any

from app.authoring import importing_lines as lines
from app.authoring.importing import Fault, Imported, ImportRefused, Lines, Why, finish
from app.authoring.importing_asked import Asked
from app.authoring.importing_lines import Kind
from app.authoring.importing_markup import paragraphs
from app.authoring.importing_parallel import in_parallel
from app.authoring.importing_paths import element_way, named, steps, take_out
from app.authoring.importing_reading import Reader
from app.surveys.problems import Problem

MOST_CHARACTERS = 300_000
MOST_QUESTIONS = 300
PROSE_WORDS = 120


def read(text: str, *, language: str, parallel: Sequence[str] = ()) -> Imported:
    """The survey that a text describes; raises ImportRefused where there is none.

    `parallel`: the languages in which every text is written, side by side with ` / ` between them.
    """
    if len(text) > MOST_CHARACTERS:
        raise ImportRefused(Fault.TOO_LARGE, f"{MOST_CHARACTERS}")
    if "\0" in text:
        raise ImportRefused(Fault.NOT_TEXT)
    found = Reader(lines.read(text), has_parallels=len(parallel) > 1)
    found.read()
    asked = [part for one in found.sections for part in one.parts if isinstance(part, Asked)]
    if not any(line.kind is not Kind.BLANK for line in found.lines):
        raise ImportRefused(Fault.EMPTY)
    if not any(one.is_certain for one in asked):
        raise ImportRefused(Fault.NO_QUESTIONS)
    if _is_prose(found, asked):
        raise ImportRefused(Fault.NO_SURVEY)
    if len(asked) > MOST_QUESTIONS:
        raise ImportRefused(Fault.TOO_MUCH, str(MOST_QUESTIONS))
    noted = Lines()
    source = _without_braces(_definition(found, language))
    if len(parallel) > 1:
        source = in_parallel(source, tuple(parallel), noted)
    return finish(source, noted, _mend, language=language)


def _is_prose(found: Reader, asked: list[Asked]) -> bool:
    """Whether this is a text about something, with a question or two in it."""
    beside = [part for one in found.sections for part in one.parts if isinstance(part, str)]
    beside += found.intro + found.closing
    words = sum(len(text.split()) for text in beside)
    inside = sum(len(" ".join((one.title, *one.options, *one.notes)).split()) for one in asked)
    answered = any(one.options or one.blanks or one.hints.says_how for one in asked)
    return words > PROSE_WORDS and words > (12 if answered else 3) * inside


def _definition(found: Reader, language: str) -> dict[str, Any]:
    names: dict[str, object] = {}
    pages = []
    for number, section in enumerate(found.sections, 1):
        elements = []
        for place, part in enumerate(section.parts, 1):
            if isinstance(part, Asked):
                elements.append(part.element(names))
            else:
                name = f"text_{number}_{place}"
                elements.append({"type": "html", "name": name, "html": paragraphs(part)})
        page: dict[str, Any] = {"name": f"page{number}"}
        if section.title:
            page["title"] = section.title
        pages.append({**page, "elements": elements})
    source: dict[str, Any] = {"title": found.title} if found.title else {}
    if found.intro:
        source["description"] = "\n\n".join(found.intro)
    source |= {"locale": language, "pages": pages}
    if found.closing:
        source["completedHtml"] = paragraphs("\n\n".join(found.closing))
    return source


def _without_braces(value: Any) -> Any:
    """Braces would name other questions."""
    if isinstance(value, dict):
        return {key: _without_braces(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_braces(one) for one in value]
    return value.replace("{", "(").replace("}", ")") if isinstance(value, str) else value


def _mend(source: dict[str, Any], problem: Problem, noted: Lines) -> bool:
    way = element_way(source, steps(problem.path))
    where = named(source, way)
    if not take_out(source, way):
        return False
    noted.note(where or problem.path, problem.reason, Why.NOT_LOADED)
    return True
