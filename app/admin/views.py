"""The back office's start and the audit log."""

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.models import AuditEntry
from app.accounts.permissions import Permission
from app.admin.labels import ACTORS, EVENTS, details
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
    return render_template(
        "admin/audit.html",
        entries=page.entries,
        names=queries.names(_people_of(page.entries)),
        event_labels=EVENTS,
        actor_labels=ACTORS,
        details=details,
        newest=url_for("admin.audit") if before else None,
        older=url_for("admin.audit", before=page.older) if page.older else None,
    )


def _entry_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Missing from None


def _people_of(entries: Iterable[AuditEntry]) -> set[UUID]:
    return {UUID(entry.subject) for entry in entries if entry.subject_kind == "person"}
