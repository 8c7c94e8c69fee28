"""What of a page is put in place anew after an answer: its parts, and which of them differ.

A page is cut into *slots*, which are there whether anything stands in them or not. Its form says
what stands in each by a digest, so that the server needs to remember nothing: what differs from
the page as it is now is sent, and nothing else. A form whose answer was lost just gets more.
"""

import base64
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from app.surveys.answers import control_name
from app.surveys.page_states import PageState, ordered
from app.surveys.question_types.base import ElementState, PanelState, QuestionState, answerable
from app.surveys.question_types.composite import PAGE, Composite
from app.surveys.question_types.views import (
    NOWHERE,
    EntryView,
    OptionView,
    PanelView,
    QuestionView,
    Slot,
)
from app.surveys.structure import Container, Element, Survey
from app.surveys.texts import Localised, filled

View = PanelView | QuestionView

MOST_DIGESTS = 8000
"""Kept in a process; each takes about a kilobyte."""


class Kind(StrEnum):
    """What stands in a part."""

    ELEMENT = "element"
    WORDS = "words"
    VALUE = "value"
    TOTALS = "totals"
    STEPS = "steps"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is put in place as one: where, what is there ("" where nothing is), and the
    parts inside it, which can be put in place without it."""

    id: str
    digest: str = ""
    kind: Kind = Kind.ELEMENT
    content: View | Localised | PageState | None = None
    inside: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The elements of a page, and the slots that they stand in."""

    elements: tuple[View, ...]
    slots: tuple[Slot, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(_parts(self.elements, self.slots))


# Slots


def laid_out(
    survey: Survey, page: PageState, views: Iterable[View], seed: str, refresh: str = ""
) -> Layout:
    """A page's views with the slots of all that may stand beside them; `seed` as for the page,
    `refresh`: where buttons of lists are sent to."""
    stand = _Stand(seed, refresh)
    elements = tuple(
        stand.placed(survey, state, view, "")
        for state, view in zip(page.elements, views, strict=True)
    )
    slots = stand.slots(survey, survey.containers[page.name], page.elements, "")
    return Layout(elements, slots)


@dataclass(frozen=True, slots=True)
class _Stand:
    seed: str
    refresh: str

    def slots(
        self, survey: Survey, container: Container, states: Iterable[ElementState], place: str
    ) -> tuple[Slot, ...]:
        """`place`: what stands before the names of what is asked there."""
        at = {slot_id(state, place): index for index, state in enumerate(states)}
        ids = (slot_id(one, place) for one in ordered(survey, container, self.seed))
        return tuple((id, at.get(id, NOWHERE)) for id in ids)

    def placed(self, survey: Survey, state: ElementState, view: View, place: str) -> View:
        if isinstance(state, PanelState) and isinstance(view, PanelView):
            pairs = zip(state.elements, view.elements, strict=True)
            inside = tuple(self.placed(survey, one, seen, place) for one, seen in pairs)
            container = survey.containers[state.name]
            slots = self.slots(survey, container, state.elements, place)
            return replace(view, elements=inside, slots=slots)
        if isinstance(state, QuestionState) and isinstance(view, QuestionView):
            return self._question(state, view)
        return view

    def _question(self, state: QuestionState, view: QuestionView) -> QuestionView:
        question = state.question
        if not isinstance(question, Composite) or view.widget == "matrix":
            return view
        template = question.template
        entries: list[EntryView] = []
        for entry, seen in zip(state.entries, view.entries, strict=True):
            place = question.place_of(entry.key)
            pairs = zip(entry.elements, seen.elements, strict=True)
            inside = tuple(self.placed(template, one, shown, place) for one, shown in pairs)
            slots = self.slots(template, template.containers[PAGE], entry.elements, place)
            entries.append(replace(seen, elements=inside, slots=slots))
        listed = view.listed and replace(view.listed, refresh=self.refresh)
        return replace(view, entries=tuple(entries), listed=listed)


def slot_id(element: Element | ElementState, place: str) -> str:
    """The id of where an element stands, visible or not."""
    kind = "p" if isinstance(element, (Container, PanelState)) else "s"
    return f"{kind}-{control_name(place + element.name)}"


# Parts


def _parts(elements: tuple[View, ...], slots: tuple[Slot, ...]) -> Iterator[Part]:
    for id, at in slots:
        yield Part(id) if at == NOWHERE else _part(id, elements[at])


def _part(id: str, view: View) -> Part:
    if isinstance(view, PanelView):
        inside = tuple(_parts(view.elements, view.slots))
        return Part(id, digest((view.title, view.description)), Kind.ELEMENT, view, inside)
    own = fresh_digest(_bare(view)) if view.repeats_answers else digest(_bare(view))
    return Part(id, own, Kind.ELEMENT, view, tuple(_inside(view)))


def _inside(view: QuestionView) -> Iterator[Part]:
    if view.widget == "expression":
        yield Part(view.id, fresh_digest(view.value), Kind.VALUE, view)
    for entry in view.entries:
        if entry.slots:
            yield from _words(entry)
            yield from _parts(entry.elements, entry.slots)
    if view.totals:
        yield Part(f"{view.id}-totals", fresh_digest(view.totals), Kind.TOTALS, view)


def _words(entry: EntryView) -> Iterator[Part]:
    """What an entry is called, wherever that stands, and what is said about it."""
    if entry.title.text:
        for end in ("title", "named") if entry.remove else ("title",):
            yield words(f"{entry.id}-{end}", entry.title)
    if entry.description:
        yield words(f"{entry.id}-hint", entry.description)


def words(id: str, text: Localised) -> Part:
    return Part(id, fresh_digest(text), Kind.WORDS, text)


def fresh_digest(thing: object) -> str:
    """What may hold somebody's own words is not kept."""
    found = blake2b(repr(thing).encode(), digest_size=6).digest()
    return base64.urlsafe_b64encode(found).decode()


digest = lru_cache(maxsize=MOST_DIGESTS)(fresh_digest)


def _bare(view: QuestionView) -> QuestionView:
    """A question without what people gave, and without its parts. Where it can't be answered,
    what stands in it is not theirs."""
    entries = tuple(_bare_entry(entry) for entry in view.entries)
    comment = view.comment and replace(view.comment, value="", errors=())
    listed = view.listed and replace(view.listed, done="")
    if view.read_only and not entries and view.widget != "expression":
        return replace(view, errors=())
    return replace(
        view,
        value="",
        high_value="",
        errors=(),
        options=tuple(_bare_option(option) for option in view.options),
        comment=comment,
        entries=entries,
        totals=(),
        listed=listed,
    )


def _bare_option(option: OptionView) -> OptionView:
    if not (option.checked or option.place or option.error):
        return option
    return replace(option, checked=False, place="", error="")


def _bare_entry(entry: EntryView) -> EntryView:
    """Of entries with slots only that they are there, of others (the rows of a matrix) all."""
    if not entry.slots:
        inside = tuple(
            _bare(one) if isinstance(one, QuestionView) else one for one in entry.elements
        )
        return replace(entry, elements=inside, is_new=False)
    title = replace(entry.title, text="-" if entry.title.text else "")
    about = entry.description and replace(entry.description, text="")
    return replace(entry, title=title, description=about, elements=(), slots=(), is_new=False)


# What differs


def digests(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    """What stands where, as a form says it."""
    for part in parts:
        if part.digest:
            yield part.id, part.digest
            yield from digests(part.inside)


def written(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{id}:{digest}" for id, digest in pairs)


def read(text: str) -> dict[str, str]:
    """What `written` wrote; whatever else a form says, it just differs."""
    return {id: digest for id, _, digest in (one.rpartition(":") for one in text.split())}


def differing(
    parts: Iterable[Part], shown: Mapping[str, str], anew: Collection[str] = ()
) -> Iterator[Part]:
    """The innermost parts that are not as they are `shown`, and those of the ids in `anew`."""
    for part in parts:
        if part.digest != shown.get(part.id, "") or part.id in anew:
            yield part
        else:
            yield from differing(part.inside, shown, anew)


# What is told


def gone(
    survey: Survey, states: Iterable[QuestionState], asked: Collection[str], lang: str
) -> Iterator[Localised]:
    """The titles of questions that a form showed and the page does not any more, the outermost of
    those inside each other; names in them stay open."""
    here = {state.name: state for state in states}
    for name, question in survey.questions.items():
        if name not in here and question.control in asked:
            yield filled(question.title_in(lang), lambda _place: "…")
    for state in here.values():
        if isinstance(state.question, Composite):
            for entry in state.entries:
                bound = state.question.bound(entry.key)
                yield from gone(bound, answerable(entry.elements), asked, lang)
