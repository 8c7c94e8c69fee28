"""Mails leave after the transaction that causes them, once, and as standard messages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.config import Config
from app.core import jobs, mail
from app.core.db import db
from app.core.jobs import Job, JobState
from tests.conftest import Outbox
from tests.mail_server import MailServer, free_port

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def queue(
    to: str = "resident@example.org", subject: str = "Kyselyn vastaus", body: str = "Hei"
) -> None:
    mail.queue(to=to, subject=subject, body=body, lang="fi", sender_name="Äänekäs kaupunki")
    db.session.commit()


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, mail_url: str) -> None:
    config: Config = app.extensions["kuulolla_config"]
    monkeypatch.setitem(app.extensions, "kuulolla_config", replace(config, mail_url=mail_url))


def test_a_mail_becomes_a_file_that_one_can_open(outbox: Outbox) -> None:
    queue(body="Tässä linkki: https://joensuu.localhost/fi/\n")
    (message,) = outbox.mails()
    assert message["To"] == "resident@example.org"
    assert message["From"] == "Äänekäs kaupunki <kuulolla@localhost>"
    assert message["Subject"] == "Kyselyn vastaus"
    assert message["Content-Language"] == "fi"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@localhost>")
    assert message.get_content() == "Tässä linkki: https://joensuu.localhost/fi/\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_text_becomes_a_header_of_its_own(outbox: Outbox, end: str) -> None:
    wanted = f"Kaupunki{end}Bcc: everybody@example.org"
    mail.queue(to="a@example.org", subject=wanted, body=wanted, lang="fi", sender_name=wanted)
    db.session.commit()
    (message,) = outbox.mails()
    assert message["Bcc"] is None
    assert message["Subject"] == "Kaupunki Bcc: everybody@example.org"
    assert message["From"].addresses[0].display_name == "Kaupunki Bcc: everybody@example.org"


def test_no_mail_leaves_if_its_cause_is_undone(outbox: Outbox) -> None:
    mail.queue(to="a@example.org", subject="x", body="y", lang="fi", sender_name="z")
    db.session.rollback()
    assert outbox.mails() == []


def test_mails_of_the_same_moment_are_all_kept(outbox: Outbox) -> None:
    with time_machine.travel(NOON, tick=False):
        for number in range(5):
            queue(to=f"person-{number}@example.org")
        assert len(outbox.mails()) == 5


def test_a_mail_goes_to_the_mail_server(
    app: Flask, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(app, monkeypatch, smtp.url)
    queue(body="Äiti kävi ööllä\n.\nloppu")
    assert jobs.run_one()
    (message,) = smtp.mails
    assert message["To"] == "resident@example.org"
    assert message.get_content().splitlines() == ["Äiti kävi ööllä", ".", "loppu"]


def test_a_mail_that_the_server_refuses_is_tried_again(
    app: Flask, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(app, monkeypatch, smtp.url)
    smtp.refusal = "451 try again later"
    with time_machine.travel(NOON, tick=False) as time:
        queue()
        assert jobs.run_one()
        assert smtp.mails == []
        smtp.refusal = None
        time.shift(timedelta(minutes=1))
        assert jobs.run_one()
    assert len(smtp.mails) == 1


def test_a_mail_waits_for_a_server_that_is_down(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(app, monkeypatch, f"smtp://127.0.0.1:{free_port()}")
    queue()
    assert jobs.run_one()
    job = db.session.scalars(select(Job)).one()
    assert job.state == JobState.WAITING
    assert job.fault.startswith("ConnectionRefusedError")


@pytest.mark.parametrize("trick", ["Hei\r\nBcc: everyone@example.org", "Hei\nBcc: e@example.org"])
def test_a_subject_adds_no_header(outbox: Outbox, trick: str) -> None:
    queue(subject=trick)
    (message,) = outbox.mails()
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Hei Bcc:")


def test_an_address_adds_no_recipient(outbox: Outbox, tmp_path: Path) -> None:
    queue(to="a@example.org, b@example.org")
    queue(to="c@example.org\r\nBcc: d@example.org")
    assert outbox.mails() == []


def test_nothing_of_a_sent_mail_stays_in_the_queue(outbox: Outbox) -> None:
    queue()
    assert len(outbox.mails()) == 1
    assert db.session.scalars(select(Job)).one().payload == {}
