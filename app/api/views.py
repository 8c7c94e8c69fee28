"""The JSON API, version 1: strategy, surveys, responses, results, summaries of areas."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.permissions import Permission
from app.api import bodies, idea_representations, representations, responses
from app.api.bodies import Fault, Refused, Sent
from app.api.idea_representations import tied
from app.api.openapi import document
from app.core import clock
from app.core.access import PUBLIC, Rule, access
from app.core.db import db
from app.core.errors import Missing, problem
from app.core.i18n import speaking
from app.ideas import listing as idea_listing
from app.ideas import queries as idea_queries
from app.insights import exports, periods, summary
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.surveys import (
    gates,
    listing,
    outcomes,
    queries,
    room,
    service,
)
from app.surveys import results as survey_results
from app.surveys.meta import Who
from app.surveys.models import Survey, SurveyState

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

SECONDS = 60
"""How long an answer may be kept before it is asked for again."""


@blueprint.errorhandler(Refused)
def _on_refusal(refusal: Refused) -> Response:
    if not refusal.faults:
        return problem(refusal.status, refusal.detail)
    errors = [
        {"question": one.question, "kind": one.kind, "message": one.message}
        for one in refusal.faults
    ]
    return problem(refusal.status, refusal.detail, errors=errors)


def _public(body: Any) -> AnyResponse:
    """JSON that anyone may keep for a minute, and then ask whether it has changed."""
    response = jsonify(body)
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/openapi.json")
@access(PUBLIC)
def openapi() -> AnyResponse:
    return _public(document())


@blueprint.get("/strategy")
@access(PUBLIC)
def strategy() -> AnyResponse:
    today = clock.today(tenancy.place().timezone)
    tree, everyone = organisation.area_tree(today), organisation.area_tree()
    return _public(
        {
            "areas": [representations.area(node) for node in tree.roots],
            "themes": [
                representations.theme(theme, everyone.by_id) for theme in organisation.themes(today)
            ],
            "strategies": [representations.strategy(view) for view in organisation.strategies()],
        }
    )


@blueprint.get("/surveys")
@access(PUBLIC)
def surveys() -> AnyResponse:
    found = queries.open_surveys(clock.now())
    around = _surroundings(list(found))
    return _public({"surveys": [around.survey(survey) for survey in found]})


@blueprint.get("/surveys/<slug>")
@access(PUBLIC)
def survey(slug: str) -> AnyResponse:
    found = _survey(slug)
    state = found.state(clock.now())
    shown = _surroundings([found]).survey(found) | {"state": state, "definition": None}
    shown["outcome"] = representations.outcome(outcomes.answer(found))
    admission = gates.admission_of(found, request.args.get("code", ""))
    is_let_in = found.who == Who.ANYONE or bool(admission)
    if state is not SurveyState.COMING and is_let_in:
        shown["definition"] = queries.source(found.id, found.version)
    return _public(shown)


@blueprint.get("/surveys/<slug>/results")
@access(PUBLIC)
def results(slug: str) -> AnyResponse:
    found = _survey(slug)
    if not listing.are_results_public(found, found.state(clock.now())):
        raise Missing
    languages = found.languages or tenancy.languages()
    figures = survey_results.of_survey(found, languages[0])
    return _public(representations.results(figures, languages))


@blueprint.post("/surveys/<slug>/responses")
@access(PUBLIC)
def respond(slug: str) -> AnyResponse:
    key, sent = f"api:{bodies.idempotency_key()}", bodies.response_sent()
    found = _survey(slug)
    lang = _language(found, sent)
    try:
        submitted = responses.submit(found, sent, key, lang)
    except service.AnotherBody as conflict:
        detail = "This Idempotency-Key came before with another body."
        raise bodies.unprocessable(Fault("", "idempotency_key", detail)) from conflict
    except service.Withdrawn as conflict:
        raise Refused(HTTPStatus.CONFLICT, "These answers were taken back.") from conflict
    except room.Full as conflict:
        raise Refused(
            HTTPStatus.CONFLICT, "There is no room for such answers any more."
        ) from conflict
    except gates.Barred as conflict:
        raise responses.barred(found) from conflict
    except service.Closed as conflict:
        raise Refused(HTTPStatus.CONFLICT, "The survey takes no answers now.") from conflict
    response = jsonify({"receipt": submitted.receipt})
    response.status_code = 201 if submitted.is_new else 200
    response.headers["Cache-Control"] = "no-store"
    db.session.commit()
    return response


@blueprint.get("/ideas")
@access(PUBLIC)
def ideas() -> AnyResponse:
    tree, themes = organisation.area_tree(), organisation.themes()
    wanted = bodies.ideas_wanted(tree, themes)
    found = idea_queries.listed(wanted, before=bodies.page())
    today = clock.today(tenancy.place().timezone)
    cards = idea_listing.cards(found.ideas, tree=tree, themes=themes, today=today)
    ties = idea_queries.objectives_of([one.id for one in found.ideas])
    objectives = organisation.objectives_of(frozenset().union(*ties.values()))
    shown = [
        idea_representations.idea(card, tied(ties.get(card.idea.id, ()), objectives))
        for card in cards
    ]
    return _public({"ideas": shown, "next": found.older})


@blueprint.get("/ideas/<int:number>")
@access(PUBLIC)
def idea(number: int) -> AnyResponse:
    found = idea_queries.by_number(number)
    if found is None:
        raise Missing
    zone, tree = tenancy.place().timezone, organisation.area_tree()
    shown = idea_representations.whole(
        idea_listing.here([found], zone, tree)[0],
        organisation.objectives_of(idea_queries.objectives_of([found.id]).get(found.id, ())),
        idea_listing.timeline(found, tree, zone),
        idea_listing.answers(found, tree, zone),
    )
    return _public(shown)


@blueprint.get("/areas/<key>/summary")
@access(Rule(Permission.READ_SUMMARY, area="key"))
def area_summary(key: str) -> AnyResponse:
    place = tenancy.place()
    lang = request.args.get("lang") or place.languages[0]
    if lang not in place.languages:
        raise Refused(HTTPStatus.BAD_REQUEST, f"lang: one of {', '.join(place.languages)}.")
    choice = periods.read(
        request.args.get("from"), request.args.get("to"), clock.today(place.timezone)
    )
    if choice.fault is not None:
        detail = "from and to: months such as 2026-03, in their order and not in the future."
        raise Refused(HTTPStatus.BAD_REQUEST, detail)
    area = organisation.area(key)
    if area is None:
        raise Missing
    with speaking(lang):
        found = summary.for_area(
            area, choice.period, lang=lang, timezone=place.timezone, now=clock.now()
        )
        response = jsonify(exports.as_json(found))
    response.headers["Cache-Control"] = "no-store"
    return response


def _survey(slug: str) -> Survey:
    found = queries.by_slug(slug)
    if found is None:
        raise Missing
    return found


def _language(found: Survey, sent: Sent) -> str:
    """The language of a response: the survey's first where none is named."""
    offered = [lang for lang in tenancy.languages() if lang in found.languages]
    offered = offered or list(tenancy.languages())
    if sent.lang is None:
        return offered[0]
    if sent.lang not in offered:
        detail = f"lang must be one of {', '.join(offered)}."
        raise bodies.unprocessable(Fault("", "lang", detail))
    return sent.lang


def _surroundings(found: list[Survey]) -> representations.Surroundings:
    links = queries.links([survey.id for survey in found])
    tied = frozenset().union(*(links.all_objectives(survey.id) for survey in found))
    return representations.Surroundings(
        organisation.area_tree(),
        organisation.themes(),
        organisation.objectives_of(tied),
        links,
    )
