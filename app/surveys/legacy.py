"""Names that properties had in older versions of the format, and what they are called now."""

from collections.abc import Mapping

MODERN: Mapping[str, str] = {
    "autoComplete": "autocomplete",
    "commentPlaceHolder": "commentPlaceholder",
    "emptyRowsText": "noRowsText",
    "hasComment": "showCommentArea",
    "hasNone": "showNoneItem",
    "hasOther": "showOtherItem",
    "hasSelectAll": "showSelectAllItem",
    "insensitive": "caseInsensitive",
    "isAllRowRequired": "eachRowRequired",
    "maxOthersLength": "maxCommentLength",
    "maximumRateDescription": "maxRateDescription",
    "mininumRateDescription": "minRateDescription",
    "optionsCaption": "placeholder",
    "otherPlaceHolder": "otherPlaceholder",
    "panelAddText": "addPanelText",
    "panelRemoveText": "removePanelText",
    "placeHolder": "placeholder",
    "questionsOrder": "questionOrder",
    "rateDisplayMode": "rateType",
    "requiredText": "requiredMark",
    "rowsOrder": "rowOrder",
    "useDisplayValuesInTitle": "useDisplayValuesInDynamicTexts",
}
