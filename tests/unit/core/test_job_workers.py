"""Several workers share one queue: each job is done by one of them."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import jobs
from app.core.db import db
from app.core.jobs import Job, JobState
from tests.databases import Kind

JOBS, WORKERS = 40, 4

on_both = pytest.mark.parametrize("fresh_app", Kind, indirect=True)


def _run_all(app: Flask) -> None:
    with app.app_context():
        while jobs.run_one():
            pass


@on_both
def test_workers_do_each_job_once(fresh_app: Flask) -> None:
    done: Counter[int] = Counter()

    def note(payload: Mapping[str, Any]) -> None:
        sleep(0.001)
        done[payload["number"]] += 1

    jobs.handle(fresh_app, "note", note)
    with fresh_app.app_context():
        for number in range(JOBS):
            jobs.enqueue("note", {"number": number})
        db.session.commit()
    with ThreadPoolExecutor(WORKERS) as pool:
        for worker in [pool.submit(_run_all, fresh_app) for _ in range(WORKERS)]:
            worker.result()
    assert done == Counter(range(JOBS))
    with fresh_app.app_context():
        finished = select(func.count()).select_from(Job).where(Job.state == JobState.DONE)
        assert db.session.scalars(finished).one() == JOBS


@on_both
def test_a_long_job_keeps_no_other_worker_from_its_work(fresh_app: Flask) -> None:
    is_running, may_end = Event(), Event()

    def slow(payload: Mapping[str, Any]) -> None:
        is_running.set()
        assert may_end.wait(20)

    jobs.handle(fresh_app, "slow", slow)
    jobs.handle(fresh_app, "quick", lambda payload: may_end.set())
    with fresh_app.app_context():
        jobs.enqueue("slow", {})
        db.session.commit()
    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(_run_all, fresh_app)
        assert is_running.wait(10)
        with fresh_app.app_context():
            jobs.enqueue("quick", {})
            db.session.commit()
        _run_all(fresh_app)
        assert may_end.is_set()
        worker.result()
