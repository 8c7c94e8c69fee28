"""Next door in the other city: its pages, people, sessions and tokens are nowhere to be found.
Every route is tried, whoever added it, by someone who may do everything in their own city."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from app.accounts import service
from app.accounts.models import AuditEntry, Grant, User
from app.accounts.permissions import Role
from app.authoring import bank
from app.core import scope
from app.core.access import Host, rule_of
from app.core.db import db
from app.ideas.models import Idea
from app.organisation import directory
from app.pagefeedback.models import Reaction, WebPage, WidgetRule
from app.surveys.meta import PublicResults
from app.surveys.models import Response, SurveyUpload
from tests import (
    factories,
    ideas_factories,
    invitation_factories,
    pagefeedback_factories,
    surveys_factories,
    upload_factories,
    works_factories,
)
from tests.client import Client, session_cookie
from tests.factories import City

OURS, THEIRS = "in-both", "next-door"
"""Keys and slugs of whatever a route may name: the one in both cities, the other in one."""


@dataclass(frozen=True, slots=True)
class Resident:
    """Someone with every right in their city, and what an address may name of theirs."""

    person: User
    client: Client
    token: str
    parts: dict[str, object]


def _furnish(name: str) -> User:
    """An area, a theme, an objective and a survey with answers, all called `name`."""
    root = factories.area(name, name=name)
    theme = factories.theme(root, name)
    objective = factories.objective(factories.goal(factories.strategy(name), name), name)
    factories.action(factories.plan(root, name), objective)
    source = surveys_factories.definition()
    source["pages"][1]["elements"].append({"type": "file", "name": "photo"})
    survey = surveys_factories.survey(
        root, name, source=source, themes=(theme,), objectives=(objective,),
        public_results=PublicResults.OPEN)  # fmt: skip
    for _respondent in range(10):
        upload_factories.respond(survey, surveys_factories.BUS, name=f"{_title(name)}.pdf")
    bank.save({"type": "comment", "name": name, "title": _title(name)}, "fi")
    invitation_factories.invite(survey)
    council = factories.group(name)
    idea = ideas_factories.idea(
        root, group=council, theme=theme, objectives=(objective,), title=_title(name)
    )
    ideas_factories.support(idea)
    widget = pagefeedback_factories.widget(root, name)
    pagefeedback_factories.rule(widget, f"/{name}", root, themes=(theme,))
    pagefeedback_factories.react(widget, f"/{name}", text=_title(name))
    person = factories.administrator()
    factories.keep(Grant(user_id=person.id, role=Role.MEMBER, group_id=council.id))
    works_factories.next_version(survey, who=person)
    return person


def _title(name: str) -> str:
    return f"{name} {factories.marker()}"


def _parts(name: str, person: User) -> dict[str, object]:
    grant = db.session.scalars(select(Grant.id).where(Grant.user_id == person.id)).first()
    idea = db.session.scalars(select(Idea).where(Idea.title == _title(name))).one()
    rule = db.session.scalars(select(WidgetRule.id).where(WidgetRule.prefix == f"/{name}")).one()
    file = db.session.scalars(
        select(SurveyUpload.id)
        .join(Response, Response.id == SurveyUpload.response_id)
        .where(Response.arrival == 1, SurveyUpload.name.startswith(f"{name} "))
    ).one()
    page = db.session.scalars(select(WebPage.id).where(WebPage.title.contains(f"/{name} "))).one()
    return {
        "lang": "fi",
        "kept": name,
        "number": idea.number,
        "idea_id": idea.id,
        "event": "publish",
        "step": "due",
        "kind": "svg",
        **dict.fromkeys(("key", "widget"), name),
        "page_id": page,
        "rule_id": rule,
        "file_id": file,
        "invitation_id": invitation_factories.id_at(name),
        "code": "fi",
        "name": "vehicle",
        "page": "first",
        "listed": "triggers",
        "version": "v1",
        **dict.fromkeys(("slug", "short"), name),
        "question": "wish",
        "user_id": person.id,
        "grant_id": grant,
        "token_id": UUID(int=0),
        "token": "no-such-token",
    }


@pytest.fixture
def residents(client: Client, joensuu: City, pieksamaki: City) -> tuple[Resident, Resident]:
    """An administrator of each city; Pieksämäki has all that Joensuu has, and more."""
    found = []
    for city, names in ((joensuu, [OURS]), (pieksamaki, [OURS, THEIRS])):
        with scope.of(city.id):
            for name in names:
                person = _furnish(name)
            token = service.issue_token(person, label="test")
            parts = _parts(names[-1], person)
            db.session.commit()
            found.append(Resident(person, client.at(city).as_(person), token, parts))
    return found[0], found[1]


def _routes(app: Flask, method: str, *arguments: str) -> Iterator[Rule]:
    """Routes of a municipality that name something of its own (or one of `arguments`)."""
    for rule in app.url_map.iter_rules():
        access = rule_of(app.view_functions[rule.endpoint])
        assert access is not None
        if access.host is Host.PLATFORM or method not in (rule.methods or ()):
            continue
        if not arguments or rule.arguments.intersection(arguments):
            yield rule


def _address(rule: Rule, parts: dict[str, object]) -> str:
    unknown = rule.arguments - parts.keys()
    assert not unknown, f"{rule}: give _parts() an example of {', '.join(unknown)}"
    built = rule.build({name: parts[name] for name in rule.arguments})
    assert built is not None
    return built[1]


NAMING = (*("key", "widget", "kept", "page_id", "rule_id", "slug", "short"),
          *("user_id", "number", "idea_id"))  # fmt: skip
OF_A_LINK = frozenset(
    {"links.link", "ideas_author.own", "ideas_author.following", "survey_follow.following_page"}
    | {"invitations_stop.page"}
)
"""Pages that open by a mailed link only."""
OF_NOBODY = frozenset({"built", "entrance.theme_css", "static", "widget.script"})
"""Files: the same for all, or named by their content."""


def _get(resident: Resident, address: str) -> int:
    headers = {"Authorization": f"Bearer {resident.token}"} if "/api/" in address else {}
    return resident.client.get(address, headers=headers).status_code


def test_no_page_shows_anything_of_the_other_city(
    app: Flask, residents: tuple[Resident, Resident]
) -> None:
    """The client looks at each answer for the other city's words."""
    for resident in residents:
        statuses = {
            rule.endpoint: _get(resident, _address(rule, resident.parts))
            for rule in _routes(app, "GET")
            if rule.endpoint not in OF_NOBODY
        }
        missing = {endpoint for endpoint, status in statuses.items() if status >= 400}
        assert missing <= {"surveys.thanks", "survey_receipts.withdraw", *OF_A_LINK}, missing
        assert len(statuses) > 25


