"""What can be chosen where a property knows only some values, in plain words: data."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.authoring.offers_words import Said
from app.surveys.question_types.written import AUTOCOMPLETE

_USUAL = _l("As usual")
_HIDDEN: Mapping[object, Said] = {
    "default": _l("As in the whole survey"),
    "onHidden": _l("is taken out at once"),
    "onHiddenContainer": _l("is taken out at once, with its page or group too"),
    "onComplete": _l("is taken out at the end"),
    "none": _l("is kept for good"),
}

OPTIONS: Mapping[str, Mapping[object, Said]] = {
    "inputType": {
        "text": _l("A short text"),
        "number": _l("A number"),
        "date": _l("A date"),
        "email": _l("An e-mail address"),
        "tel": _l("A phone number"),
        "url": _l("A web address"),
        "time": _l("A time of day"),
        "datetime-local": _l("A date and a time"),
        "month": _l("A month"),
    },
    "clearIfInvisible": _HIDDEN,
    "clearInvisibleValues": _HIDDEN,
    "titleLocation": {
        "default": _USUAL,
        "top": _l("Above"),
        "bottom": _l("Below"),
        "left": _l("On the left"),
        "hidden": _l("Heard, not seen"),
    },
    "descriptionLocation": {
        "default": _USUAL,
        "underTitle": _l("Under the title"),
        "underInput": _l("Under the answer"),
        "hidden": _l("Heard, not seen"),
    },
    "choicesOrder": {
        "none": _l("As written here"),
        "asc": _l("By the alphabet"),
        "desc": _l("By the alphabet, backwards"),
        "random": _l("At random, different for each person"),
    },
    "choicesFromQuestionMode": {
        "all": _l("All"),
        "selected": _l("Those that were chosen"),
        "unselected": _l("Those that were not chosen"),
    },
    "storeOthersAsComment": {"default": _USUAL, True: _l("Beside the answer")},
    "rateType": {
        "labels": _l("Numbers"),
        "stars": _l("Stars"),
        "smileys": _l("Faces"),
    },
    "sliderType": {"single": _l("One value"), "range": _l("A range from – to")},
    "contentMode": {"auto": _USUAL, "image": _l("A picture")},
    "displayStyle": {
        "none": _USUAL,
        "decimal": _l("A number"),
        "currency": _l("Money"),
        "percent": _l("Per cent"),
        "date": _l("A date"),
    },
    "cellType": {
        "radio": _l("One choice in each row"),
        "checkbox": _l("Several choices"),
        "default": _USUAL,
        "dropdown": _l("A list that opens"),
        "radiogroup": _l("One choice"),
        "text": _l("A short answer"),
        "comment": _l("An open answer"),
        "boolean": _l("Yes or no"),
        "rating": _l("A scale"),
        "expression": _l("A computed value"),
    },
    "rowOrder": {"initial": _l("As written here"), "random": _l("At random")},
    "questionOrder": {
        "default": _l("As in the whole survey"),
        "initial": _l("As written here"),
        "random": _l("At random, different for each person"),
    },
    "totalType": {
        "none": _l("Nothing"),
        "sum": _l("The sum"),
        "count": _l("How many answered"),
        "min": _l("The smallest"),
        "max": _l("The largest"),
        "avg": _l("The mean"),
    },
    "checkErrorsMode": {
        "onNextPage": _l("when a page is left"),
        "onValueChanged": _l("when an answer is given"),
        "onComplete": _l("when all is sent"),
    },
    "showPreviewBeforeComplete": {"": _l("No"), True: _l("Yes")},
    "previewMode": {
        "": _USUAL,
        "allQuestions": _l("All questions"),
        "answeredQuestions": _l("Questions with an answer"),
    },
    "showQuestionNumbers": {
        "off": _l("No"),
        "on": _l("Yes, through the whole survey"),
        "onPage": _l("Yes, on each page anew"),
        "recursive": _l("Yes, also inside groups"),
    },
    "notificationType": {
        "error": _l("the answer is not taken"),
        "warning": _l("people are warned"),
        "info": _l("people are told"),
    },
    "autocomplete": {"": _l("Nothing"), **{one: one for one in AUTOCOMPLETE.split()}},
}

RULES: Mapping[str, Mapping[str, Said]] = {
    "validators": {
        "numeric": _l("A number between limits"),
        "text": _l("A text of some length"),
        "answercount": _l("A number of answers"),
        "regex": _l("A text of a pattern"),
        "email": _l("An e-mail address"),
        "expression": _l("A condition that must hold"),
    },
    "triggers": {
        "complete": _l("The survey ends"),
        "skip": _l("People go on at another question"),
        "setvalue": _l("An answer is filled in"),
        "copyvalue": _l("An answer is copied"),
        "runexpression": _l("Something is computed"),
    },
}
"""The types of object in lists that hold several."""
