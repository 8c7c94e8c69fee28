"""Asking for a new password: the page does the same work whether or not the account exists."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask

from app.accounts import mails, onetime, queries
from app.accounts.models import LinkPurpose
from app.core import jobs

log = logging.getLogger(__name__)

KIND = "accounts.reset"


def ask(email: str) -> None:
    """Queue the question; whether there is such an account, only the worker looks."""
    jobs.enqueue(KIND, {"email": email})


def _send(payload: Mapping[str, Any]) -> None:
    user = queries.user_by_email(str(payload["email"]))
    if user is None or not user.is_active:
        return
    address = onetime.issue(user, LinkPurpose.RESET)
    mails.reset(user, address, minutes=int(onetime.RESET_LIFETIME.total_seconds() // 60))
    log.info("account.reset_sent user=%s", user.id)


def install(app: Flask) -> None:
    """After core.jobs."""
    jobs.handle(app, KIND, _send)
