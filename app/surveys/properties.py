"""The kinds of property that a definition's objects have, and the reading of an object by them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from app.surveys.answers import clean
from app.surveys.expressions import Expression, ExpressionError, parse, written_names
from app.surveys.legacy import MODERN
from app.surveys.markup import forbidden
from app.surveys.problems import Findings, Refused, did_you_mean
from app.surveys.texts import Text, in_language

LONGEST_TEXT = 20_000
DEEPEST_VALUE = 5
LARGEST = 10**9
MOST_LANGUAGES = 30
MOST_EXPRESSED = 100_000

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass
class Reading:
    """What the readers of one definition share: its language, and what they found."""

    language: str
    findings: Findings = field(default_factory=Findings)
    languages: dict[str, None] = field(default_factory=dict)
    texts: list[tuple[str, Text]] = field(default_factory=list)
    expressed: int = 0
    """The characters of all expressions so far."""
    patterns: int = 0
    unread: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    """Where expressions can't be read, and the names in them."""


Read = Callable[[object, str, Reading], object]


@dataclass(frozen=True, slots=True)
class Property:
    """How a property is read, and the value it has when it is not given."""

    read: Read
    default: object = None


Table = Mapping[str, Property]

# Read by the original for its look only: accepted with a warning, without effect.
LAYOUT = frozenset({
    "width", "minWidth", "maxWidth", "colSpan", "effectiveColSpan", "indent", "innerIndent",
    "state", "titleWidth", "questionTitleWidth", "gridLayoutColumns", "questionTitleLocation",
    "questionDescriptionLocation", "questionErrorLocation", "errorLocation", "inputSize", "cols",
    "autoGrow", "allowResize", "widthMode", "fitToContainer", "headerView", "logoPosition",
    "logoWidth", "logoHeight", "logoFit", "gridLayoutEnabled", "scaleColorMode", "rateColorMode",
    "rateDescriptionLocation", "displayRateDescriptionsAsExtremeItems", "displayMode",
    "separateSpecialChoices", "itemSize", "showNumber", "hideNumber", "textWrapEnabled",
    "inputTextAlignment", "swapOrder", "allowAdaptiveActions", "progressBarLocation",
    "progressBarType", "progressBarInheritWidthFrom", "allowResizeComment", "autoGrowComment",
    "backgroundOpacity", "backgroundImageFit", "backgroundImageAttachment", "sjsVersion",
    "$schema", "textUpdateMode", "searchEnabled", "allowClear", "showTitle", "showPageTitles",
    "autoFocusFirstQuestion", "autoFocusFirstError", "tocLocation", "showTOC", "showPageNumbers",
    "hideSelectedItems", "closeOnSelect", "searchMode", "selectToRankSwapAreas",
    "selectToRankAreasLayout", "selectToRankEmptyRankedAreaText", "longTap",
    "selectToRankEmptyUnrankedAreaText", "imageFit", "imageHeight", "imageWidth", "minImageWidth",
    "minImageHeight", "maxImageWidth", "maxImageHeight", "tooltipVisibility", "tooltipFormat",
    "allowDragRange", "labelCount", "showPreview", "allowImagesPreview", "confirmDelete",
    "sourceType", "allowCameraAccess", "cameraFacingMode", "fileOrPhotoPlaceholder",
    "photoPlaceholder", "filePlaceholder", "waitForUpload", "storeDataAsText",
})  # fmt: skip

REFUSED = {
    "choicesByUrl": "choices from the network are not supported: list them under choices",
    "bindings": "bindings are not supported: use setValueExpression",
    "renderAs": "only our own rendering is supported: remove it",
    "maskType": "masks are not supported: use validators",
    "maskSettings": "masks are not supported: use validators",
    "navigateToUrl": "a survey must not redirect elsewhere: put a link in completedHtml",
    "navigateToUrlOnCondition": "a survey must not redirect: use completedHtmlOnCondition",
    "timeLimit": "timers are not supported: everyone may take the time they need",
    "timeLimitPerPage": "timers are not supported: everyone may take the time they need",
    "showTimer": "timers are not supported: everyone may take the time they need",
    "choicesLazyLoadEnabled": "lazy loading is not supported: list all choices",
    "acceptedCategories": 'name the kinds in acceptedTypes: "image/*,.pdf"',
    "correctAnswer": "quizzes are not supported: remove it",
    "allowCustomChoices": "use showOtherItem for answers of one's own",
}


def text(value: object, path: str, reading: Reading) -> Text | None:
    """A plain string or an object of strings by language; "" is no text."""
    if isinstance(value, str):
        values = {reading.language: value} if value.strip() else {}
    elif isinstance(value, Mapping):
        values = _by_language(value, reading)
    else:
        raise Refused("not a text", 'write "text" or {"default": "text", "sv": "text"}')
    if not values:
        return None
    if any(len(written) > LONGEST_TEXT for written in values.values()):
        raise Refused("the text is too long", f"at most {LONGEST_TEXT} characters")
    read = in_language(values, reading.language)
    reading.languages.update(dict.fromkeys(read.languages))
    if len(reading.languages) > MOST_LANGUAGES:
        raise Refused("there are too many languages", f"at most {MOST_LANGUAGES} in a survey")
    reading.texts.append((path, read))
    return read


def _by_language(value: Mapping[object, object], reading: Reading) -> dict[str, str]:
    values = {}
    if len(value) > MOST_LANGUAGES + 1:
        raise Refused("there are too many languages", f"at most {MOST_LANGUAGES} in a survey")
    for lang, written in value.items():
        key = reading.language if lang == "default" else lang
        if not isinstance(key, str) or not LANGUAGE.fullmatch(key):
            raise Refused(f"{lang!r} is not a language", "use codes such as fi, sv, en, or default")
        if not isinstance(written, str):
            raise Refused(f"the text in {lang!r} is not a string", 'write "text"')
        if written.strip() and (key not in values or lang != "default"):
            values[key] = written
    return values


