"""The JSON API, version 1: strategy, surveys, responses, results, summaries of areas."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.permissions import Permission
from app.api import bodies, idea_representations, representations
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
    answering,
    coding,
    fillings,
    flow,
    library,
    listing,
    outcomes,
    queries,
    service,
)
from app.surveys import results as survey_results
from app.surveys.answers import message
from app.surveys.files import receiving, uploads
from app.surveys.files.receiving import Unpacked
from app.surveys.models import Channel, Survey, SurveyState
from app.surveys.situation import Clock
from app.surveys.structure import Survey as Definition

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
    if state is not SurveyState.COMING:
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
        submitted = _submit(found, sent, key, lang)
    except service.AnotherBody as conflict:
        detail = "This Idempotency-Key came before with another body."
        raise bodies.unprocessable(Fault("", "idempotency_key", detail)) from conflict
    except service.Withdrawn as conflict:
        raise Refused(HTTPStatus.CONFLICT, "These answers were taken back.") from conflict
    except service.Closed as conflict:
        raise Refused(HTTPStatus.CONFLICT, "The survey takes no answers now.") from conflict
    response = jsonify({"receipt": submitted.receipt})
    response.status_code = 201 if submitted.is_new else 200
    response.headers["Cache-Control"] = "no-store"
    db.session.commit()
    return response


def _submit(found: Survey, sent: Sent, key: str, lang: str) -> service.Submitted:
    """Keep the answers on the path, checked as the pages do. A call that is repeated gets its
    receipt, even if the survey would take it no more."""
    timezone = tenancy.place().timezone
    definition = library.compiled(found.id, found.version)
    owner = uploads.api_owner(found.id, key)
    files = _unpacked(found, definition, sent, key, owner, lang)

    def now() -> datetime:
        return fillings.local_time(timezone)

    kept = _checked(found, definition, files, lang, now)
    if isinstance(kept, Exception):
        known = service.earlier(found, key=key, content=sent.content)
        if known is None:
            raise kept
        return known
    handed = uploads.ids_in(definition, kept)
    uploads.keep(found.id, owner, [one for one in files.new if one.id in handed])
    return service.submit(
        found,
        version=found.version,
        answers=service.Answers(kept, coding.codes(definition, kept), handed, owner),
        lang=lang,
        channel=Channel.API,
        key=key,
        content=sent.content,
        timezone=timezone,
    )


def _unpacked(
    found: Survey, definition: Definition, sent: Sent, key: str, owner: str, lang: str
) -> Unpacked:
    """The answers, their files read and checked; no transaction is open meanwhile. Of a call that
    is repeated nothing is read again."""
    if not uploads.questions(definition) or found.state(clock.now()) is not SurveyState.OPEN:
        return Unpacked(sent.answers)
    survey_id = found.id
    if service.earlier(found, key=key, content=sent.content) is not None:
        return Unpacked(sent.answers)
    db.session.rollback()
    with speaking(lang):
        return receiving.unpacked(definition, sent.answers, survey_id, owner)


def _checked(
    found: Survey, definition: Definition, files: Unpacked, lang: str, now: Clock
) -> Mapping[str, object] | Exception:
    """What is kept of the answers, or why they are not taken."""
    if found.state(clock.now()) is not SurveyState.OPEN:
        return service.Closed()
    with speaking(lang):
        errors = flow.validate_all(definition, files.answers, lang, now=now)
        errors = receiving.together(files.errors, errors)
        faults = [Fault(one.question, one.kind, str(one.message)) for one in errors]
        kept = {} if faults else flow.completed(definition, files.answers, now=now)
        if not faults and answering.is_empty(definition, kept):
            faults = [Fault("", "nothing", str(message("nothing")))]
    return bodies.unprocessable(*faults) if faults else kept


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
