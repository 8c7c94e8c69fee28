"""Answers to a question of the bank, survey by survey: suppressed as all figures are."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts import session
from app.accounts.permissions import Permission
from app.authoring import bank, bank_elements
from app.authoring.bank_elements import Differences
from app.organisation import queries as organisation
from app.organisation.models import Area
from app.surveys import queries as surveys
from app.surveys import results
from app.surveys.models import Survey
from app.surveys.models_work import BankQuestion
from app.surveys.results import QuestionFigures


@dataclass(frozen=True, slots=True)
class AskedIn:
    """A survey that asked a question. `figures` is None where whoever asks may not see them, and
    empty where too few have answered."""

    survey: Survey
    area: Area
    differs: Differences | None
    figures: tuple[QuestionFigures, ...] | None

    @property
    def year(self) -> int:
        return self.survey.opens_at.year


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A choice with its share in each survey; None where there is none to show."""

    label: str
    shares: tuple[float | None, ...]


def asked_in(one: BankQuestion, lang: str) -> tuple[AskedIn, ...]:
    """The surveys that asked a question with what may be shown of it, the earliest first."""
    tree = organisation.area_tree()
    return tuple(
        _asked(one, survey, tree.by_id[survey.area_id], lang) for survey in bank.surveys_asking(one)
    )


def _asked(one: BankQuestion, survey: Survey, area: Area, lang: str) -> AskedIn:
    element = bank_elements.find(surveys.source(survey.id, survey.version) or {}, one.name)
    differs = bank_elements.compared(one.source, element) if element else None
    figures = None
    if session.may(Permission.READ_SUMMARY, area.key):
        figures = tuple(
            found
            for found in results.of_survey(survey, lang).questions
            if found.measure.name == one.name or found.measure.name.startswith(f"{one.name}.")
        )
    return AskedIn(survey, area, differs, figures)


def shares(found: Sequence[AskedIn]) -> tuple[ShareRow, ...]:
    """Shares of each choice side by side, where the question is one that is counted as a whole."""
    labels: dict[str, str] = {}
    by_survey: list[dict[str, float]] = []
    for asked in found:
        own: dict[str, float] = {}
        figures = asked.figures or ()
        if len(figures) == 1 and figures[0].n:
            for one in figures[0].options:
                labels.setdefault(one.option.code, one.option.label.text)
                own[one.option.code] = one.share
        by_survey.append(own)
    return tuple(
        ShareRow(label, tuple(own.get(code) for own in by_survey)) for code, label in labels.items()
    )
