"""The one hook before every view: what is declared with `@access` is what is enforced."""

from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFProtect, generate_csrf

from app.accounts import queries as groups
from app.accounts import unsent
from app.accounts.identity import API, COOKIELESS, principal, was_asked
from app.accounts.models import Group
from app.accounts.permissions import Permission, allows
from app.core.access import Host, Rule, rule_of
from app.core.errors import Forbidden, Missing, problem
from app.organisation import queries, tenancy
from app.organisation.tenancy import READING

__all__ = ["UndeclaredView", "group", "install", "is_local", "may", "principal", "safe_next"]

MAX_NEXT = 500


class UndeclaredView(RuntimeError):
    """A view has no `@access`: it is never served."""


def may(permission: Permission, area_key: str | None = None) -> bool:
    """Whether whoever asks has a permission; in an area, where a key is given."""
    who = principal()
    if who is None:
        return False
    return allows(who, permission, queries.lineage(area_key) if area_key else None)


def is_local(address: str) -> bool:
    """Whether an address surely leads to this very host: an absolute path and nothing that a
    browser could read as another host (`//x`, a backslash, a control character)."""
    return (
        address.startswith("/")
        and not address.startswith("//")
        and "\\" not in address
        and address.isprintable()
        and len(address) <= MAX_NEXT
    )


def safe_next(address: str | None, otherwise: str) -> str:
    """Where to go after signing in: the asked address if it is local."""
    return address if address and is_local(address) else otherwise


def _enforce() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        raise UndeclaredView(request.endpoint)
    on_municipality = tenancy.place_or_none() is not None
    if rule.host is not Host.ANY and on_municipality != (rule.host is Host.MUNICIPALITY):
        raise Missing
    if request.path.startswith(API) and "Authorization" in request.headers and not principal():
        return _challenge()
    if rule.permission is not None:
        refusal = _check(rule, Permission(rule.permission))
        if refusal is not None:
            return refusal
    _check_form_token()
    return None


def _check(rule: Rule, permission: Permission) -> ResponseReturnValue | None:
    who = principal()
    if who is None:
        return _challenge() if request.path.startswith(API) else _to_sign_in()
    lineage = None
    if rule.area is not None:
        lineage = queries.lineage((request.view_args or {})[rule.area])
        if lineage is None:
            raise Missing
    group_id = None
    if rule.group is not None:
        group = groups.group((request.view_args or {})[rule.group])
        if group is None:
            raise Missing
        group_id, g.group = group.id, group
    if not allows(who, permission, lineage, group_id):
        raise Forbidden
    return None


def group() -> Group:
    """The group that the rule of the view names, as it was read to check the rule."""
    found: Group = g.group
    return found


def _challenge() -> Response:
    response = problem(401, _("Send a valid API token."))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _to_sign_in() -> ResponseReturnValue:
    """The sign-in page, and from there back to where the person was going. Whoever has written
    something meanwhile gets it back first."""
    address = url_for("accounts.sign_in")
    path = unsent.page()
    if is_local(path):
        address += "?" + urlencode({"next": path})
    texts = unsent.texts()
    if texts:
        page = render_template("accounts/unsent.html", texts=texts, sign_in=address)
        response = current_app.make_response((page, Forbidden.status))
    else:
        response = current_app.make_response(redirect(address, 303))
    response.headers["Cache-Control"] = "no-store"
    return response


def _check_form_token() -> None:
    """A signed-in person's form carries the session's token; the anonymous have no session."""
    if request.method in READING or request.path.startswith(COOKIELESS):
        return
    if principal() is not None:
        protection: CSRFProtect = current_app.extensions["csrf"]
        protection.protect()


def csrf_token() -> str:
    """For templates: the session's token, and nothing (no session, no cookie) for others."""
    token: str = generate_csrf() if principal() is not None else ""
    return token


def _keep_private(response: Response) -> Response:
    """What depends on who asks is kept by no shared cache; what a person sees, by none."""
    if was_asked():
        response.vary.add("Authorization" if request.path.startswith(API) else "Cookie")
        if principal() is not None:
            response.headers["Cache-Control"] = "no-store"
    return response


def install(app: Flask) -> None:
    """After tenancy and headers: the scope and the origin of a request are known by then."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.config["WTF_CSRF_SSL_STRICT"] = False  # core.headers checks where a form came from
    app.before_request(_enforce)
    app.after_request(_keep_private)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.context_processor(lambda: {"csrf_token": csrf_token})