def test_what_the_other_city_has_is_not_found_here(
    app: Flask, residents: tuple[Resident, Resident]
) -> None:
    ours, theirs = residents
    wrong = [
        f"{address}: {status}"
        for rule in _routes(app, "GET", *NAMING)
        if (status := _get(ours, address := _address(rule, theirs.parts))) != 404
    ]
    assert wrong == []


def test_what_the_other_city_has_cannot_be_changed_from_here(
    app: Flask, residents: tuple[Resident, Resident], pieksamaki: City
) -> None:
    ours, theirs = residents
    token = ours.client.page("/fi/account").form().values["csrf_token"]
    before = _rows_of(pieksamaki)
    statuses = {}
    for rule in _routes(app, "POST", *NAMING):
        address = _address(rule, theirs.parts)
        if address.startswith("/api/"):
            headers = {"Authorization": f"Bearer {ours.token}", "Idempotency-Key": "k" * 20}
            body = {"answers": surveys_factories.BUS, "lang": "fi"}
            answer = ours.client.post(address, json=body, headers=headers)
        else:
            answer = ours.client.post(address, {"csrf_token": token, "role": Role.EDITOR})
        statuses[address] = answer.status_code
    assert statuses
    assert set(statuses.values()) == {404}, statuses
    assert _rows_of(pieksamaki) == before


