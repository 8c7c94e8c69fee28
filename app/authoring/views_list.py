"""The desk's list of surveys: those in the making, those that are open, coming and closed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.permissions import Permission, granted_areas
from app.accounts.session import principal
from app.authoring import listing
from app.core.access import Rule, access
from app.core.i18n import PREFIX
from app.organisation import queries as organisation
from app.organisation import tenancy

blueprint = Blueprint(
    "desk_surveys", __name__, url_prefix=PREFIX + "/desk/surveys", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)


@blueprint.get("/")
@access(USE)
def index() -> ResponseReturnValue:
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    tree = organisation.area_tree()
    granted = granted_areas(who, Permission.MANAGE_SURVEYS)
    areas = None if granted is None else frozenset().union(*(tree.below(one) for one in granted))
    return render_template(
        "authoring/index.html", found=listing.of_areas(areas, tree, tenancy.place().timezone)
    )
