"""The API does what its description says, whatever it is sent: calls are made up from the served
document, some as it allows and some as it forbids, and each answer is held against it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from schemathesis.transport.wsgi import WSGI_TRANSPORT

from app.api.openapi import PATHS
from app.core import scope
from app.core.limits import limiter
from app.ideas.lifecycle import State
from app.organisation import queries as organisation
from app.surveys.meta import PublicResults
from tests import factories, ideas_factories
from tests import pagefeedback_factories as pagefeedback
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.api.calls import MARKET
from tests.web.api.test_area_summary import official, token
from tests.web.surveys.residents import poll

Operation = APIOperation[Any, Any, Any, Any]

BASE = "/api/v1"
CALLS = [(method, path) for path, methods in PATHS.items() for method in methods]
KNOWN: Mapping[str, list[Any]] = {"slug": ["poll"], "number": [5, 9, 12], "key": ["culture"]}
"""What paths name in the city below; others are made up, and are not found."""

UNTRIED = [
    # what is sent well and refused all the same is counted below: each call must succeed too
    positive_data_acceptance,
    # it sends the call again by itself, past the test's own client
    ignored_auth,
]


@pytest.fixture
def described(client: Client, joensuu: City) -> BaseSchema:
    """The served description of a city with something of everything, read strictly: members that
    it does not name are faults here."""
    with scope.of(joensuu.id):
        area, theme = organisation.area("library"), organisation.theme("children")
        objective = organisation.objective("attractive-centre")
        assert area
        assert theme
        assert objective
        survey = surveys.survey(
            area,
            "poll",
            source=poll(),
            public_results=PublicResults.OPEN,
            themes=(theme,),
            question_objectives={"place": objective},
        )
        factories.action(factories.plan(area), objective)
        for _ in range(12):
            surveys.respond(survey, {"place": "market", "why": "Near"})
        council = factories.group()
        for state in State:
            for group in (None, council):
                ideas_factories.idea(area, state, group=group, theme=theme, objectives=(objective,))
        widget = pagefeedback.widget(area)
        for _ in range(6):
            pagefeedback.react(widget, text="Good")
    document = client.get(f"{BASE}/openapi.json").get_json()
    schemathesis.openapi.from_dict(document).validate()
    return schemathesis.openapi.from_dict(_closed(document))


def _closed(part: Any) -> Any:
    if isinstance(part, dict):
        sealed = {"additionalProperties": False} if "properties" in part else {}
        return sealed | {name: _closed(value) for name, value in part.items()}
    return [_closed(one) for one in part] if isinstance(part, list) else part


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_calls_are_answered_as_described(
    client: Client, joensuu: City, described: BaseSchema, method: str, path: str
) -> None:
    operation: Operation = described[path][method]
    bearer = token(joensuu, official(joensuu, "culture"))
    seen: Counter[int] = Counter()

    @settings(max_examples=60, database=None, suppress_health_check=list(HealthCheck))
    @given(_cases(operation, bearer))
    def call(case: Case[Operation]) -> None:
        limiter.reset()
        sent = WSGI_TRANSPORT.serialize_case(case)
        passed = {name: sent.get(name) for name in ("headers", "json", "data", "query_string")}
        given = {name: value for name, value in passed.items() if value is not None}
        response = client.open(f"{BASE}{case.formatted_path}", method=method.upper(), **given)
        seen[response.status_code] += 1
        case.validate_response(response, excluded_checks=UNTRIED)

    call()
    answers = PATHS[path][method]["responses"]
    assert {int(status) for status in answers if status < "300"} & set(seen), seen


def _cases(operation: Operation, bearer: str) -> st.SearchStrategy[Case[Operation]]:
    """Calls of the city's own things as they should be, and calls that are wrong in some way."""
    headers = (
        {"Authorization": f"Bearer {bearer}"} if "security" in operation.definition.raw else {}
    )
    forbidden = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE, headers=headers)
    known = st.fixed_dictionaries(
        {one.name: st.sampled_from(KNOWN[one.name]) for one in operation.path_parameters}
    )
    allowed = known.flatmap(
        lambda named: operation.as_strategy(path_parameters=named, headers=headers)
    )
    answered = known.flatmap(
        lambda named: operation.as_strategy(
            path_parameters=named, headers=headers, query={}, **_body(operation)
        )
    )
    return st.one_of(answered, allowed, forbidden)


def _body(operation: Operation) -> dict[str, Any]:
    """What the known survey takes, for a call that sends something."""
    return {"body": MARKET, "media_type": "application/json"} if operation.body else {}
