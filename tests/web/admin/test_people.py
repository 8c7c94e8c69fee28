"""The back office of people: what administrators do, and what nobody else may."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts import people, queries
from app.accounts.models import AuditEntry, Grant, User
from app.accounts.permissions import Held, Role
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from tests import factories
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.pages import Page
from tests.web.accounts.people import person

PEOPLE = "/en/admin/people/"
INVITE = "/en/admin/people/invite"
NEW = "new@city.example"


def page_of(who: User) -> str:
    return f"{PEOPLE}{who.id}"


def roles(city: City, user_id: UUID) -> list[str]:
    with scope.of(city.id):
        return [str(grant.role) for grant in queries.grants_of(user_id)]


def found(city: City, email: str) -> User | None:
    with scope.of(city.id):
        return queries.user_by_email(email)


@pytest.fixture
def boss(client: Client, joensuu: City) -> Client:
    """An administrator's browser, with a youth council to choose."""
    chief = person(joensuu, Role.ADMINISTRATOR)
    with scope.of(joensuu.id):
        factories.group("youth-council")
        db.session.commit()
    return client.as_(chief)


def chief_of(city: City) -> User:
    """The only administrator: to be asked for before another is made."""
    with scope.of(city.id):
        query = select(User).join(
            Grant,
            (Grant.municipality_id == User.municipality_id) & (Grant.user_id == User.id),
        )
        return db.session.scalars(query.where(Grant.role == Role.ADMINISTRATOR)).one()


def test_everyone_is_listed_with_roles_and_nobody_of_the_neighbour(
    boss: Client, joensuu: City, pieksamaki: City
) -> None:
    official, member, stranger = (
        person(joensuu, Role.OFFICIAL),
        person(joensuu),
        person(pieksamaki, Role.EDITOR),
    )
    text = boss.page(PEOPLE).text
    for who in (official, member):
        assert who.email in text
    assert "Official of an area: Area culture en" in text
    assert "No role" in text
    assert stranger.email not in text


@pytest.mark.parametrize(
    ("values", "role"),
    [
        ({"role": "official", "area": "culture"}, "official"),
        ({"role": "editor"}, "editor"),
        ({"role": "administrator"}, "administrator"),
        ({"role": "member", "group": "youth-council"}, "member"),
    ],
)
def test_an_administrator_invites_to_every_role(
    boss: Client, joensuu: City, outbox: Outbox, values: dict[str, str], role: str
) -> None:
    response = boss.submit(INVITE, form="", email=" New@City.Example", **values)
    assert response.status_code == 303
    assert NEW in boss.page(response.location).text
    who = found(joensuu, NEW)
    assert who is not None
    assert roles(joensuu, who.id) == [role]
    (mail,) = outbox.mails()
    assert mail["To"] == NEW
    assert "/account/link/" in mail.get_content()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nonsense", "role": "editor"}, "email"),
        ({"email": "", "role": "editor"}, "email"),
        ({"email": NEW}, "role"),
        ({"email": NEW, "role": "operator"}, "role"),
        ({"email": NEW, "role": "official"}, "area"),
        ({"email": NEW, "role": "official", "area": "nowhere"}, "area"),
        ({"email": NEW, "role": "editor", "area": "culture"}, "area"),
        ({"email": NEW, "role": "member"}, "group"),
        ({"email": NEW, "role": "member", "group": "youth-council", "area": "culture"}, "area"),
    ],
)
def test_an_invitation_with_a_fault_says_which_and_keeps_the_rest(
    boss: Client, joensuu: City, outbox: Outbox, values: dict[str, str], field: str
) -> None:
    response = boss.submit(INVITE, form="", **values)
    page = Page(response.text)
    assert response.status_code == 422
    assert f"#{field}" in page.links
    assert page.title.startswith("Error:")
    assert page.form("").values["email"] == values["email"]
    assert found(joensuu, NEW) is None
    assert outbox.mails() == []


