"""Questions that can stand in any survey: what they keep, and whether two are the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.authoring import languages
from app.core.i18n import TranslatedText
from app.surveys.definition import load
from app.surveys.desk import title_of
from app.surveys.question_types.base import Question

Element = Mapping[str, Any]

_OF_THE_SURVEY = frozenset({
    "visibleIf", "enableIf", "requiredIf", "setValueIf", "setValueExpression", "resetValueIf",
    "defaultValueExpression", "minValueExpression", "maxValueExpression", "choicesVisibleIf",
    "choicesEnableIf", "rowsVisibleIf", "columnsVisibleIf", "templateVisibleIf", "valueName",
    "choicesFromQuestion", "choicesFromQuestionMode", "choiceValuesFromQuestion",
    "choiceTextsFromQuestion",
})  # fmt: skip
"""What names other questions: it stays behind."""


def elements(source: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions of a definition that may have problems, those in panels included."""
    for page in _list(source, "pages") or [dict(source)]:
        yield from _inside(page)


def _inside(container: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for one in _list(container, "elements"):
        if one.get("type") == "panel":
            yield from _inside(one)
        else:
            yield one


def _list(container: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = container.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def find(source: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    return next((one for one in elements(source) if one.get("name") == name), None)


def alone(element: Element, locale: str) -> dict[str, Any]:
    """The question as it can stand in any survey; plain texts get their language. Raises
    DefinitionError where it cannot stand alone."""
    kept = {key: value for key, value in element.items() if key not in _OF_THE_SURVEY}
    title = kept.get("title")
    if isinstance(title, str):
        kept["title"] = {locale: title}
    question_of(kept)
    return kept


def question_of(element: Element) -> Question:
    """The question that an element is; raises DefinitionError."""
    return load({"elements": [dict(element)]}).questions[str(element["name"])]


def title(element: Element) -> TranslatedText:
    """The title by language; the name where there is none."""
    texts = {"title": element.get("title"), "locale": ""}
    found = title_of(texts)
    return found if found else TranslatedText({"fi": str(element.get("name", ""))})


@dataclass(frozen=True, slots=True)
class Differences:
    """In what two questions of one name differ, though they ask the same."""

    wording: bool
    choices: bool


def compared(kept: Element, asked: Element) -> Differences | None:
    """How a question of a survey differs from the one that is kept; None where it is another."""
    if kept.get("name") != asked.get("name"):
        return None
    one, other = question_of(kept), _question(asked)
    if other is None or one.KIND is not other.KIND:
        return None
    codes = [[option.code for option in each.counted_in("fi")] for each in (one, other)]
    titles = [dict(each.title.values) if each.title else {} for each in (one, other)]
    shared = titles[0].keys() & titles[1].keys()
    differing = [lang for lang in shared if titles[0][lang] != titles[1][lang]]
    same_words = len(differing) < len(shared)
    if not same_words and not (codes[0] and set(codes[0]) == set(codes[1])):
        return None
    return Differences(wording=bool(differing), choices=set(codes[0]) != set(codes[1]))


def _question(element: Element) -> Question | None:
    try:
        return question_of({k: v for k, v in element.items() if k not in _OF_THE_SURVEY})
    except ValueError:
        return None


def in_languages_of(element: Element, source: Mapping[str, Any]) -> dict[str, Any]:
    """The question with the languages that a survey has."""
    there = [lang for lang in languages.of(source) if lang]
    found = languages.part(dict(element), there, there[0]) if there else dict(element)
    assert isinstance(found, dict), "an object stays one"
    return found


def inserted(source: dict[str, Any], element: Element, after: str) -> None:
    """Put a question after another one, or at the end of the last page."""
    for page in _list(source, "pages") or [source]:
        if _insert(page, element, after):
            return
    pages = _list(source, "pages")
    target = pages[-1] if pages else source
    target.setdefault("elements", []).append(dict(element))


def _insert(container: dict[str, Any], element: Element, after: str) -> bool:
    inside = container.get("elements")
    if not isinstance(inside, list):
        return False
    for place, one in enumerate(inside):
        if isinstance(one, dict) and one.get("name") == after:
            inside.insert(place + 1, dict(element))
            return True
        if isinstance(one, dict) and one.get("type") == "panel" and _insert(one, element, after):
            return True
    return False


def names(source: Mapping[str, Any]) -> Sequence[tuple[str, TranslatedText]]:
    """Name and title of every question, in order."""
    return [(str(one["name"]), title(one)) for one in elements(source) if one.get("name")]
