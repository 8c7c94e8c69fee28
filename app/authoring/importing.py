"""What an importer gives: a definition that can be loaded, and what could not be carried over.

Every importer puts a definition together and hands it to `finish`, which loads it. What the format
of definitions has no place for is left out with a line that says where, what and why (`Carried`);
what cannot be read at all, or would become another survey, is refused whole (`ImportRefused`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.surveys.definition import DefinitionError, Problem, load
from app.surveys.structure import Survey

MOST_LINES = 500
LONGEST_DETAIL = 200

Source = Mapping[str, Any]


class Why(StrEnum):
    """Why something was not carried over as it was."""

    TYPE_UNKNOWN = "type_unknown"
    TYPE_CHANGED = "type_changed"
    CONDITION = "condition"
    CONSTRAINT = "constraint"
    COMPUTED = "computed"
    DEFAULT = "default"
    SETTING = "setting"
    LOOK = "look"
    REFERENCE_IN_TEXT = "reference_in_text"
    MARKUP = "markup"
    MEDIA = "media"
    METADATA = "metadata"
    NETWORK = "network"
    QUOTA = "quota"
    NAME_CHANGED = "name_changed"
    NO_CHOICES = "no_choices"
    NESTED = "nested"
    LANGUAGES = "languages"
    COMMENTS = "comments"
    UNREAD = "unread"
    NOT_LOADED = "not_loaded"


class Fault(StrEnum):
    """Why nothing at all could be made of what was given."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NO_SURVEY = "no_survey"
    NO_QUESTIONS = "no_questions"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_JSON = "not_json"
    NOT_XML = "not_xml"
    HOSTILE_XML = "hostile_xml"
    NOT_LIMESURVEY = "not_limesurvey"
    NOT_SHEETS = "not_sheets"
    HOSTILE_SHEETS = "hostile_sheets"
    NO_SURVEY_SHEET = "no_survey_sheet"
    TOO_MUCH = "too_much"
    PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing that could not be carried over: where it stood, what it was, and why not."""

    where: str
    what: str
    why: Why


@dataclass(frozen=True, slots=True)
class Imported:
    """A definition that was loaded, and a line for each thing that is not in it."""

    source: Source
    definition: Survey
    lines: tuple[Carried, ...] = ()


class ImportRefused(ValueError):
    """Nothing was made of it; `problems` are those of the definition, where it has come so far."""

    def __init__(self, fault: Fault, detail: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail[:LONGEST_DETAIL]
        self.problems = problems


@dataclass
class Lines:
    """What is noted while something is imported; each line once."""

    found: dict[Carried, None] = field(default_factory=dict)

    def note(self, where: str, what: str, why: Why) -> None:
        if len(self.found) < MOST_LINES:
            self.found[Carried(where[:LONGEST_DETAIL], _short(what), why)] = None

    @property
    def all(self) -> tuple[Carried, ...]:
        return tuple(self.found)


def _short(what: str) -> str:
    flat = " ".join(what.split())
    return flat if len(flat) <= LONGEST_DETAIL else flat[: LONGEST_DETAIL - 1] + "…"


Mend = Callable[[dict[str, Any], Problem, Lines], bool]
"""Takes what a problem is about out of a definition, with a line; False where it must not."""

MOST_ROUNDS = 20


def finish(source: dict[str, Any], lines: Lines, mend: Mend, *, language: str) -> Imported:
    """Load a definition; what does not load is taken out by `mend` and tried again. Raises
    ImportRefused with the problems that are left."""
    problems: tuple[Problem, ...] = ()
    for _round in range(MOST_ROUNDS):
        try:
            return Imported(source, load(source, language=language), lines.all)
        except DefinitionError as error:
            problems = error.problems
        mended = [mend(source, problem, lines) for problem in reversed(problems)]
        if not any(mended):
            break
    raise ImportRefused(Fault.PROBLEMS, problems=problems)
