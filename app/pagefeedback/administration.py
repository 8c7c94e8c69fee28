"""Making and looking after widgets, their rules, and which area answers for a page: flushes, never
commits. Each change is written into the audit log."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError

from app.accounts import audit
from app.core import clock
from app.core.db import db
from app.core.i18n import TranslatedText
from app.pagefeedback import filing, queries
from app.pagefeedback.models import (
    Reaction,
    WebPage,
    Widget,
    WidgetRule,
    WidgetRuleObjective,
    WidgetRuleTheme,
)
from app.pagefeedback.service import AnotherWasFirst

MOST_RULES = 200


class KeyTaken(Exception):
    """Another widget of the municipality has this key."""


class TooManyRules(Exception):
    """A widget has as many rules as it may."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an administrator says of a widget."""

    name: TranslatedText
    scale: int
    origins: tuple[str, ...]
    area_id: UUID
    guidance: TranslatedText
    retention_months: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says of the pages whose addresses begin with its prefix."""

    prefix: str
    area_id: UUID
    theme_ids: frozenset[UUID]
    objective_ids: frozenset[UUID]


def stamp(widget: Widget) -> str:
    """What tells a widget with its rules from itself after a change: forms carry it."""
    return widget.updated_at.isoformat()


def all_widgets() -> list[Widget]:
    """The widgets of the municipality, those in use first."""
    found = db.session.scalars(select(Widget).order_by(Widget.is_active.desc(), Widget.key))
    return list(found)


def widget(key: str) -> Widget | None:
    """The widget with a key, in use or not."""
    return db.session.scalars(select(Widget).where(Widget.key == key)).one_or_none()


def make(key: str, settings: Settings) -> Widget:
    """A new widget, in use at once."""
    if widget(key) is not None:
        raise KeyTaken
    made = Widget(key=key, is_active=True)
    _set(made, settings)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as fault:  # somebody else has made one at this very moment
        raise KeyTaken from fault
    audit.record("widget.made", "widget", made.id, widget=key)
    return made


def change(key: str, settings: Settings, *, seen: str) -> Widget:
    """Other settings for a widget. A page that no rule is for goes to the widget's own area."""
    found = _taken(key, seen)
    area_id = found.area_id
    _set(found, settings)
    _touch(found)
    if found.area_id != area_id:
        filing.file_again(found)
    audit.record("widget.changed", "widget", found.id, widget=key)
    return found


def _set(widget: Widget, settings: Settings) -> None:
    widget.name = settings.name
    widget.scale = settings.scale
    widget.origins = list(settings.origins)
    widget.area_id = settings.area_id
    widget.guidance = settings.guidance
    widget.retention_months = settings.retention_months


def switch(key: str, *, on: bool, seen: str) -> Widget:
    """Put a widget to use, or out of it."""
    found = _taken(key, seen)
    found.is_active = on
    _touch(found)
    if on:
        audit.record("widget.switched_on", "widget", found.id, widget=key)
    else:
        audit.record("widget.switched_off", "widget", found.id, widget=key)
    return found


def add_rule(key: str, ruling: Ruling, *, seen: str) -> WidgetRule:
    """A rule more; the pages are put under it."""
    found = _taken(key, seen)
    if len(queries.rules_of(found)) >= MOST_RULES:
        raise TooManyRules
    rule = WidgetRule(widget_id=found.id, prefix=ruling.prefix, area_id=ruling.area_id)
    db.session.add(rule)
    db.session.flush()
    _tie(rule, ruling)
    _ruled(found)
    audit.record("widget.rule_added", "widget", found.id, widget=key, prefix=ruling.prefix)
    return rule


def change_rule(key: str, rule_id: UUID, ruling: Ruling, *, seen: str) -> None:
    """A rule says something else from now on."""
    found = _taken(key, seen)
    rule = _rule(found, rule_id)
    rule.prefix, rule.area_id = ruling.prefix, ruling.area_id
    _untie(rule)
    _tie(rule, ruling)
    _ruled(found)
    audit.record("widget.rule_changed", "widget", found.id, widget=key, prefix=ruling.prefix)


