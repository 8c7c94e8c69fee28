"""A resident leaves an address, apart from any answer, and hears once what came of the survey."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, or_, select

from app.core import jobs, scope
from app.core.db import db
from app.core.i18n import TranslatedText
from app.engagement import contacts
from app.engagement.models import EmailContact
from app.ideas import retention
from app.surveys import following, news
from app.surveys.models import Response, Survey
from app.surveys.models_outcome import SurveyFollower, SurveyOutcome
from tests import factories
from tests.client import Client
from tests.conftest import Outbox
from tests.factories import City
from tests.mail_server import MailServer
from tests.web.surveys import residents

NOON = datetime(2026, 5, 4, 9, 13, 27, tzinfo=UTC)
CLOSED = NOON - timedelta(days=10)
ADDRESS = "resident@home.example"


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel(NOON, tick=False) as now:
        yield now


def link_in(mail: EmailMessage, part: str) -> str:
    found = re.search(rf"http://\S+?(/\w\w/surveys/\S*{part}\S*)", str(mail.get_content()))
    assert found is not None
    return found[1]


def rows(city: City, model: type[SurveyFollower] | type[EmailContact]) -> int:
    with scope.of(city.id):
        return db.session.execute(select(func.count(model.municipality_id))).scalar_one()


def ask(client: Client, lang: str = "en", address: str = ADDRESS, page: str = "") -> int:
    form = f"/{lang}/surveys/poll/follow"
    return client.submit(f"/{lang}/surveys/poll{page}", form=form, email=address).status_code


def say_yes(client: Client, outbox: Outbox, **values: str) -> str:
    path = link_in(outbox.mails()[-1], "following")
    assert client.submit(path, form=path, action="follow", **values).status_code == 303
    return path


def answer(city: City, survey: Survey, kind: news.Kind = news.Kind.ANSWER) -> None:
    with scope.of(city.id):
        if kind is news.Kind.ANSWER:
            words = TranslatedText({lang: f"Words in {lang}" for lang in ("fi", "sv", "en")})
            factories.keep(
                SurveyOutcome(survey_id=survey.id, heard=words, doing=words, published_at=NOON)
            )
            survey.answered_at = NOON
        news.tell(survey, kind)
        db.session.commit()


@pytest.mark.parametrize("page", ["", "/thanks", "/follow"])
def test_an_address_is_proven_by_a_mailed_link(
    client: Client, joensuu: City, outbox: Outbox, page: str
) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    assert ask(client, page=page) == 303
    assert rows(joensuu, SurveyFollower) == 0
    [mail] = outbox.mails()
    assert mail["To"] == ADDRESS
    path = link_in(mail, "following")
    client.get(path)  # opened by a program that looks at links
    assert rows(joensuu, SurveyFollower) == 0
    say_yes(client, outbox)
    assert rows(joensuu, SurveyFollower) == 1


def test_nothing_ties_an_address_to_an_answer(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    """No column shared but the survey's, no time finer than the day, an id that tells nothing."""
    residents.place(joensuu)
    client.submit("/fi/surveys/poll", form="/fi/surveys/poll", **{"q-place": "market"})
    ask(client, page="/thanks")
    say_yes(client, outbox)
    with scope.of(joensuu.id):
        contact = db.session.scalars(select(EmailContact)).one()
        assert contact.asked_at == NOON.replace(hour=0, minute=0, second=0)
        assert contact.id.version == 4
    shared = set(SurveyFollower.__table__.columns.keys()) & set(Response.__table__.columns.keys())
    assert shared == {"municipality_id", "survey_id"}


