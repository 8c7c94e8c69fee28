"""Administration of widgets: the list, making and changing one, and what its sites' owners need."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.i18n import PREFIX, speaking
from app.core.languages import AUTONYMS
from app.core.static_files import BuiltAssets
from app.organisation import links, tenancy
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.pagefeedback import administration, installations, queries, snippets
from app.pagefeedback.forms_settings import WidgetForm
from app.pagefeedback.models import Widget
from app.pagefeedback.service import AnotherWasFirst
from app.pagefeedback.snippets import Script
from app.pagefeedback.views_widget import EVERGREEN, SCRIPT

blueprint = Blueprint(
    "widgets", __name__, url_prefix=f"{PREFIX}/admin/widgets", template_folder="templates"
)

MANAGE = Rule(Permission.MANAGE_WIDGETS)


@blueprint.get("/")
@access(MANAGE)
def index() -> ResponseReturnValue:
    found = administration.all_widgets()
    return render_template(
        "pagefeedback/admin/widgets.html",
        widgets=found,
        last_seen=installations.last_seen(found),
        areas=organisation.area_tree().by_id,
    )


@blueprint.get("/new")
@access(MANAGE)
def new() -> ResponseReturnValue:
    form = WidgetForm(retention=24, scale="2")
    form.offer()
    return _form_page(form)


@blueprint.post("/new")
@access(MANAGE)
def new_post() -> ResponseReturnValue:
    form = WidgetForm(request.form)
    form.offer()
    if not form.validate():
        return _form_page(form, status=422)
    try:
        made = administration.make(form.key.data or "", form.settings)
    except administration.KeyTaken:
        db.session.rollback()
        form.say_taken()
        return _form_page(form, status=409)
    db.session.commit()
    flash(_("The widget is made. Now put it on your pages."))
    return redirect(url_for("widgets.widget", key=made.key), 303)


@blueprint.get("/<key>")
@access(MANAGE)
def widget(key: str) -> ResponseReturnValue:
    found = find(key)
    place = tenancy.place()
    return render_template(
        "pagefeedback/admin/widget.html",
        widget=found,
        seen=administration.stamp(found),
        area=organisation.area_tree().by_id[found.area_id],
        rules=queries.rules_of(found),
        last_seen=installations.last_seen([found]),
        evergreen=EVERGREEN,
        evergreen_code=snippets.script(_script(place, EVERGREEN)),
        pinned_code=snippets.script(_pinned(place)),
        snippets=[_snippet(found, place, lang) for lang in place.languages],
    )


def _script(place: Place, version: str, integrity: str = "") -> Script:
    path = url_for("widget.script", version=version)
    return Script(links.absolute(place, path), integrity)


def _pinned(place: Place) -> Script:
    assets: BuiltAssets = current_app.extensions["assets"]
    version = f"{EVERGREEN}-{assets.version(SCRIPT)}"
    return _script(place, version, assets.integrity(SCRIPT))


def _snippet(widget: Widget, place: Place, lang: str) -> dict[str, str]:
    """What stands on a page in a language, and where the hosted form is in it."""
    with speaking(lang):
        words = _("Give feedback on this page")
    form = links.absolute(place, url_for("feedback.hosted", lang=lang, widget=widget.key))
    frame = links.absolute(place, url_for("widget_frame.frame", key=widget.key, lang=lang))
    return {
        "lang": lang,
        "language": AUTONYMS[lang],
        "form": form,
        "element": snippets.element(widget.key, words, form),
        "frame": snippets.frame(words, frame),
    }


@blueprint.get("/<key>/edit")
@access(MANAGE)
def edit(key: str) -> ResponseReturnValue:
    found = find(key)
    form = WidgetForm()
    form.offer(found)
    form.fill(found)
    return _form_page(form, found)


@blueprint.post("/<key>/edit")
@access(MANAGE)
def edit_post(key: str) -> ResponseReturnValue:
    found = find(key)
    form = WidgetForm(request.form)
    form.offer(found)
    if not form.validate():
        return _form_page(form, found, status=422)
    try:
        administration.change(key, form.settings, seen=form.seen.data or "")
    except AnotherWasFirst:
        db.session.rollback()
        found = find(key)
        form.seen.data = administration.stamp(found)
        return _form_page(form, found, status=409)
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for("widgets.widget", key=key), 303)


@blueprint.post("/<key>/state")
@access(MANAGE)
def switch(key: str) -> ResponseReturnValue:
    find(key)
    on = request.form.get("on") == "y"
    try:
        administration.switch(key, on=on, seen=request.form.get("seen", ""))
    except AnotherWasFirst as refusal:
        raise Conflict from refusal
    db.session.commit()
    flash(_("The widget is in use.") if on else _("The widget is out of use."))
    return redirect(url_for("widgets.widget", key=key), 303)


def find(key: str) -> Widget:
    """The widget with a key, in use or not; or Missing."""
    found = administration.widget(key)
    if found is None:
        raise Missing
    return found


def _form_page(
    form: WidgetForm, widget: Widget | None = None, status: int = 200
) -> ResponseReturnValue:
    errors = form.faults
    is_late = status == Conflict.status and not errors
    page = render_template(
        "pagefeedback/admin/edit.html",
        form=form,
        widget=widget,
        reactions=administration.has_reactions(widget) if widget else False,
        is_late=is_late,
        errors=errors,
        has_errors=bool(errors) or is_late,
    )
    return page, status
