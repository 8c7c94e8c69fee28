"""Jobs are done once their cause is committed, at least once, whatever befalls the worker."""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Group
from app.core import jobs, scope
from app.core.db import db, uuid7
from app.core.jobs import ATTEMPTS, DONE_KEPT, FAILED_KEPT, LEASE, LOST, Job, JobState
from tests import factories
from tests.factories import City

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Work:
    """A handler that notes what it is given and in which scope, and fails as often as told."""

    def __init__(self) -> None:
        self.done: list[tuple[object, dict[str, Any]]] = []
        self.failures = 0

    def __call__(self, payload: Mapping[str, Any]) -> None:
        self.done.append((scope.municipality_id(), dict(payload)))
        if self.failures:
            self.failures -= 1
            raise ValueError("Matti Meikäläinen")


@pytest.fixture
def work(app: Flask) -> Work:
    handler = Work()
    jobs.handle(app, "work", handler)
    return handler


def run_all() -> int:
    done = 0
    while jobs.run_one():
        done += 1
    return done


def only_job() -> Job:
    return db.session.scalars(select(Job)).one()


def test_a_job_runs_in_the_scope_of_its_municipality(work: Work, pieksamaki: City) -> None:
    with scope.of(pieksamaki.id):
        jobs.enqueue("work", {"number": 1})
        db.session.commit()
    assert run_all() == 1
    assert work.done == [(pieksamaki.id, {"number": 1})]
    assert scope.municipality_id() is None


def test_a_job_exists_only_if_its_cause_is_committed(work: Work) -> None:
    jobs.enqueue("work", {})
    db.session.rollback()
    assert run_all() == 0
    assert work.done == []


def test_jobs_are_done_in_the_order_in_which_they_are_due(work: Work) -> None:
    with time_machine.travel(NOON, tick=False):
        jobs.enqueue("work", {"is": "later"}, due_at=NOON - timedelta(minutes=1))
        jobs.enqueue("work", {"is": "first"}, due_at=NOON - timedelta(minutes=2))
        jobs.enqueue("work", {"is": "not due"}, due_at=NOON + timedelta(seconds=1))
        db.session.commit()
        assert run_all() == 2
    assert [payload["is"] for _scope, payload in work.done] == ["first", "later"]


def test_a_job_done_is_not_done_again_and_keeps_nothing_of_what_it_was_given(work: Work) -> None:
    jobs.enqueue("work", {"to": "resident@example.org"})
    db.session.commit()
    assert run_all() == 1
    assert run_all() == 0
    assert (only_job().state, only_job().payload) == (JobState.DONE, {})


def test_a_job_that_fails_is_tried_again_later_and_later(work: Work) -> None:
    work.failures = 2
    with time_machine.travel(NOON, tick=False) as time:
        jobs.enqueue("work", {})
        db.session.commit()
        assert run_all() == 1
        assert run_all() == 0
        time.shift(timedelta(seconds=15))
        assert run_all() == 1
        time.shift(timedelta(seconds=59))
        assert run_all() == 0
        time.shift(timedelta(seconds=1))
        assert run_all() == 1
    assert len(work.done) == 3
    assert only_job().state == JobState.DONE


def test_a_job_that_always_fails_is_given_up(work: Work) -> None:
    work.failures = 1000
    with time_machine.travel(NOON, tick=False) as time:
        jobs.enqueue("work", {})
        db.session.commit()
        for _day in range(30):
            run_all()
            time.shift(timedelta(days=1))
    assert len(work.done) == ATTEMPTS
    assert only_job().state == JobState.FAILED


def test_what_a_failing_job_changed_is_undone(app: Flask, joensuu: City) -> None:
    def changes_then_fails(payload: Mapping[str, Any]) -> None:
        factories.group("half-done")
        raise ValueError

    jobs.handle(app, "breaks", changes_then_fails)
    with scope.of(joensuu.id):
        jobs.enqueue("breaks", {})
        db.session.commit()
    run_all()
    with scope.of(joensuu.id):
        assert db.session.scalars(select(Group)).all() == []


