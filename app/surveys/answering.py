"""What a page that was sent comes to: what it gave, what is wrong with it, and handing it in."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from werkzeug.exceptions import RequestEntityTooLarge

from app.core.form_tokens import keyed_hash
from app.surveys import coding, entries, flow, forms, room, service
from app.surveys.answers import AnswerError
from app.surveys.asked import unanswered
from app.surveys.files import uploads
from app.surveys.fillings import Filling
from app.surveys.models import Channel
from app.surveys.page_states import PageState
from app.surveys.question_types.base import QuestionState, answerable
from app.surveys.question_types.listed import MOST_FIELDS
from app.surveys.structure import Survey as Definition
from app.surveys.texts import Localised

MOST_ON_PAGE = 2 * MOST_FIELDS
"""Questions of a page, hidden ones too: only a form that nobody was shown claims more entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a posted page comes to.

    `added` are questions that this very page's answers have brought on, which nobody has seen.
    """

    filling: Filling
    page: PageState
    typed: Mapping[str, object]
    answered: frozenset[str]
    """Names of the questions that the form had on it."""
    errors: list[AnswerError]
    added: tuple[QuestionState, ...]
    left_over: list[tuple[str, str]]
    is_change: bool = False
    """Whether the form was sent to add an entry to a list or take one away: nothing is judged."""
    refused: tuple[AnswerError, ...] = ()
    """What is wrong with files that were sent and not kept; among `errors`, too."""


def take(
    filling: Filling, page: PageState, posted: forms.Posted, asked: frozenset[str], lang: str,
    *, is_news: bool = True,
) -> Step:  # fmt: skip
    """Take what was posted for a page. `asked`: controls of the questions that the form showed."""
    step = _read(filling, page, posted, asked, lang, is_news)
    change = entries.wanted(posted)
    if change is None:
        return step
    changed = entries.made(step.page, change)
    if changed is not None:
        posted = entries.without_buttons(posted, change, changed)
        asked = frozenset(filter(None, (entries.renamed(name, change) for name in asked)))
        answers = flow.answered(
            step.filling.definition, step.filling.answers, changed.answers, now=filling.now
        )
        filling = step.filling.with_answers(answers)
        step = _read(filling, filling.page(page.name, lang) or page, posted, asked, lang, is_news)
    told = entries.told(step.page, change, changed)
    typed = {**step.typed, change.name: told}
    return replace(step, typed=typed, errors=[], added=(), is_change=True)


def _read(
    filling: Filling, page: PageState, posted: forms.Posted, asked: frozenset[str], lang: str,
    is_news: bool,
) -> Step:  # fmt: skip
    """An answer may bring on questions of the same page; what was typed for those counts too."""
    typed: dict[str, object] = {}
    taken: set[str] = set()
    names: set[str] = set()
    most = max(MOST_ON_PAGE, entries.size(page))
    while True:  # each turn reads what none before has read
        found = (forms.ready(state, posted, asked, taken) for state in page.questions)
        ready = tuple(state for state in found if state is not None)
        if not ready:
            break
        given = forms.read(ready, posted, typed)
        typed.update(given.typed)
        names.update(state.name for state in ready)
        taken.update(inner.question.control for state in ready for inner in state.whole)
        filling = filling.giving(given.answers, is_news=is_news)
        page = filling.page(page.name, lang) or page
        if entries.size(page) > most:
            raise RequestEntityTooLarge
    added = tuple(_unseen(page.questions, asked))
    unseen = {
        inner.question.address
        for state in added
        for inner in state.whole
        if inner.question.control not in taken
    }
    errors = [error for error in filling.errors_on(page.name, lang) if error.question not in unseen]
    return Step(
        filling=filling,
        page=page,
        typed=typed,
        answered=frozenset(names),
        errors=errors,
        added=added,
        left_over=forms.left_over(posted, page.everything),
    )


def _unseen(states: Iterable[QuestionState], asked: frozenset[str]) -> Iterator[QuestionState]:
    """The questions that a form did not ask, the outermost of those inside each other: it did not
    show them, or showed them to be read only."""
    for state in states:
        if state.read_only:
            continue
        if state.question.control not in asked:
            yield state
        else:
            for entry in state.entries:
                yield from _unseen(answerable(entry.elements), asked)


def canonical(document: Mapping[str, object]) -> str:
    """The one way to write a document down, to tell the same answers from others."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def handed_in(filling: Filling) -> dict[str, object]:
    """What would be kept if the answers were handed in as they are."""
    return flow.completed(filling.definition, filling.answers, now=filling.now)


def beside(filling: Filling, document: Mapping[str, object], page: str = "") -> str:
    """A mark of all that is handed in but what is computed, and what a page asks: who sends that
    page tells by it that they have seen the rest."""
    definition = filling.definition
    on_page = definition.containers[page].questions if page else ()
    computed = [one for one in definition.questions.values() if one.formula is not None]
    left_out = {key for one in (*on_page, *computed) for key in (one.key, one.comment_key)}
    left_out.update(one.name for one in definition.calculated_values)
    told = {key: value for key, value in document.items() if key not in left_out}
    return keyed_hash("beside", filling.key, canonical(told))[:32] if told else ""


def is_known(filling: Filling, step: Step, document: Mapping[str, object]) -> bool:
    """Whether a form of a filling brings answers that were sent, all of them: those that it asks
    for in its fields, and all else by its mark."""
    asked = (state.question for state in step.page.questions if not state.read_only)
    is_whole = all(one.name in step.answered for one in asked if one.key in document)
    is_beside = filling.beside == beside(filling, document, step.page.name)
    return is_whole and is_beside and handed_in(step.filling) == document


def is_empty(definition: Definition, document: Mapping[str, object]) -> bool:
    """Whether a document answers not one question: what is computed is no answer."""
    return not any(
        one.comment_key in document or one.is_answered(document.get(one.key))
        for one in definition.questions.values()
    )


def has_no_room(filling: Filling) -> bool:
    """Whether enough people have given one of the answers given so far. Looks only where there
    are quotas."""
    survey = filling.survey
    if not survey.quotas:
        return False
    return room.has_full_quota(survey, coding.codes(filling.definition, handed_in(filling)))


def hand_in(
    filling: Filling, document: Mapping[str, object], *, lang: str, cookie: str | None
) -> service.Submitted:
    """Keep a document of `handed_in`, once, and forget what was kept on the way."""
    coded = coding.codes(filling.definition, document)
    submitted = service.submit(
        filling.survey,
        version=filling.version,
        answers=service.Answers(
            document,
            coded,
            uploads.ids_in(filling.definition, document),
            filling.owner,
            unanswered(filling.definition, document, coded, now=filling.now),
        ),
        lang=lang,
        channel=Channel.WEB,
        key=filling.key,
        content=canonical(uploads.as_sent(filling.definition, document)),
        timezone=filling.timezone,
        cookie=None if filling.replaces else cookie,
        replaces=filling.replaces,
        admission=filling.admission,
    )
    filling.forget()
    return submitted


def in_words(
    filling: Filling, lang: str, only: frozenset[str] | None = None
) -> list[tuple[Localised, str]]:
    """Everything that was given (to questions of these names), as (question, answer) to read,
    copy and keep."""
    found = []
    for name, question in filling.definition.questions.items():
        value = filling.answers.get(question.key)
        comment = filling.answers.get(question.comment_key)
        words = [question.display(value, lang)] if value is not None else []
        words += [comment] if isinstance(comment, str) and comment else []
        if words and (only is None or name in only):
            found.append((question.title_in(lang), "\n".join(words)))
    return found
