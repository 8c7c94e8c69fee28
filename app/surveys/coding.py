"""From a document to the codes that tallies count."""

from collections.abc import Mapping

from app.core.tally import ANSWERED
from app.surveys.expression_values import is_empty
from app.surveys.structure import Survey as Definition


def codes(definition: Definition, document: Mapping[str, object]) -> dict[str, list[str]]:
    """Coded values by question name, for every question that somebody answered.

    Where one code does not say it all (several choices, an open text), ANSWERED stands among
    them, so that the number of people who answered can be counted.
    """
    found: dict[str, list[str]] = {}
    for question in definition.questions.values():
        value = document.get(question.key)
        if is_empty(value) or question.formula is not None:
            continue
        coded = list(dict.fromkeys(question.coded(value)))
        if isinstance(value, list) or not coded:
            coded.append(ANSWERED)
        found[question.name] = coded
    return found
