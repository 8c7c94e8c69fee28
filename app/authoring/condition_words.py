"""Comparisons and what is wrong with a condition, in the language of the page."""

from flask_babel import lazy_gettext as _l

from app.authoring.conditions import Comparison, Joined
from app.authoring.mending import CONDITIONS
from app.authoring.subjects import SubjectKind

COMPARISONS = {
    Comparison.IS: _l("is"),
    Comparison.IS_NOT: _l("is not"),
    Comparison.CONTAINS: _l("contains"),
    Comparison.NOT_CONTAINS: _l("does not contain"),
    Comparison.ANY_OF: _l("is one of"),
    Comparison.ALL_OF: _l("contains all of"),
    Comparison.NONE_OF: _l("is none of"),
    Comparison.GREATER: _l("is greater than"),
    Comparison.AT_LEAST: _l("is at least"),
    Comparison.LESS: _l("is less than"),
    Comparison.AT_MOST: _l("is at most"),
    Comparison.EMPTY: _l("is not answered"),
    Comparison.ANSWERED: _l("is answered"),
}

OF_DATES = {
    Comparison.GREATER: _l("is later than"),
    Comparison.AT_LEAST: _l("is at the earliest"),
    Comparison.LESS: _l("is earlier than"),
    Comparison.AT_MOST: _l("is at the latest"),
}

JOINED = {
    Joined.ALL: _l("All of these hold"),
    Joined.ANY: _l("At least one of these holds"),
}

PURPOSES = dict(
    zip(
        CONDITIONS,
        (_l("Shown if"), _l("Can be answered if"), _l("Must be answered if")),
        strict=True,
    )
)

ALWAYS = dict(
    zip(
        CONDITIONS,
        (
            _l("Without a condition it is always shown."),
            _l("Without a condition it can always be answered."),
            _l("Without a condition it must be answered only where it is marked as required."),
        ),
        strict=True,
    )
)


def comparison(one: Comparison, kind: SubjectKind) -> str:
    """A comparison in the words that fit what is compared."""
    own = OF_DATES.get(one) if kind is SubjectKind.DATE else None
    return str(own or COMPARISONS[one])