def test_roles_are_given_and_taken_and_both_are_on_record(boss: Client, joensuu: City) -> None:
    who = person(joensuu)
    boss.submit(page_of(who), form=page_of(who), role="official", area="library")
    boss.submit(page_of(who), form=page_of(who), role="official", area="library")
    assert roles(joensuu, who.id) == ["official"]
    with scope.of(joensuu.id):
        (grant,) = queries.grants_of(who.id)
    boss.submit(page_of(who), form=f"{page_of(who)}/roles/{grant.id}/take")
    assert roles(joensuu, who.id) == []
    with scope.of(joensuu.id):
        entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    chief = chief_of(joensuu)
    assert [(entry.event, entry.subject, entry.actor_id) for entry in entries] == [
        ("role.given", str(who.id), chief.id),
        ("role.taken", str(who.id), chief.id),
    ]
    assert entries[0].changes == {"role": "official", "area": "library"}


def test_a_role_taken_away_is_gone_with_the_next_request(boss: Client, joensuu: City) -> None:
    other = person(joensuu, Role.ADMINISTRATOR)
    browser = boss.as_(other)
    assert browser.get(PEOPLE).status_code == 200
    with scope.of(joensuu.id):
        (grant,) = queries.grants_of(other.id)
    boss.submit(page_of(other), form=f"{page_of(other)}/roles/{grant.id}/take")
    assert browser.get(PEOPLE).status_code == 403


def test_a_closed_account_is_out_at_once_and_may_come_back(boss: Client, joensuu: City) -> None:
    who = person(joensuu, Role.EDITOR)
    browser = boss.as_(who)
    boss.submit(page_of(who), form=f"{page_of(who)}/close")
    assert browser.get("/en/account").status_code == 303
    assert "Account closed" in boss.page(page_of(who)).text
    boss.submit(page_of(who), form=f"{page_of(who)}/reopen")
    assert browser.get("/en/account").status_code == 303
    assert boss.as_(person_again(joensuu, who)).get("/en/account").status_code == 200
    assert roles(joensuu, who.id) == ["editor"]


def person_again(city: City, who: User) -> User:
    with scope.of(city.id):
        row = queries.user(who.id)
    assert row is not None
    return row


def test_a_closed_account_gets_no_role_and_no_invitation(
    boss: Client, joensuu: City, outbox: Outbox
) -> None:
    who = person(joensuu)
    form = boss.page(page_of(who)).form(page_of(who)).values
    boss.submit(page_of(who), form=f"{page_of(who)}/close")
    assert boss.post(page_of(who), {**form, "role": "administrator"}).status_code == 409
    response = boss.submit(INVITE, form="", email=who.email, role="administrator")
    assert response.status_code == 409
    assert "This account is closed" in Page(response.text).links["#email"]
    assert roles(joensuu, who.id) == []
    assert outbox.mails() == []


def test_the_last_administrator_stays(boss: Client, joensuu: City) -> None:
    chief = chief_of(joensuu)
    with scope.of(joensuu.id):
        invited_only = factories.administrator()
        db.session.commit()
        (grant,) = queries.grants_of(chief.id)
    assert invited_only.password_hash is None
    response = boss.submit(page_of(chief), form=f"{page_of(chief)}/roles/{grant.id}/take")
    assert response.status_code == 409
    page = Page(response.text)
    assert "last administrator" in page.links["#roles"]
    assert page.title.startswith("Error:")
    assert page.links[page_of(chief).replace("/en/", "/sv/")] == "Svenska"
    assert roles(joensuu, chief.id) == ["administrator"]
    other = person(joensuu, Role.ADMINISTRATOR)
    response = boss.submit(page_of(chief), form=f"{page_of(chief)}/roles/{grant.id}/take")
    assert response.status_code == 303
    assert roles(joensuu, other.id) == ["administrator"]


