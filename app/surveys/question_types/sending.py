"""How large a form may get: the fields that it sends."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

MOST_SENT = 1_900
"""Fields of questions in one form; the service takes somewhat more, for those that are not."""


class Sent:
    """What a form sends of a question."""

    @property
    def has_comment(self) -> bool:
        raise NotImplementedError

    def form_parts(self, _value: object = None, *, most: bool = False) -> int:
        """How many fields: for sure, or (`most`) where everything is ticked. Of a question made of
        questions those of the entries in a value."""
        return 2 if self.has_comment else 1


class _Said(Protocol):
    @property
    def answers(self) -> Mapping[str, object]: ...


def parts_inside(entries: Iterable[_Said], questions: Iterable[Any], most: bool) -> int:
    """The fields of questions in entries, counted until they are too many."""
    asked, found = tuple(questions), 0
    for entry in entries:
        if found > MOST_SENT:
            break
        found += sum(one.form_parts(entry.answers.get(one.key), most=most) for one in asked)
    return found
