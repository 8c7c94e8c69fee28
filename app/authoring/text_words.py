"""What each text of a survey is, in the language of the page."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.authoring.texts import TextPlace

LABELS = {
    "title": _l("Title"),
    "description": _l("Explanation"),
    "html": _l("Text"),
    "completedHtml": _l("Closing words"),
    "requiredErrorText": _l("Said where it is not answered"),
    "placeholder": _l("Example in the field"),
    "otherText": _l("Choice of an own answer"),
    "noneText": _l("Choice of none"),
    "refuseText": _l("Choice not to answer"),
    "dontKnowText": _l("Choice not to know"),
    "otherPlaceholder": _l("Example for an own answer"),
    "commentText": _l("Question for a comment"),
    "commentPlaceholder": _l("Example for a comment"),
    "labelTrue": _l("Yes"),
    "labelFalse": _l("No"),
    "minRateDescription": _l("Lowest value"),
    "maxRateDescription": _l("Highest value"),
    "pageNextText": _l("Button: next page"),
    "pagePrevText": _l("Button: page before"),
    "completeText": _l("Button: send"),
    "previewText": _l("Button: check the answers"),
    "editText": _l("Button: change"),
    "altText": _l("The picture in words"),
    "navigationTitle": _l("Title in the navigation"),
    "templateTitle": _l("Title of each panel"),
    "templateDescription": _l("Explanation of each panel"),
    "addPanelText": _l("Button: add a panel"),
    "removePanelText": _l("Button: remove a panel"),
    "addRowText": _l("Button: add a row"),
    "removeRowText": _l("Button: remove a row"),
    "noEntriesText": _l("Said where there is nothing yet"),
    "selectAllText": _l("Choice of all"),
    "format": _l("How the value is written"),
}

ENTRIES = {
    "choices": _l("Choice"),
    "rows": _l("Row"),
    "columns": _l("Column"),
    "rateValues": _l("Step of the scale"),
    "customLabels": _l("Label of the scale"),
    "validators": _l("Said where a rule is broken"),
    "completedHtmlOnCondition": _l("Closing words on a condition"),
    "cells": _l("Text of a cell"),
}


def label(one: TextPlace) -> str:
    """What a text is; the name of its property where nobody has words for it."""
    for key, words in ENTRIES.items():
        if f".{key}[" in f".{one.path}" or f".{key}." in f".{one.path}":
            last = one.path.rpartition(".")[2]
            if last in ("text", "html") or key == "cells":
                return str(words)
    known = LABELS.get(one.written)
    return str(known) if known else gettext("Text “%(name)s”", name=one.written)
