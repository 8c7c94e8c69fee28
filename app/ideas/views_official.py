"""The desk's pages of ideas: what waits, and one idea to publish, return, pass on or answer."""

from dataclasses import dataclass, replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from app.accounts.permissions import Held, Permission, Principal, allows, granted_areas
from app.accounts.permissions import Role as AccountRole
from app.accounts.session import principal
from app.core import clock
from app.core.access import Rule, access
from app.core.db import db
from app.core.errors import Forbidden, Missing
from app.core.forms import errors_of
from app.core.i18n import PREFIX
from app.core.languages import AUTONYMS
from app.ideas import changes, listing, personal, queries, queue, service, writing
from app.ideas.forms import AnswerForm, MoveForm, ReasonForm
from app.ideas.lifecycle import WAITING, Event, Role, State, open_to
from app.ideas.models import Idea
from app.ideas.steps import Changed, NotNow, Step
from app.ideas.words import DONE
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.organisation.queries import AreaTree

blueprint = Blueprint(
    "desk_ideas", __name__, url_prefix=PREFIX + "/desk/ideas", template_folder="templates"
)

USE = Rule(Permission.USE_DESK)


@blueprint.get("/")
@access(USE)
def index() -> ResponseReturnValue:
    tree = organisation.area_tree()
    areas = _reach(_who(), tree)
    asked, number = request.args.get("part", ""), request.args.get("page", 1, type=int)
    parts = queue.parts(areas, asked, number)
    ideas = [idea for part in parts for idea in part.ideas]
    shown = listing.here(ideas, tenancy.place().timezone, tree)
    return render_template(
        "ideas/desk.html",
        parts=parts,
        cards={card.idea.id: card for card in shown},
        is_alone=asked in queue.PARTS,
        is_idle=asked not in queue.PARTS and not any(part.name in WAITING for part in parts),
    )


def _who() -> Principal:
    who = principal()
    assert who is not None, "the rule lets nobody else in"
    return who


def _reach(who: Principal, tree: AreaTree) -> frozenset[UUID] | None:
    """The areas whose ideas somebody handles; None: all."""
    granted = granted_areas(who, Permission.HANDLE_IDEAS)
    if granted is None:
        return None
    return frozenset().union(*(tree.below(area_id) for area_id in granted))


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms of an idea's page; at most one of them was sent."""

    reason: ReasonForm
    move: MoveForm
    answer: AnswerForm

    @classmethod
    def of(cls, idea: Idea) -> "_Forms":
        forms = cls(ReasonForm(None), MoveForm(None), AnswerForm(None))
        forms.move.now(idea.area_id)
        known = service.last_answer(idea)
        if known is not None:
            forms.answer.fill(known)
        return forms

    @property
    def all(self) -> tuple[Form, ...]:
        return (self.reason, self.move, self.answer)


@blueprint.get("/<uuid:idea_id>")
@access(USE)
def idea(idea_id: UUID) -> ResponseReturnValue:
    found, role = _idea(idea_id)
    return _page(found, role, _Forms.of(found))


def _idea(idea_id: UUID) -> tuple[Idea, Role]:
    """An idea that was sent in, and what whoever asks is to it. Drafts are nobody else's."""
    found = queries.by_id(idea_id)
    if found is None or found.number is None:
        raise Missing
    role = _role(_who(), organisation.area_tree().lineage(found.area_id))
    if role is None:
        raise Forbidden
    return found, role


def _role(who: Principal, lineage: tuple[UUID, ...]) -> Role | None:
    """The strongest of what somebody is to an idea in an area."""
    if not allows(who, Permission.HANDLE_IDEAS, lineage):
        return None
    ranks = (
        (AccountRole.ADMINISTRATOR, Role.ADMINISTRATOR),
        (AccountRole.OFFICIAL, Role.OFFICIAL),
        (AccountRole.EDITOR, Role.EDITOR),
    )
    return next(
        role for held, role in ranks if any(_counts(one, held, lineage) for one in who.grants)
    )


