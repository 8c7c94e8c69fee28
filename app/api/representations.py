"""What the API says of things: plain JSON, every text as {language: text}, no internal ids."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from app.analysis import summaries
from app.analysis.summaries import Summary
from app.core.i18n import TranslatedText
from app.organisation.models import Area, Objective, Theme
from app.organisation.queries import AreaNode, AreaTree, StrategyView
from app.surveys.models import Survey
from app.surveys.outcomes import Answer
from app.surveys.queries import Links
from app.surveys.question_types.base import Question
from app.surveys.results import QuestionFigures, Results
from app.surveys.texts import Text

Json = dict[str, Any]


def texts(text: TranslatedText) -> Mapping[str, str]:
    """A text by language."""
    return {lang: words for lang, words in text.texts.items() if words}


def area(node: AreaNode) -> Json:
    """An area with all below it."""
    row = node.area
    return {
        "key": row.key,
        "kind": row.kind,
        "name": texts(row.name),
        "description": texts(row.description),
        "areas": [area(child) for child in node.children],
    }


def theme(row: Theme, areas: Mapping[UUID, Area]) -> Json:
    return {
        "key": row.key,
        "name": texts(row.name),
        "description": texts(row.description),
        "owner": areas[row.owner_id].key,
    }


def strategy(view: StrategyView) -> Json:
    row = view.strategy
    return {
        "key": row.key,
        "title": texts(row.title),
        "vision": texts(row.vision),
        "first_year": row.first_year,
        "last_year": row.last_year,
        "goals": [
            {
                "key": one.goal.key,
                "title": texts(one.goal.title),
                "objectives": [_objective(objective) for objective in one.objectives],
            }
            for one in view.goals
        ],
    }


def _objective(row: Objective) -> Json:
    return {
        "key": row.key,
        "title": texts(row.title),
        "first_year": row.first_year,
        "last_year": row.last_year,
    }


class Surroundings:
    """Areas, themes and objectives by id: what surveys are tied to, read once for all of them."""

    def __init__(
        self,
        areas: AreaTree,
        themes: Sequence[Theme],
        objectives: Sequence[Objective],
        links: Links,
    ) -> None:
        self._areas = areas.by_id
        self._themes = {row.id: row.key for row in themes}
        self._objectives = {row.id: row.key for row in objectives}
        self._links = links

    def survey(self, row: Survey) -> Json:
        """A survey without its questions. Times are in UTC."""
        themes = self._links.themes.get(row.id, frozenset())
        return {
            "slug": row.slug,
            "title": texts(row.title),
            "description": texts(row.description),
            "languages": row.languages,
            "minutes": row.minutes,
            "opens_at": row.opens_at.isoformat(),
            "closes_at": row.closes_at.isoformat() if row.closes_at else None,
            "answer_due_on": row.answer_due_on.isoformat() if row.answer_due_on else None,
            "who": row.who,
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            "once_per_browser": row.once_per_browser,
            "area": self._areas[row.area_id].key,
            "themes": sorted(self._themes[id] for id in themes if id in self._themes),
            "objectives": sorted(self._objectives[id] for id in self._links.all_objectives(row.id)),
            "version": row.version,
        }


def outcome(found: Answer | None) -> Json | None:
    """The city's published answer to a survey, in Markdown."""
    if found is None:
        return None
    row = found.outcome
    return {
        "published_at": row.published_at.isoformat() if row.published_at else None,
        "corrected_at": row.corrected_at.isoformat() if row.corrected_at else None,
        "heard": texts(row.heard),
        "doing": texts(row.doing),
        "actions": [
            {"key": deed.action.key, "title": texts(deed.action.title), "area": deed.area.key}
            for deed in found.deeds
        ],
        "objectives": [one.key for one in found.objectives],
    }


def results(found: Results, languages: Sequence[str]) -> Json:
    """Public results; null stands for too few answers."""
    return {
        "survey": found.survey.slug,
        "min_group": found.survey.min_group,
        "received": found.received,
        "shown": found.shown,
        "questions": [_figures(one, languages) for one in found.questions],
    }


def _figures(one: QuestionFigures, languages: Sequence[str]) -> Json:
    question = one.question
    said: Json = {
        "name": question.name,
        "type": question.TYPE,
        "title": _all(question.title, question.name),
        "n": one.n,
    }
    if not one.is_open and one.n is not None:
        labels = _labels(question, languages)
        said["options"] = [
            {
                "value": figure.option.code,
                "label": labels.get(figure.option.code, {}),
                "count": figure.count,
            }
            for figure in one.options
        ]
    return said | _summary(summaries.of(one))


def _summary(found: Summary) -> Json:
    """What the answers come to, where their type lets them."""
    said: Json = {}
    if found.moments:
        said["mean"] = round(found.moments.mean, 4)
        said["median"] = found.moments.median
        deviation = found.moments.deviation
        said["deviation"] = None if deviation is None else round(deviation, 4)
    if found.promoters:
        shares = ("score", "promoters", "passives", "detractors")
        said["promoters"] = {name: round(getattr(found.promoters, name), 2) for name in shares}
    if found.ranked:
        said["ranking"] = [
            {
                "value": one.code,
                "n": one.n,
                "firsts": one.firsts,
                "mean_place": None if one.mean_place is None else round(one.mean_place, 4),
            }
            for one in found.ranked
        ]
    return said


def _all(text: Text | None, name: str) -> Mapping[str, str]:
    return dict(text.values) if text else {"": name}


def _labels(question: Question, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """The text of each choice in each language that it has one in."""
    found: dict[str, dict[str, str]] = {}
    for lang in languages:
        for option in question.options_in(lang):
            found.setdefault(option.code, {})[option.label.lang] = option.label.text
    return found
