"""Officials' results of a survey: of all, of groups, of two questions, and what people wrote."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.accounts import session
from app.accounts.permissions import Permission
from app.analysis import exports, filters, findings, participation, service
from app.analysis.crosstabs import Crosstab
from app.analysis.filters import Filterable, Group
from app.analysis.service import Shown
from app.core.access import Rule, access
from app.core.errors import Missing
from app.core.i18n import PREFIX, current_language
from app.engagement import search
from app.surveys import desk, desk_pages, library, readings, results
from app.surveys.desk import DeskSurvey
from app.surveys.models import Survey

blueprint = Blueprint(
    "analysis", __name__, url_prefix=PREFIX + "/desk/surveys", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)
PLACE = re.compile(r"[0-9a-f]{32}")
PART = "results"


@blueprint.get("/<slug>/results")
@access(USE)
def results_page(slug: str) -> ResponseReturnValue:
    found, survey = _found(slug)
    known = filters.fixed_list(survey, current_language())
    picked = _picked(known)
    return desk_pages.render(
        "analysis/results.html",
        found,
        PART,
        survey=survey,
        shown=_shown(survey, picked),
        picked=picked,
        known=known,
        query=_query(where=[one.key for one in picked]),
        rate=participation.response_rate(survey),
        findings=findings,
        may_export=session.may(Permission.EXPORT_RESPONSES, found.area.key),
    )


@blueprint.get("/<slug>/results.csv")
@access(USE)
def results_csv(slug: str) -> ResponseReturnValue:
    _desk, survey = _found(slug)
    picked = _picked(filters.fixed_list(survey, current_language()))
    return _file(exports.of_results(_shown(survey, picked).parts), slug)


@blueprint.get("/<slug>/results/crosstab")
@access(USE)
def crosstab(slug: str) -> ResponseReturnValue:
    found, survey = _found(slug)
    asked = _asked(survey)
    return desk_pages.render(
        "analysis/crosstab.html",
        found,
        PART,
        HTTPStatus.UNPROCESSABLE_ENTITY if asked.is_twice else HTTPStatus.OK,
        survey=survey,
        asked=asked,
        table=_table(survey, asked),
        query=_query(**asked.arguments),
        findings=findings,
    )


@blueprint.get("/<slug>/results/crosstab.csv")
@access(USE)
def crosstab_csv(slug: str) -> ResponseReturnValue:
    _desk, survey = _found(slug)
    table = _table(survey, _asked(survey))
    content = exports.of_crosstab(table) if table else exports.of_too_few()
    return _file(content, f"{slug}-crosstab")


@blueprint.get("/<slug>/results/texts/<path:question>")
@access(USE)
def texts(slug: str, question: str) -> ResponseReturnValue:
    found, survey = _found(slug)
    lang = current_language()
    whole = results.of_survey(survey, lang)
    figures = next((one for one in whole.questions if one.measure.name == question), None)
    after, asked = request.args.get("after", ""), request.args.get("q", "")[:200]
    known = library.compiled(survey.id, survey.version).measures
    if (figures is None and question not in known) or (after and not PLACE.fullmatch(after)):
        raise Missing
    page = readings.TextsPage((), None)
    if figures is not None and figures.n is not None:
        page = readings.texts_page(
            survey, figures.measure, whole.stretches, after=after, wanted=_holding(asked)
        )
    return desk_pages.render(
        "analysis/texts.html",
        found,
        PART,
        survey=survey,
        question=question,
        figures=figures,
        page_of_texts=page,
        asked=asked,
        after=after,
    )


def _holding(asked: str) -> Callable[[str], bool]:
    """Whether a text holds words that begin with each of those asked for."""
    beginnings = search.words(asked)

    def holds(text: str) -> bool:
        held = search.words(text) if beginnings else ()
        return all(any(word.startswith(one) for word in held) for one in beginnings)

    return holds


def _found(slug: str) -> tuple[DeskSurvey, Survey]:
    found = desk.find(slug, Permission.READ_SUMMARY)
    return found, found.published


def _shown(survey: Survey, picked: tuple[Group, ...]) -> Shown:
    lang = current_language()
    return service.of_group(survey, picked, lang) if picked else service.of_all(survey, lang)


def _picked(known: tuple[Filterable, ...]) -> tuple[Group, ...]:
    picked = filters.chosen(request.args.getlist("where"), known)
    if picked is None:
        raise Missing
    return picked


@dataclass(frozen=True, slots=True)
class Asked:
    """The two questions of an address, of everybody or within a group; None where it names none."""

    known: tuple[Filterable, ...]
    rows: Filterable | None = None
    columns: Filterable | None = None
    within: Group | None = None

    @property
    def is_twice(self) -> bool:
        """Whether a question stands in two places, where it says nothing."""
        names = [one.name for one in (self.rows, self.columns) if one]
        names += [self.within.question] if self.within else []
        return len(set(names)) < len(names)

    @property
    def arguments(self) -> dict[str, list[str]]:
        return {
            "rows": [self.rows.name] if self.rows else [],
            "columns": [self.columns.name] if self.columns else [],
            "where": [self.within.key] if self.within else [],
        }


def _asked(survey: Survey) -> Asked:
    known = filters.fixed_list(survey, current_language())
    by_name = {one.name: one for one in known}
    picked = filters.chosen(request.args.getlist("where")[:1], known)
    rows, columns = request.args.get("rows", ""), request.args.get("columns", "")
    if picked is None or any(one and one not in by_name for one in (rows, columns)):
        raise Missing
    within = picked[0] if picked else None
    return Asked(known, by_name.get(rows), by_name.get(columns), within)


def _table(survey: Survey, asked: Asked) -> Crosstab | None:
    if asked.rows is None or asked.columns is None or asked.is_twice:
        return None
    return service.of_two(survey, asked.rows, asked.columns, asked.within, current_language())


def _query(**values: list[str]) -> str:
    """What follows an address, to take the same elsewhere."""
    written = urlencode([(name, one) for name, many in values.items() for one in many])
    return f"?{written}" if written else ""


def _file(content: str, name: str) -> Response:
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
