"""What the properties of the rarer types, of pages and of the whole are called in the editor."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from app.authoring.building_values import Kind
from app.authoring.offers_words import Group, Words

_E, _O, _C, _K = Group.EVERYDAY, Group.OPTIONS, Group.CONDITIONS, Group.CHECKS
_T, _P, _L, _X = Group.TEXTS, Group.PRESET, Group.LOOK, Group.TECHNICAL

WRITING: Mapping[str, Words] = {
    "inputType": Words(_l("What is written"), "", _E, Kind.CHOICE),
    "placeholder": Words(_l("Example in the empty field"), "", _T),
    "min": Words(_l("At least"), _l("A number, or a date such as 2026-01-31."), _K, Kind.VALUE),
    "max": Words(_l("At most"), _l("A number, or a date such as 2026-12-31."), _K, Kind.VALUE),
    "minValueExpression": Words(_l("At least, computed"), "", _K),
    "maxValueExpression": Words(_l("At most, computed"), "", _K),
    "minErrorText": Words(_l("Message when it is too little"), "", _T),
    "maxErrorText": Words(_l("Message when it is too much"), "", _T),
    "step": Words(_l("In steps of"), "", _K, Kind.NUMBER),
    "maxLength": Words(_l("Longest answer in characters"), _l("-1: as usual."), _K, Kind.NUMBER),
    "autocomplete": Words(
        _l("What browsers may fill in"), _l("Only for the person's own details."), _X, Kind.CHOICE
    ),
    "rateType": Words(_l("The steps are shown as"), "", _E, Kind.CHOICE),
    "rateMin": Words(_l("Lowest step"), "", _E, Kind.NUMBER),
    "rateMax": Words(_l("Highest step"), _l("Empty: five steps."), _E, Kind.NUMBER),
    "rateStep": Words(_l("From step to step"), "", _O, Kind.NUMBER),
    "rateCount": Words(_l("Number of steps"), "", _O, Kind.NUMBER),
    "rateValues": Words(
        _l("Steps with words of their own"), _l("On each line: value | text."), _O, Kind.SCALE
    ),
    "autoGenerate": Words(_l("The steps are numbers from lowest to highest"), "", _X),
    "minRateDescription": Words(_l("Words for the lowest step"), "", _E),
    "maxRateDescription": Words(_l("Words for the highest step"), "", _E),
    "sliderType": Words(_l("People choose"), "", _E, Kind.CHOICE),
    "minRangeLength": Words(_l("Shortest range"), "", _K, Kind.NUMBER),
    "maxRangeLength": Words(_l("Longest range"), "", _K, Kind.NUMBER),
    "allowSwap": Words(_l("The ends may pass each other"), "", _X),
    "customLabels": Words(
        _l("Words along the scale"), _l("On each line: value | text."), _O, Kind.SCALE
    ),
    "showLabels": Words(_l("Show words and numbers along the scale"), "", _L),
    "labelFormat": Words(_l("How values are written"), _l("Such as {0} %."), _T, Kind.TEXT),
    "allowMultiple": Words(_l("Several files"), "", _E),
    "maxFiles": Words(_l("Most files"), _l("0: as usual."), _K, Kind.NUMBER),
    "maxSize": Words(_l("Largest file in bytes"), _l("0: as usual."), _K, Kind.NUMBER),
    "acceptedTypes": Words(_l("Kinds of file"), _l("Such as image/*,.pdf"), _K, Kind.NAME),
    "imageLink": Words(_l("Address of the picture"), _l("https://… or /…"), _E, Kind.TEXT),
    "altText": Words(_l("What the picture shows"), _l("For those who cannot see it."), _E),
    "expression": Words(_l("What is computed"), _l("Such as {a} + {b}."), _E),
    "format": Words(_l("Text around the value"), _l("{0} stands for the value."), _E),
    "displayStyle": Words(_l("Shown as"), "", _L, Kind.CHOICE),
    "currency": Words(_l("Currency"), _l("Such as EUR."), _L, Kind.NAME),
    "minimumFractionDigits": Words(_l("Decimals at least"), _l("-1: as usual."), _L, Kind.NUMBER),
    "maximumFractionDigits": Words(_l("Decimals at most"), _l("-1: as usual."), _L, Kind.NUMBER),
    "useGrouping": Words(_l("Thousands are set apart"), "", _L),
    "precision": Words(_l("Rounded to decimals"), _l("-1: not rounded."), _X, Kind.NUMBER),
}

TABLES: Mapping[str, Words] = {
    "rows": Words(_l("Rows"), _l("One on each line."), _E, Kind.LINES),
    "columns": Words(_l("Columns"), _l("One on each line."), _E, Kind.LINES),
    "items": Words(_l("Fields"), _l("One on each line."), _E, Kind.LINES),
    "cellType": Words(_l("In the cells"), "", _E, Kind.CHOICE),
    "cells": Words(
        _l("Texts of single cells"),
        _l('As JSON: {"row": {"column": "text"}}'),
        _T,
        Kind.JSON,
    ),
    "eachRowRequired": Words(_l("Every row must be answered"), "", _E),
    "eachRowUnique": Words(_l("Each column can be chosen in one row only"), "", _K),
    "rowOrder": Words(_l("Order of the rows"), "", _O, Kind.CHOICE),
    "rowsVisibleIf": Words(_l("Show a row only if"), _l("{item} is the row."), _O),
    "columnsVisibleIf": Words(_l("Show a column only if"), _l("{item} is the column."), _O),
    "hideIfRowsEmpty": Words(_l("Hide the question when no row is left"), "", _O),
    "rowCount": Words(_l("Rows at first"), "", _E, Kind.NUMBER),
    "minRowCount": Words(_l("Rows at least"), "", _K, Kind.NUMBER),
    "maxRowCount": Words(_l("Rows at most"), "", _K, Kind.NUMBER),
    "panelCount": Words(_l("Entries at first"), "", _E, Kind.NUMBER),
    "minPanelCount": Words(_l("Entries at least"), "", _K, Kind.NUMBER),
    "maxPanelCount": Words(_l("Entries at most"), "", _K, Kind.NUMBER),
    "keyName": Words(
        _l("Question inside that may not be answered alike twice"), _l("Its technical name."), _K
    ),
    "keyDuplicationError": Words(_l("Message when two are alike"), "", _T),
    "isUnique": Words(_l("No two rows may have the same"), "", _K),
    "totalType": Words(_l("Below the column"), "", _O, Kind.CHOICE),
    "totalExpression": Words(_l("Below the column, computed"), "", _O),
    "totalText": Words(_l("Words for the totals"), "", _T),
    "allowAddRows": Words(_l("People may add rows"), "", _O),
    "allowRemoveRows": Words(_l("People may remove rows"), "", _O),
    "addRowText": Words(_l("Button that adds a row"), "", _T),
    "removeRowText": Words(_l("Button that removes a row"), "", _T),
    "noRowsText": Words(_l("What is said when there are no rows"), "", _T),
    "templateTitle": Words(_l("Title of each entry"), _l("Such as “Child {panelIndex}”."), _E),
    "templateDescription": Words(_l("More about each entry"), "", _T, Kind.LONG),
    "templateVisibleIf": Words(_l("Show an entry only if"), "", _O),
    "allowAddPanel": Words(_l("People may add entries"), "", _O),
    "allowRemovePanel": Words(_l("People may remove entries"), "", _O),
    "addPanelText": Words(_l("Button that adds an entry"), "", _T),
    "removePanelText": Words(_l("Button that removes an entry"), "", _T),
    "noEntriesText": Words(_l("What is said when there are no entries"), "", _T),
}

WHOLE: Mapping[str, Words] = {
    "navigationTitle": Words(_l("Short title for the way through the survey"), "", _T),
    "questionOrder": Words(_l("Order of the questions"), "", _O, Kind.CHOICE),
    "completedHtml": Words(
        _l("What is said at the end"), _l("Paragraphs and links as HTML. Empty: our thanks."), _E
    ),
    "completedHtmlOnCondition": Words(_l("Said at the end on a condition"), "", _T, Kind.RECORDS),
    "triggers": Words(_l("What happens when a condition comes true"), "", _X, Kind.RECORDS),
    "calculatedValues": Words(_l("Values that are computed"), "", _X, Kind.RECORDS),
    "clearInvisibleValues": Words(_l("When a question is hidden, its answer"), "", _X, Kind.CHOICE),
    "checkErrorsMode": Words(_l("Answers are checked"), "", _X, Kind.CHOICE),
    "showProgressBar": Words(_l("Show how far one is"), "", _L, Kind.FLAG),
    "showPreviewBeforeComplete": Words(
        _l("Show all answers before they are sent"), "", _E, Kind.CHOICE
    ),
    "previewMode": Words(_l("What is shown before sending"), "", _L, Kind.CHOICE),
    "showQuestionNumbers": Words(_l("Number the questions"), "", _L, Kind.CHOICE),
    "requiredMark": Words(_l("Mark of what is required"), "", _L, Kind.NAME),
    "pageNextText": Words(_l("Button to the next page"), "", _T),
    "pagePrevText": Words(_l("Button to the page before"), "", _T),
    "completeText": Words(_l("Button that sends the answers"), "", _T),
    "previewText": Words(_l("Button to the preview"), "", _T),
    "editText": Words(_l("Button from the preview back"), "", _T),
    "maxTextLength": Words(_l("Longest short answer"), _l("0: as usual."), _K, Kind.NUMBER),
    "maxCommentLength": Words(_l("Longest open answer"), _l("0: as usual."), _K, Kind.NUMBER),
    "includeIntoResult": Words(_l("Keep it with the answers"), "", _E),
    "setToName": Words(_l("The question that is filled in"), "", _E),
    "setValue": Words(_l("With this value"), "", _E, Kind.VALUE),
    "fromName": Words(_l("The question whose answer is copied"), "", _E),
    "gotoName": Words(_l("The question to go to"), "", _E),
    "runExpression": Words(_l("What is computed then"), "", _E),
    "value": Words(_l("Value"), _l("What is stored and counted."), _E, Kind.VALUE),
    "text": Words(_l("Text"), "", _E),
    "randomize": Words(_l("Moves when the order is random"), "", _E),
    "showValue": Words(_l("Show the number beside the text"), "", _E),
    "notificationType": Words(_l("When it is broken"), "", _E, Kind.CHOICE),
    "minValue": Words(_l("At least"), "", _E, Kind.NUMBER),
    "maxValue": Words(_l("At most"), "", _E, Kind.NUMBER),
    "minLength": Words(_l("Characters at least"), "", _E, Kind.NUMBER),
    "minCount": Words(_l("Answers at least"), "", _E, Kind.NUMBER),
    "maxCount": Words(_l("Answers at most"), "", _E, Kind.NUMBER),
    "allowDigits": Words(_l("Digits are allowed"), "", _E),
    "regex": Words(_l("Pattern (a regular expression)"), "", _E, Kind.NAME),
    "caseInsensitive": Words(_l("Large and small letters count the same"), "", _E),
}

AS_NUMBERS: Mapping[str, Words] = {
    "rows": Words(_l("Height of the field in lines"), "", _L, Kind.NUMBER),
}
"""What else a property is where it is a number and no list."""
