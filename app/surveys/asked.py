"""What somebody was asked and left without an answer, by the names that tallies count by."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from app.surveys.language.scope import system_clock
from app.surveys.measure import EACH
from app.surveys.question_types.base import Question
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
    return (
        not definition.jumps
        and all(one.visible and one.visible_if is None for one in definition.containers.values())
        and all(_is_asked_always(one) for one in definition.everything)
    )


def _is_asked_always(question: Question) -> bool:
    has_choices = not getattr(question, "hide_if_choices_empty", False)
    is_shown = question.visible and question.visible_if is None
    return is_shown and has_choices and not isinstance(question, Composite)


def unanswered_in(
    definition: Definition,
    document: Mapping[str, object],
    around: Sequence[str],
    names: Mapping[str, Sequence[str]],
    *,
    now: Clock = system_clock,
) -> Iterator[list[str]]:
    """For each entry of a list (`around` leads to it) the names that were asked there, in the
    order of the document. `names` come with their paths from the survey on."""
    found = _entries(Situation(definition, document, now=now), around)
    inside = {name: path[len(around) :] for name, path in names.items()}
    for entry in found:
        yield [name for name, path in inside.items() if _was_asked(entry, path)]


def _entries(situation: Situation, path: Sequence[str]) -> Iterator[Situation]:
    """The entries of the list at the end of a path, those of all lists around it."""
    if not path:
        yield situation
        return
    key, *rest = path
    for question in situation.survey.by_key.get(key, ()):
        for entry in situation.inner.get(question.name, ()):
            if rest and rest[0] == EACH:
                yield from _entries(entry, rest[1:])
            elif rest and (rest[0] in entry.survey.by_key or entry.entry.key == rest[0]):
                yield from _entries(entry, rest if rest[0] in entry.survey.by_key else rest[1:])


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
