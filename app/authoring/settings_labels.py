"""What the settings of a survey are called, and why some can't be changed any more."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

LABELS = {
    "slug": _l("Address"),
    "area": _l("Responsible area"),
    "themes": _l("Themes"),
    "objectives": _l("Objectives"),
    "question_objectives": _l("Objectives of single questions"),
    "opens": _l("Opens"),
    "closes": _l("Closes"),
    "who": _l("Who may answer"),
    "groups": _l("Groups"),
    "code": _l("Shared code"),
    "once_per_browser": _l("Once from each browser"),
    "anonymity": _l("Anonymity"),
    "min_group": _l("Smallest group that is shown"),
    "public_results": _l("Public results"),
    "retention_months": _l("Months that open answers are kept"),
    "answer_due_days": _l("Days until the answer to residents"),
    "response_cap": _l("Most answers in all"),
    "quotas": _l("Most answers of a kind"),
    "full_text": _l("Words when there is no room"),
    "short": _l("Short address"),
    "embed": _l("Web sites that show the survey"),
}


def looser(key: str) -> str:
    """Why a setting can't be changed so."""
    told: str = _why(key)
    return told


def _why(key: str) -> Any:
    match key:
        case "anonymity":
            return _("People have answered a survey that was anonymous: it has to stay so.")
        case "min_group":
            return _("People have answered and were promised this group size: it can only grow.")
        case "retention_months":
            return _("People were promised that their own words go after this time: it can't grow.")
        case "closes":
            return _("Residents have read the answer to this survey: it can't be opened again.")
        case "quotas":
            return _(
                "People have answered. A limit that is set anew or changed a little would tell how "
                "single people have answered: limits can only go, or grow by the smallest group."
            )
    return _(
        "People have answered. If those who are asked one by one were others from now on, or were "
        "not asked one by one any more, nobody could tell who had been asked, and each once."
    )


def differing(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What two settings differ in: its name, as it is, as it is wanted."""
    return [
        (str(label), _told(there.get(key)), _told(wanted.get(key)))
        for key, label in LABELS.items()
        if (there.get(key) or None) != (wanted.get(key) or None)
    ]


def _told(value: object) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_told(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_told(one) for one in value)
    return str(value)
