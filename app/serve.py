"""`make run`: upgrades the database, loads the demo into an empty one, serves and does the jobs."""

import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread
from types import FrameType

import waitress
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError

from app import create_app
from app.config import ROOT, Config, ConfigError
from app.core import jobs
from app.demo import site
from app.upkeep import Upkeep

log = logging.getLogger(__name__)

PREPARATION = (("db", "upgrade"), ("demo", "load", "--if-empty"))
STOPPING = (signal.SIGINT, signal.SIGTERM)
THREADS = 8
IDLE_SECONDS = 0.5
PATIENCE = 10.0
"""Seconds that a job in hand has to end when the service is stopped."""


def main() -> int:
    """Serve until interrupted; the exit code."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    try:
        config = Config.from_env(with_secret(os.environ, ROOT / "instance" / "secret_key"))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    addresses = _free_addresses(config.port)
    if not addresses:
        print(f"Port {config.port} is taken: make run PORT=…", file=sys.stderr)
        return 1
    app = create_app(config)
    for command in PREPARATION:
        app.cli.main(command, standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))
    _serve(app, " ".join(addresses))
    return 0


def with_secret(environ: Mapping[str, str], file: Path) -> dict[str, str]:
    """The environment; where it has no SECRET_KEY, with one that is made once and kept."""
    if environ.get("SECRET_KEY"):
        return dict(environ)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return {**environ, "SECRET_KEY": file.read_text(encoding="ascii")}


def _free_addresses(port: int) -> list[str]:
    """The addresses of this machine alone at which `localhost` is looked for, if they are free.

    Not every machine has IPv6; but whoever has the port in IPv4 would be taken for us.
    """
    if not _is_free(socket.AF_INET, "127.0.0.1", port):
        return []
    has_6 = _is_free(socket.AF_INET6, "::1", port)
    return [f"127.0.0.1:{port}", *([f"[::1]:{port}"] if has_6 else [])]


def _is_free(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return False
    return True


def _serve(app: Flask, listen: str) -> None:
    stopping = Event()
    worker = Thread(target=_work, args=(app, stopping), name="worker", daemon=True)
    server = waitress.create_server(site.beside(app), listen=listen, threads=THREADS)
    for number in STOPPING:
        signal.signal(number, _interrupt)
    worker.start()
    print("\nStop with Ctrl-C.", flush=True)
    server.run()
    stopping.set()
    worker.join(PATIENCE)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Stop in good order; a second signal does not cut that short."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _work(app: Flask, stopping: Event) -> None:
    upkeep = Upkeep()
    while not stopping.is_set():
        try:
            with app.app_context():
                upkeep.do_if_due()
                is_busy = jobs.run_one()
        except OperationalError as fault:
            log.warning("worker.waits fault=%s", type(fault).__name__)
            is_busy = False
        if not is_busy:
            stopping.wait(IDLE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
