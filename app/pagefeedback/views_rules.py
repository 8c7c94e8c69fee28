"""Administration of the rules of a widget: which area answers for which pages."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Conflict, Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX
from app.organisation import queries as organisation
from app.pagefeedback import addresses, administration, filing, queries
from app.pagefeedback.administration import Ruling
from app.pagefeedback.forms import readable
from app.pagefeedback.forms_rules import RuleForm
from app.pagefeedback.models import Widget, WidgetRule
from app.pagefeedback.service import AnotherWasFirst
from app.pagefeedback.views_admin import find

blueprint = Blueprint(
    "widget_rules",
    __name__,
    url_prefix=f"{PREFIX}/admin/widgets/<key>/rules",
    template_folder="templates",
)

MANAGE = Rule(Permission.MANAGE_WIDGETS)


@blueprint.get("/")
@access(MANAGE)
def index(key: str) -> ResponseReturnValue:
    widget = find(key)
    form = RuleForm()
    form.offer(widget, ())
    return _list_page(widget, form)


@blueprint.post("/")
@access(MANAGE)
def add(key: str) -> ResponseReturnValue:
    widget = find(key)
    form = RuleForm(request.form)
    form.offer(widget, queries.rules_of(widget))
    if not form.validate():
        return _list_page(widget, form, status=422)
    try:
        administration.add_rule(key, form.ruling, seen=form.seen.data or "")
    except AnotherWasFirst:
        db.session.rollback()
        return _list_page(find(key), form, status=409)
    except administration.TooManyRules:
        db.session.rollback()
        most = administration.MOST_RULES
        form.prefix.errors = [_("A widget has at most %(most)s rules.", most=most)]
        return _list_page(find(key), form, status=422)
    return _done(key, _("The rule is added."))


@blueprint.get("/<uuid:rule_id>")
@access(MANAGE)
def rule(key: str, rule_id: UUID) -> ResponseReturnValue:
    widget, found = _rule(key, rule_id)
    form = RuleForm()
    form.offer(widget, (), administration.ruling_of(found))
    return _rule_page(widget, found, form)


@blueprint.post("/<uuid:rule_id>")
@access(MANAGE)
def change(key: str, rule_id: UUID) -> ResponseReturnValue:
    widget, found = _rule(key, rule_id)
    others = [one for one in queries.rules_of(widget) if one.id != rule_id]
    form = RuleForm(request.form)
    form.offer(widget, others, administration.ruling_of(found))
    if not form.validate():
        return _rule_page(widget, found, form, status=422)
    try:
        administration.change_rule(key, rule_id, form.ruling, seen=form.seen.data or "")
    except AnotherWasFirst:
        db.session.rollback()
        return _rule_page(*_rule(key, rule_id), form, status=409)
    return _done(key, _("Saved."))


@blueprint.post("/<uuid:rule_id>/remove")
@access(MANAGE)
def remove(key: str, rule_id: UUID) -> ResponseReturnValue:
    _rule(key, rule_id)
    try:
        administration.remove_rule(key, rule_id, seen=request.form.get("seen", ""))
    except AnotherWasFirst as refusal:
        raise Conflict from refusal
    return _done(key, _("The rule is removed."))


def _done(key: str, message: str) -> ResponseReturnValue:
    db.session.commit()
    flash(message)
    return redirect(url_for("widget_rules.index", key=key), 303)


def _rule(key: str, rule_id: UUID) -> tuple[Widget, WidgetRule]:
    widget = find(key)
    found = administration.rule(widget, rule_id)
    if found is None:
        raise Missing
    return widget, found


@dataclass(frozen=True, slots=True)
class Tried:
    """Under which rule an address falls that somebody asks about."""

    typed: str
    url: str = ""
    rule: WidgetRule | None = None
    area_id: UUID | None = None
    by_hand: bool = False


def _tried(widget: Widget) -> Tried | None:
    """What `?address=` falls under; a path is one of the first site."""
    typed = readable(request.args.get("address", "").strip())
    if not typed:
        return None
    whole = widget.origins[0] + typed if typed.startswith("/") and widget.origins else typed
    url = addresses.canonical(whole)
    if url is None or not addresses.is_among(url, widget.origins):
        return Tried(typed)
    page = queries.page_at(widget, url)
    rules = queries.rules_of(widget)
    area_id, rule_id = filing.place_of(widget, rules, url)
    found = next((one for one in rules if one.id == rule_id), None)
    if page is not None and page.area_by_hand:
        return Tried(typed, url, found, page.area_id, by_hand=True)
    return Tried(typed, url, found, area_id)


def _list_page(widget: Widget, form: RuleForm, status: int = 200) -> ResponseReturnValue:
    errors = errors_of(form)
    is_late = status == Conflict.status
    form.seen.data = administration.stamp(widget) if not errors or is_late else form.seen.data
    rules = queries.rules_of(widget)
    rulings: dict[UUID, Ruling] = administration.rulings_of(rules)
    page = render_template(
        "pagefeedback/admin/rules.html",
        widget=widget,
        rules=rules,
        rulings=rulings,
        pages=filing.pages_by_rule(widget),
        areas=organisation.area_tree().by_id,
        themes={one.id: one.name for one in organisation.themes()},
        objectives=_objectives(),
        form=form,
        tried=_tried(widget),
        most=filing.AT_ONCE,
        is_late=is_late,
        errors=errors,
        has_errors=bool(errors) or is_late,
    )
    return page, status


def _objectives() -> dict[UUID, object]:
    """The names of all objectives."""
    return {
        one.id: one.title
        for strategy in organisation.strategies()
        for goal in strategy.goals
        for one in goal.objectives
    }


def _rule_page(
    widget: Widget, found: WidgetRule, form: RuleForm, status: int = 200
) -> ResponseReturnValue:
    errors = errors_of(form)
    is_late = status == Conflict.status
    stamp = administration.stamp(widget)
    form.seen.data = form.seen.data if errors else stamp
    page = render_template(
        "pagefeedback/admin/rule.html",
        widget=widget,
        rule=found,
        stamp=stamp,
        form=form,
        is_late=is_late,
        errors=errors,
        has_errors=bool(errors) or is_late,
    )
    return page, status
