"""What is wrong with a definition or its settings, in the language of the page.

The engine names problems in English, as commands print them. Those that authors meet in the
browser are here as messages to be translated; all others are told as the engine tells them.
"""

import re
from functools import lru_cache

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.authoring.doubts import Doubt, DoubtKind


def gettext_noop(message: str) -> str:
    """Marks a message to be translated where it is used."""
    return message


REASONS = (
    gettext_noop("no question or value is called %(name)s"),
    gettext_noop("no question is called %(name)s"),
    gettext_noop("no page or panel is called %(name)s"),
    gettext_noop("no question with choices is called %(name)s"),
    gettext_noop("nothing is called %(name)s"),
    gettext_noop("no question is named %(name)s"),
    gettext_noop("these follow from each other in a circle: %(names)s"),
    gettext_noop("the name %(name)s is there twice"),
    gettext_noop("the value %(name)s is there twice"),
    gettext_noop("%(name)s has a meaning of its own"),
    gettext_noop("there is no name"),
    gettext_noop("there is no title"),
    gettext_noop("there are no questions"),
    gettext_noop("there are no pages"),
    gettext_noop("there is nothing to choose"),
    gettext_noop("there are no rows"),
    gettext_noop("there are no items"),
    gettext_noop("there are no elements"),
    gettext_noop("there is nothing to show"),
    gettext_noop("there is no picture"),
    gettext_noop("the picture has no text"),
    gettext_noop("there is nothing to compute"),
    gettext_noop("there is no expression"),
    gettext_noop("the expression is missing"),
    gettext_noop("the choice has no usable value"),
    gettext_noop("the text is too long"),
    gettext_noop("the scale is too long"),
    gettext_noop("the number is out of range"),
    gettext_noop("not a whole number"),
    gettext_noop("not a number"),
    gettext_noop("not a name"),
    gettext_noop("not usable as a name"),
    gettext_noop("not a regular expression: %(problem)s"),
    gettext_noop("too many elements"),
    gettext_noop("too many rows"),
    gettext_noop("too many to put into an order"),
    gettext_noop("this page has more fields than a form can send"),
    gettext_noop("where everything is ticked, this page has more fields than a form can send"),
    gettext_noop("min is greater than max"),
    gettext_noop("max is not greater than min"),
    gettext_noop("%(low)s is greater than %(high)s"),
    gettext_noop("there are fewer choices"),
    gettext_noop("choices come from each other in a circle"),
    gettext_noop("this question is never shown and never has an answer"),
    gettext_noop("this only concerns the look and is ignored"),
    gettext_noop("unknown property"),
    gettext_noop("this property is not supported"),
    gettext_noop("another site learns who looks at this picture"),
    gettext_noop("at position %(position)s of the expression: %(problem)s"),
    gettext_noop("unknown function %(name)s"),
    gettext_noop("did not expect %(found)s"),
    gettext_noop("the expression ends too early"),
    gettext_noop("the expression is too long"),
    gettext_noop("brackets are nested too deeply"),
    gettext_noop("missing"),
    gettext_noop("before the survey opens"),
    gettext_noop("a date and relative days together"),
    gettext_noop("%(name)s is not a time"),
    gettext_noop("%(name)s does not protect respondents"),
    gettext_noop("the themes are answered for by different areas"),
)

HINTS = (
    gettext_noop("did you mean %(name)s?"),
    gettext_noop("use the name of a question"),
    gettext_noop("a condition must not depend on what it decides"),
    gettext_noop("say what the survey is about"),
    gettext_noop("rename one"),
    gettext_noop("rename it"),
    gettext_noop("give it a name of its own"),
    gettext_noop("give every choice a value of its own"),
    gettext_noop("add at least one"),
    gettext_noop("list at least one"),
    gettext_noop("list choices"),
    gettext_noop("remove it"),
    gettext_noop("it may be removed"),
    gettext_noop("swap the limits"),
    gettext_noop("write a whole number"),
    gettext_noop("complete it"),
    gettext_noop("write names as {name}"),
    gettext_noop("check the operators and brackets around it"),
    gettext_noop("a quoted text must end with its own quote and hold no other unescaped quote"),
    gettext_noop("put the text in quotes, or write the number in decimal"),
    gettext_noop("there is no `not`; write !({a} = 1)"),
    gettext_noop("write %(name)s("),
    gettext_noop("known functions: %(names)s"),
    gettext_noop("choose a later time"),
    gettext_noop("make two pages of it"),
    gettext_noop("at most %(number)s: make two pages of it"),
)

DOUBTS = {
    DoubtKind.NEVER_SHOWN: _l("We found no answers with which this is ever shown."),
    DoubtKind.EMPTY: _l("There is nothing here, so residents never see it."),
    DoubtKind.SAME_TEXT: _l("Two choices have the same text: %(words)s."),
    DoubtKind.NO_ANSWER_FITS: _l("No answer can follow all rules of this question at once."),
    DoubtKind.PERSONAL: _l(
        "This seems to ask who answers, but the survey tells residents that it is anonymous."
    ),
}

DOUBT_HINTS = {
    DoubtKind.NEVER_SHOWN: _l("Look at its condition, and at those around it."),
    DoubtKind.EMPTY: _l("Add a question, or delete it."),
    DoubtKind.SAME_TEXT: _l("Nobody can tell them apart: give each a text of its own."),
    DoubtKind.NO_ANSWER_FITS: _l("Loosen one of the limits."),
    DoubtKind.PERSONAL: _l("Leave the question out, or say in the settings that it is personal."),
}


def reason(text: str) -> str:
    """A reason of the engine's in the page's language."""
    return _said(text, REASONS)


def hint(text: str) -> str:
    """A hint of the engine's in the page's language."""
    return _said(text, HINTS)


def doubt(one: Doubt) -> tuple[str, str]:
    """What is doubtful, and what to do."""
    return str(DOUBTS[one.kind]) % {"words": one.words}, str(DOUBT_HINTS[one.kind])


def _said(text: str, known: tuple[str, ...]) -> str:
    for message in sorted(known, key=lambda one: "%(" in one):
        found = _pattern(message).fullmatch(text)
        if found:
            inner = {name: _inner(name, value) for name, value in found.groupdict().items()}
            return str(gettext(message, **inner) if inner else gettext(message))
    return text


def _inner(name: str, value: str) -> str:
    """A reason inside a reason, and names without the quotes of Python."""
    if name == "problem":
        return reason(value)
    if name in ("name", "found") and len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return f"“{value[1:-1]}”"
    return value


@lru_cache(maxsize=256)
def _pattern(message: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w+)\)s", message)
    return re.compile(
        "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)),
        re.DOTALL,
    )