def html(value: object, path: str, reading: Reading) -> Text | None:
    """A text of harmless HTML."""
    read = text(value, path, reading)
    for _, written in read.values if read else ():
        reason = forbidden(written)
        if reason:
            raise Refused(reason, "use paragraphs, headings, lists, emphasis and links only")
    return read


def flag(value: object, _path: str, _reading: Reading) -> bool:
    if not isinstance(value, bool):
        raise Refused("not true or false", "write true or false without quotes")
    return value


def string(value: object, _path: str, _reading: Reading) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Refused("not a string", 'write "..."')
    return value


def name(value: object, _path: str, _reading: Reading) -> str:
    """What answers and expressions call a thing: one line, no braces."""
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        raise Refused("not a name", "write a string without blanks around it")
    if len(value) > 100 or any(sign in "{}#\n\r\t" or not sign.isprintable() for sign in value):
        raise Refused("not usable as a name", "at most 100 characters, none of them { } or #")
    return value


def number(low: float = -LARGEST, high: float = LARGEST) -> Read:
    def read(value: object, _path: str, _reading: Reading) -> int | float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Refused("not a number", "write a number without quotes")
        if not low <= value <= high:
            raise Refused("the number is out of range", f"from {low} to {high}")
        return value

    return read


def whole(low: int = 0, high: int = LARGEST) -> Read:
    within = number(low, high)

    def read(value: object, _path: str, _reading: Reading) -> int:
        checked = within(value, _path, _reading)
        if checked != int(checked):  # type: ignore[call-overload]
            raise Refused("not a whole number", "write a whole number")
        return int(checked)  # type: ignore[call-overload,no-any-return]

    return read


def option(*known: object) -> Read:
    def read(value: object, _path: str, _reading: Reading) -> object:
        if not any(value is one or (value == one and type(value) is type(one)) for one in known):
            raise Refused(f"{value!r} is not known", f"one of {', '.join(map(repr, known))}")
        return value

    return read


def own_words_beside(value: object, _path: str, _reading: Reading) -> bool:
    if value is not True:
        hint = "remove it: own words stand beside the answer, where no figure counts them"
        raise Refused("own words can't be stored as the answer itself", hint)
    return True


def expression(value: object, path: str, reading: Reading) -> Expression | None:
    if not isinstance(value, str):
        raise Refused("not an expression", "write the expression as a string")
    if not value.strip():
        return None
    reading.expressed += len(value)
    if reading.expressed > MOST_EXPRESSED:
        hint = f"at most {MOST_EXPRESSED} characters in a survey"
        raise Refused("the expressions are too long, all together", hint)
    try:
        return parse(value)
    except ExpressionError as problem:
        reading.unread.append((path, written_names(value)))
        where = f"at position {problem.position + 1} of the expression: {problem.reason}"
        raise Refused(where, problem.hint) from None


def answer(value: object, _path: str, _reading: Reading) -> object:
    """Any JSON value that an answer may be."""
    if _depth(value) > DEEPEST_VALUE:
        raise Refused("the value is nested too deeply", f"at most {DEEPEST_VALUE} levels")
    return clean(value)


def _depth(value: object) -> int:
    waiting, deepest = [(value, 0)], 0
    while waiting and deepest <= DEEPEST_VALUE:
        item, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = tuple(item.values()) if isinstance(item, Mapping) else item
        if isinstance(inner, (list, tuple)):
            waiting.extend((part, depth + 1) for part in inner)
    return deepest


@lru_cache(maxsize=2_000)
def snake(written: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", written).lower()


def camel(written: str) -> str:
    head, *rest = written.split("_")
    return head + "".join(part.capitalize() for part in rest)


def read_object(
    source: Mapping[str, object], table: Table, path: str, reading: Reading, *known: str
) -> dict[str, object]:
    """The object's properties under their Python names, defaults included.

    `known` are properties read elsewhere. Everything wrong is noted in `reading`.
    """
    values = {snake(written): entry.default for written, entry in table.items()}
    for written, value in source.items():
        where = f"{path}.{written}".lstrip(".")
        meant = _meant(written, source, table)
        if meant in table:
            if meant != written:
                reading.findings.warn(where, "this is an old name", f"write {meant}")
            try:
                values[snake(meant)] = table[meant].read(value, where, reading)
            except Refused as refused:
                reading.findings.refuse(where, refused.reason, refused.hint)
        elif written not in known:
            _unknown(written, table, path, reading.findings)
    return values


def _meant(written: str, source: Mapping[str, object], table: Table) -> str:
    """The name of a property today, unless it is there under that name too."""
    modern = MODERN.get(written, written)
    return modern if written not in table and modern not in source else written


def _unknown(written: object, table: Table, path: str, findings: Findings) -> None:
    where = f"{path}.{written}".lstrip(".")
    if findings.is_full:
        return
    if written in LAYOUT:
        findings.warn(where, "this only concerns the look and is ignored", "it may be removed")
        return
    if not isinstance(written, str):
        findings.refuse(where, "not a property", "names of properties are strings")
        return
    hint = REFUSED.get(written)
    if hint is not None or written.endswith("Component"):
        findings.refuse(where, "this property is not supported", hint or "remove it")
        return
    findings.refuse(where, "unknown property", did_you_mean(written, table, "remove it"))


def frozen(entries: Mapping[str, Property]) -> Table:
    return MappingProxyType(dict(entries))
