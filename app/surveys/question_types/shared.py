"""The properties that questions, panels and pages share, and those of every question."""

from app.surveys.properties import (
    Property,
    Table,
    answer,
    expression,
    flag,
    frozen,
    name,
    option,
    text,
)
from app.surveys.validators import validators


def _places(*more: str) -> Property:
    return Property(option("default", *more), "default")


COMMON: Table = frozen(
    {
        "name": Property(name, ""),
        "title": Property(text),
        "description": Property(text),
        "visible": Property(flag, True),
        "visibleIf": Property(expression),
        "enableIf": Property(expression),
        "requiredIf": Property(expression),
        "isRequired": Property(flag, False),
        "requiredErrorText": Property(text),
        "readOnly": Property(flag, False),
    }
)
"""What questions, panels and pages have in common."""

SHARED: Table = frozen(
    {
        **COMMON,
        "defaultValue": Property(answer),
        "defaultValueExpression": Property(expression),
        "setValueIf": Property(expression),
        "setValueExpression": Property(expression),
        "resetValueIf": Property(expression),
        "validators": Property(validators, ()),
        "valueName": Property(name, ""),
        "clearIfInvisible": _places("none", "onComplete", "onHidden", "onHiddenContainer"),
        "showCommentArea": Property(flag, False),
        "commentText": Property(text),
        "commentPlaceholder": Property(text),
        "startWithNewLine": Property(flag, True),
        "titleLocation": _places("top", "bottom", "left", "hidden"),
        "descriptionLocation": _places("underInput", "underTitle", "hidden"),
        "useDisplayValuesInDynamicTexts": Property(flag, True),
        "defaultDisplayValue": Property(text),
    }
)
