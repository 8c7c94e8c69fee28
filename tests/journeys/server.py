"""The service behind a real web server in this process, on a port of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import waitress
from flask import Flask

from tests.mail_server import LOCAL


class Server:
    """Serves whichever application `app` is; each test brings its own."""

    app: Flask
    port: int

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        return self.app(environ, start)


@contextmanager
def serving() -> Iterator[Server]:
    """A server while the work inside is done."""
    server = Server()
    listener = waitress.create_server(server, host=LOCAL, port=0, threads=4)
    server.port = listener.effective_port
    Thread(target=listener.run, daemon=True).start()
    try:
        yield server
    finally:
        listener.close()
