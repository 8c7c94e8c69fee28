"""What the types of questions are called for people."""

from flask_babel import lazy_gettext as _l

KINDS = {
    "text": _l("Short text"),
    "comment": _l("Long text"),
    "radiogroup": _l("One choice"),
    "checkbox": _l("Several choices"),
    "dropdown": _l("One choice of a list"),
    "tagbox": _l("Several choices of a list"),
    "boolean": _l("Yes or no"),
    "rating": _l("Scale"),
    "ranking": _l("Order"),
    "slider": _l("Number on a scale"),
    "matrix": _l("The same choice for each row"),
    "matrixdropdown": _l("The same questions for each row"),
    "matrixdynamic": _l("Rows that people add"),
    "paneldynamic": _l("Questions that are repeated"),
    "multipletext": _l("Several short texts"),
    "imagepicker": _l("Choice of pictures"),
    "image": _l("Picture"),
    "html": _l("Text between questions"),
    "expression": _l("Computed value"),
    "file": _l("Files"),
}
