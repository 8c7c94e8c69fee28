"""The outline of a survey in the making: shown, and changed as a whole by one button at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.authoring import building, chooser, outlines, places, presence, words, workspace
from app.authoring import service_editor as editing
from app.authoring.building import Absent
from app.authoring.service_editor import Draft, Source
from app.authoring.workspace import Outdated
from app.core.db import db
from app.surveys import desk_pages


def page(
    slug: str, outdated: presence.Late | None = None, status: int = 200
) -> ResponseReturnValue:
    draft = editing.opened(slug)
    found = outlines.faults(draft.source)
    titles = editing.titles(draft)
    steps = editing.steps(draft.work)
    done = request.args.get("done") if request.method == "GET" else None
    return desk_pages.render(
        "authoring/editor/outline.html",
        draft.desk,
        "edit/",
        status,
        draft=draft,
        pages=outlines.of(slug, draft.source, found),
        faults=found,
        undo=words.told(steps.undo, titles) if steps.undo else "",
        redo=words.told(steps.redo, titles) if steps.redo else "",
        done=words.told(steps.undo, titles) if done and steps.undo else "",
        edited=presence.of(draft.work),
        everyday=chooser.EVERYDAY,
        rare=chooser.RARE,
        late=outdated,
    )


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does: the change, its code, and where it leads."""

    edit: Callable[[Source], object]
    what: str
    anchor: str = ""
    tells: bool = False
    """Whether the outline says afterwards that it was done."""


def act(slug: str) -> ResponseReturnValue:
    draft = editing.opened(slug)
    who = presence.whoever()
    form = request.form
    seen, do = presence.seen(), form.get("do", "")
    try:
        if do in ("undo", "redo") and draft.work is not None:
            step = workspace.undo if do == "undo" else workspace.redo
            step(draft.work, seen=seen, who=who)
            db.session.commit()
            return redirect(url_for("editor.outline", slug=slug), 303)
        if do == "add" or form.get("add"):
            return _add(draft, seen)
        action = _action(draft, do)
        editing.change(
            draft, action.edit, seen=seen, who=who, what=action.what, goes_together=do != "delete"
        )
    except (Outdated, Absent) as refusal:
        db.session.rollback()
        return page(slug, presence.late(refusal, slug), 409)
    db.session.commit()
    done = "y" if action.tells else None
    return redirect(
        url_for("editor.outline", slug=slug, done=done, _anchor=action.anchor or None), 303
    )


def _add(draft: Draft, seen: int) -> ResponseReturnValue:
    """A new question, and on to its page."""
    entry = chooser.BY_CODE.get(request.form.get("add", ""))
    if entry is None:
        raise BadRequest
    after, into = request.form.get("after", ""), request.form.get("into", "")
    inside = tuple(request.form.getlist("in"))
    name = add(draft, entry, after=after, into=into, inside=inside, seen=seen)
    return redirect(places.question(draft.desk.slug, name, inside), 303)


def add(
    draft: Draft,
    entry: chooser.Entry,
    *,
    seen: int,
    after: str = "",
    into: str = "",
    inside: tuple[str, ...] = (),
) -> str:
    """A new question where it is wanted; gives its name. Commits."""
    made: list[str] = []
    name = building.numbered_like(draft.source, entry.type, inside)

    def edit(source: Source) -> None:
        made.append(
            building.add_question(
                source, entry.type, after=after, into=into, inside=inside, start=entry.start
            )
        )

    what = f"{words.ADDED}:{inside[0] if inside else name}"
    editing.change(
        draft, edit, seen=seen, who=presence.whoever(), what=what, goes_together=not inside
    )
    db.session.commit()
    return made[-1]


def _action(draft: Draft, do: str) -> Action:
    form = request.form
    name, inside = form.get("name", ""), tuple(form.getlist("in"))
    step = building.UP if do.endswith("up") else building.DOWN
    outer = inside[0] if inside else name
    moved = f"{words.MOVED}:{outer}"
    edit: Callable[[Source], object]
    match do:
        case "up" | "down":
            return Action(
                partial(building.move, name=name, step=step, inside=inside), moved, f"e-{name}"
            )
        case "page-up" | "page-down":
            return Action(partial(building.move_page, name=name, step=step), moved, f"page-{name}")
        case "place":
            into, _bar, after = form.get("to", "").partition("\t")
            into, after = form.get("into", into), form.get("after", after)
            edit = partial(building.place, name=name, into=into, after=after)
            return Action(edit, moved, f"e-{name}", tells="to" in form)
        case "duplicate":
            edit = partial(building.duplicate, name=name, inside=inside)
            return Action(edit, f"{words.COPIED}:{outer}", f"e-{name}", tells=True)
        case "delete":
            edit = partial(building.delete, name=name, inside=inside)
            what = f"{words.EDITED}:{outer}" if inside else f"{words.DELETED}:{name}"
            return Action(edit, what, "notice", tells=True)
        case "delete-page":
            edit = partial(building.delete_page, name=name)
            return Action(edit, f"{words.DELETED}:{name}", "notice", tells=True)
        case "add-page":
            name = building.new_page_name(draft.source)
            edit = partial(building.add_page, after=form.get("after", ""))
            return Action(edit, f"{words.ADDED}:{name}", f"page-{name}")
    raise BadRequest
