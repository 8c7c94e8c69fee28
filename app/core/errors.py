"""The few errors of the domain that end a request, and the page or problem document for each."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from traceback import format_tb
from types import TracebackType

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadHost, HTTPException

from app.core.i18n import current_language

MACHINE_PATHS = ("/api/", "/w/")


class DomainError(Exception):
    """Base of the errors that a person can be told about."""

    status = HTTPStatus.BAD_REQUEST


class Missing(DomainError):
    """Does not exist here; another municipality's things do not exist either."""

    status = HTTPStatus.NOT_FOUND


class UnknownHost(Missing):
    """No municipality, and not the platform either, is at this host name."""


class Forbidden(DomainError):
    """Exists, and this account may not do it."""

    status = HTTPStatus.FORBIDDEN


class Conflict(DomainError):
    """The state of the thing does not allow it (any more)."""

    status = HTTPStatus.CONFLICT


class Expired(DomainError):
    """A one-time link or a form that no longer holds."""

    status = HTTPStatus.GONE


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person reads about an error: what happened and what to do next."""

    title: str
    text: str
    next_step: str


def explain(status: int) -> Explanation:
    """The explanation of a status, in the language of the request."""
    match status:
        case 403:
            return Explanation(
                _("You may not open this page"),
                _("It is only for those who have been given the right to it."),
                _("If you need it in your work, ask the administrator of your municipality."),
            )
        case 404:
            return Explanation(
                _("We could not find this page"),
                _("The address may be mistyped, or the page may have been removed."),
                _("Check the address, or look for what you need from the front page."),
            )
        case 405:
            return Explanation(
                _("This page cannot be opened that way"),
                _("The address belongs to a form, and nothing was sent with it."),
                _("Go back to the previous page and try again from there."),
            )
        case 409:
            return Explanation(
                _("Something has changed in the meantime"),
                _("What you tried to do is no longer possible."),
                _("Open the page again to see how things stand now."),
            )
        case 410:
            return Explanation(
                _("This link no longer works"),
                _("It has expired, or it has been used already."),
                _("Ask for a new link from whoever sent you this one."),
            )
        case _:
            return _explain_rest(status)


def _explain_rest(status: int) -> Explanation:
    match status:
        case 413:
            return Explanation(
                _("You sent too much at once"),
                _("It is more than we can take in one go, and it was not saved."),
                _("Go back, shorten the text or choose smaller files, and send it again."),
            )
        case 429:
            return Explanation(
                _("Too many attempts in a short time"),
                _("To keep the service working for everyone, we slow down repeated requests."),
                _("Wait a few minutes and try again."),
            )
        case 503:
            return Explanation(
                _("The service is busy"),
                _("We cannot answer right now. What you sent has not been saved."),
                _("Wait a moment and try again."),
            )
        case status if status < 500:
            return Explanation(
                _("We could not understand what was sent"),
                _("The address or the form is not what we expected, and nothing was saved."),
                _("Go back to the previous page and try again from there."),
            )
    return Explanation(
        _("Something went wrong on our side"),
        _("This is not your fault. The fault has been recorded, and we will look into it."),
        _("Try again in a moment."),
    )


def problem(status: int, detail: str = "", **extra: object) -> Response:
    """An `application/problem+json` answer (RFC 9457)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        body["detail"] = detail
    response = Response(
        json.dumps(body | extra, ensure_ascii=False),
        status,
        content_type="application/problem+json",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def answer(status: int) -> Response:
    """The page, or for a machine the problem document, of an error."""
    explanation = explain(status)
    if request.path.startswith(MACHINE_PATHS):
        return problem(status, explanation.title)
    g.without_database = status >= 500  # what is around the page must not fail once more
    page = render_template(
        "errors/error.html",
        title=explanation.title,
        explanation=explanation.text,
        next_step=explanation.next_step,
        action_href=f"/{current_language()}/",
        action_label=_("To the front page"),
    )
    return _kept_nowhere(make_response(page, status))


def _kept_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _on_domain_error(error: DomainError) -> Response:
    return answer(error.status)


def _on_unknown_host(error: UnknownHost) -> Response:
    """A page that stands alone: there is nowhere to lead to from here."""
    if request.path.startswith(MACHINE_PATHS):
        return problem(error.status)
    return _kept_nowhere(make_response(render_template("errors/unknown_host.html"), error.status))


def _on_bad_host(_error: BadHost) -> Response:
    """What is no host name at all comes from no browser, and no address can be made for it."""
    return _kept_nowhere(Response("This is no host name.\n", 400, content_type="text/plain"))


def _on_http_error(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    response = answer(error.code or 500)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _on_busy(error: OperationalError) -> Response:
    current_app.logger.error("database.unavailable", exc_info=error)
    response = answer(503)
    response.headers["Retry-After"] = "5"
    return response


Excepted = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


def _log_fault(excepted: Excepted) -> None:
    """What went wrong and where, without what it was about: messages of faults quote answers,
    addresses and names, and the path may be a one-time link."""
    _kind, fault, where = excepted
    kinds = []
    while fault is not None:
        kinds.append(type(fault).__name__)
        fault = fault.__cause__ or fault.__context__
    current_app.logger.error(
        "request.fault endpoint=%s method=%s fault=%s\n%s",
        request.endpoint,
        request.method,
        " from ".join(kinds),
        "".join(format_tb(where)),
    )


def install(app: Flask) -> None:
    """One handler each."""
    app.log_exception = _log_fault  # type: ignore[assignment, method-assign]
    app.register_error_handler(DomainError, _on_domain_error)
    app.register_error_handler(UnknownHost, _on_unknown_host)
    app.register_error_handler(BadHost, _on_bad_host)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(OperationalError, _on_busy)