def _counts(one: Held, role: AccountRole, lineage: tuple[UUID, ...]) -> bool:
    return one.role is role and (one.area_id is None or one.area_id in lineage)


@blueprint.post("/<uuid:idea_id>/<any(publish,return,move,take,answer,correct):event>")
@access(USE)
def handle(idea_id: UUID, event: str) -> ResponseReturnValue:
    found, role = _idea(idea_id)
    today = clock.today(tenancy.place().timezone)
    step = Step(Event(event), role, today, changes.revision())
    forms, asked = _sent(found, step)
    if asked is None:
        return _page(found, role, forms, 422)
    try:
        service.happen(found, asked)
    except (Changed, NotNow) as refusal:
        db.session.rollback()
        found, role = _idea(idea_id)
        return _page(found, role, forms, 409, changes.explain(refusal))
    db.session.commit()
    flash(str(DONE[step.event]))
    return redirect(_after(idea_id), 303)


def _sent(found: Idea, step: Step) -> tuple[_Forms, Step | None]:
    """The forms with what was typed, and what it asks for; None where it is not complete."""
    forms, posted = _Forms.of(found), request.form
    match step.event:
        case Event.PUBLISH if _leaves_out(found):
            words = personal.without_any(writing.written(found))
            return forms, replace(step, proposal=words, text=personal.note(found))
        case Event.RETURN:
            reason = ReasonForm(posted)
            asked = replace(step, text=reason.reason.data or "") if reason.validate() else None
            return replace(forms, reason=reason), asked
        case Event.MOVE:
            move = MoveForm(posted)
            asked = replace(step, area_id=move.area_id) if move.validate() else None
            return replace(forms, move=move), asked
        case Event.ANSWER | Event.CORRECT:
            answer = AnswerForm(posted)
            asked = replace(step, answer=answer.answer) if answer.validate() else None
            return replace(forms, answer=answer), asked
    return forms, step


def _leaves_out(found: Idea) -> bool:
    """Whether contact details are masked: unless the whole text was asked for outright."""
    asked = request.form.get("words")
    has_any = bool(personal.found_in(found.title, found.text))
    return asked == "masked" or (asked != "whole" and has_any)


def _after(idea_id: UUID) -> str:
    """The idea again, or the list where it has gone to another's area."""
    found = queries.by_id(idea_id)
    assert found is not None, "nothing on the desk removes an idea"
    reach = _reach(_who(), organisation.area_tree())
    if reach is not None and found.area_id not in reach:
        return url_for("desk_ideas.index")
    return url_for("desk_ideas.idea", idea_id=idea_id)


def _page(
    found: Idea, role: Role, forms: _Forms, status: int = 200, notice: str = ""
) -> ResponseReturnValue:
    place, tree = tenancy.place(), organisation.area_tree()
    errors = [error for form in forms.all for error in errors_of(form)]
    may = open_to(State(found.state), role)
    is_personal = Event.PUBLISH in may and personal.found_in(found.title, found.text)
    page = render_template(
        "ideas/desk_idea.html",
        card=listing.here([found], place.timezone, tree)[0],
        idea=found,
        may={event.value for event in may},
        masked=personal.without_any(writing.written(found)) if is_personal else None,
        reason_form=forms.reason,
        move_form=forms.move,
        answer_form=forms.answer,
        timeline=listing.timeline(found, tree, place.timezone, own=True),
        answers=listing.answers(found, tree, place.timezone),
        objectives=organisation.objectives_of(queries.objectives_of([found.id]).get(found.id, ())),
        notice=notice,
        errors=errors,
        has_errors=bool(errors or notice),
        languages=[
            (lang, AUTONYMS[lang], url_for("desk_ideas.idea", lang=lang, idea_id=found.id))
            for lang in tenancy.languages()
        ],
    )
    return page, status
