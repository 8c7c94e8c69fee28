"""A summary as data: the same object as on the page, as CSV and as JSON."""

import json
from typing import Any

from app.core import spreadsheets
from app.insights import rows
from app.insights.idea_reports import IdeaReport, Ideas
from app.insights.objectives import ObjectiveReport
from app.insights.page_reports import Pages
from app.insights.reports import QuestionReport, SurveyReport
from app.insights.summary import AreaSummary, Part, Participation, ThemePart


def name(summary: AreaSummary) -> str:
    """What a file of a summary is called, without its ending: files of other months beside it."""
    return "_".join((summary.area_key, *_months(summary)))


def as_csv(summary: AreaSummary) -> str:
    """One row a part, survey, question and value, with a header in the language of the page; the
    months of participation before them.

    Where too few answered, the row says so and has no figure. UTF-8 with a byte order mark.
    """
    first, last = _months(summary)
    about = (summary.area_name.text, first, last)
    return spreadsheets.written([rows.header(), *((*about, *row) for row in rows.rows(summary))])


def _months(summary: AreaSummary) -> tuple[str, str]:
    """The first and the last month of a summary, such as "2026-03"."""
    return f"{summary.period.first:%Y-%m}", f"{summary.period.last:%Y-%m}"


def as_json(summary: AreaSummary) -> dict[str, Any]:
    """The summary as JSON: keys are stable, new ones may be added; `null` for what too few
    people answered. Months are "2026-03"; shares are from 0 to 1."""
    first, last = _months(summary)
    return {
        "area": {
            "key": summary.area_key,
            "name": summary.area_name.text,
            "ended_on": summary.ended_on.isoformat() if summary.ended_on else None,
        },
        "period": {"from": first, "to": last},
        "made_at": summary.made_at.isoformat(timespec="seconds"),
        "lang": summary.lang,
        "participation": _participation(summary.participation),
        "own": _part(summary.own),
        "themes": [_theme(theme) for theme in summary.themes],
        "objectives": [_objective(one) for one in summary.objectives],
    }


def json_text(summary: AreaSummary) -> str:
    return json.dumps(as_json(summary), ensure_ascii=False, indent=2)


def _participation(participation: Participation) -> dict[str, Any]:
    return {
        "received": participation.received,
        "by_month": {f"{month:%Y-%m}": n for month, n in participation.by_month},
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "participation": _participation(part.participation),
        "surveys": [_survey(survey) for survey in part.surveys],
        "ideas": _ideas(part.ideas),
        "pages": _pages(part.pages),
    }


def _ideas(ideas: Ideas) -> dict[str, Any]:
    return {
        "count": ideas.count,
        "waiting": ideas.waiting,
        "by_state": {str(state): n for state, n in ideas.by_state.items()},
        "first": [_idea(one) for one in ideas.first],
    }


def _idea(one: IdeaReport) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title.text,
        "lang": one.title.lang,
        "state": one.state,
        "area": one.area_key,
        "group": one.group.text if one.group else None,
        "submitted_on": one.submitted_on.isoformat(),
        "due_on": one.clock.due_on.isoformat() if one.clock else None,
        "is_late": one.clock.is_late if one.clock else False,
        "answered_on": one.answered_on.isoformat() if one.answered_on else None,
        "decision": one.decision,
        "supports": one.supports,
    }


def _pages(pages: Pages) -> dict[str, Any]:
    return {
        "count": pages.count,
        "reactions": pages.reactions,
        "comments": pages.comments,
        "unread": pages.new,
        "first": [
            {
                "url": one.url,
                "title": one.title.text,
                "reactions": one.reactions,
                "positive": None if one.positive is None else round(one.positive, 4),
                "comments": one.comments,
                "unread": one.new,
            }
            for one in pages.first
        ],
    }


def _theme(theme: ThemePart) -> dict[str, Any]:
    return {"key": theme.key, "name": theme.name.text, **_part(theme.part)}


def _survey(survey: SurveyReport) -> dict[str, Any]:
    return {
        "slug": survey.slug,
        "title": survey.title.text,
        "area": survey.area_key,
        "state": survey.state,
        "opens_at": survey.opens_at.isoformat(),
        "closes_at": survey.closes_at.isoformat() if survey.closes_at else None,
        "answer_due_on": survey.answer_due_on.isoformat() if survey.answer_due_on else None,
        "min_group": survey.min_group,
        "received": survey.received,
        "shown": survey.shown,
        "held_back": survey.held_back,
        "needs": [
            {"kind": need.kind, "on": need.on.isoformat(), "days": need.days}
            for need in survey.needs
        ],
        "questions": [_question(question) for question in survey.questions],
    }


def _question(question: QuestionReport) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title.text,
        "kind": question.kind,
        "n": question.n,
        "mean": question.mean,
        "rows": [
            {
                "value": row.value,
                "label": row.label.text,
                "count": row.count,
                "share": round(row.share, 4),
                "known": row.is_known,
            }
            for row in question.rows
        ],
        "texts": [{"text": one.text, "lang": one.lang} for one in question.texts],
    }


def _objective(one: ObjectiveReport) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title.text,
        "asked": [
            {"survey": asked.survey.slug, "question": asked.question, "n": asked.n}
            for asked in one.asked
        ],
        "ideas": {
            "count": one.ideas.count,
            "first": [idea.number for idea in one.ideas.first],
        },
        "pages": {
            "count": one.pages.count,
            "reactions": one.pages.reactions,
            "comments": one.pages.comments,
            "first": [page.url for page in one.pages.first],
        },
        "actions": [
            {
                "key": action.key,
                "title": action.title.text,
                "state": action.state,
                "climate": action.is_climate,
            }
            for action in one.actions
        ],
    }
