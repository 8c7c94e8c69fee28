"""What surrounds every page: navigation, languages, the account's corner, template globals."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request, url_for
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts import session as account_session
from app.accounts.permissions import Permission, Principal
from app.core.i18n import current_language
from app.core.languages import AUTONYMS
from app.organisation import directory, tenancy
from app.organisation.tenancy import READING
from app.surveys import frames


@dataclass(frozen=True, slots=True)
class NavItem:
    """A part of the site; `current` as `aria-current` wants it: "page" on its own page, "true"
    on the pages below it, "" elsewhere."""

    href: str
    label: str
    current: str


@dataclass(frozen=True, slots=True)
class AccountCorner:
    """The signed-in person's links in the header."""

    name: str
    account_href: str
    desk_href: str | None
    admin_href: str | None
    workspaces: tuple[tuple[str, str], ...]
    """Name and address of the workspace of each group that the person is a member of."""


def _languages() -> list[tuple[str, str, str]]:
    """This page in each language of the host: (code, autonym, address)."""
    return [(lang, AUTONYMS[lang], _address_in(lang)) for lang in tenancy.languages()]


def _address_in(lang: str) -> str:
    """The page of the request in another language; that of an unknown address is as unknown.

    The address that a form posts to is also that of its page.
    """
    here = f"/{current_language()}/"
    if not request.path.startswith(here):
        return f"/{lang}/"
    rest = quote(request.path.removeprefix(here))
    query = request.args.to_dict(flat=False) if request.method in READING else {}
    if frames.is_framed():
        query[frames.FRAME] = ["1"]
    return f"/{lang}/{rest}" + (f"?{urlencode(query, doseq=True)}" if query else "")


@lru_cache(maxsize=200)
def _address_of(endpoint: str, lang: str) -> str:
    """The address of a page that every municipality has: each page names the same few."""
    return url_for(endpoint, lang=lang)


def _nav() -> list[NavItem]:
    place = tenancy.place_or_none()
    if place is None:
        return []
    offering, lang = directory.offering(place), current_language()
    entries = (
        (_address_of("surveys.index", lang), _("Surveys"), True),
        (_address_of("ideas.index", lang), _("Ideas"), True),
        (_address_of("portal.themes", lang), _("Themes"), offering.themes),
        (_address_of("portal.areas", lang), _("Responsible areas"), True),
        (_address_of("portal.strategy", lang), _("Strategy"), offering.strategy),
    )
    return [NavItem(href, label, _current(href)) for href, label, is_there in entries if is_there]


def _current(href: str) -> str:
    part = href.removesuffix("/")
    if request.path.removesuffix("/") == part:
        return "page"
    return "true" if request.path.startswith(f"{part}/") else ""


def _account() -> AccountCorner | None:
    principal = account_session.principal()
    if principal is None:
        return None
    on_municipality = tenancy.place_or_none() is not None
    desk = on_municipality and account_session.may(Permission.USE_DESK)
    administration = on_municipality and account_session.may(Permission.MANAGE_PEOPLE)
    return AccountCorner(
        name=principal.name,
        account_href=url_for("accounts.account"),
        desk_href=url_for("desk.start") if desk else None,
        admin_href=url_for("admin.start") if administration else None,
        workspaces=_workspaces(principal) if on_municipality else (),
    )


def _workspaces(principal: Principal) -> tuple[tuple[str, str], ...]:
    """One statement, for members only."""
    member_of = {held.group_id for held in principal.grants if held.group_id is not None}
    groups = accounts.groups() if member_of else ()
    return tuple(
        (str(group.name), url_for("council.start", key=group.key))
        for group in groups
        if group.id in member_of
    )


def _context() -> dict[str, Any]:
    place = tenancy.place_or_none()
    has_database = not g.get("without_database", False)
    return {
        "lang": current_language(),
        "municipality": place,
        "languages": _languages(),
        "nav": _nav() if has_database else [],
        "account": _account() if has_database else None,
        "sign_in_href": _address_of("accounts.sign_in", current_language()),
        "theme_href": url_for("entrance.theme_css", digest=place.theme_hash) if place else None,
        "has_errors": False,
        "is_framed": frames.is_framed(),
    }


def install(app: Flask) -> None:
    app.context_processor(_context)

    def default_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current_language()

    app.url_defaults(default_language)
