"""What surrounds every page: navigation, languages, the account's corner, template globals."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import gettext as _
from werkzeug.routing import BuildError

from app.accounts import session as account_session
from app.accounts.permissions import Permission
from app.core.i18n import AUTONYMS, current_language
from app.organisation import tenancy


@dataclass(frozen=True, slots=True)
class NavItem:
    href: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class AccountCorner:
    """The signed-in person's links in the header."""

    name: str
    account_href: str
    desk_href: str | None


def _languages() -> list[tuple[str, str, str]]:
    """This page in each language of the host: (code, autonym, address)."""
    found = []
    args = request.args.to_dict(flat=False) if request.method == "GET" else {}
    for lang in tenancy.languages():
        address = f"/{lang}/"
        if request.endpoint and g.get("lang"):
            try:
                values: dict[str, Any] = {**args, **(request.view_args or {}), "lang": lang}
                address = url_for(request.endpoint, **values)
            except BuildError:
                address = f"/{lang}/"
        found.append((lang, AUTONYMS[lang], address))
    return found


def _nav() -> list[NavItem]:
    if tenancy.place_or_none() is None:
        return []
    entries = (
        ("surveys.index", _("Surveys")),
        ("portal.themes", _("Themes")),
        ("portal.areas", _("Responsible areas")),
        ("portal.strategy", _("Strategy")),
    )
    return [
        NavItem(address, label, request.path.startswith(address))
        for address, label in ((url_for(endpoint), label) for endpoint, label in entries)
    ]


def _account() -> AccountCorner | None:
    principal = account_session.principal()
    if principal is None:
        return None
    on_municipality = tenancy.place_or_none() is not None
    desk = on_municipality and account_session.may(Permission.USE_DESK)
    return AccountCorner(
        name=principal.name,
        account_href=url_for("accounts.account"),
        desk_href=url_for("desk.start") if desk else None,
    )


def _context() -> dict[str, Any]:
    place = tenancy.place_or_none()
    return {
        "lang": current_language(),
        "municipality": place,
        "languages": _languages(),
        "nav": _nav(),
        "account": _account(),
        "sign_in_href": url_for("accounts.sign_in", lang=current_language()),
        "theme_href": url_for("portal.theme_css", digest=place.theme_hash) if place else None,
        "has_errors": False,
    }


def install(app: Flask) -> None:
    app.context_processor(_context)

    def default_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current_language()

    app.url_defaults(default_language)
