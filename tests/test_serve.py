"""`make run` in one process: it serves, does the jobs, and stops in good order."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

import pytest
from flask import Flask

from app.config import ROOT
from app.core import mail
from app.core.db import db
from app.serve import with_secret
from tests import factories
from tests.mail_server import LOCAL, free_port

COMMAND = [sys.executable, "-m", "app.serve"]
PATIENCE = 60.0


def _environment(app: Flask, port: int) -> dict[str, str]:
    config = app.extensions["kuulolla_config"]
    return os.environ | {
        "SECRET_KEY": config.secret_key,
        "DATABASE_URL": config.database_url,
        "MAIL_URL": config.mail_url,
        "PORT": str(port),
    }


@contextmanager
def _serving(app: Flask, port: int) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        COMMAND,
        cwd=ROOT,
        env=_environment(app, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _wait_for(outbox: Path) -> Path:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        for file in outbox.glob("*.eml"):
            return file
        sleep(0.1)
    raise AssertionError("no mail was sent")


def _wait_until_served(process: "subprocess.Popen[str]", port: int) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        assert process.poll() is None, process.communicate()
        with socket.socket() as probe:
            if probe.connect_ex((LOCAL, port)) == 0:
                return
        sleep(0.1)
    raise AssertionError("nothing listens")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_service_serves_does_its_jobs_and_stops(
    fresh_app: Flask, tmp_path: Path, stop: signal.Signals
) -> None:
    with fresh_app.app_context():
        factories.cities()  # so that no demo is loaded
        mail.queue(to="a@example.org", subject="Hei", body="Hei", lang="fi", sender_name="Kaupunki")
        db.session.commit()
    port = free_port()
    with _serving(fresh_app, port) as process:
        _wait_until_served(process, port)
        with urlopen(f"http://{LOCAL}:{port}/readyz") as answer:
            assert answer.status == 200
        assert "To: a@example.org" in _wait_for(tmp_path / "outbox").read_text(encoding="utf-8")
        process.send_signal(stop)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert f"http://joensuu.localhost:{port}/" in out
    assert "Traceback" not in err


def test_a_taken_port_is_said_before_anything_is_done(fresh_app: Flask) -> None:
    with socket.create_server((LOCAL, 0)) as taken:
        port = taken.getsockname()[1]
        environ = _environment(fresh_app, port)
        done = subprocess.run(COMMAND, cwd=ROOT, env=environ, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr


def test_faulty_settings_are_all_said_at_once(fresh_app: Flask) -> None:
    environ = _environment(fresh_app, 0) | {"LOG_LEVEL": "LOUD"}
    done = subprocess.run(COMMAND, cwd=ROOT, env=environ, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "LOG_LEVEL: must be one of" in done.stderr
    assert "PORT: must be a whole number" in done.stderr


def test_a_secret_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    file = tmp_path / "instance" / "secret_key"
    first = with_secret({}, file)["SECRET_KEY"]
    assert len(first) >= 32
    assert with_secret({"SECRET_KEY": ""}, file)["SECRET_KEY"] == first
    assert file.stat().st_mode & 0o077 == 0
    assert with_secret({"SECRET_KEY": "given"}, file)["SECRET_KEY"] == "given"
