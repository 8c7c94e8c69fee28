"""One person's filling of a survey: its version, its token, its draft, and where it has got to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core import clock, form_tokens, scope
from app.surveys import codes, drafts, flow, library
from app.surveys.answers import AnswerError
from app.surveys.files import uploads
from app.surveys.models import Survey
from app.surveys.page_states import PageState
from app.surveys.structure import Survey as Definition

PURPOSE = "survey"
TOKEN_LIFETIME = 14 * 24 * 60 * 60
FOR_EVER = 100 * 365 * 24 * 60 * 60
ROUGH = 10
"""Seconds to which it is known how long a filling takes."""
_KEPT, _REPLACES, _ADMITTED, _BESIDE, _BEGUN = (
    "kept",
    "replaces-",
    "admitted-",
    "beside-",
    "begun-",
)
"""What a token may say of a filling beside survey and version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One filling of a survey: its version is settled at the start, its nonce makes it count once
    and is the code by which it is taken up on another device.

    `draft` is what was given on earlier pages; None where nothing is kept (yet, or any more).
    `is_kept`: whether a draft was kept where one page alone does not need any.
    `replaces`: the hash of the receipt of answers that were sent before, and are being changed.
    `admission`: by what somebody was let in, who may not answer just like that.
    `beside`: a mark of the answers that are not on the page that a form showed.
    `begun`: when the first page was opened, in ROUGH seconds of Unix time; 0 where nobody knows.
    """

    survey: Survey
    version: int
    definition: Definition
    nonce: str
    timezone: str
    draft: Mapping[str, object] | None = None
    is_fresh: bool = True
    is_kept: bool = False
    replaces: str = ""
    admission: str = ""
    beside: str = ""
    begun: int = 0

    @property
    def answers(self) -> Mapping[str, object]:
        return self.draft or {}

    @property
    def key(self) -> str:
        """What makes the response to this filling the only one."""
        return key_of(self.nonce)

    @property
    def owner(self) -> str:
        """Whose the files are that are sent on the way."""
        return drafts.key_hash(self.nonce, self.survey.id)

    def token(self, beside: str = "") -> str:
        subject = _subject(replace(self, beside=beside))
        return form_tokens.issue(PURPOSE, subject, self.nonce)

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

    def saved(self, page: str = "") -> "Filling":
        """Keep what was given so far, and the page that comes next; the token of what this
        returns knows of it."""
        drafts.save(
            self.survey,
            version=self.version,
            nonce=self.nonce,
            document=dict(self.answers),
            page="" if self.replaces else page,
        )
        return replace(self, is_kept=True)

    def forget(self) -> None:
        """Remove what was kept on the way: it was handed in, or the person starts over."""
        if self.may_be_kept:
            drafts.drop(self.survey, self.nonce)
        if uploads.questions(self.definition):
            uploads.drop(self.survey.id, self.owner)

    @property
    def may_be_kept(self) -> bool:
        """Whether it is looked for among the drafts."""
        takes_files = bool(uploads.questions(self.definition))
        return self.is_kept or takes_files or len(self.definition.pages) > 1

    def with_files(self, answers: Mapping[str, object] | None) -> "Filling":
        """The same with these answers and the files that are there."""
        draft = uploads.merged(self.definition, self.survey.id, self.owner, answers)
        return replace(self, draft=draft)

    def first_page(self) -> str | None:
        return flow.first_page(self.definition, self.answers, now=self.now)

    def next_page(self, name: str) -> str | None:
        return flow.next_page(self.definition, self.answers, name, now=self.now)

    def previous_page(self, name: str) -> str | None:
        return flow.previous_page(self.definition, self.answers, name, now=self.now)

    def unfinished_page(self, lang: str) -> tuple[str, list[AnswerError]] | None:
        """The first page on the path with something wrong on it, and what that is."""
        judged = flow.validate_pages(self.definition, self.answers, lang, now=self.now)
        return next(((name, errors) for name, errors in judged if errors), None)

    def errors_on(self, name: str, lang: str) -> list[AnswerError]:
        return flow.validate_page(self.definition, self.answers, name, lang, now=self.now)

    def resting_page(self, lang: str) -> str | None:
        """Where to go on after a break: the first page that is not in order among those that have
        been seen, or else the last of them."""
        found = self.first_page()
        judged = flow.validate_pages(self.definition, self.answers, lang, now=self.now)
        pages = flow.pages(self.definition, self.answers, lang, now=self.now)
        for page, (name, errors) in zip(pages, judged, strict=True):
            if not any(state.question.key in self.answers for state in page.questions):
                continue
            found = name
            if errors:
                break
        return found

    def may_open(self, name: str, lang: str) -> bool:
        """Whether a page is on the path, and every page before it is in order."""
        judged = flow.validate_pages(self.definition, self.answers, lang, now=self.now)
        for one, errors in judged:
            if one == name or errors:
                return one == name
        return False


def key_of(nonce: str) -> str:
    """What makes the response to the filling of a nonce the only one."""
    return f"web:{nonce}"


def local_time(timezone: str) -> datetime:
    """What the clock on the wall shows, as the expressions of surveys reckon."""
    return clock.now().astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


def _subject(filling: Filling) -> str:
    subject = f"{scope.required_municipality_id()}.{filling.survey.id}.{filling.version}"
    return ".".join((subject, *_marks(filling)))


def _marks(filling: Filling) -> Iterator[str]:
    if filling.is_kept:
        yield _KEPT
    said = (
        (_REPLACES, filling.replaces),
        (_ADMITTED, filling.admission),
        (_BEGUN, str(filling.begun or "")),
        (_BESIDE, filling.beside),
    )
    yield from (name + value for name, value in said if value)


def _said(marks: list[str], name: str) -> str:
    return next((one.removeprefix(name) for one in marks if one.startswith(name)), "")


def begin(
    survey: Survey, timezone: str, *, version: int | None = None, nonce: str = "",
    admission: str = "",
) -> Filling:  # fmt: skip
    """A new filling, of the version that is published now unless said."""
    version = version or survey.version
    return Filling(
        survey=survey,
        version=version,
        definition=library.compiled(survey.id, version),
        nonce=nonce or codes.new(),
        timezone=timezone,
        begun=0 if nonce else int(clock.now().timestamp()) // ROUGH,
        admission=admission,
    )


def resume(survey: Survey, token: str, timezone: str) -> Filling | None:
    """The filling that a token of this survey speaks of; None for any other token."""
    found = form_tokens.read(PURPOSE, token, max_age=FOR_EVER)
    if found is None:
        return None
    version, *marks = found.subject.split(".")[2:] or [""]
    begun, admission = _said(marks, _BEGUN), _said(marks, _ADMITTED)
    if not version.isdigit() or not (begun or "0").isdigit():
        return None
    filling = replace(
        begin(survey, timezone, version=int(version), nonce=found.nonce, admission=admission),
        is_fresh=form_tokens.read(PURPOSE, token, max_age=TOKEN_LIFETIME) is not None,
        is_kept=_KEPT in marks,
        replaces=_said(marks, _REPLACES),
        beside=_said(marks, _BESIDE),
        begun=int(begun or 0),
    )
    if found.subject != _subject(filling):
        return None
    if not filling.may_be_kept:
        return filling
    kept = drafts.find(survey, found.nonce)
    return filling.with_files(kept.document if kept else None)


def taken_up(survey: Survey, code: str, timezone: str, admission: str = "") -> Filling | None:
    """The filling whose draft was kept under a code; None where there is none (any more)."""
    kept = drafts.find(survey, code)
    if kept is None or kept.expires_on < clock.now().date():
        return None
    filling = begin(survey, timezone, version=kept.version, nonce=code, admission=admission)
    return replace(filling, is_kept=True).with_files(kept.document)
