"""The page of one question, panel or page, or of the whole survey, as its author sees it."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.authoring import (
    building,
    chooser,
    mending,
    outlines,
    presence,
    problem_words,
    targets,
)
from app.authoring import building_texts as texts
from app.authoring.building_names import is_automatic
from app.authoring.building_places import INNER
from app.authoring.building_values import modernised
from app.authoring.forms_element import VALUES, ElementForm
from app.authoring.offers import COLUMN_KIND, ITEM_KIND, WORDS, kind_of
from app.authoring.offers_words import Group
from app.authoring.presence import Late
from app.authoring.targets import PAGE, QUESTION, SURVEY, Target
from app.core.errors import Missing
from app.surveys import desk_pages


def show(target: Target) -> ResponseReturnValue:
    entry = target.entry(target.draft.source)
    if entry is None and is_automatic(target.name):
        flash(_("That question has a name of its own now, or it is gone. Here are all questions."))
        return redirect(url_for("editor.outline", slug=target.draft.desk.slug), 303)
    if entry is None:
        raise Missing
    return render(target, entry, form_of(target, entry))


def form_of(target: Target, entry: dict[str, object]) -> ElementForm:
    with_keys = request.values.get(VALUES) == "y"
    return ElementForm(modernised(entry), target.offers_of(entry), target.draft.lang, with_keys)


def render(
    target: Target,
    entry: dict[str, object],
    form: ElementForm,
    *,
    late: Late | None = None,
    status: int = 200,
) -> Response:
    """The page with a form as it stands. `late`: what somebody else was quicker with."""
    draft = target.draft
    faults = outlines.faults(draft.source)
    return desk_pages.render(
        "authoring/editor/element.html",
        draft.desk,
        "edit/",
        status,
        target=target,
        draft=draft,
        form=form,
        everyday=form.group(Group.EVERYDAY),
        type_label=type_label(target, entry),
        faults=_faults(target, faults),
        trail=_trail(target),
        chooser_everyday=_allowed(target, chooser.EVERYDAY),
        chooser_rare=_allowed(target, chooser.RARE),
        questions=_choosing(target),
        errors=form.errors,
        has_errors=bool(form.errors) or late is not None,
        late=late,
        base=presence.seen("base") or presence.seen(),
        **_around(target, faults),
    )


def _around(target: Target, faults: outlines.Faults) -> dict[str, object]:
    """What a question holds, what comes after it, and where else it could stand."""
    source, slug = target.draft.source, target.draft.desk.slug
    here = target.found(source) if target.kind == QUESTION else None
    if here is None:
        return {
            "is_panel": False, "rows": (), "inner": "", "after": "", "destinations": (),
            "may_add_after": False,
        }  # fmt: skip
    _before, after = building.nearby(source, target.outer)
    there = outlines.destinations(source, target.name, _("Page")) if not target.inside else ()
    return {
        "is_panel": here.is_panel,
        "rows": outlines.inner_rows(slug, source, here, target.inside, faults),
        "inner": INNER.get(here.kind, ""),
        "after": after,
        "destinations": list(there),
        "may_add_after": not _is_cell(target),
    }


def type_label(target: Target, entry: dict[str, object]) -> str:
    if target.kind == SURVEY:
        return str(_("Texts of the whole survey"))
    if target.kind == PAGE:
        return str(_("Page"))
    kind = target.kind_of(entry)
    if kind == ITEM_KIND:
        return str(_("Field"))
    if kind.startswith(COLUMN_KIND):
        return str(_("Column"))
    return str(chooser.label(kind))


def _is_cell(target: Target) -> bool:
    """Whether it is a column or a field, which its question's page lists line by line."""
    if not target.inside:
        return False
    around = building.find(target.draft.source, target.inside[-1], target.inside[:-1])
    kind = kind_of({}, around.entry if around else None)
    return kind == ITEM_KIND or kind.startswith(COLUMN_KIND)


def _allowed(target: Target, entries: tuple[chooser.Entry, ...]) -> list[chooser.Entry]:
    inside = target.inside or target.kind == QUESTION
    around = building.find(target.draft.source, target.name, target.inside)
    is_list = around is not None and around.kind in INNER
    barred = chooser.NOT_INSIDE if inside and (target.inside or is_list) else frozenset[str]()
    return [one for one in entries if one.type not in barred]


def _trail(target: Target) -> list[tuple[str, str]]:
    """What is around it: the outline, and the questions that hold it."""
    slug = target.draft.desk.slug
    found = [(_("All questions"), url_for("editor.outline", slug=slug))]
    for depth, name in enumerate(target.inside):
        around = targets.Target(target.draft, QUESTION, name, target.inside[:depth])
        entry = around.entry(target.draft.source) or {}
        words = texts.anything_said(entry.get("title"), target.draft.lang)
        found.append((words or name, around.href))
    return found


def _faults(target: Target, faults: outlines.Faults) -> list[tuple[str, str, str, str]]:
    """(label, id of the field, reason, hint) of what is wrong here, once somebody has begun."""
    entry = target.entry(target.draft.source) or {}
    if target.kind == SURVEY or not (target.kind == PAGE or entry.get("title")):
        return []
    place = ("", target.name) if target.kind == PAGE else (*target.inside, target.name)
    found = []
    for one in faults.at(*place):
        prop = mending.place_of(target.draft.source, one.path).written
        known = WORDS.get(prop)
        label, where = (str(known.label), f"p-{prop}") if known else ("", "")
        found.append((label, where, problem_words.reason(one.reason), problem_words.hint(one.hint)))
    return found


def _choosing(target: Target) -> list[tuple[str, str]]:
    """Questions whose options another may take."""
    lang = target.draft.lang
    found = [
        (one.name, texts.anything_said(one.entry.get("title"), lang) or one.name)
        for one in building.walk(target.draft.source)
        if one.name != target.name and ("choices" in one.entry or one.kind in INNER)
    ]
    return [("", _("No other question")), *found]
