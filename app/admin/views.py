"""The back office's start and the audit log."""

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts import queries, roles
from app.accounts.models import AuditEntry
from app.accounts.permissions import Permission
from app.admin.labels import sentence
from app.core.access import Rule, access
from app.core.errors import Missing
from app.core.i18n import PREFIX

blueprint = Blueprint("admin", __name__, url_prefix=PREFIX + "/admin", template_folder="templates")


@blueprint.get("/")
@access(Rule(Permission.MANAGE_PEOPLE))
def start() -> ResponseReturnValue:
    return render_template("admin/start.html")


@blueprint.get("/audit")
@access(Rule(Permission.READ_AUDIT))
def audit() -> ResponseReturnValue:
    before = request.args.get("before")
    page = queries.audit_page(_entry_id(before) if before else None)
    names, places = _links_to(page.entries), roles.places()
    return render_template(
        "admin/audit.html",
        entries=[(entry.at, sentence(entry, names, places)) for entry in page.entries],
        newest=url_for("admin.audit") if before else None,
        older=url_for("admin.audit", before=page.older) if page.older else None,
    )


def _entry_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Missing from None


def _links_to(entries: Iterable[AuditEntry]) -> dict[str, Markup]:
    """The names of the people in these entries, each a link to the person's page."""
    people = {UUID(entry.subject) for entry in entries if entry.subject_kind == "person"}
    link = Markup('<a href="{}">{}</a>')
    return {
        user_id: link.format(url_for("people.person", user_id=user_id), name)
        for user_id, name in queries.names(people).items()
    }
