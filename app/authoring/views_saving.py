"""What the form of a question, a page or the whole survey sends: kept, refused, or too late."""

from copy import deepcopy
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _

from app.authoring import building, chooser, outlines, places, presence, views_outline, words
from app.authoring import building_names as names
from app.authoring import service_editor as editing
from app.authoring.building import Absent
from app.authoring.building_values import modernised
from app.authoring.forms_element import VALUES, ElementForm
from app.authoring.presence import Late
from app.authoring.service_editor import Source
from app.authoring.targets import PAGE, QUESTION, SURVEY, Target
from app.authoring.views_element import form_of, render
from app.authoring.workspace import Outdated
from app.core import clock
from app.core.db import db
from app.core.errors import Missing
from app.surveys.problems import Refused
from app.surveys.properties import Reading
from app.surveys.properties import name as read_name


class Invalid(ValueError):
    """What was typed can't be kept as it is; the form has the messages."""


def save(target: Target) -> ResponseReturnValue:
    """What a form sent."""
    draft, seen = target.draft, presence.seen()
    before = editing.base(draft, presence.seen("base") or seen)
    saw = target.entry(before) if before is not None else None
    now = target.entry(draft.source)
    if now is None and saw is None:
        raise Missing
    entry = now if now is not None else deepcopy(saw or {})
    form = form_of(target, entry)
    form.take(posted(), modernised(saw) if saw is not None else None)
    if now is None and request.form.get("restore") != "y":
        return _late(target, entry, form, presence.late(Absent(target.name), draft.desk.slug))
    is_background = request.headers.get("Accept", "").startswith("application/json")
    change = _Change(target, form, lost=entry if now is None else None, rename=not is_background)
    is_changed = bool(form.changed) or now is None
    try:
        change(deepcopy(draft.source))  # says what it will be called
        what = change.what
        work = editing.change(draft, change, seen=seen, who=presence.whoever(), what=what)
    except Invalid:
        db.session.rollback()
        return _refused(target, entry, form, is_background)
    except (Outdated, Absent) as refusal:
        db.session.rollback()
        return _late(target, entry, form, presence.late(refusal, draft.desk.slug), is_background)
    revision = work.revision if is_changed else seen
    db.session.commit()
    if is_background:
        whole = not outlines.faults(editing.opened(draft.desk.slug).source).at(target.outer)
        return jsonify(revision=revision, message=_saved_at(), whole=whole)
    return _lead_on(target, change.name)


class _Change:
    """The edit that a form stands for; afterwards `name` is what the element is called."""

    def __init__(
        self, target: Target, form: ElementForm, *, lost: dict[str, Any] | None, rename: bool
    ) -> None:
        self.target, self.form, self.lost, self.rename = target, form, lost, rename
        self.name = target.name

    def __call__(self, source: Source) -> None:
        target, form = self.target, self.form
        entry = target.entry(source)
        if entry is None and self.lost is not None:
            entry = self._put_back(source, self.lost)
        if entry is None:
            raise Absent(target.name)
        fresh = modernised(entry)
        entry.clear()
        entry.update(fresh)
        wanted = self._wanted_name()
        if not form.write(entry, target.known_values):
            raise Invalid
        if wanted and target.kind == QUESTION:
            self.name = building.rename(source, target.name, wanted, target.inside)
        elif wanted:
            entry["name"] = self.name = names.unique(wanted, building.everything_named(source))
        elif self.rename and target.kind == QUESTION and not target.is_fixed:
            self.name = building.named_by_title(source, target.name, target.inside)

    @property
    def what(self) -> str:
        """Its code, for whoever undoes it."""
        if self.target.kind == SURVEY:
            return words.WHOLE
        return f"{words.EDITED}:{self.target.inside[0] if self.target.inside else self.name}"

    def _wanted_name(self) -> str:
        """The technical name that was typed, where it is another."""
        field = self.form.fields.get("name")
        if field is None or field.value.strip() == self.target.name:
            return ""
        try:
            return read_name(field.value.strip(), "", Reading("en"))
        except Refused:
            self.form.refuse("name", "name")
            raise Invalid from None

    def _put_back(self, source: Source, lost: dict[str, Any]) -> dict[str, Any] | None:
        """What somebody else has deleted, at the end."""
        lost = deepcopy(lost)
        if self.target.kind == PAGE:
            source["pages"].append(lost)
        elif not self.target.inside:
            building.add_question(source, "html", after="")
            last = list(building.walk(source))[-1]
            last.siblings[last.index] = lost
        return self.target.entry(source)


def posted() -> dict[str, str]:
    """The last value of each field: a box that is not ticked sends one before it."""
    return {key: request.form.getlist(key)[-1] for key in request.form}


def _saved_at() -> str:
    return str(_("Saved %(time)s", time=format_time(clock.now(), "short")))


def _refused(
    target: Target, entry: dict[str, Any], form: ElementForm, is_background: bool
) -> ResponseReturnValue:
    if is_background:
        return jsonify(message=form.errors[0][1], field=form.errors[0][0]), 422
    return render(target, entry, form, status=422)


def _late(
    target: Target,
    entry: dict[str, Any],
    form: ElementForm,
    late: Late,
    is_background: bool = False,
) -> ResponseReturnValue:
    if is_background:
        name = late.name or _("Somebody else")
        message = _("%(name)s has changed the same meanwhile. Nothing is lost.", name=name)
        return jsonify(message=message, late=True), 409
    return render(target, entry, form, late=late, status=409)


def _lead_on(target: Target, name: str) -> ResponseReturnValue:
    """Where the button that was pressed leads, once all is saved."""
    go, slug = request.form.get("go", ""), target.draft.desk.slug
    add = chooser.BY_CODE.get(request.form.get("add", ""))
    here = Target(target.draft, target.kind, name, target.inside)
    if add is not None and target.kind == QUESTION:
        return _add(here, add)
    where = here.href
    if go.startswith("list:"):
        where = here.list_href(go.removeprefix("list:"))
    elif go.startswith("condition:"):
        where = places.condition(slug, name, go.removeprefix("condition:"))
    elif go == VALUES:
        where = f"{where}{'&' if '?' in where else '?'}{VALUES}=y#p-choices"
    elif go == "outline":
        where = url_for("editor.outline", slug=slug, _anchor=f"e-{here.outer}")
    elif go == "next":
        _before, after = building.nearby(target.draft.source, target.outer)
        where = url_for("editor.question", slug=slug, name=after) if after else where
    else:
        flash(_("Saved."))
    return redirect(where, 303)


def _add(here: Target, entry: chooser.Entry) -> ResponseReturnValue:
    """Another question, after this one or into it."""
    is_into = request.form.get("into") == "y"
    inside = (*here.inside, here.name) if is_into else here.inside
    found = here.found(editing.opened(here.draft.desk.slug).source)
    is_panel = is_into and found is not None and found.is_panel
    draft = editing.opened(here.draft.desk.slug)
    name = views_outline.add(
        draft,
        entry,
        seen=draft.revision,
        after="" if is_into else here.name,
        into=here.name if is_panel else "",
        inside=here.inside if is_panel else inside,
    )
    target = Target(draft, QUESTION, name, here.inside if is_panel else inside)
    return redirect(target.href, 303)
