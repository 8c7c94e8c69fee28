"""From a document to the codes that tallies count."""

from collections.abc import Mapping

from app.core.tally import ANSWERED
from app.surveys.language.values import is_empty
from app.surveys.measure import EACH
from app.surveys.structure import Survey as Definition


def codes(definition: Definition, document: Mapping[str, object]) -> dict[str, list[str]]:
    """Coded values by the name of what is counted, for everything that somebody answered.

    Where one code does not say it all (several choices or entries, an open text), ANSWERED stands
    among them, so that the number of people who answered can be counted.
    """
    found: dict[str, list[str]] = {}
    for name, measure in definition.measures.items():
        given = [value for value, _ in measure.answers(document) if not is_empty(value)]
        if not given:
            continue
        coded = list(dict.fromkeys(code for one in given for code in measure.question.counted(one)))
        if EACH in measure.path or not coded or any(isinstance(one, list) for one in given):
            coded.append(ANSWERED)
        found[name] = coded
    return found
