"""Mail: queued in the transaction that causes it, sent after it; files in an outbox by default."""

import smtplib
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app

from app.config import Config
from app.core import clock, jobs

KIND = "mail"
TIMEOUT = 20
PERMANENT = range(500, 600)
"""Replies of a mail server after which it is of no use to ask again."""


class Refused(Exception):
    """The mail server will never take this mail; `said` are its words."""

    def __init__(self, code: int, words: bytes | str) -> None:
        text = words.decode("utf-8", errors="replace") if isinstance(words, bytes) else words
        self.said = " ".join(f"{code} {text}".split())
        super().__init__(self.said)


def queue(*, to: str, subject: str, body: str, lang: str, sender_name: str) -> None:
    """Put one plain-text mail into the outbox of the transaction in hand."""
    jobs.enqueue(
        KIND,
        {"to": to, "subject": subject, "body": body, "lang": lang, "sender_name": sender_name},
    )


def deliver(payload: Mapping[str, Any]) -> None:
    """Send a mail now; `payload` holds what `queue` is given, and `unsubscribe`, the address of a
    page where no more are asked for. Raises Refused where the server refuses this very address or
    mail for good, and whatever else goes wrong: that may go well another time."""
    try:
        _deliver(payload)
    except smtplib.SMTPRecipientsRefused as fault:
        code, words = next(iter(fault.recipients.values()))
        if code in PERMANENT:
            raise Refused(code, words) from None
        raise
    except smtplib.SMTPDataError as fault:
        if fault.smtp_code in PERMANENT:
            raise Refused(fault.smtp_code, fault.smtp_error) from None
        raise


def _message(payload: Mapping[str, Any], config: Config) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address(_one_line(payload["sender_name"]), addr_spec=config.mail_from)
    message["To"] = Address(addr_spec=str(payload["to"]))
    message["Subject"] = _one_line(payload["subject"])
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=config.mail_from.rsplit("@", 1)[-1])
    message["Auto-Submitted"] = "auto-generated"
    if payload.get("unsubscribe"):
        message["List-Unsubscribe"] = f"<{_one_line(payload['unsubscribe'])}>"
    message.set_content(str(payload["body"]))  # drops every header about content set before
    message["Content-Language"] = str(payload["lang"])
    return message


def _one_line(text: object) -> str:
    """What stands in a header: a second line would be a header of its own, or be refused."""
    return " ".join(str(text).split())


def _deliver(payload: Mapping[str, Any]) -> None:
    config: Config = current_app.extensions["kuulolla_config"]
    message = _message(payload, config)
    url = urlsplit(config.mail_url)
    if url.scheme == "file":
        _write(message, Path(url.path))
        return
    connect = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with connect(url.hostname or "localhost", url.port or 25, timeout=TIMEOUT) as server:
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _write(message: EmailMessage, folder: Path) -> None:
    """One .eml file a mail; complete or not there at all."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%d-%H%M%S-%f}-{token_hex(4)}.eml"
    part = folder / f".{name}.part"
    part.write_bytes(message.as_bytes())
    part.rename(folder / name)


def install(app: Flask) -> None:
    jobs.handle(app, KIND, _deliver)
