"""Whether everything required in a page, a panel or a list of entries is answered."""

from collections.abc import Sequence

from app.surveys.question_types.composite import PAGE, Composite
from app.surveys.standing import Standing


def is_ready(situation: Standing, name: str, index: object) -> bool:
    """Of a page or panel; of a list's entry at an index, or of all of them."""
    within = situation.within
    if within is not None and within.question.name == name and str(index) == within.entry.key:
        return _is_filled(situation, PAGE)
    asked = situation.survey.questions.get(name)
    if isinstance(asked, Composite):
        return _all_filled(situation.entries_of(asked), index)
    if name in situation.survey.containers:
        return index is None and _is_filled(situation, name)
    return within is not None and is_ready(within.outer, name, index)


def _all_filled(entries: Sequence[Standing], index: object) -> bool:
    chosen = [one for one in entries if index is None or _key(one) == str(index)]
    return bool(chosen) and all(_is_filled(one, PAGE) for one in chosen)


def _key(situation: Standing) -> str:
    return situation.within.entry.key if situation.within else ""


def _is_filled(situation: Standing, container: str) -> bool:
    inside = situation.survey.containers[container].questions
    asked = [one for one in inside if one.ANSWERED and situation.visible.get(one.name)]
    return all(
        situation.values.get(one.name) is not None or not situation.required(one) for one in asked
    )