def test_a_fault_is_recorded_without_what_the_job_was_about(
    work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    work.failures = 1
    jobs.enqueue("work", {"to": "resident@example.org"})
    db.session.commit()
    with caplog.at_level(logging.INFO):
        run_all()
    assert only_job().fault.startswith("ValueError at __call__:")
    for said in (only_job().fault, caplog.text):
        assert "Matti" not in said
        assert "resident@" not in said


def test_a_job_of_an_unknown_kind_stops_no_worker(work: Work) -> None:
    jobs.enqueue("from-the-future", {}, due_at=NOON)
    jobs.enqueue("work", {})
    db.session.commit()
    assert run_all() == 2
    assert len(work.done) == 1


class Killed(BaseException):
    """Ends a worker as a kill does: nothing after it runs."""


def test_a_job_whose_worker_was_killed_is_done_when_its_lease_ends(app: Flask) -> None:
    calls: list[str] = []

    def dies_once(payload: Mapping[str, Any]) -> None:
        calls.append("called")
        if len(calls) == 1:
            raise Killed

    jobs.handle(app, "dies", dies_once)
    with time_machine.travel(NOON, tick=False) as time:
        jobs.enqueue("dies", {})
        db.session.commit()
        with pytest.raises(Killed):
            jobs.run_one()
        db.session.rollback()
        time.shift(LEASE - timedelta(seconds=1))
        assert run_all() == 0
        time.shift(timedelta(seconds=1))
        assert run_all() == 1
    assert len(calls) == 2


@pytest.fixture
def kills(app: Flask) -> Iterator[list[str]]:
    """A job that has killed its worker each time that it was tried, in Joensuu."""
    calls: list[str] = []

    def dies(payload: Mapping[str, Any]) -> None:
        calls.append("called")
        raise Killed

    jobs.handle(app, "dies", dies)
    with time_machine.travel(NOON, tick=False) as time:
        jobs.enqueue("dies", {"to": "resident@example.org"})
        db.session.commit()
        for _attempt in range(ATTEMPTS):
            with pytest.raises(Killed):
                jobs.run_one()
            db.session.rollback()
            time.shift(LEASE)
        yield calls


def test_a_job_that_kills_every_worker_is_given_up_and_said_so(
    kills: list[str], work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    jobs.enqueue("work", {})
    db.session.commit()
    with caplog.at_level(logging.ERROR):
        assert run_all() == 2
    assert len(kills) == ATTEMPTS
    assert len(work.done) == 1
    [given_up] = jobs.failed()
    assert (given_up.kind, given_up.attempts, given_up.fault) == ("dies", ATTEMPTS, LOST)
    line = f"job.given_up kind=dies id={given_up.id} attempts={ATTEMPTS}"
    assert line in caplog.messages
    assert "resident@" not in caplog.text


def test_a_job_that_was_given_up_can_be_tried_again(kills: list[str], app: Flask) -> None:
    run_all()
    jobs.handle(app, "dies", lambda payload: kills.append(str(payload["to"])))
    assert jobs.retry() == 1
    db.session.commit()
    assert run_all() == 1
    assert kills[-1] == "resident@example.org"
    assert only_job().state == JobState.DONE


def test_only_what_was_given_up_is_tried_again(kills: list[str], work: Work) -> None:
    run_all()
    jobs.enqueue("work", {"is": "waiting"}, due_at=NOON + timedelta(days=9))
    db.session.commit()
    assert jobs.retry(uuid7()) == 0
    assert jobs.retry(jobs.failed()[0].id) == 1
    assert jobs.failed() == []
    waiting = db.session.scalars(select(Job).where(Job.kind == "work")).one()
    assert waiting.due_at == NOON + timedelta(days=9)


def test_the_command_lists_what_was_given_up_and_puts_it_back(kills: list[str], app: Flask) -> None:
    run_all()
    db.session.commit()
    commands = app.test_cli_runner()
    listed = commands.invoke(args=["jobs", "failed"]).output
    [job] = jobs.failed()
    assert listed.startswith(
        f"{job.id} dies -: {ATTEMPTS} attempts until 2026-05-04T12:40Z: {LOST}"
    )
    assert "resident@" not in listed
    for wrong in ([], [str(job.id), "--all"], [str(uuid7())], ["no-id"]):
        assert commands.invoke(args=["jobs", "retry", *wrong]).exit_code != 0
    again = commands.invoke(args=["jobs", "retry", str(job.id)])
    assert (again.exit_code, again.output) == (0, "1 put back into the queue\n")
    assert commands.invoke(args=["jobs", "failed"]).output == ""
    assert commands.invoke(args=["jobs", "retry", "--all"]).output == "0 put back into the queue\n"


def test_what_is_long_over_is_forgotten(kills: list[str], work: Work) -> None:
    """What failed keeps what it was about, addresses too: not for ever."""
    with time_machine.travel(NOON + ATTEMPTS * LEASE, tick=False) as time:
        run_all()
        jobs.enqueue("work", {})
        jobs.enqueue("work", {"is": "waiting"}, due_at=NOON + timedelta(days=999))
        db.session.commit()
        run_all()
        time.shift(DONE_KEPT)
        assert jobs.forget() == 0
        time.shift(timedelta(hours=1))
        assert jobs.forget() == 1
        time.shift(FAILED_KEPT - DONE_KEPT)
        assert jobs.forget() == 1
        assert only_job().payload == {"is": "waiting"}
