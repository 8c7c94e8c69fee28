"""An official closes a survey, promises a day, and tells everybody what came of it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.accounts.permissions import Role
from app.core import scope
from app.core.db import db
from app.organisation import queries as organisation
from app.surveys import queries
from app.surveys.models import Survey
from app.surveys.models_outcome import SurveyOutcome
from tests import factories
from tests import surveys_factories as surveys
from tests.client import Client
from tests.factories import City
from tests.web.surveys import residents

NOON = datetime(2026, 5, 4, 9, tzinfo=UTC)
CLOSED = datetime(2026, 4, 24, 9, tzinfo=UTC)
ALL = {
    f"{part}-{lang}": f"**{part}** in {lang} Jokimerkki"
    for part in ("heard", "doing")
    for lang in ("fi", "sv", "en")
}


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel(NOON, tick=False) as now:
        yield now


def official(client: Client, city: City) -> Client:
    with scope.of(city.id):
        library = organisation.area("library")
        assert library is not None
        return client.as_(factories.user(Role.OFFICIAL, area=library))


def survey(city: City) -> Survey:
    with scope.of(city.id):
        found = queries.by_slug("poll")
        assert found is not None
        db.session.refresh(found)
        return found


def events(city: City) -> list[str]:
    with scope.of(city.id):
        return list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.at)))


def outcome(city: City) -> SurveyOutcome | None:
    with scope.of(city.id):
        db.session.expire_all()
        return db.session.scalars(select(SurveyOutcome)).one_or_none()


def test_closing_asks_for_the_day_of_the_answer(client: Client, joensuu: City) -> None:
    residents.place(joensuu)
    desk = official(client, joensuu)
    assert 'value="2026-06-03"' in desk.get("/fi/desk/surveys/poll/answer/close").text  # in 30 days
    done = desk.submit("/fi/desk/surveys/poll/answer/close", due="2026-05-20",
                       form="/fi/desk/surveys/poll/answer/close")  # fmt: skip
    assert done.status_code == 303
    assert survey(joensuu).closes_at == NOON
    assert survey(joensuu).answer_due_on == date(2026, 5, 20)
    assert events(joensuu) == ["survey.closed"]
    page = client.page("/fi/surveys/poll")
    assert "Day 1 of 16" in page.text or "1/16" in page.text or "16" in page.text
    assert client.post("/fi/surveys/poll", data={"q-place": "market"}).status_code == 409


@pytest.mark.parametrize("due", ["", "2026-05-03", "2051-01-01", "soon"])
def test_a_day_that_cannot_be_is_refused_and_kept(client: Client, joensuu: City, due: str) -> None:
    residents.place(joensuu)
    desk = official(client, joensuu)
    answer = desk.submit("/fi/desk/surveys/poll/answer/close", due=due,
                         form="/fi/desk/surveys/poll/answer/close")  # fmt: skip
    assert answer.status_code == 422
    assert f'value="{due}"' in answer.text
    assert survey(joensuu).closes_at is None


def test_a_day_that_is_put_off_stays_in_sight(client: Client, joensuu: City) -> None:
    residents.place(joensuu, closes_at=CLOSED)  # promised by 24 May
    desk = official(client, joensuu)
    desk.submit(
        "/en/desk/surveys/poll/answer/due",
        due="2026-06-10",
        form="/en/desk/surveys/poll/answer/due",
    )
    desk.submit(
        "/en/desk/surveys/poll/answer/due",
        due="2026-06-20",
        form="/en/desk/surveys/poll/answer/due",
    )
    text = client.page("/en/surveys/poll").text
    assert "20 June 2026" in text
    assert "24 May 2026" in text
    assert "10 June" not in text
    assert events(joensuu) == ["survey.due_moved"] * 2


def test_a_survey_opens_again_and_takes_answers(client: Client, joensuu: City) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    desk = official(client, joensuu)
    done = desk.submit("/fi/desk/surveys/poll/answer/reopen", closes="2026-05-10", due="2026-06-10",
                       form="/fi/desk/surveys/poll/answer/reopen")  # fmt: skip
    assert done.status_code == 303
    sent = client.submit("/fi/surveys/poll", form="/fi/surveys/poll", **{"q-place": "market"})
    assert sent.status_code == 303
    assert len(residents.responses(joensuu)) == 1
    assert events(joensuu) == ["survey.reopened"]


def test_what_was_shown_stays_a_boundary_when_it_opens_again(client: Client, joensuu: City) -> None:
    poll = residents.place(joensuu)
    with scope.of(joensuu.id):
        for _ in range(7):
            surveys.respond(poll, {"place": "market"})
        residents.close(poll, CLOSED)
    official(client, joensuu).submit(
        "/fi/desk/surveys/poll/answer/reopen", closes="2026-05-10", due="2026-06-10",
        form="/fi/desk/surveys/poll/answer/reopen",
    )  # fmt: skip
    assert survey(joensuu).segments == [[7, 5]]


def test_the_answer_is_written_as_a_draft_that_nobody_sees(client: Client, joensuu: City) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    desk = official(client, joensuu)
    done = desk.submit("/fi/desk/surveys/poll/answer", form="/fi/desk/surveys/poll/answer",
                       action="keep", **ALL)  # fmt: skip
    assert done.status_code == 303
    assert "heard in fi" not in client.page("/fi/surveys/poll").text
    assert "**heard** in fi" in desk.get("/fi/desk/surveys/poll/answer").text
    assert events(joensuu) == []


def publish(desk: Client, **words: str) -> int:
    address = "/fi/desk/surveys/poll/answer"
    return desk.submit(address, form=address, action="publish", **(ALL | words)).status_code


def test_what_comes_after_opening_again_is_removed_in_its_time(
    client: Client, joensuu: City
) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    with scope.of(joensuu.id):
        queries.by_slug("poll").texts_removed_at = NOON  # type: ignore[union-attr]
        db.session.commit()
    address = "/fi/desk/surveys/poll/answer/reopen"
    done = official(client, joensuu).submit(
        address, form=address, closes="2026-05-20", due="2026-06-20"
    )
    assert done.status_code == 303
    assert survey(joensuu).texts_removed_at is None


def test_a_published_answer_is_read_by_everybody(client: Client, joensuu: City) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    assert publish(official(client, joensuu)) == 303
    for lang in ("fi", "sv", "en"):
        html = client.get(f"/{lang}/surveys/poll").text
        assert f"<strong>heard</strong> in {lang}" in html
        assert f"<strong>doing</strong> in {lang}" in html
    assert events(joensuu) == ["survey.answered"]
    assert survey(joensuu).answered_at == NOON


def test_it_is_tied_to_actions_and_objectives(client: Client, joensuu: City) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    with scope.of(joensuu.id):
        library, objective = (
            organisation.area("library"),
            organisation.objective("attractive-centre"),
        )
        assert library is not None
        assert objective is not None
        action = factories.action(factories.plan(library), objective)
    desk = official(client, joensuu)
    address = "/fi/desk/surveys/poll/answer"
    page = desk.page(address)
    done = desk.post(
        address,
        data={
            **ALL,
            "csrf_token": page.form(address).values["csrf_token"],
            "seen": "",
            "action": "publish",
            "actions": action.key,
            "objectives": "attractive-centre",
        },
    )
    assert done.status_code == 303
    html = client.get("/fi/surveys/poll").text
    assert f"/fi/areas/library#action-{action.key}" in html
    assert "/fi/strategy/attractive-centre" in html


@pytest.mark.parametrize("lacking", ["heard-sv", "doing-en"])
def test_a_language_that_is_missing_is_warned_of(
    client: Client, joensuu: City, lacking: str
) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    desk = official(client, joensuu)
    assert publish(desk, **{lacking: " "}) == 200
    assert survey(joensuu).answered_at is None
    address = "/fi/desk/surveys/poll/answer"
    words = ALL | {lacking: ""}
    assert desk.submit(address, form=address, action="publish-anyway", **words).status_code == 303
    assert survey(joensuu).answered_at == NOON


def test_an_empty_answer_is_refused(client: Client, joensuu: City) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    desk, address = official(client, joensuu), "/fi/desk/surveys/poll/answer"
    refused = desk.submit(address, form=address, action="publish-anyway", **{"doing-fi": "x"})
    assert refused.status_code == 422
    assert 'href="#heard-fi"' in refused.text
    assert outcome(joensuu) is None
    too_long = desk.submit(address, form=address, action="keep", **{"doing-fi": "x" * 10_001})
    assert too_long.status_code == 422
    assert "x" * 10_001 in too_long.text


def test_an_open_survey_is_not_answered(client: Client, joensuu: City) -> None:
    residents.place(joensuu)
    desk = official(client, joensuu)
    assert publish(desk) == 409
    assert outcome(joensuu) is None


def test_a_correction_is_dated_and_told(
    client: Client, joensuu: City, noon: time_machine.Traveller
) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    desk = official(client, joensuu)
    publish(desk)
    noon.move_to(datetime(2026, 5, 9, 9, tzinfo=UTC))
    again = official(client, joensuu)
    assert publish(again, **{"doing-en": "Something else Jokimerkki"}) == 303
    text = client.page("/en/surveys/poll").text
    assert "Something else" in text
    assert "9 May 2026" in text
    assert "4 May 2026" in text
    assert events(joensuu) == ["survey.answered", "survey.answer_corrected"]


def test_two_officials_are_told_of_each_other(
    client: Client, joensuu: City, noon: time_machine.Traveller
) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    desk, address = official(client, joensuu), "/fi/desk/surveys/poll/answer"
    mine = desk.page(address).form(address).values
    desk.submit(address, form=address, action="keep", **(ALL | {"heard-fi": "Theirs"}))
    late = desk.post(address, data=mine | ALL | {"heard-fi": "Mine", "action": "keep"})
    assert late.status_code == 409
    assert "Theirs" in late.text
    assert "Mine" in late.text
    kept = outcome(joensuu)
    assert kept is not None
    assert kept.heard.texts["fi"] == "Theirs"


@pytest.mark.parametrize(
    "step", ["answer", "answer/close", "answer/reopen", "answer/closing", "answer/due"]
)
def test_officials_of_other_areas_are_refused(client: Client, joensuu: City, step: str) -> None:
    residents.place(joensuu)
    with scope.of(joensuu.id):
        environment = organisation.area("environment")
        assert environment is not None
        other = client.as_(factories.user(Role.OFFICIAL, area=environment))
    assert other.get(f"/fi/desk/surveys/poll/{step}").status_code == 403
    sent = other.page("/fi/desk/").form("/fi/sign-out").values | {"due": "2026-06-01"}
    assert other.post(f"/fi/desk/surveys/poll/{step}", data=sent).status_code == 403


def test_an_answered_survey_is_not_opened_again(client: Client, joensuu: City) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    desk = official(client, joensuu)
    address = "/fi/desk/surveys/poll/answer/reopen"
    form = desk.page(address).form(address).values
    publish(desk)
    late = desk.post(address, data=form | {"closes": "2026-05-10", "due": "2026-06-10"})
    assert late.status_code == 409
    assert survey(joensuu).closes_at == CLOSED
