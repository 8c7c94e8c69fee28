"""The languages of a survey side by side: every text, what is missing, saved a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.authoring import mending, opened, problems, text_words, texts, workspace
from app.authoring.texts import TextPlace
from app.authoring.workspace import Outdated
from app.core.access import Rule, access
from app.core.db import db
from app.core.i18n import PREFIX
from app.core.languages import AUTONYMS
from app.organisation import tenancy
from app.surveys import desk as desks
from app.surveys import desk_pages
from app.surveys.answers import control_name
from app.surveys.desk import DeskSurvey
from app.surveys.models_work import SurveyWork
from app.surveys.properties import LONGEST_TEXT

blueprint = Blueprint(
    "survey_languages",
    __name__,
    url_prefix=PREFIX + "/desk/surveys/<slug>/edit/languages",
    template_folder="templates",
)

USE = Rule(Permission.USE_DESK)
ON_A_PAGE = 40
FIELD = "text-"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in one language: its field, what is in it, and what somebody else has written."""

    lang: str
    control: str
    words: str
    is_missing: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A text in all languages, with what it is and where."""

    path: str
    where: str
    label: str
    is_long: bool
    stands_in: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which texts are looked at: those that lack a language alone, and the page of them."""

    missing: str
    page: int

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Asked":
        number = str(values.get("page", "1"))
        page = int(number) if number.isdigit() and len(number) < 6 else 1
        return cls(str(values.get("missing", "")), max(page, 1))


@dataclass(frozen=True, slots=True)
class Opened:
    """The texts of a survey in the making, and its languages."""

    desk: DeskSurvey
    work: SurveyWork
    all: Sequence[TextPlace]
    own: str
    languages: tuple[str, ...]

    def listed(self, asked: Asked) -> list[TextPlace]:
        lacking = [asked.missing] if asked.missing in self.languages else list(self.languages)
        if not asked.missing:
            return list(self.all)
        return [
            one
            for one in self.all
            if any(texts.is_missing(one, lang, self.own) for lang in lacking)
        ]

    def missing(self, lang: str) -> int:
        return sum(texts.is_missing(one, lang, self.own) for one in self.all)


@blueprint.get("")
@access(USE)
def languages(slug: str) -> ResponseReturnValue:
    return _page(_opened(slug), Asked.of(request.args))


@blueprint.post("")
@access(USE)
def save(slug: str) -> ResponseReturnValue:
    found = _opened(slug)
    if request.form.get("action") == "remove":
        return _remove(found)
    asked = Asked.of(request.form)
    sent = _sent()
    errors = {
        control: _("This text is too long.") for control in sent if _is_too_long(sent[control])
    }
    if errors:
        return _page(found, asked, sent=sent, errors=errors, status=422)
    seen = opened.seen_in(request.form)
    changes = _changes(found, sent, seen)
    try:
        work = opened.change(found.desk, _writer(changes), seen=seen, what="translated")
    except (Outdated, KeyError):
        db.session.rollback()
        theirs = _theirs(_opened(slug), changes)
        return _page(_opened(slug), asked, sent=sent, errors=theirs, status=409, is_late=True)
    db.session.commit()
    flash(_("The texts are saved.") if work.revision != seen else _("Nothing had changed."))
    return redirect(_href(slug, asked), 303)


def _remove(found: Opened) -> ResponseReturnValue:
    """Take a language out of the survey. What it said can be brought back by undoing."""
    lang = request.form.get("lang", "")
    asked = Asked.of(request.form)
    if lang not in texts.languages_of(found.work.source) or lang == found.own:
        return redirect(_href(found.desk.slug, asked), 303)
    seen = opened.seen_in(request.form)
    try:
        opened.change(
            found.desk,
            lambda source: texts.without_language(source, lang),
            seen=seen,
            what=f"language-removed:{lang}",
        )
    except Outdated:
        db.session.rollback()
        return _page(_opened(found.desk.slug), asked, status=409, is_late=True)
    db.session.commit()
    flash(_("%(language)s is taken out of the survey.", language=AUTONYMS.get(lang, lang)))
    return redirect(_href(found.desk.slug, asked), 303)


Key = tuple[str, str]
"""A text's path and a language."""


def _opened(slug: str) -> Opened:
    desk = desks.find(slug)
    work = opened.opened(desk)
    own = texts.language_of(work.source)
    known = texts.languages_of(work.source)
    ours = tuple(lang for lang in tenancy.languages() if lang not in known)
    return Opened(desk, work, texts.texts_of(work.source), own, (*known, *ours))


