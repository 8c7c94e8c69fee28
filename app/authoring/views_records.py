"""A list of objects entry by entry: rules for answers, options one by one, what happens when."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.authoring import offers, presence, targets, words
from app.authoring import service_editor as editing
from app.authoring.building import Absent
from app.authoring.building_lists import CHOICES, as_entries, words_of
from app.authoring.forms_element import ElementForm
from app.authoring.offers import RECORDS
from app.authoring.offers_options import RULES
from app.authoring.presence import Late
from app.authoring.service_editor import Source
from app.authoring.targets import SURVEY, Target
from app.authoring.views_saving import Invalid, posted
from app.authoring.workspace import Outdated
from app.core.db import db
from app.core.errors import Missing
from app.surveys import desk_pages

OF_CHOICES = frozenset({"choices", "rows", "columns", "rateValues", "customLabels"})


@dataclass(frozen=True, slots=True)
class Records:
    """A list of what a page of the editor is about."""

    target: Target
    listed: str

    def entries(self, source: Source) -> list[dict[str, Any]] | None:
        """The list as objects; None where what has it is gone."""
        owner = self.target.entry(source)
        if owner is None:
            return None
        found = as_entries(owner.get(self.listed))
        return [one if isinstance(one, dict) else {"value": one} for one in found]

    def form(self, entry: dict[str, Any], number: int) -> ElementForm:
        owner = self.target.entry(self.target.draft.source) or {}
        listed = offers.of_records(self.listed, record_type(entry), self.target.kind_of(owner))
        prefix = f"r{number}-"
        return ElementForm(entry, listed, self.target.draft.lang, prefix=prefix)


def record_type(entry: dict[str, Any]) -> str:
    """The type of a rule or trigger; "" for lists whose objects are all alike."""
    kind = str(entry.get("type", ""))
    return kind.removesuffix("validator").removesuffix("trigger")


def of(slug: str, listed: str) -> Records:
    """The list that an address names; Missing where there can be none such."""
    name = request.args.get("name", "")
    if name:
        target = targets.question(slug, name, request.args.getlist("in"))
    else:
        target = targets.survey(slug)
    entry = target.entry(target.draft.source)
    known = {one.name for one in target.offers_of(entry)} if entry is not None else set()
    if listed not in known or listed not in {*RECORDS, *OF_CHOICES}:
        raise Missing
    return Records(target, listed)


def show(records: Records) -> ResponseReturnValue:
    entries = records.entries(records.target.draft.source) or []
    forms = [records.form(one, at) for at, one in enumerate(entries)]
    return _render(records, entries, forms)


def save(records: Records) -> ResponseReturnValue:
    """All entries as they were typed, without those that go, in their new order."""
    target, seen = records.target, presence.seen()
    draft = target.draft
    before = editing.base(draft, seen)
    entries = (records.entries(before) if before is not None else None) or []
    forms = [records.form(one, at) for at, one in enumerate(entries)]
    for form in forms:
        form.take(posted(), None)
    what = words.WHOLE if target.kind == SURVEY else f"{words.EDITED}:{target.outer}"
    try:
        made = _made(entries, forms, target.known_values)

        def edit(source: Source) -> None:
            owner = target.entry(source)
            if owner is None:
                raise Absent(target.name)
            if made:
                owner[records.listed] = made
            else:
                owner.pop(records.listed, None)

        editing.change(draft, edit, seen=seen, who=presence.whoever(), what=what)
    except Invalid:
        db.session.rollback()
        return _render(records, entries, forms, status=422)
    except (Outdated, Absent) as refusal:
        db.session.rollback()
        late = presence.late(refusal, draft.desk.slug)
        return _render(records, entries, forms, late=late, status=409)
    db.session.commit()
    if request.form.get("go") == "back":
        return redirect(target.href, 303)
    flash(_("Saved."))
    return redirect(target.list_href(records.listed), 303)


def _made(
    entries: list[dict[str, Any]], forms: list[ElementForm], known: frozenset[str]
) -> list[dict[str, Any]]:
    """What was typed as a list. Raises Invalid."""
    made = []
    for entry, form in zip(deepcopy(entries), forms, strict=True):
        form.write(entry, known)
        made.append(entry)
    if any(form.errors for form in forms):
        raise Invalid
    do, _colon, number = request.form.get("do", "").partition(":")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else -1
    if do in ("remove", "up") and 0 <= at < len(made):
        one = made.pop(at)
        if do == "up":
            made.insert(max(at - 1, 0), one)
    if do == "add":
        made.append({"type": number} if number else {})
    return [one for one in made if one or do == "add"]


def _render(
    records: Records,
    entries: list[dict[str, Any]],
    forms: list[ElementForm],
    *,
    late: Late | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    target, draft = records.target, records.target.draft
    errors = [error for form in forms for error in form.errors]
    lang = draft.lang
    return desk_pages.render(
        "authoring/editor/records.html",
        draft.desk,
        "edit/",
        status,
        target=target,
        draft=draft,
        records=records,
        label=offers.WORDS[records.listed].label,
        forms_of=list(zip(entries, forms, strict=True)),
        titles=[_title(records, one, lang) for one in entries],
        types=RULES.get(records.listed, {"": _("One more")}),
        may_add=records.listed in RECORDS,
        errors=errors,
        has_errors=bool(errors) or late is not None,
        late=late,
    )


def _title(records: Records, entry: dict[str, Any], lang: str) -> str:
    if records.listed in RULES:
        return str(RULES[records.listed].get(record_type(entry), record_type(entry)))
    if records.listed in RECORDS:
        return str(entry.get("name", ""))
    return words_of(entry, CHOICES, lang)
