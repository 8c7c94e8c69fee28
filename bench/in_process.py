"""A client without sockets: calls the service in this very process, for profiles."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from bench.connection import Answer, Client


class InProcess(Client):
    """Someone at one host of a service that is called, not connected to."""

    def __init__(self, app: Flask, host: str) -> None:
        super().__init__(0, host)
        self._app = app

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        seen: dict[str, Any] = {}
        written: list[bytes] = []

        def start(
            status: str, answered: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            seen["status"], seen["headers"] = status, answered
            return written.append

        chunks = self._app(_environ(method, path, headers, body), start)
        content = b"".join([*written, *chunks])
        if hasattr(chunks, "close"):
            chunks.close()
        answered = {name.lower(): text for name, text in seen["headers"]}
        cookies = tuple(text for name, text in seen["headers"] if name.lower() == "set-cookie")
        return Answer(int(seen["status"].split()[0]), answered, content, cookies)


def _environ(method: str, path: str, headers: Mapping[str, str], body: bytes) -> dict[str, object]:
    address, _, query = path.partition("?")
    environ: dict[str, object] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, text in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = text
    return environ
