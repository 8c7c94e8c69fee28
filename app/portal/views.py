"""Residents' reading pages: home, themes, areas, strategy, statements. No page gives a cookie."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, PUBLIC_ANYWHERE, access
from app.core.i18n import PREFIX, current_language
from app.organisation import directory, queries, tenancy
from app.portal import direction, places, statements
from app.portal import done as done_pages
from app.portal.home import home as home_of
from app.portal.shelf import Setting
from app.portal.statements import Kind

blueprint = Blueprint("portal", __name__, url_prefix=PREFIX, template_folder="templates")


@blueprint.after_request
def _keep_a_minute(response: Response) -> Response:
    """A page read a moment ago need not be asked for again; nobody else's cache keeps it."""
    if response.status_code == 200:
        response.headers.setdefault("Cache-Control", "private, max-age=60")
    return response


@blueprint.get("/")
@access(PUBLIC_ANYWHERE)
def home() -> ResponseReturnValue:
    """The front page of a municipality; on the platform's own host, the municipalities."""
    place = tenancy.place_or_none()
    if place is None:
        found = [(place, _address(place)) for place in directory.all_places()]
        return render_template("portal/municipalities.html", places=found)
    return render_template("portal/home.html", home=home_of(place))


def _address(place: directory.Place) -> str:
    """A municipality's own address, reached as this request was: same scheme, same port."""
    port = urlsplit(request.host_url).port
    return f"{request.scheme}://{place.hosts[0]}{f':{port}' if port else ''}/"


@blueprint.get("/themes")
@access(PUBLIC)
def themes() -> ResponseReturnValue:
    around = Setting.of(tenancy.place())
    return render_template("portal/themes.html", themes=around.themes, areas=around.areas)


@blueprint.get("/themes/<key>")
@access(PUBLIC)
def theme(key: str) -> ResponseReturnValue:
    return render_template("portal/theme.html", page=places.theme_page(tenancy.place(), key))


@blueprint.get("/areas")
@access(PUBLIC)
def areas() -> ResponseReturnValue:
    return render_template("portal/areas.html", page=places.areas_page(tenancy.place()))


@blueprint.get("/areas/<key>")
@access(PUBLIC)
def area(key: str) -> ResponseReturnValue:
    return render_template("portal/area.html", page=places.area_page(tenancy.place(), key))


@blueprint.get("/strategy")
@access(PUBLIC)
def strategy() -> ResponseReturnValue:
    return render_template("portal/strategy.html", page=direction.strategy_page(tenancy.place()))


@blueprint.get("/strategy/<key>")
@access(PUBLIC)
def objective(key: str) -> ResponseReturnValue:
    page = direction.objective_page(tenancy.place(), key, current_language())
    return render_template("portal/objective.html", page=page)


@blueprint.get("/done")
@access(PUBLIC)
def done() -> ResponseReturnValue:
    page = done_pages.page(tenancy.place(), request.args.get("before", ""))
    return render_template("portal/done.html", page=page)


@blueprint.get("/accessibility")
@access(PUBLIC)
def accessibility() -> ResponseReturnValue:
    return _statement(Kind.ACCESSIBILITY)


@blueprint.get("/privacy")
@access(PUBLIC)
def privacy() -> ResponseReturnValue:
    return _statement(Kind.PRIVACY)


def _statement(kind: Kind) -> ResponseReturnValue:
    found = statements.statement(kind, queries.municipality(), current_language())
    return render_template("portal/statement.html", kind=kind, statement=found)
