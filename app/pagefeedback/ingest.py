"""What another site's page sends to a widget: read from its form, each fault by name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.languages import LANGUAGES
from app.core.text import tidy
from app.pagefeedback import addresses, paths
from app.pagefeedback.known import AnyWidget
from app.pagefeedback.models import LONGEST_VERSION, Viewport
from app.pagefeedback.service import LONGEST_TEXT, Seen

HONEYPOT = "website"
"""A field that no person sees; whoever fills it in fills in everything."""

TOO_QUICK_MS = 700
"""Nobody reads a page and finds the widget in less."""

_VERSION = re.compile(rf"[\w.-]{{0,{LONGEST_VERSION}}}", re.ASCII)
_LANG = re.compile(r"[a-z]{2}")

Form = Mapping[str, str]


class Fault(Exception):
    """A field that cannot be taken: its name, and why."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")


@dataclass(frozen=True, slots=True)
class Click:
    """A reaction as it was sent."""

    seen: Seen
    value: int
    is_suspect: bool


def click(form: Form, widget: AnyWidget) -> Click:
    """A reaction to a page of the widget's sites, or Fault."""
    _elapsed(form)
    return Click(
        Seen(
            url=page(form.get("page", ""), widget),
            title=form.get("title", "")[:2000],
            lang=_lang(form),
            viewport=_viewport(form),
            version=_version(form),
        ),
        value(form, widget),
        is_suspect=is_trapped(form),
    )


def value(form: Form, widget: AnyWidget) -> int:
    """The reaction itself, a whole number of the widget's scale."""
    typed = form.get("reaction", "")
    known = {str(number) for number in range(1, widget.scale + 1)}
    if typed not in known:
        raise Fault("reaction", f"A whole number from 1 to {widget.scale}.")
    return int(typed)


def page(typed: str, widget: AnyWidget) -> str:
    """The canonical address of a page of the widget's sites, without whoever it names."""
    found = addresses.canonical(typed)
    if found is None:
        raise Fault("page", "The whole address of a web page.")
    if not addresses.is_among(found, widget.origins):
        raise Fault("page", "A page of a site that has this widget.")
    return paths.without_people(found)


def text(form: Form) -> str:
    """What was written."""
    found = tidy(form.get("text", ""))
    if not found:
        raise Fault("text", "Something to read.")
    if len(found) > LONGEST_TEXT:
        raise Fault("text", f"At most {LONGEST_TEXT} characters.")
    return found


def is_trapped(form: Form) -> bool:
    """Whether the field that no person sees was filled in."""
    return bool(form.get(HONEYPOT))


def was_quick(form: Form) -> bool:
    """Whether it was sent faster than anybody reads and writes."""
    elapsed = _elapsed(form)
    return elapsed is not None and elapsed < TOO_QUICK_MS


def _elapsed(form: Form) -> int | None:
    """Milliseconds since the widget was shown, where they are told."""
    typed = form.get("elapsed", "")
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", typed):
        raise Fault("elapsed", "Milliseconds, as a whole number.")
    return int(typed)


def _lang(form: Form) -> str:
    typed = form.get("lang", "")[:2].lower()
    return typed if _LANG.fullmatch(typed) else LANGUAGES[0]


def _viewport(form: Form) -> Viewport:
    typed = form.get("viewport", "")
    if not typed:
        return Viewport.MEDIUM
    if typed not in set(Viewport):
        raise Fault("viewport", f"One of {', '.join(Viewport)}.")
    return Viewport(typed)


def _version(form: Form) -> str:
    typed = form.get("version", "")
    if not _VERSION.fullmatch(typed):
        raise Fault("version", f"At most {LONGEST_VERSION} letters, digits, dots and hyphens.")
    return typed
