"""Pages of one's own account: signing in and out."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission
from app.core.access import PUBLIC_ANYWHERE, Host, Rule, access
from app.core.i18n import PREFIX

blueprint = Blueprint("accounts", __name__, url_prefix=PREFIX, template_folder="templates")


@blueprint.get("/sign-in")
@access(PUBLIC_ANYWHERE)
def sign_in() -> ResponseReturnValue:
    return ""


@blueprint.get("/account")
@access(Rule(Permission.USE_ACCOUNT, host=Host.ANY))
def account() -> ResponseReturnValue:
    return ""
