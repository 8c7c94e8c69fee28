"""The list of invitations at the desk: adding, correcting, removing, and what it never tells."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import AuditEntry
from app.core import clock, scope
from app.core.db import db
from app.fieldwork import inviting
from app.organisation import queries as organisation
from app.surveys import invitations, tickets
from app.surveys.models import Survey
from app.surveys.models_access import InvitationState, SurveyInvitation
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.invitation_factories import invite
from tests.pages import Page

PEOPLE = "/fi/desk/surveys/poll/people"
ADD = f"{PEOPLE}/add"


def rows(city: City) -> dict[str | None, SurveyInvitation]:
    with scope.of(city.id):
        query = select(SurveyInvitation).execution_options(populate_existing=True)
        return {row.email: row for row in db.session.scalars(query)}


def add(desk: Client, text: str = "", file: bytes | None = None, **more: str) -> tuple[int, Page]:
    """Send the form of a list as a browser does."""
    filled = dict(desk.page(ADD).form(ADD).values) | {"people": text, "lang": "fi"} | more
    data = filled | ({"file": (BytesIO(file), "people.csv")} if file is not None else {})
    response = desk.post(ADD, data, content_type="multipart/form-data")
    return response.status_code, Page(response.text)


def sent(desk: Client, path: str, **values: str) -> TestResponse:
    """Fill in the form of a page that posts to the page itself."""
    return desk.submit(path, form=path, **values)


def test_pasted_people_are_on_the_list(desk: Client, joensuu: City) -> None:
    status, _page = add(desk, "Maija <maija@example.fi>\nmatti@example.fi;sv;Matti\n")
    assert status == 303
    found = rows(joensuu)
    assert {(one.email, one.lang, one.label) for one in found.values()} == {
        ("maija@example.fi", "fi", "Maija"),
        ("matti@example.fi", "sv", "Matti"),
    }
    page = desk.page(PEOPLE)
    assert "maija@example.fi" in page.text
    assert "Matti" in page.text


def test_people_who_are_there_already_are_not_added_twice(desk: Client, joensuu: City) -> None:
    add(desk, "maija@example.fi")
    add(desk, "MAIJA@example.fi\nmatti@example.fi")
    assert sorted(map(str, rows(joensuu))) == ["maija@example.fi", "matti@example.fi"]


def test_broken_rows_are_named_and_nobody_is_added_until_somebody_chooses(
    desk: Client, joensuu: City
) -> None:
    text = "maija@example.fi\nno address here\nmatti@example.fi;de"
    status, page = add(desk, text)
    assert status == 422
    assert "no address here" in page.text
    assert "matti@example.fi;de" in page.text
    assert str(page.form(ADD).values["people"]).split() == text.split()
    assert rows(joensuu) == {}
    status, _page = add(desk, text, action="keep")
    assert status == 303
    assert list(rows(joensuu)) == ["maija@example.fi"]


def test_a_file_is_read_and_a_broken_one_stays_in_the_box(desk: Client, joensuu: City) -> None:
    data = "Sähköposti;Nimi\r\nmaija@example.fi;Åke Ö\r\nrikki;x\r\n".encode("cp1252")
    status, page = add(desk, file=data)
    assert status == 422
    assert "Åke Ö" in str(page.form(ADD).values["people"])
    mended = str(page.form(ADD).values["people"]).replace("rikki;x", "")
    assert add(desk, mended)[0] == 303
    assert rows(joensuu)["maija@example.fi"].label == "Åke Ö"


def test_a_file_and_a_text_together_are_not_guessed_about(desk: Client, joensuu: City) -> None:
    status, page = add(desk, "maija@example.fi", b"matti@example.fi")
    assert status == 422
    assert page.form(ADD).values["people"] == "maija@example.fi"
    assert rows(joensuu) == {}


def test_a_file_that_is_too_big_is_told_so(desk: Client, joensuu: City) -> None:
    status, _page = add(desk, file=b"a" * (9 * 1024 * 1024))
    assert status == 413
    assert rows(joensuu) == {}


def test_a_list_of_fifty_thousand_is_taken(desk: Client, joensuu: City) -> None:
    text = "\n".join(f"person{number}@example.fi" for number in range(50_000))
    assert add(desk, file=text.encode())[0] == 303
    with scope.of(joensuu.id):
        survey = db.session.scalars(select(Survey)).one()
        assert invitations.by_state(survey.id) == {InvitationState.WRITTEN: 50_000}
    assert "50" in desk.page(PEOPLE).text


def test_an_empty_list_is_asked_for_again(desk: Client) -> None:
    status, page = add(desk, "   ")
    assert status == 422
    assert page.title.startswith(("Error", "Virhe"))


def test_links_without_addresses_are_listed_and_downloaded_safely(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    done = sent(desk, f"{PEOPLE}/links", number="3", label="=SUM(A1)", lang="sv")
    assert done.status_code == 303
    file = desk.get(f"{PEOPLE}/links.csv")
    lines = file.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert [line.split(";")[:2] for line in lines[1:]] == [
        [f"'=SUM(A1) {number}", "sv"] for number in (1, 2, 3)
    ]
    with scope.of(joensuu.id):
        token = lines[1].rsplit("/", 1)[1]
        assert tickets.read(token) is not None
        assert f"/sv/surveys/poll/invited/{token}" in lines[1]
    assert token in desk.page(f"{PEOPLE}/links").text
    sent(desk, f"{PEOPLE}/links", number="1", label="=SUM(A1)", lang="sv")
    with scope.of(joensuu.id):
        labels = set(db.session.scalars(select(SurveyInvitation.label)))
    assert labels == {f"=SUM(A1) {number}" for number in (1, 2, 3, 4)}


@pytest.mark.parametrize("number", ["0", "-1", "5001", "many", ""])
def test_an_odd_number_of_links_is_refused(desk: Client, joensuu: City, number: str) -> None:
    assert sent(desk, f"{PEOPLE}/links", number=number, label="x").status_code == 422
    assert rows(joensuu) == {}


def _one(row: SurveyInvitation) -> str:
    return f"{PEOPLE}/{row.id}"


def test_a_refused_address_is_corrected_under_a_new_link(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    with scope.of(joensuu.id):
        row = invite(survey, "maja@example.fi", state=InvitationState.BOUNCED, fault="550 nobody")
        old: UUID = row.id
    assert "550 nobody" in desk.page(PEOPLE).text
    assert "550 nobody" in desk.page(f"{PEOPLE}/bounced").text
    assert sent(desk, _one(row), email="no address").status_code == 422
    assert sent(desk, _one(row), email="maija@example.fi").status_code == 303
    (found,) = rows(joensuu).values()
    assert (found.email, found.state) == ("maija@example.fi", InvitationState.WRITTEN)
    assert found.id != old


def test_an_address_is_not_corrected_to_one_that_is_there(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    with scope.of(joensuu.id):
        row = invite(survey, "maja@example.fi")
        invite(survey, "maija@example.fi")
    assert sent(desk, _one(row), email="Maija@example.fi").status_code == 409
    assert set(rows(joensuu)) == {"maja@example.fi", "maija@example.fi"}


def test_an_address_that_a_mail_reached_is_not_changed(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    with scope.of(joensuu.id):
        row = invite(survey, "maija@example.fi", state=InvitationState.SENT)
    token = desk.page(_one(row)).form(f"{_one(row)}/remove").values["csrf_token"]
    changed = {"csrf_token": token, "email": "mine@example.fi", "lang": "fi"}
    assert desk.post(_one(row), changed).status_code == 409
    assert list(rows(joensuu)) == ["maija@example.fi"]


def test_removing_never_tells_whether_an_invitation_was_used(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    """The pages before and after are the same for both, but for their address."""
    with scope.of(joensuu.id):
        made = [
            invite(survey, f"{name}@example.fi", state=InvitationState.SENT) for name in "abcdefgh"
        ]
        used, unused = made[:2]
        for row in (used, *made[2:]):
            tickets.use(survey.id, tickets.ticket(survey.id, tickets.INVITATION, row.id))
    seen = []
    for row in (used, unused):
        before = desk.page(_one(row)).text.replace(str(row.email), "")
        done = desk.submit(_one(row), form=f"{_one(row)}/remove")
        figures = desk.page(f"{PEOPLE}/remind").text.replace("5", "n").replace("6", "n")
        seen.append((before, done.status_code, done.headers["Location"], figures))
        with scope.of(joensuu.id):
            assert invitations.used(survey.id) == 7
    assert seen[0][:3] == seen[1][:3]


def test_who_wants_no_more_mails_is_not_removed(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    with scope.of(joensuu.id):
        row = invite(survey, "maija@example.fi", state=InvitationState.STOPPED)
    token = desk.page(ADD).form(ADD).values["csrf_token"]
    assert desk.post(f"{_one(row)}/remove", {"csrf_token": token}).status_code == 409
    assert list(rows(joensuu)) == ["maija@example.fi"]


def test_addresses_whose_mails_came_back_are_marked(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    with scope.of(joensuu.id):
        invite(survey, "maija@example.fi", state=InvitationState.SENT)
        invite(survey, "matti@example.fi", state=InvitationState.STOPPED)
    text = "Delivery failed: <Maija@example.fi>, matti@example.fi; other@example.fi"
    assert sent(desk, f"{PEOPLE}/bounced", addresses=text).status_code == 303
    assert {email: row.state for email, row in rows(joensuu).items()} == {
        "maija@example.fi": InvitationState.BOUNCED,
        "matti@example.fi": InvitationState.STOPPED,
    }
    assert sent(desk, f"{PEOPLE}/bounced", addresses="a@example.fi").status_code == 422


def test_the_answered_are_told_only_where_enough_are_invited(
    desk: Client, joensuu: City, survey: Survey
) -> None:
    with scope.of(joensuu.id):
        made = [invite(survey, state=InvitationState.SENT) for _one_of in range(4)]
        tickets.use(survey.id, tickets.ticket(survey.id, tickets.INVITATION, made[0].id))
        assert invitations.invited(survey).answered is None
        invite(survey, state=InvitationState.SENT)
        assert invitations.invited(survey) == invitations.Invited(5, 5, 1)


def test_changes_are_in_the_audit_log_without_a_name(desk: Client, joensuu: City) -> None:
    add(desk, "maija@example.fi")
    with scope.of(joensuu.id):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "invitation.added")
        ).one()
    assert entry.subject == "poll"
    assert "maija" not in str(entry.changes)


@pytest.mark.parametrize("path", ["", "/add", "/links", "/links.csv", "/send", "/remind"])
def test_officials_of_other_areas_see_nothing(
    client: Client, joensuu: City, survey: Survey, path: str
) -> None:
    with scope.of(joensuu.id):
        area = organisation.area("environment")
        assert area is not None
        other = factories.official(area)
    assert client.as_(other).get(PEOPLE + path).status_code == 403
    assert client.get(PEOPLE + path).status_code == 303


def test_the_list_is_searched_and_paged(desk: Client, joensuu: City, survey: Survey) -> None:
    with scope.of(joensuu.id):
        for number in range(105):
            invite(survey, f"person-{number:03}@example.fi", label="100 %" if number == 7 else "")
    assert "person-099@" in desk.page(PEOPLE).text
    assert "person-100@" not in desk.page(PEOPLE).text
    assert "person-104@" in desk.page(f"{PEOPLE}?page=2").text
    found = desk.page(f"{PEOPLE}?q=%25").text
    assert "person-007@" in found
    assert "person-008@" not in found
    assert "person-" not in desk.page(f"{PEOPLE}?state=bounced").text


def test_addresses_are_forgotten_a_month_after_closing(joensuu: City, survey: Survey) -> None:
    with scope.of(joensuu.id):
        invite(survey, "maija@example.fi", label="Maija", state=InvitationState.SENT)
        survey.closes_at = clock.now() - inviting.FORGOTTEN_AFTER + timedelta(hours=1)
        db.session.flush()
        assert inviting.forget() == 0
        survey.closes_at = clock.now() - inviting.FORGOTTEN_AFTER - timedelta(hours=1)
        db.session.flush()
        assert inviting.forget() == 1
        assert inviting.forget() == 0
        assert invitations.invited(survey).total == 1
    (row,) = rows(joensuu).values()
    assert (row.email, row.label, row.fault) == (None, "", "")
