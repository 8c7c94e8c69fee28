"""One client's keep-alive connection: HTTP/1.1 over a plain socket, cheap beside the server."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class UnexpectedAnswer(Exception):
    """The server answered something else than the flow needs: a figure of it would mean nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """By lower-case name; of several with one name, the last."""
    body: bytes
    cookies: tuple[str, ...]
    """The values of Set-Cookie."""

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """Someone at one host. Counts requests and the statements that the server made for them."""

    def __init__(self, port: int, host: str) -> None:
        self._port = port
        self._host = host
        self._cookies: dict[str, str] = {}
        self._socket: socket.socket | None = None
        self._reader: BinaryIO | None = None
        self.requests = 0
        self.statements = 0
        self.round_trips = 0

    def forget_cookies(self) -> None:
        """Be another person from now on."""
        self._cookies.clear()

    def take_cookies(self, other: "Client") -> None:
        self._cookies = dict(other._cookies)

    def get(self, path: str, *, status: int = 200) -> Answer:
        return self._expect(status, "GET", path, b"", {})

    def post(
        self,
        path: str,
        body: str,
        *,
        status: int,
        kind: str = FORM,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        own = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
        return self._expect(status, "POST", path, body.encode(), own | dict(headers or {}))

    def close(self) -> None:
        if self._socket is not None and self._reader is not None:
            self._reader.close()
            self._socket.close()
            self._socket = self._reader = None

    def _expect(
        self, status: int, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        answer = self._send(method, path, self._all_headers(headers), body)
        self.requests += 1
        self.statements += int(answer.headers.get("x-statements", 0))
        self.round_trips += int(answer.headers.get("x-round-trips", 0))
        if answer.status != status:
            raise UnexpectedAnswer(f"{method} {path}: {answer.status}, not {status}")
        for cookie in answer.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer

    def _all_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        every = {"Host": self._host, "Accept-Language": "fi", **headers}
        if self._cookies:
            every["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return every

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send and read; once more on a new connection where the server closed an idle one."""
        request = _request(method, path, headers, body)
        if self._socket is not None:
            try:
                return self._exchange(request)
            except (BrokenPipeError, ConnectionResetError, EOFError):
                self.close()
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb")
        return self._exchange(request)

    def _exchange(self, request: bytes) -> Answer:
        assert self._socket is not None
        assert self._reader is not None
        self._socket.sendall(request)
        answer = _read(self._reader)
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return answer


def _request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items())]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _read(reader: BinaryIO) -> Answer:
    first = reader.readline()
    if not first:
        raise EOFError
    headers: dict[str, str] = {}
    cookies: list[str] = []
    while (line := reader.readline()) not in (b"\r\n", b""):
        name, _, text = line.decode("latin-1").partition(":")
        headers[name.lower()] = text.strip()
        if name.lower() == "set-cookie":
            cookies.append(text.strip())
    body = reader.read(int(headers["content-length"])) if "content-length" in headers else b""
    if "chunked" in headers.get("transfer-encoding", ""):
        raise UnexpectedAnswer("an answer in chunks: the bench reads whole pages only")
    return Answer(int(first.split()[1]), headers, body, tuple(cookies))
