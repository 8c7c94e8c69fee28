"""Everything that keeps a survey in the making from being published, and what to look at first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from app.authoring import problem_words as words
from app.authoring.doubts import doubts
from app.authoring.judging import named
from app.authoring.judging import title_of as judged_title
from app.authoring.mending import SETTINGS, Place, PlaceKind, place_of
from app.authoring.texts import missing_in
from app.core import clock
from app.core.documents import Fault
from app.core.languages import AUTONYMS
from app.organisation.models import Area
from app.surveys import definition as definitions
from app.surveys import library, publishing
from app.surveys import meta as metas
from app.surveys.meta import Anonymity, Meta, MetaError
from app.surveys.models_work import SurveyWork
from app.surveys.problems import DefinitionError, Problem
from app.surveys.structure import Survey as Definition

DEFAULT_OPENING, DEFAULT_CLOSING = "+0d", "+21d"
"""Where nobody has said: now, and three weeks from now."""
MISSING_TEXT = "no text in "


class Weight(StrEnum):
    """What a finding means for publishing."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend or look at, in the page's language. `where`: what it is about, in words
    of the author's; `address` is counted from that of the survey at the desk."""

    weight: Weight
    text: str
    hint: str
    where: str
    address: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A survey in the making as it was found. `definition` and `meta` are None where they can't
    be read; `meta` too where the survey is published, as it has its settings then."""

    findings: tuple[Finding, ...]
    definition: Definition | None
    meta: Meta | None

    @property
    def problems(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.weight is Weight.BLOCKS)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.weight is Weight.WARNS)


def check(
    work: SurveyWork,
    *,
    area: Area,
    languages: tuple[str, ...],
    timezone: str,
    anonymity: Anonymity | None = None,
) -> Checked:
    """Everything that is wrong or doubtful, the definition first. `languages` are those of the
    municipality; `anonymity` that of a survey which is published, and so has its settings."""
    definition, found = _definition(work.source)
    meta = None
    if anonymity is None:
        meta, faults = _meta(work, area, definition, timezone)
        found += faults
    if definition is not None:
        claimed = anonymity or (meta.anonymity if meta else Anonymity.ANONYMOUS)
        found += _doubts(work.source, definition, claimed)
        found += _untranslated(work.source, definition, languages)
    return Checked(tuple(found), definition, meta)


def settings(work: SurveyWork, area: Area, timezone: str) -> dict[str, Any]:
    """The settings of a survey in the making, with what holds where nobody has said."""
    document = {"area": area.key, **work.settings, "slug": work.slug}
    if not document.get("opens"):
        has_end = bool(document.get("closes"))
        now = datetime.isoformat(_local_now(timezone), "T", "minutes")
        document["opens"] = now if has_end else DEFAULT_OPENING
        if not has_end:
            document["closes"] = DEFAULT_CLOSING
    return document


def meta_of(work: SurveyWork, area: Area, timezone: str) -> Meta | None:
    """The settings of a survey in the making; None where something is wrong with them."""
    return _meta(work, area, None, timezone)[0]


def _local_now(timezone: str) -> datetime:
    return clock.now().astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


def _definition(source: Mapping[str, Any]) -> tuple[Definition | None, list[Finding]]:
    try:
        definition = definitions.load(source)
    except DefinitionError as error:
        return None, [_finding(source, one, Weight.BLOCKS) for one in error.problems]
    found = [
        _finding(source, one, Weight.WARNS)
        for one in definition.warnings
        if not one.reason.startswith(MISSING_TEXT)
    ]
    if definition.title is None:
        untitled = Problem("title", "there is no title", "say what the survey is about")
        found.insert(0, _finding(source, untitled, Weight.BLOCKS))
    return definition, found


def _finding(source: Mapping[str, Any], problem: Problem, weight: Weight) -> Finding:
    place = place_of(source, problem.path)
    return Finding(
        weight,
        words.reason(problem.reason),
        words.hint(problem.hint),
        title_of(source, place),
        place.address,
        problem.path,
    )


def _meta(
    work: SurveyWork, area: Area, definition: Definition | None, timezone: str
) -> tuple[Meta | None, list[Finding]]:
    known = publishing.places()
    try:
        meta = metas.check(
            settings(work, area, timezone),
            areas=known.areas,
            themes=known.themes,
            objectives=known.objectives,
            questions=definition.questions.keys() if definition else None,
            groups=known.groups,
            choices=library.choices_of(definition) if definition else None,
        )
    except MetaError as error:
        return None, [_fault(one) for one in error.faults]
    return meta, []


def _fault(fault: Fault) -> Finding:
    return Finding(
        Weight.BLOCKS,
        words.reason(fault.reason),
        words.hint(fault.hint),
        _("Settings"),
        SETTINGS.address,
        fault.path,
    )


def _doubts(
    source: Mapping[str, Any], definition: Definition, anonymity: Anonymity
) -> Iterator[Finding]:
    is_anonymous = anonymity == Anonymity.ANONYMOUS
    for one in doubts(definition, is_anonymous=is_anonymous):
        text, hint = words.doubt(one)
        place = place_of(source, one.path)
        where = title_of(source, place)
        yield Finding(Weight.WARNS, text, hint, where, place.address, one.path)


def _untranslated(
    source: Mapping[str, Any], definition: Definition, languages: tuple[str, ...]
) -> Iterator[Finding]:
    hint = _("Write the translations side by side.")
    for lang in (*languages, *(one for one in definition.languages if one not in languages)):
        name = AUTONYMS.get(lang, lang)
        if lang not in definition.languages:
            text = _(
                "The survey is not there in this language at all: %(language)s.", language=name
            )
        else:
            missing = missing_in(source, lang, definition.language)
            if not missing:
                continue
            text = ngettext(
                "%(num)s text is missing in this language: %(language)s.",
                "%(num)s texts are missing in this language: %(language)s.",
                missing,
                language=name,
            )
        yield Finding(Weight.WARNS, text, hint, _("Languages"), f"edit/languages?missing={lang}")


def title_of(source: Mapping[str, Any], place: Place) -> str:
    """What people call a place: the title that it has in the survey's own language, or its name."""
    if place.kind is PlaceKind.SURVEY:
        return str(_("The whole survey"))
    if place == SETTINGS:
        return str(_("Settings"))
    outermost = place.inside[0] if place.inside else place.name
    found = named(source, outermost)
    title = judged_title(source, found[1]) if found else ""
    return title or outermost or str(_("The whole survey"))
