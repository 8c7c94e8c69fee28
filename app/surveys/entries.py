"""Buttons that add an entry to a list, take one away, or move an item of an order: what they do to
answers and to a form."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from app.surveys.page_states import PageState
from app.surveys.question_types.base import QuestionState, answerable
from app.surveys.question_types.buttons import ADD, DONE, DOWN, REMOVE, UP, Done
from app.surveys.question_types.composite import Composite
from app.surveys.question_types.listed import MOST_FIELDS, Listed
from app.surveys.question_types.ranking import RankingQuestion
from app.surveys.question_types.sending import MOST_SENT

_INDEX = re.compile(r"(\d{1,4})\.5d\.", re.ASCII)


@dataclass(frozen=True, slots=True)
class Change:
    """What a button asks for: one more entry of a list, or one less, or (`by`) an item of an order
    moved by a place. `at` is an entry's or item's index."""

    control: str
    at: int | None = None
    by: int = 0

    @property
    def name(self) -> str:
        return self.control + DONE


_AT_AN_INDEX = ((REMOVE, 0), (UP, -1), (DOWN, 1))


def is_button(name: str) -> bool:
    return name.endswith((ADD, REMOVE, UP, DOWN))


def wanted(posted: MultiDict[str, str]) -> Change | None:
    """The change that a form was sent for; None where it was sent for another reason."""
    for name, value in posted.items():
        if name.endswith(ADD):
            return Change(name.removesuffix(ADD))
        for end, by in _AT_AN_INDEX:
            if name.endswith(end):
                at = int(value) if re.fullmatch(r"\d{1,4}", value, re.ASCII) else -1
                return Change(name.removesuffix(end), at, by)
    return None


def counts(shown: Iterable[QuestionState]) -> dict[str, int]:
    """How many entries each list of a page has, and items each order, by its control: all that
    has buttons."""
    found = {}
    for state in shown:
        if isinstance(state.question, Listed):
            found[state.question.control] = len(state.question.asked_entries(state.given, {}))
        elif isinstance(state.question, RankingQuestion):
            found[state.question.control] = len(state.options)
    return found


def size(page: PageState) -> int:
    """How many questions a page has, with those that are hidden in entries."""
    inside = (
        state.question.size_of(state.given if state.question.fits(state.given) else None)
        for state in page.questions
        if isinstance(state.question, Composite)
    )
    return len(page.questions) + sum(inside)


def _split(name: str, control: str) -> tuple[int, str] | None:
    """The index and the rest of the name of a control inside a list."""
    start = control + ".5b."
    found = _INDEX.match(name, len(start)) if name.startswith(start) else None
    return None if found is None else (int(found[1]), name[found.end() :])


def is_beyond(name: str, lists: Mapping[str, int]) -> bool:
    """Whether a control lies in an entry that its list (as in `counts`) does not have."""
    for control, count in lists.items():
        found = _split(name, control)
        if found is not None and found[0] >= count:
            return True
    return False


def renamed(name: str, change: Change) -> str | None:
    """What a control is called once an entry before it has gone; None where it has gone itself."""
    found = _split(name, change.control)
    if found is None or change.at is None or change.by or found[0] < change.at:
        return name
    index, rest = found
    return None if index == change.at else f"{change.control}.5b.{index - 1}.5d.{rest}"


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a list: the answers around it, by key, and how many entries it has now; of an
    order, what a form says of it."""

    answers: Mapping[str, object]
    count: int
    order: tuple[str, ...] | None = None


def without_buttons(
    posted: MultiDict[str, str], change: Change, changed: Changed
) -> MultiDict[str, str]:
    """The form as it would be if it had been asked as it is now from the start."""
    found: MultiDict[str, str] = MultiDict()
    for name, value in posted.items(multi=True):
        known = None if is_button(name) else renamed(name, change)
        if known is not None and not is_beyond(known, {change.control: changed.count}):
            found.add(known, value)
    held = (str(changed.count),) if changed.order is None else changed.order
    found.setlist(change.control, list(held))
    return found