def remove_rule(key: str, rule_id: UUID, *, seen: str) -> None:
    """Its pages fall under what rules are left."""
    found = _taken(key, seen)
    rule = _rule(found, rule_id)
    prefix = rule.prefix
    filing.leave(rule)
    _untie(rule)
    db.session.delete(rule)
    _ruled(found)
    audit.record("widget.rule_removed", "widget", found.id, widget=key, prefix=prefix)


def rule(of: Widget, rule_id: UUID) -> WidgetRule | None:
    """A rule of a widget."""
    query = select(WidgetRule).where(WidgetRule.id == rule_id, WidgetRule.widget_id == of.id)
    return db.session.scalars(query).one_or_none()


def ruling_of(rule: WidgetRule) -> Ruling:
    """What a rule says now."""
    return rulings_of([rule])[rule.id]


def rulings_of(rules: Collection[WidgetRule]) -> dict[UUID, Ruling]:
    """What some rules say now. Two statements."""
    ids = [rule.id for rule in rules]
    themes: dict[UUID, set[UUID]] = {id: set() for id in ids}
    objectives: dict[UUID, set[UUID]] = {id: set() for id in ids}
    of_themes = select(WidgetRuleTheme).where(WidgetRuleTheme.rule_id.in_(ids))
    for theme in db.session.scalars(of_themes):
        themes[theme.rule_id].add(theme.theme_id)
    of_objectives = select(WidgetRuleObjective).where(WidgetRuleObjective.rule_id.in_(ids))
    for objective in db.session.scalars(of_objectives):
        objectives[objective.rule_id].add(objective.objective_id)
    return {
        rule.id: Ruling(
            rule.prefix, rule.area_id, frozenset(themes[rule.id]), frozenset(objectives[rule.id])
        )
        for rule in rules
    }


def has_reactions(widget: Widget) -> bool:
    """Whether readers have chosen on the widget's scale already."""
    query = (
        select(exists().where(WebPage.widget_id == widget.id, Reaction.page_id == WebPage.id))
        .select_from(Widget)
        .where(Widget.id == widget.id)
    )
    return bool(db.session.execute(query).scalar_one())


def _taken(key: str, seen: str) -> Widget:
    """The widget, to be changed by nobody else meanwhile. Readers go on making pages of it: were
    they kept waiting too, they and whoever removes a rule could wait for each other."""
    query = select(Widget).where(Widget.key == key).with_for_update(key_share=True)
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None or stamp(found) != seen:
        raise AnotherWasFirst
    return found


def _rule(of: Widget, rule_id: UUID) -> WidgetRule:
    """The rule, to which no page is added meanwhile. The widget that was looked at had it."""
    query = select(WidgetRule).where(WidgetRule.id == rule_id, WidgetRule.widget_id == of.id)
    found = db.session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise AnotherWasFirst
    return found


def _touch(widget: Widget) -> None:
    """Whoever looked at it before is told, also where only a rule was changed."""
    widget.updated_at = clock.now()
    db.session.flush()


def _ruled(widget: Widget) -> None:
    _touch(widget)
    filing.file_again(widget)


def _tie(rule: WidgetRule, ruling: Ruling) -> None:
    for theme_id in ruling.theme_ids:
        db.session.add(WidgetRuleTheme(rule_id=rule.id, theme_id=theme_id))
    for objective_id in ruling.objective_ids:
        db.session.add(WidgetRuleObjective(rule_id=rule.id, objective_id=objective_id))
    db.session.flush()


def _untie(rule: WidgetRule) -> None:
    for tie in (WidgetRuleTheme, WidgetRuleObjective):
        db.session.execute(delete(tie).where(tie.rule_id == rule.id))
    db.session.flush()
