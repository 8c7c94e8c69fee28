"""Starts the service as in production, and the limits of the machine under the same server."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from app.config import ROOT
from bench.databases import Database, environment

START = 30.0
"""Seconds that a server may take to answer."""


class NotStarted(Exception):
    """The server ended, or did not answer in time; says what it wrote."""


def gunicorn(wsgi: str, port: int) -> list[str]:
    """As docs/OPERATIONS.md recommends for one machine of two cores."""
    options = ["--worker-class=gthread", "--workers=2", "--threads=8", "--keep-alive=30"]
    return ["gunicorn", *options, f"--bind=127.0.0.1:{port}", "--log-level=warning", wsgi]


def waitress(wsgi: str, port: int) -> list[str]:
    """As `make run` starts it."""
    options = ["--threads=8", "--no-clear-untrusted-proxy-headers"]
    return ["waitress", *options, f"--listen=127.0.0.1:{port}", wsgi]


@contextmanager
def service(command: str, database: Database, folder: Path) -> Iterator[tuple[int, int]]:
    """The service with its statements counted: (port, process id)."""
    port = _free_port()
    settings = environment(database.url)
    with _running(_line(command, "bench.counted:app", port), settings, port, folder) as process:
        yield port, process


@contextmanager
def limits(command: str, database: Database, folder: Path) -> Iterator[tuple[int, int]]:
    """Bare Flask and one INSERT, under the same server."""
    port = _free_port()
    settings = environment(database.url) | {"LIMITS_URL": database.limits_url}
    with _running(_line(command, "bench.limits:app", port), settings, port, folder) as process:
        yield port, process


def _line(command: str, wsgi: str, port: int) -> list[str]:
    words = gunicorn(wsgi, port) if command == "gunicorn" else waitress(wsgi, port)
    return [sys.executable, "-m", *words]


@contextmanager
def _running(
    command: Sequence[str], settings: dict[str, str], port: int, folder: Path
) -> Iterator[int]:
    log = folder / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdout=output, stderr=output, start_new_session=True
        )
    try:
        _wait_for(port, process, log)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its own session: only what we started
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + START
    while process.poll() is None and monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise NotStarted(log.read_text(errors="replace")[-4000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
