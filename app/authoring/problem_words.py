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
    gettext_noop("%(name)s can't be sent"),
    gettext_noop("%(name)s has a visibleIf of its own"),
    gettext_noop("%(name)s is not known"),
    gettext_noop("%(name)s is not a language"),
    gettext_noop("%(name)s is not the address of a picture"),
    gettext_noop("%(name)s is the value of an extra item"),
    gettext_noop("%(name)s is there twice"),
    gettext_noop("the name %(name)s is too long"),
    gettext_noop("the text in %(name)s is not a string"),
    gettext_noop("the scale has %(number)s steps"),
    gettext_noop("the scale has %(number)s values"),
    gettext_noop("unknown type %(name)s"),
    gettext_noop("the regex is missing"),
    gettext_noop("a name and an expression are needed"),
    gettext_noop("choices are passed on too often"),
    gettext_noop("every choice is ranked anyway"),
    gettext_noop("a file can't be given by a rule"),
    gettext_noop("files can only be sent by people"),
    gettext_noop("files can't be asked for in panels that people add"),
    gettext_noop("longer than the scale"),
    gettext_noop("more than %(limit)s"),
    gettext_noop("nested too deeply"),
    gettext_noop("no name of its own"),
    gettext_noop("no such column"),
    gettext_noop("no such row"),
    gettext_noop("there is no such column"),
    gettext_noop("the panels have no such question"),
    gettext_noop("not a limit"),
    gettext_noop("not a text"),
    gettext_noop("not a language"),
    gettext_noop("not a pattern"),
    gettext_noop("not a usable value"),
    gettext_noop("not an address"),
    gettext_noop("not an expression"),
    gettext_noop("not true or false"),
    gettext_noop("not a list of choices"),
    gettext_noop("not a list of columns"),
    gettext_noop("not a list of kinds of file"),
    gettext_noop("only one file can be sent"),
    gettext_noop("own words can't be stored as the answer itself"),
    gettext_noop("panels are nested too deeply"),
    gettext_noop("the expressions are too long, all together"),
    gettext_noop("the label has no value"),
    gettext_noop("the list of numbers would be too long"),
    gettext_noop("the value has no place in it"),
    gettext_noop("there are too many languages"),
    gettext_noop("there are too many pages"),
    gettext_noop("there are too many patterns"),
    gettext_noop("there is no range"),
    gettext_noop("this does not answer the question"),
    gettext_noop("too many cells for one page"),
    gettext_noop("too many questions for one page"),
    gettext_noop("too much is asked at once"),
    gettext_noop("valueTrue and valueFalse are the same"),
    gettext_noop("unknown validator"),
    gettext_noop("answers of the input type %(name)s have no order"),
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
    gettext_noop("at most %(number)s"),
    gettext_noop("at most %(number)s characters"),
    gettext_noop("at most %(number)s steps"),
    gettext_noop("at most %(number)s in a survey"),
    gettext_noop("at most 100 characters, none of them { } or #"),
    gettext_noop("at most max less min"),
    gettext_noop("from %(low)s to %(high)s"),
    gettext_noop("one of %(names)s"),
    gettext_noop("give it one"),
    gettext_noop("add the condition"),
    gettext_noop("add the translation"),
    gettext_noop("add html"),
    gettext_noop("add imageLink"),
    gettext_noop("add expression"),
    gettext_noop("raise the limit"),
    gettext_noop("join the two"),
    gettext_noop("list what each panel asks"),
    gettext_noop("list them once"),
    gettext_noop("make them differ"),
    gettext_noop("correct the pattern"),
    gettext_noop("name a column"),
    gettext_noop("name one of them"),
    gettext_noop("name another question"),
    gettext_noop("set allowMultiple to true"),
    gettext_noop("write {0} where the value stands"),
    gettext_noop("write a number without quotes"),
    gettext_noop("write a number, or a date in quotes"),
    gettext_noop('write "https://…" or "/…"'),
    gettext_noop("use paragraphs, headings, lists, emphasis and links only"),
    gettext_noop("write it as an answer would be"),
    gettext_noop("use a code such as fi, sv or en"),
    gettext_noop("look at answers instead of properties of elements"),
    gettext_noop("at least %(number)s: a smaller group would tell who answered what"),
    gettext_noop("write both the same way"),
    gettext_noop("set inputType to number, or to a date"),
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
