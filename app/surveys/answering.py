"""One person's way through a survey: where they are, what they gave, and handing it in."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from werkzeug.exceptions import RequestEntityTooLarge

from app.core import clock, form_tokens, scope
from app.surveys import coding, drafts, entries, flow, forms, library, service
from app.surveys.answers import AnswerError
from app.surveys.models import Channel, Survey
from app.surveys.page_states import PageState
from app.surveys.question_types.base import QuestionState, answerable
from app.surveys.question_types.listed import MOST_FIELDS
from app.surveys.structure import Survey as Definition
from app.surveys.texts import Localised

PURPOSE = "survey"
TOKEN_LIFETIME = 14 * 24 * 60 * 60
MOST_TURNS = 40
"""How often a page is read anew because an answer on it has brought on more questions."""
MOST_ON_PAGE = 2 * MOST_FIELDS
"""Questions of a page, hidden ones too: only a form that nobody was shown claims more entries."""
FOR_EVER = 100 * 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One filling of a survey: its version is settled at the start, its nonce makes it count once.

    `draft` is what was given on earlier pages; None where nothing is kept (yet, or any more).
    """

    survey: Survey
    version: int
    definition: Definition
    nonce: str
    timezone: str
    draft: Mapping[str, object] | None = None
    is_fresh: bool = True

    @property
    def answers(self) -> Mapping[str, object]:
        return self.draft or {}

    @property
    def key(self) -> str:
        """What makes the response to this filling the only one."""
        return f"web:{self.nonce}"

    def token(self) -> str:
        return form_tokens.issue(PURPOSE, _subject(self.survey, self.version), self.nonce)

    def is_of(self, token: str | None) -> bool:
        """Whether a token speaks of this filling."""
        found = form_tokens.read(PURPOSE, token or "", max_age=TOKEN_LIFETIME)
        return found is not None and found.nonce == self.nonce

    def now(self) -> datetime:
        return local_time(self.timezone)

    def page(self, name: str, lang: str) -> PageState | None:
        return flow.page(self.definition, self.answers, name, lang, seed=self.nonce, now=self.now)

    def with_answers(self, answers: Mapping[str, object]) -> "Filling":
        return replace(self, draft=answers)

    def giving(self, given: Mapping[str, object], *, is_news: bool) -> "Filling":
        """The filling once something was given; what is no news sets off no rules."""
        if is_news:
            found = flow.answered(self.definition, self.answers, given, now=self.now)
            return self.with_answers(found)
        return self.with_answers({**self.answers, **flow.cleaned(self.definition, given)})

    def first_page(self) -> str | None:
        return flow.first_page(self.definition, self.answers, now=self.now)

    def next_page(self, name: str) -> str | None:
        return flow.next_page(self.definition, self.answers, name, now=self.now)

    def previous_page(self, name: str) -> str | None:
        return flow.previous_page(self.definition, self.answers, name, now=self.now)

    def unfinished_page(self, lang: str) -> tuple[str, list[AnswerError]] | None:
        """The first page on the path with something wrong on it, and what that is."""
        for name in flow.path(self.definition, self.answers, now=self.now).pages:
            errors = self.errors_on(name, lang)
            if errors:
                return name, errors
        return None

    def errors_on(self, name: str, lang: str) -> list[AnswerError]:
        return flow.validate_page(self.definition, self.answers, name, lang, now=self.now)

    def may_open(self, name: str, lang: str) -> bool:
        """Whether a page is on the path, and every page before it is in order."""
        pages = flow.path(self.definition, self.answers, now=self.now).pages
        if name not in pages:
            return False
        return not any(self.errors_on(one, lang) for one in pages[: pages.index(name)])


def local_time(timezone: str) -> datetime:
    """What the clock on the wall shows, as the expressions of surveys reckon."""
    return clock.now().astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


def _subject(survey: Survey, version: int) -> str:
    return f"{scope.required_municipality_id()}.{survey.id}.{version}"


def begin(survey: Survey, timezone: str) -> Filling:
    """A new filling, of the version that is published now."""
    return Filling(
        survey=survey,
        version=survey.version,
        definition=library.compiled(survey.id, survey.version),
        nonce=secrets.token_urlsafe(16),
        timezone=timezone,
    )


def resume(survey: Survey, token: str, timezone: str) -> Filling | None:
    """The filling that a token of this survey speaks of; None for any other token."""
    found = form_tokens.read(PURPOSE, token, max_age=FOR_EVER)
    if found is None:
        return None
    version = found.subject.rpartition(".")[2]
    if not version.isdigit() or found.subject != _subject(survey, int(version)):
        return None
    is_fresh = form_tokens.read(PURPOSE, token, max_age=TOKEN_LIFETIME) is not None
    definition = library.compiled(survey.id, int(version))
    kept = drafts.find(survey, found.nonce) if len(definition.pages) > 1 else None
    return Filling(
        survey=survey,
        version=int(version),
        definition=definition,
        nonce=found.nonce,
        timezone=timezone,
        draft=kept.document if kept else None,
        is_fresh=is_fresh,
    )


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
        posted = entries.without_buttons(posted, change, changed.count)
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
    for _turn in range(MOST_TURNS):
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
    """The questions that a form did not show, the outermost of those inside each other."""
    for state in states:
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


def is_empty(definition: Definition, document: Mapping[str, object]) -> bool:
    """Whether a document answers not one question: what is computed is no answer."""
    return not any(
        one.comment_key in document or one.is_answered(document.get(one.key))
        for one in definition.questions.values()
    )


def hand_in(
    filling: Filling, document: Mapping[str, object], *, lang: str, cookie: str | None
) -> service.Submitted:
    """Keep a document of `handed_in`, once, and forget the draft."""
    submitted = service.submit(
        filling.survey,
        version=filling.version,
        answers=service.Answers(document, coding.codes(filling.definition, document)),
        lang=lang,
        channel=Channel.WEB,
        key=filling.key,
        content=canonical(document),
        timezone=filling.timezone,
        cookie=cookie,
    )
    if len(filling.definition.pages) > 1:
        drafts.drop(filling.survey, filling.nonce)
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
