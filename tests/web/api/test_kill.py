"""The service is killed in the middle: every answer that it acknowledged is there, once."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread

from flask import Flask
from sqlalchemy import select

from app.config import ROOT
from app.core import scope
from app.core.db import db
from app.surveys.models import Response
from tests import factories
from tests.web.surveys.residents import place

HOST = "joensuu.localhost"
SENDERS = 4


def call(port: int, key: str) -> tuple[int, str]:
    """Status and receipt of one response handed in."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(
            "POST",
            "/api/v1/surveys/poll/responses",
            json.dumps({"answers": {"place": "market"}, "lang": "fi"}),
            {"Host": HOST, "Content-Type": "application/json", "Idempotency-Key": key},
        )
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()).get("receipt", "")
    finally:
        connection.close()


@contextmanager
def serving(url: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The service as a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "DATABASE_URL": url,
        "SECRET_KEY": "a secret that is known to every test",
        "MAIL_URL": f"file://{folder}/outbox",
        "WRITE_LIMIT": "100000 per minute",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "waitress", "--host=127.0.0.1", f"--port={port}", "wsgi:app"],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield process, port
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until, "the service did not start"
            time.sleep(0.05)


class Sender:
    """Hands in responses until the service dies; remembers what was acknowledged."""

    def __init__(self, name: int, port: int) -> None:
        self.name, self.port = name, port
        self.receipts: dict[str, str] = {}
        self.in_doubt = ""
        self.enough = Event()

    def run(self) -> None:
        number = 0
        while True:
            number += 1
            self.in_doubt = f"{self.name}/{number}"
            try:
                status, receipt = call(self.port, self.in_doubt)
            except (OSError, HTTPException):
                return
            assert status == 201
            self.receipts[self.in_doubt] = receipt
            if number == 10:
                self.enough.set()


def test_what_was_acknowledged_survives_kill_9(fresh_app: Flask, tmp_path: Path) -> None:
    with fresh_app.app_context():
        city, _other = factories.cities()
        place(city)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    url = fresh_app.config["SQLALCHEMY_DATABASE_URI"]
    with serving(url, tmp_path) as (process, port):
        senders = [Sender(number, port) for number in range(SENDERS)]
        threads = [Thread(target=sender.run) for sender in senders]
        for thread in threads:
            thread.start()
        for sender in senders:
            assert sender.enough.wait(30)
        process.send_signal(signal.SIGKILL)
        for thread in threads:
            thread.join()
    acknowledged = {key: receipt for sender in senders for key, receipt in sender.receipts.items()}
    assert len(acknowledged) >= 10 * SENDERS
    with serving(url, tmp_path) as (_process, port):
        for sender in senders:
            status, receipt = call(port, sender.in_doubt)
            assert status in (200, 201)
            acknowledged[sender.in_doubt] = receipt
        for key, receipt in acknowledged.items():
            assert call(port, key) == (200, receipt)
    with fresh_app.app_context(), scope.of(city.id):
        kept = list(db.session.scalars(select(Response.receipt_hash)))
    hashes = {sha256(receipt.encode()).hexdigest() for receipt in acknowledged.values()}
    assert sorted(kept) == sorted(hashes)