def _rows_of(city: City) -> list[tuple[str, int]]:
    with scope.of(city.id):
        counts = [
            (table.__tablename__, db.session.scalars(select(func.count()).select_from(table)).one())
            for table in (User, Grant, AuditEntry, Response, Reaction, WebPage)
        ]
        epochs = sum(db.session.scalars(select(User.epoch)))
    db.session.commit()
    return [*counts, ("epochs", epochs)]


def test_a_session_of_the_other_city_is_none_here(
    app: Flask, client: Client, residents: tuple[Resident, Resident], pieksamaki: City
) -> None:
    """Browsers keep cookies apart by host; a stolen or copied one must not help either."""
    _ours, theirs = residents
    here = client.with_cookie(*session_cookie(app, pieksamaki.host, theirs.person))
    for path in ("/fi/account", "/fi/desk/", "/fi/admin/", "/fi/desk/areas/in-both"):
        answer = here.get(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/fi/sign-in")


def test_a_token_of_the_other_city_is_none_here(residents: tuple[Resident, Resident]) -> None:
    ours, theirs = residents
    address = f"/api/v1/areas/{OURS}/summary"
    assert _get(ours, address) == 200
    assert _get(replace(ours, token=theirs.token), address) == 401


def test_the_same_address_leads_to_each_citys_own(residents: tuple[Resident, Resident]) -> None:
    ours, theirs = residents
    for path in ("/fi/", f"/fi/areas/{OURS}", f"/fi/themes/{OURS}", f"/fi/surveys/{OURS}"):
        here, there = (resident.client.page(path).text for resident in (ours, theirs))
        assert "Jokimerkki" in here, path
        assert "Vesimerkki" in there, path


@pytest.mark.parametrize(
    "host",
    [
        "helsinki.localhost",
        "joensuu.localhost.evil.example",
        "xjoensuu.localhost",
        "JOENSUU.localhost.",
        "pieksamaki.localhost:8000",
        "joensuu.localhost@evil.example",
    ],
)
def test_a_host_leads_to_its_own_city_or_nowhere(
    app: Flask, cities: tuple[City, City], host: str
) -> None:
    """Spelling, a final dot and a port make no other host; anything more does."""
    expected = {"JOENSUU.localhost.": "Jokimerkki", "pieksamaki.localhost:8000": "Vesimerkki"}
    answer = app.test_client().get("/fi/", headers={"Host": host})
    if host in expected:
        assert answer.status_code == 200
        assert expected[host] in answer.text
    else:
        assert answer.status_code in (400, 404)
        assert "merkki" not in answer.text


@pytest.mark.parametrize("host", ["joensuu.localhost..", ".", "a..b", "x" * 3000, f"{'x' * 64}.fi"])
def test_what_is_no_host_name_is_refused_plainly(client: Client, host: str) -> None:
    """No address can be made for it, not even those on a page of errors."""
    for path in ("/", "/fi/", "/fi/surveys", "/api/v1/surveys", "/healthz", "/no-such-page"):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.mimetype) == (400, "text/plain"), path
        assert "merkki" not in answer.text


def test_a_city_that_is_new_has_a_page_of_its_own(client: Client) -> None:
    """Nothing of the others stands in for what it does not have yet."""
    new = factories.municipality("kuopio")
    db.session.commit()
    directory.forget()
    home = client.at(new).page("/fi/")
    assert "Muumerkki" in home.title
    for path in ("/fi/surveys/", "/fi/themes", "/fi/areas", "/fi/strategy"):
        assert client.at(new).get(path).status_code == 200
