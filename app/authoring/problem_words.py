"""What is wrong with a definition or its settings, in the language of the page.

The engine names problems in English, as commands print them. Those that authors meet in the
browser are here as messages to be translated; all others are told as the engine tells them.
"""

import re
from functools import lru_cache

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.authoring.doubts import Doubt, DoubtKind

N_ = str
"""Marks a message that is translated where it is used."""

REASONS = (
    N_("no question or value is called %(name)s"),
    N_("no question is called %(name)s"),
    N_("no page or panel is called %(name)s"),
    N_("no question with choices is called %(name)s"),
    N_("nothing is called %(name)s"),
    N_("no question is named %(name)s"),
    N_("these follow from each other in a circle: %(names)s"),
    N_("the name %(name)s is there twice"),
    N_("the value %(name)s is there twice"),
    N_("%(name)s has a meaning of its own"),
    N_("there is no name"),
    N_("there is no title"),
    N_("there are no questions"),
    N_("there are no pages"),
    N_("there is nothing to choose"),
    N_("there are no rows"),
    N_("there are no items"),
    N_("there are no elements"),
    N_("there is nothing to show"),
    N_("there is no picture"),
    N_("the picture has no text"),
    N_("there is nothing to compute"),
    N_("there is no expression"),
    N_("the expression is missing"),
    N_("the choice has no usable value"),
    N_("the text is too long"),
    N_("the scale is too long"),
    N_("the number is out of range"),
    N_("not a whole number"),
    N_("not a number"),
    N_("not a name"),
    N_("not usable as a name"),
    N_("not a regular expression: %(problem)s"),
    N_("too many elements"),
    N_("too many rows"),
    N_("too many to put into an order"),
    N_("this page has more fields than a form can send"),
    N_("where everything is ticked, this page has more fields than a form can send"),
    N_("min is greater than max"),
    N_("max is not greater than min"),
    N_("%(low)s is greater than %(high)s"),
    N_("there are fewer choices"),
    N_("choices come from each other in a circle"),
    N_("this question is never shown and never has an answer"),
    N_("this only concerns the look and is ignored"),
    N_("unknown property"),
    N_("this property is not supported"),
    N_("another site learns who looks at this picture"),
    N_("at position %(position)s of the expression: %(problem)s"),
    N_("unknown function %(name)s"),
    N_("did not expect %(found)s"),
    N_("the expression ends too early"),
    N_("the expression is too long"),
    N_("brackets are nested too deeply"),
    N_("missing"),
    N_("before the survey opens"),
    N_("a date and relative days together"),
    N_("%(name)s is not a time"),
    N_("%(name)s does not protect respondents"),
    N_("the themes are answered for by different areas"),
    N_("%(name)s can't be sent"),
    N_("%(name)s has a visibleIf of its own"),
    N_("%(name)s is not known"),
    N_("%(name)s is not a language"),
    N_("%(name)s is not the address of a picture"),
    N_("%(name)s is the value of an extra item"),
    N_("%(name)s is there twice"),
    N_("the name %(name)s is too long"),
    N_("the text in %(name)s is not a string"),
    N_("the scale has %(number)s steps"),
    N_("the scale has %(number)s values"),
    N_("unknown type %(name)s"),
    N_("the regex is missing"),
    N_("a name and an expression are needed"),
    N_("choices are passed on too often"),
    N_("every choice is ranked anyway"),
    N_("a file can't be given by a rule"),
    N_("files can only be sent by people"),
    N_("files can't be asked for in panels that people add"),
    N_("longer than the scale"),
    N_("more than %(limit)s"),
    N_("nested too deeply"),
    N_("no name of its own"),
    N_("no such column"),
    N_("no such row"),
    N_("there is no such column"),
    N_("the panels have no such question"),
    N_("not a limit"),
    N_("not a text"),
    N_("not a language"),
    N_("not a pattern"),
    N_("not a usable value"),
    N_("not an address"),
    N_("not an expression"),
    N_("not true or false"),
    N_("not a list of choices"),
    N_("not a list of columns"),
    N_("not a list of kinds of file"),
    N_("only one file can be sent"),
    N_("own words can't be stored as the answer itself"),
    N_("panels are nested too deeply"),
    N_("the expressions are too long, all together"),
    N_("the label has no value"),
    N_("the list of numbers would be too long"),
    N_("the value has no place in it"),
    N_("there are too many languages"),
    N_("there are too many pages"),
    N_("there are too many patterns"),
    N_("there is no range"),
    N_("this does not answer the question"),
    N_("too many cells for one page"),
    N_("too many questions for one page"),
    N_("too much is asked at once"),
    N_("valueTrue and valueFalse are the same"),
    N_("unknown validator"),
    N_("answers of the input type %(name)s have no order"),
)

HINTS = (
    N_("did you mean %(name)s?"),
    N_("use the name of a question"),
    N_("a condition must not depend on what it decides"),
    N_("say what the survey is about"),
    N_("rename one"),
    N_("rename it"),
    N_("give it a name of its own"),
    N_("give every choice a value of its own"),
    N_("add at least one"),
    N_("list at least one"),
    N_("list choices"),
    N_("remove it"),
    N_("it may be removed"),
    N_("swap the limits"),
    N_("write a whole number"),
    N_("complete it"),
    N_("write names as {name}"),
    N_("check the operators and brackets around it"),
    N_("a quoted text must end with its own quote and hold no other unescaped quote"),
    N_("put the text in quotes, or write the number in decimal"),
    N_("there is no `not`; write !({a} = 1)"),
    N_("write %(name)s("),
    N_("known functions: %(names)s"),
    N_("choose a later time"),
    N_("make two pages of it"),
    N_("at most %(number)s: make two pages of it"),
    N_("at most %(number)s"),
    N_("at most %(number)s characters"),
    N_("at most %(number)s steps"),
    N_("at most %(number)s in a survey"),
    N_("at most 100 characters, none of them { } or #"),
    N_("at most max less min"),
    N_("from %(low)s to %(high)s"),
    N_("one of %(names)s"),
    N_("give it one"),
    N_("add the condition"),
    N_("add the translation"),
    N_("add html"),
    N_("add imageLink"),
    N_("add expression"),
    N_("raise the limit"),
    N_("join the two"),
    N_("list what each panel asks"),
    N_("list them once"),
    N_("make them differ"),
    N_("correct the pattern"),
    N_("name a column"),
    N_("name one of them"),
    N_("name another question"),
    N_("set allowMultiple to true"),
    N_("write {0} where the value stands"),
    N_("write a number without quotes"),
    N_("write a number, or a date in quotes"),
    N_('write "https://…" or "/…"'),
    N_("use paragraphs, headings, lists, emphasis and links only"),
    N_("write it as an answer would be"),
    N_("use a code such as fi, sv or en"),
    N_("look at answers instead of properties of elements"),
    N_("at least %(number)s: a smaller group would tell who answered what"),
    N_("write both the same way"),
    N_("set inputType to number, or to a date"),
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


def has_words(text: str) -> bool:
    """Whether a reason or a hint is known here."""
    return any(_pattern(one).fullmatch(text) for one in (*REASONS, *HINTS))


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
