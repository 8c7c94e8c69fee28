"""What a definition may hold outside its questions: the survey, its pages, panels and triggers."""

from collections.abc import Callable, Mapping

from app.surveys.problems import Refused, did_you_mean
from app.surveys.properties import (
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
    own_words_beside,
    read_object,
    string,
    text,
    whole,
)
from app.surveys.question_types.shared import COMMON
from app.surveys.structure import CalculatedValue, ConditionalText, Trigger
from app.surveys.visible_triggers import is_visible_trigger

MOST_ELEMENTS = 500

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
        if is_visible_trigger(entry):
            continue  # it has become the visibleIf of what it names
        kind = entry.get("type") if isinstance(entry, Mapping) else None
        kind = kind.removesuffix("trigger") if isinstance(kind, str) else None
        if kind is None or kind not in TRIGGERS:
            hint = did_you_mean(kind or "", TRIGGERS, f"one of {', '.join(TRIGGERS)}")
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


_PREVIEWS = {
    "noPreview": "",
    "showAllQuestions": "allQuestions",
    "showAnsweredQuestions": "answeredQuestions",
}


def _preview(value: object, path: str, reading: Reading) -> str:
    """true, or what older files say at once: which questions the preview shows."""
    if isinstance(value, str):
        return _PREVIEWS[str(option(*_PREVIEWS)(value, path, reading))]
    return "allQuestions" if flag(value, path, reading) else ""


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
        "showProgressBar": Property(_progress_bar, True),
        "showPreviewBeforeComplete": Property(_preview, ""),
        "previewMode": Property(option("allQuestions", "answeredQuestions"), ""),
        "questionOrder": Property(option("initial", "random"), "initial"),
        "showQuestionNumbers": Property(_numbers, "off"),
        "requiredMark": Property(string, "*"),
        "pageNextText": Property(text),
        "pagePrevText": Property(text),
        "completeText": Property(text),
        "previewText": Property(text),
        "editText": Property(text),
        "storeOthersAsComment": Property(own_words_beside, True),
        "maxTextLength": Property(whole(), 0),
        "maxCommentLength": Property(whole(), 0),
        "readOnly": Property(flag, False),
    }
)
