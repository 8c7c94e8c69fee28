"""What somebody was asked and left without an answer, by the names that tallies count by."""

from collections.abc import Collection, Mapping, Sequence

from app.surveys.language.scope import system_clock
from app.surveys.measure import EACH
from app.surveys.question_types.composite import Composite
from app.surveys.situation import Clock, Situation
from app.surveys.structure import Survey as Definition


def unanswered(
    definition: Definition,
    document: Mapping[str, object],
    answered: Collection[str],
    *,
    now: Clock = system_clock,
) -> list[str]:
    """Names of measures that were on the path of a document which was handed in and have no
    answer; `answered` are those that have. Whatever is in neither was not asked."""
    left = [one for name, one in definition.measures.items() if name not in answered]
    if not left or _asks_everything(definition):
        return [one.name for one in left]
    situation = Situation(definition, document, now=now)
    return [one.name for one in left if _was_asked(situation, one.path)]


def _asks_everything(definition: Definition) -> bool:
    """Whether everybody is asked all of it: nothing to evaluate then."""
    parts = [*definition.everything, *definition.containers.values()]
    return not definition.jumps and all(
        one.visible
        and one.visible_if is None
        and not isinstance(one, Composite)
        and not getattr(one, "hide_if_choices_empty", False)
        for one in parts
    )


def _was_asked(situation: Situation, path: Sequence[str]) -> bool:
    """Whether what a path leads to was visible. A list is asked as a whole, however many entries
    it has."""
    key, *inside = path
    for question in situation.survey.by_key.get(key, ()):
        if not situation.visible[question.name]:
            continue
        if not inside or inside[0] == EACH:
            return True
        if any(_was_asked_in(entry, inside) for entry in situation.inner.get(question.name, ())):
            return True
    return False


def _was_asked_in(entry: Situation, path: Sequence[str]) -> bool:
    """The same inside a question made of questions: in its one entry, or in that of a row."""
    if path[0] in entry.survey.by_key:
        return _was_asked(entry, path)
    return entry.entry.key == path[0] and len(path) > 1 and _was_asked(entry, path[1:])