def _control(path: str, lang: str) -> str:
    return f"{FIELD}{lang}-{control_name(path)}"


def _sent() -> dict[str, str]:
    """What was typed, by field."""
    return {
        name: opened.typed(words) for name, words in request.form.items() if name.startswith(FIELD)
    }


def _is_sent(found: Opened, one: TextPlace, sent: Mapping[str, str]) -> bool:
    return any(_control(one.path, lang) in sent for lang in found.languages)


def _is_too_long(words: str) -> bool:
    return len(words) > LONGEST_TEXT


def _changes(found: Opened, sent: Mapping[str, str], seen: int) -> dict[Key, str]:
    """What was typed that differs from what the page had shown."""
    shown = workspace.revision(found.work, seen) if found.desk.work else None
    source = shown.source if shown else found.work.source
    before = {one.path: _shown(one, texts.language_of(source)) for one in texts.texts_of(source)}
    changes = {}
    for path, words in before.items():
        for lang in found.languages:
            typed = sent.get(_control(path, lang))
            was = words.get(lang, "").replace("\r\n", "\n")
            if typed is not None and typed.strip() != was.strip():
                changes[path, lang] = typed
    return changes


def _shown(one: TextPlace, own: str) -> Mapping[str, str]:
    """The words of a text as its fields show them: the value of a choice, where it has none."""
    return one.words if one.words.get(own) else {**one.words, own: one.stands_in}


def _writer(changes: Mapping[Key, str]) -> workspace.Edit:
    def write(source: dict[str, Any]) -> None:
        for (path, lang), words in changes.items():
            texts.set_text(source, path, lang, words)

    return write


def _theirs(found: Opened, changes: Mapping[Key, str]) -> dict[str, str]:
    """What stands now where somebody wanted to write something else."""
    now = {one.path: one.words for one in found.all}
    return {
        _control(path, lang): _("Somebody else has changed this survey. Now it says: %(words)s",
                                words=now.get(path, {}).get(lang) or _("nothing"))
        for (path, lang), words in changes.items()
        if now.get(path, {}).get(lang, "") != words
    }  # fmt: skip


def _href(slug: str, asked: Asked) -> str:
    missing = asked.missing or None
    page = asked.page if asked.page > 1 else None
    return url_for("survey_languages.languages", slug=slug, missing=missing, page=page)


def _page(
    found: Opened,
    asked: Asked,
    *,
    sent: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    is_late: bool = False,
) -> ResponseReturnValue:
    listed = found.listed(asked)
    if sent is not None:  # what was typed stays, whatever is missing now
        shown = [one for one in found.all if _is_sent(found, one, sent)]
    else:
        start = (asked.page - 1) * ON_A_PAGE
        shown = listed[start : start + ON_A_PAGE]
    lines = [_line(found, one, sent or {}, errors or {}) for one in shown]
    slug = found.desk.slug
    count = max(1, -(-len(listed) // ON_A_PAGE))
    home = f"{url_for('desk_surveys.index')}{slug}/"
    return desk_pages.render(
        "authoring/languages.html",
        found.desk,
        "edit/",
        status,
        home=home,
        found=found,
        asked=asked,
        lines=lines,
        names={lang: AUTONYMS.get(lang, lang) for lang in found.languages},
        present=[one for one in texts.languages_of(found.work.source) if one != found.own],
        href=url_for("survey_languages.languages", slug=slug),
        count=count,
        older=_href(slug, Asked(asked.missing, asked.page + 1)) if asked.page < count else None,
        newer=_href(slug, Asked(asked.missing, asked.page - 1)) if asked.page > 1 else None,
        errors=list((errors or {}).items()),
        has_errors=bool(errors) or is_late,
        is_late=is_late,
    )


def _line(
    found: Opened, one: TextPlace, sent: Mapping[str, str], errors: Mapping[str, str]
) -> Line:
    place = mending.place_of(found.work.source, one.path)
    cells = []
    for lang in found.languages:
        control = _control(one.path, lang)
        words = sent.get(control, _shown(one, found.own).get(lang, ""))
        missing = texts.is_missing(one, lang, found.own) and not words.strip()
        cells.append(Cell(lang, control, words, missing, errors.get(control, "")))
    return Line(
        one.path,
        problems.title_of(found.work.source, place),
        text_words.label(one),
        one.is_long,
        one.stands_in,
        tuple(cells),
    )