def test_the_answer_is_told_once_and_the_address_forgotten(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    survey = residents.place(joensuu, closes_at=CLOSED)
    ask(client, "sv")
    say_yes(client, outbox)
    before = len(outbox.mails())
    answer(joensuu, survey)
    told = outbox.mails()[before:]
    assert [mail["To"] for mail in told] == [ADDRESS]
    assert told[0]["Content-Language"] == "sv"
    assert "Words in sv" in told[0].get_content()
    assert rows(joensuu, SurveyFollower) == 0
    answer(joensuu, survey, news.Kind.CORRECTION)
    assert len(outbox.mails()) == before + 1


def test_a_correction_is_told_to_those_who_asked_for_it(
    client: Client, joensuu: City, outbox: Outbox
) -> None:
    survey = residents.place(joensuu, closes_at=CLOSED)
    ask(client)
    say_yes(client, outbox, corrections="y")
    before = len(outbox.mails())
    answer(joensuu, survey)
    answer(joensuu, survey, news.Kind.CORRECTION)
    told = outbox.mails()[before:]
    assert [mail["To"] for mail in told] == [ADDRESS] * 2
    assert "corrected" in told[1]["Subject"]
    stop = link_in(told[1], "following")
    client.submit(stop, form=stop, action="stop")
    assert rows(joensuu, SurveyFollower) == 0
    answer(joensuu, survey, news.Kind.CORRECTION)
    assert len(outbox.mails()) == before + 2


def test_a_job_that_is_done_twice_tells_once(client: Client, joensuu: City, outbox: Outbox) -> None:
    survey = residents.place(joensuu, closes_at=CLOSED)
    ask(client)
    say_yes(client, outbox)
    before = len(outbox.mails())
    answer(joensuu, survey)
    with scope.of(joensuu.id):
        news.tell(survey, news.Kind.ANSWER)
        db.session.commit()
    assert len(outbox.mails()) == before + 1


@pytest.mark.parametrize("address", ["", "no address", "a@b", "x" * 2000 + "@home.example"])
def test_what_is_no_address_is_refused_and_kept(
    client: Client, joensuu: City, outbox: Outbox, address: str
) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    form = "/en/surveys/poll/follow"
    refused = client.submit("/en/surveys/poll", form=form, email=address)
    assert refused.status_code == 422
    assert 'href="#email"' in refused.text
    assert f'value="{address}"' in refused.text
    assert outbox.mails() == []


def test_a_forged_link_leads_nowhere(client: Client, joensuu: City) -> None:
    residents.place(joensuu)
    assert client.get("/fi/surveys/poll/following/forged").status_code == 410


@pytest.mark.parametrize(("months", "is_gone"), [(11, False), (13, True)])
def test_whoever_waits_for_corrections_is_forgotten_in_the_end(
    client: Client, joensuu: City, outbox: Outbox, months: int, is_gone: bool,
    noon: time_machine.Traveller,
) -> None:  # fmt: skip
    survey = residents.place(joensuu, closes_at=CLOSED)
    ask(client)
    say_yes(client, outbox, corrections="y")
    answer(joensuu, survey)
    outbox.mails()
    noon.shift(timedelta(days=31 * months))
    with scope.of(joensuu.id):
        following.expire()
        contacts.forget(unless=or_(retention.needs(), following.needs()))
        db.session.commit()
    assert rows(joensuu, SurveyFollower) == rows(joensuu, EmailContact) == int(not is_gone)


def test_an_address_that_waits_is_not_forgotten_with_unproven_ones(
    client: Client, joensuu: City, outbox: Outbox, noon: time_machine.Traveller
) -> None:
    residents.place(joensuu, closes_at=CLOSED)
    ask(client)
    say_yes(client, outbox)
    ask(client, address="unproven@home.example")
    noon.shift(timedelta(days=30))
    with scope.of(joensuu.id):
        following.expire()
        contacts.forget(unless=or_(retention.needs(), following.needs()))
        db.session.commit()
        assert db.session.scalars(select(EmailContact.email)).all() == [ADDRESS]


def test_the_answer_reaches_a_real_mail_server(
    app: Flask,
    client: Client,
    joensuu: City,
    outbox: Outbox,
    smtp: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    survey = residents.place(joensuu, closes_at=CLOSED)
    ask(client, "fi")
    say_yes(client, outbox)
    config = app.extensions["kuulolla_config"]
    monkeypatch.setitem(app.extensions, "kuulolla_config", replace(config, mail_url=smtp.url))
    answer(joensuu, survey)
    while jobs.run_one():
        pass
    [mail] = smtp.mails
    assert mail["To"] == ADDRESS
    assert mail["Content-Language"] == "fi"
    assert "Words in fi" in mail.get_content()
    assert "http://joensuu.localhost:8000/fi/surveys/poll" in mail.get_content()
