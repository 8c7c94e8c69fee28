"""What the settings of a survey may be chosen from: places, groups, questions and their answers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.accounts import queries as accounts
from app.accounts import session
from app.accounts.permissions import Permission
from app.core.i18n import TranslatedText, current_language
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.surveys import definition as definitions
from app.surveys import library
from app.surveys.desk import DeskSurvey
from app.surveys.problems import DefinitionError
from app.surveys.structure import Survey as Definition

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """Each with its label. `answers`: coded answers for quotas, as (question and value, label).
    `definition` is None while it has problems: then nothing of its questions can be chosen."""

    areas: Options
    themes: Options
    objectives: Options
    groups: Options
    questions: Options
    answers: Options
    languages: tuple[str, ...]
    definition: Definition | None

    def checks(self) -> Mapping[str, object]:
        """The same as keys, for the check of the whole."""
        known = self.definition
        return {
            "areas": [key for key, _ in self.areas],
            "themes": {theme.key: "" for theme in organisation.themes()},
            "objectives": [key for key, _ in self.objectives],
            "groups": [key for key, _ in self.groups],
            "questions": known.questions.keys() if known else None,
            "choices": library.choices_of(known) if known else None,
        }


def answer_key(question: str, value: str) -> str:
    """An answer as a form sends it."""
    return json.dumps([question, value], ensure_ascii=False)


def of(desk: DeskSurvey) -> Choices:
    tree = organisation.area_tree()
    definition = _definition(desk)
    return Choices(
        areas=_said(
            (area.key, area.name)
            for area in tree.by_id.values()
            if area.id == desk.area.id or session.may(Permission.MANAGE_SURVEYS, area.key)
        ),
        themes=_said((theme.key, theme.name) for theme in organisation.themes()),
        objectives=_said(
            (objective.key, objective.title)
            for strategy in organisation.strategies()
            for goal in strategy.goals
            for objective in goal.objectives
        ),
        groups=_said((group.key, group.name) for group in accounts.groups()),
        questions=_questions(definition) if definition else [],
        answers=_answers(definition) if definition else [],
        languages=tenancy.languages(),
        definition=definition,
    )


def _definition(desk: DeskSurvey) -> Definition | None:
    if desk.survey is not None:
        return library.compiled(desk.survey.id, desk.survey.version)
    try:
        return definitions.load(dict(desk.work.source)) if desk.work else None
    except DefinitionError:
        return None


def _said(found: Iterable[tuple[str, TranslatedText]]) -> Options:
    return [(key, str(text)) for key, text in found]


def _questions(definition: Definition) -> Options:
    lang = current_language()
    return [(name, one.title_in(lang).text) for name, one in definition.questions.items()]


def _answers(definition: Definition) -> Options:
    lang = current_language()
    titles = dict(_questions(definition))
    return [
        (answer_key(name, option.code), f"{titles[name]}: {option.label.text}")
        for name in library.choices_of(definition)
        for option in definition.questions[name].options_in(lang)
    ]