def test_the_last_administrator_cannot_be_closed_by_a_service_either(
    joensuu: City, boss: Client
) -> None:
    with scope.of(joensuu.id), pytest.raises(people.LastAdministrator):
        people.close(chief_of(joensuu))


def test_nobody_closes_the_own_account(boss: Client, joensuu: City) -> None:
    chief = chief_of(joensuu)
    person(joensuu, Role.ADMINISTRATOR)
    form = boss.page(page_of(chief)).form(page_of(chief)).values
    assert f"{page_of(chief)}/close" not in [
        form.action for form in boss.page(page_of(chief)).forms
    ]
    assert boss.post(f"{page_of(chief)}/close", form).status_code == 409


def test_an_invitation_is_sent_again_only_as_long_as_it_is_one(
    boss: Client, joensuu: City, outbox: Outbox
) -> None:
    boss.submit(INVITE, form="", email=NEW, role="editor")
    outbox.mails()
    outbox.clear()
    who = found(joensuu, NEW)
    assert who is not None
    boss.submit(page_of(who), form=f"{page_of(who)}/invitation")
    assert [mail["To"] for mail in outbox.mails()] == [NEW]
    other = person(joensuu)
    form = boss.page(page_of(other)).form(page_of(other)).values
    assert boss.post(f"{page_of(other)}/invitation", form).status_code == 409


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.EDITOR, Role.MEMBER, None])
def test_only_an_administrator_may_do_any_of_it(
    client: Client, joensuu: City, role: Role | None
) -> None:
    person(joensuu, Role.ADMINISTRATOR)
    climber = person(joensuu, role, "wellbeing")
    browser = client.as_(climber)
    csrf = {"csrf_token": browser.page("/en/account").form("").values["csrf_token"]}
    gift = {**csrf, "role": "administrator", "area": "", "group": ""}
    for path in ("/en/admin/", PEOPLE, INVITE, page_of(climber), "/en/admin/audit"):
        assert browser.get(path).status_code == 403
    before = roles(joensuu, climber.id)
    for path, values in (
        (INVITE, {**gift, "email": climber.email}),
        (page_of(climber), gift),
        (f"{page_of(chief_of(joensuu))}/close", csrf),
        (f"{page_of(climber)}/reopen", csrf),
    ):
        assert browser.post(path, values).status_code == 403
    assert roles(joensuu, climber.id) == before


def test_the_neighbours_people_do_not_exist(boss: Client, joensuu: City, pieksamaki: City) -> None:
    neighbour = person(pieksamaki, Role.EDITOR)
    with scope.of(pieksamaki.id):
        (grant,) = queries.grants_of(neighbour.id)
        theirs = factories.group("their-group")
        db.session.commit()
    own = person(joensuu)
    form = boss.page(page_of(own)).form(page_of(own)).values
    for who in (neighbour.id, uuid4()):
        assert boss.get(f"{PEOPLE}{who}").status_code == 404
        for action in ("", "/close", "/reopen", "/invitation", f"/roles/{grant.id}/take"):
            values = {**form, "role": "administrator"}
            assert boss.post(f"{PEOPLE}{who}{action}", values).status_code == 404
    assert boss.post(f"{page_of(own)}/roles/{grant.id}/take", form).status_code == 404
    values = {**form, "role": "member", "group": theirs.key}
    assert boss.post(page_of(own), values).status_code == 422
    assert roles(pieksamaki, neighbour.id) == ["editor"]


def test_the_database_itself_refuses_a_role_without_its_place(joensuu: City) -> None:
    who = person(joensuu)
    with scope.of(joensuu.id):
        for held in (
            Held(Role.OFFICIAL),
            Held(Role.MEMBER),
            Held(Role.EDITOR, area_id=area_id(joensuu)),
            Held(Role.OPERATOR),
        ):
            with pytest.raises(IntegrityError), db.session.begin_nested():
                people.give(who, held)


def area_id(city: City) -> UUID:
    with scope.of(city.id):
        row = organisation.area("culture")
    assert row is not None
    return row.id