def made(page: PageState, change: Change) -> Changed | None:
    """The answers with one entry more or less, or an item moved; None where that can't be."""
    state = _changing(page, change)
    if state is None:
        return None
    if isinstance(state.question, RankingQuestion):
        order = state.question.moved(state, -1 if change.at is None else change.at, change.by)
        if order is None:
            return None
        answers = _around(page.questions, change.control, state.question.clean(order))
        return Changed(answers, len(order), tuple(state.question.marks_of(order)))
    return _with_entries(page, state, change) if isinstance(state.question, Listed) else None


def _changing(page: PageState, change: Change) -> QuestionState | None:
    """The question that a button belongs to; None where it has no such button."""
    state = next((one for one in page.everything if one.question.control == change.control), None)
    wanted_kind = RankingQuestion if change.by else Listed
    return state if state is not None and isinstance(state.question, wanted_kind) else None


def _with_entries(page: PageState, state: QuestionState, change: Change) -> Changed | None:
    listed = state.question
    assert isinstance(listed, Listed)
    known = [dict(one.answers) for one in listed.asked_entries(state.given, {})]
    if change.at is None:
        if not listed.may_add(state, len(known)) or not _has_room(page, listed):
            return None
        known.append({})
    else:
        may_remove = listed.may_remove(state, len(known))
        if not may_remove or not 0 <= change.at < len(known):
            return None
        del known[change.at]
    answers = _around(page.questions, change.control, known)
    fits = all(
        one.question.fits(answers[one.question.key])
        for one in page.questions
        if one.question.key in answers and isinstance(one.question, Composite)
    )
    return Changed(answers, len(known)) if fits else None


def _has_room(page: PageState, listed: Listed) -> bool:
    """Whether a page can ask for one more entry, and its form can be sent with it."""
    more = listed.template.questions.values()
    sent = sum(one.question.form_parts(one.given, most=True) for one in page.questions)
    sent += sum(one.form_parts(most=True) for one in more)
    return sent <= MOST_SENT and size(page) + len(more) <= MOST_FIELDS


def _around(states: Iterable[QuestionState], control: str, value: object) -> dict[str, object]:
    """The answers on the way to what is now `value`; nothing where it is not there."""
    for state in states:
        question = state.question
        if question.control == control:
            return {question.key: value}
        for entry in state.entries if isinstance(question, Composite) else ():
            inside = _around(answerable(entry.elements), control, value)
            if inside and isinstance(question, Composite):
                known = question.asked_entries(state.given, {})
                return {question.key: question.rejoined(known, {entry.key: inside})}
    return {}


def told(page: PageState, change: Change, changed: Changed | None) -> Done:
    """What to say of a change on the page that follows it, and where to go on."""
    state = _changing(page, change)
    if state is not None and change.by:
        return _told_of_move(state, change, changed)
    if state is None or changed is None:
        words = _("There can be no more here.") if change.at is None else _("This has to stay.")
        return Done(words)
    count = changed.count
    keys = [entry.key for entry in state.entries]
    if change.at is None:
        words = ngettext("Added. There is now %(num)s.", "Added. There are now %(num)s.", count)
        return Done(words, keys[-1] if keys else "")
    words = ngettext("Removed. There is now %(num)s.", "Removed. There are now %(num)s.", count)
    later = [key for key in keys if int(key) >= change.at]
    return Done(words, (later or keys[-1:] or [""])[0])


def _told_of_move(state: QuestionState, change: Change, changed: Changed | None) -> Done:
    at = -1 if change.at is None else change.at
    key = f"{at}{UP if change.by < 0 else DOWN}"
    if changed is None or changed.order is None or not 0 <= at < len(state.options):
        return Done(_("This can't be moved further."), key)
    moved = state.options[at]
    places = {mark.partition(":")[2]: place for place, mark in enumerate(changed.order, start=1)}
    if moved.code not in places:
        return Done(_("%(item)s has no place any more.", item=moved.label.text), key)
    words = _(
        "%(item)s is now in place %(place)s of %(count)s.",
        item=moved.label.text,
        place=places[moved.code],
        count=changed.count,
    )
    return Done(words, key)
