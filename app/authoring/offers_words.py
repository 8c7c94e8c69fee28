"""What the properties of a definition are called in the editor, and how rare they are: data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.authoring.building_values import Kind

Said: TypeAlias = "LazyString | str"


class Group(StrEnum):
    """Where a property stands on a page: in sight, or folded with its like."""

    EVERYDAY = "everyday"
    OPTIONS = "options"
    CONDITIONS = "conditions"
    CHECKS = "checks"
    TEXTS = "texts"
    PRESET = "preset"
    LOOK = "look"
    TECHNICAL = "technical"


GROUPS: Mapping[Group, Said] = {
    Group.EVERYDAY: "",
    Group.OPTIONS: _l("Where the options come from, and in which order"),
    Group.CONDITIONS: _l("When it is asked"),
    Group.CHECKS: _l("What an answer must be"),
    Group.TEXTS: _l("Texts of buttons and messages"),
    Group.PRESET: _l("Answers that are filled in"),
    Group.LOOK: _l("How it looks"),
    Group.TECHNICAL: _l("Names and other technical things"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A property in plain words. `kind` where the way it is read does not tell it."""

    label: Said
    hint: Said = ""
    group: Group = Group.TECHNICAL
    kind: Kind | None = None


_E, _O, _C, _K = Group.EVERYDAY, Group.OPTIONS, Group.CONDITIONS, Group.CHECKS
_T, _P, _L, _X = Group.TEXTS, Group.PRESET, Group.LOOK, Group.TECHNICAL

_FORMULA = _l("An expression such as {age} >= 18. Empty: always.")

COMMON: Mapping[str, Words] = {
    "title": Words(_l("Question"), "", _E),
    "html": Words(_l("Text"), _l("Paragraphs, headings, lists and links as HTML."), _E),
    "description": Words(_l("More about it"), _l("A sentence or two, if needed."), _E, Kind.LONG),
    "isRequired": Words(_l("An answer is required"), "", _E),
    "visible": Words(_l("It is shown"), _l("Without it only a rule can bring it on."), _C),
    "visibleIf": Words(_l("Ask only if"), _FORMULA, _C),
    "enableIf": Words(_l("Can be answered only if"), _FORMULA, _C),
    "requiredIf": Words(_l("Required if"), _l("An expression. Empty: never."), _C),
    "readOnly": Words(_l("Can be read only"), "", _C),
    "requiredErrorText": Words(_l("Message when the answer is missing"), "", _T),
    "defaultValue": Words(
        _l("Answer that is chosen beforehand"), _l("The value of an option, a text, a number."), _P
    ),
    "defaultValueExpression": Words(_l("Answer beforehand, computed"), "", _P),
    "setValueIf": Words(_l("Fill in the answer when"), "", _P),
    "setValueExpression": Words(_l("Fill in this"), _l("An expression."), _P),
    "resetValueIf": Words(_l("Empty the answer when"), "", _P),
    "validators": Words(_l("Rules for the answer"), "", _K, Kind.RECORDS),
    "valueName": Words(
        _l("Store the answer under another name"), _l("Questions with the same share it."), _X
    ),
    "clearIfInvisible": Words(_l("When it is hidden, its answer"), "", _C, Kind.CHOICE),
    "showCommentArea": Words(_l("A field for a comment beside the answer"), "", _O),
    "commentText": Words(_l("Label of the comment"), "", _T),
    "commentPlaceholder": Words(_l("Example in the field of the comment"), "", _T),
    "startWithNewLine": Words(_l("Begins on a line of its own"), "", _L),
    "titleLocation": Words(_l("Where its title stands"), "", _L, Kind.CHOICE),
    "descriptionLocation": Words(_l("Where “More about it” stands"), "", _L, Kind.CHOICE),
    "useDisplayValuesInDynamicTexts": Words(
        _l("Other texts that quote the answer say what people read"), "", _X
    ),
    "defaultDisplayValue": Words(_l("What other texts say where there is no answer"), "", _T),
    "name": Words(
        _l("Technical name"), _l("Results, exports and conditions call it by this name."), _X
    ),
    "type": Words(_l("Type of question"), "", _X, Kind.CHOICE),
}

CHOOSING: Mapping[str, Words] = {
    "choices": Words(_l("Options"), _l("One on each line."), _E, Kind.LINES),
    "showOtherItem": Words(_l("Also “Other, what?” with a text of one's own"), "", _E),
    "showNoneItem": Words(_l("Also “None of these”"), "", _O),
    "showDontKnowItem": Words(_l("Also “I do not know”"), "", _O),
    "showRefuseItem": Words(_l("Also “I do not want to answer”"), "", _O),
    "showSelectAllItem": Words(_l("Also “Choose all”"), "", _O),
    "otherText": Words(_l("“Other” in your words"), "", _T),
    "noneText": Words(_l("“None of these” in your words"), "", _T),
    "dontKnowText": Words(_l("“I do not know” in your words"), "", _T),
    "refuseText": Words(_l("“I do not want to answer” in your words"), "", _T),
    "selectAllText": Words(_l("“Choose all” in your words"), "", _T),
    "otherPlaceholder": Words(_l("Example in the field of “Other”"), "", _T),
    "otherErrorText": Words(_l("Message when “Other” is left empty"), "", _T),
    "storeOthersAsComment": Words(_l("Where a text of one's own is kept"), "", _X, Kind.CHOICE),
    "choicesOrder": Words(_l("Order of the options"), "", _O, Kind.CHOICE),
    "choicesVisibleIf": Words(_l("Offer an option only if"), _l("{item} is the option."), _O),
    "choicesEnableIf": Words(
        _l("An option can be chosen only if"), _l("{item} is the option."), _O
    ),
    "choicesFromQuestion": Words(
        _l("Take the options from another question"), "", _O, Kind.QUESTION
    ),
    "choicesFromQuestionMode": Words(_l("Which of its options"), "", _O, Kind.CHOICE),
    "choiceValuesFromQuestion": Words(
        _l("Name of the question inside that gives the values"), _l("Of a list people fill in."), _O
    ),
    "choiceTextsFromQuestion": Words(
        _l("Name of the question inside that gives the texts"), _l("Of a list people fill in."), _O
    ),
    "hideIfChoicesEmpty": Words(_l("Hide the question when no option is left"), "", _O),
    "choicesMin": Words(_l("Numbers to choose from: first"), "", _O, Kind.NUMBER),
    "choicesMax": Words(_l("Numbers to choose from: last"), "", _O, Kind.NUMBER),
    "choicesStep": Words(_l("Numbers to choose from: step"), "", _O, Kind.NUMBER),
    "minSelectedChoices": Words(_l("Choose at least"), _l("0: no limit."), _K, Kind.NUMBER),
    "maxSelectedChoices": Words(_l("Choose at most"), _l("0: no limit."), _E, Kind.NUMBER),
    "selectToRankEnabled": Words(_l("People choose first which options they rank"), "", _E),
    "colCount": Words(_l("Options beside each other"), _l("On wide screens."), _L, Kind.NUMBER),
    "multiSelect": Words(_l("Several can be chosen"), "", _E),
    "showLabel": Words(_l("Show the texts of the pictures"), "", _E),
    "contentMode": Words(_l("What is shown"), "", _X, Kind.CHOICE),
    "labelTrue": Words(_l("Words for “Yes”"), "", _E),
    "labelFalse": Words(_l("Words for “No”"), "", _E),
    "valueTrue": Words(_l("Value that is stored for “Yes”"), "", _X, Kind.VALUE),
    "valueFalse": Words(_l("Value that is stored for “No”"), "", _X, Kind.VALUE),
}
