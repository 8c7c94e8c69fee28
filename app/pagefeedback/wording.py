"""The words of the widget, in the language of the request: short, as every page loads them."""

from flask_babel import gettext as _

from app.pagefeedback.known import AnyWidget
from app.pagefeedback.service import LONGEST_TEXT


def reactions(scale: int) -> list[str]:
    """What the buttons say, the worst first."""
    if scale == 2:
        return [_("Poor"), _("Good")]
    return [_("Poor"), _("So-so"), _("Good")]


def of_widget(widget: AnyWidget, lang: str) -> dict[str, object]:
    """What the script needs: at most 1 KB. Its names are those of assets/scripts/widget.js."""
    return {
        "lang": lang,
        "scale": widget.scale,
        "ask": _("What do you think of this page?"),
        "faces": reactions(widget.scale),
        "saved": _("Thank you, your reaction is saved."),
        "write": _("Do you also want to write?"),
        "yes": _("Yes"),
        "no": _("Not this time"),
        "label": _("What was good, or what could be better?"),
        "hint": _("Write no names or contact details. We do not answer here."),
        "warn": _("This looks like personal data. Take it out, or send again: we hide it."),
        "send": _("Send"),
        "sending": _("Sending…"),
        "empty": _("Write something first."),
        "long": _("Use at most %(number)s characters.", number=LONGEST_TEXT),
        "thanks": _("Thank you! We read every message."),
        "again": _("It was not sent. Try again."),
        "failed": _("It was not sent. Try again; what you wrote is still here."),
    }


def guidance(widget: AnyWidget) -> str:
    """What whoever speaks of danger to life is told at once: the municipality's own words, or
    the usual ones."""
    if widget.guidance:
        return str(widget.guidance)
    return str(_("Is somebody's life in danger? Call 112 now. We do not read this at once."))
