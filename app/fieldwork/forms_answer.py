"""The forms of closing a survey and of the city's answer, read from what an official sends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field
from wtforms.validators import InputRequired, ValidationError

from app.core import clock
from app.core.forms import PageForm
from app.core.languages import AUTONYMS
from app.core.text import tidy
from app.fieldwork.answers import LONGEST, Written
from app.organisation import queries as organisation
from app.organisation.models import Action, Objective
from app.organisation.queries import GoalView, PlanView
from app.surveys.meta import CLOSING_TIME

FURTHEST_YEARS = 5
"""Days further off than this are slips of the keyboard."""


class _DayForm(PageForm):
    """Days of the municipality's calendar."""

    timezone: ZoneInfo

    def after(self, field: Field, least: date, message: str) -> None:
        if field.data is None:
            return
        if field.data < least:
            raise ValidationError(message)
        if field.data.year > least.year + FURTHEST_YEARS:
            raise ValidationError(_("This day is too far off."))

    @property
    def today(self) -> date:
        return clock.now().astimezone(self.timezone).date()


class DueForm(_DayForm):
    """The day by which the city answers."""

    due = DateField(
        _l("The city answers by"),
        [InputRequired(_l("Choose the day by which residents get an answer."))],
    )

    def validate_due(self, field: Field) -> None:
        self.after(field, self.today, _("Choose today or a later day."))


class ClosingForm(DueForm):
    """A new last day, and the day of the answer that goes with it."""

    closes = DateField(_l("Last day to answer"), [InputRequired(_l("Choose the last day."))])

    def validate_closes(self, field: Field) -> None:
        self.after(field, self.today, _("Choose today or a later day."))

    def validate_due(self, field: Field) -> None:
        least = self.closes.data or self.today
        self.after(field, least, _("The answer comes after the last day to answer."))

    @property
    def closes_at(self) -> datetime:
        """The end of the last day."""
        assert self.closes.data is not None, "only after validation"
        return datetime.combine(self.closes.data, CLOSING_TIME, self.timezone)


@dataclass(frozen=True, slots=True)
class Choices:
    """A group of boxes to tick: the keys and titles of what stands in it."""

    id: str
    legend: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an answer may be tied to."""

    plans: Sequence[PlanView]
    goals: Sequence[GoalView]

    @classmethod
    def here(cls) -> "Offer":
        goals = [goal for view in organisation.strategies() for goal in view.goals]
        return cls(organisation.plans(), goals)

    @property
    def actions(self) -> Mapping[str, Action]:
        return {view.action.key: view.action for plan in self.plans for view in plan.actions}

    @property
    def objectives(self) -> Mapping[str, Objective]:
        return {one.key: one for goal in self.goals for one in goal.objectives}

    def action_choices(self) -> list[Choices]:
        """The actions of each plan."""
        return [
            Choices(
                f"actions-{plan.plan.key}",
                str(plan.plan.title),
                [(view.action.key, str(view.action.title)) for view in plan.actions],
            )
            for plan in self.plans
            if plan.actions
        ]

    def objective_choices(self) -> list[Choices]:
        """The objectives of each goal."""
        return [
            Choices(
                f"objectives-{goal.goal.key}",
                str(goal.goal.title),
                [(one.key, str(one.title)) for one in goal.objectives],
            )
            for goal in self.goals
            if goal.objectives
        ]

    def chosen(self, answer: Written) -> frozenset[str]:
        """The keys of what an answer is tied to."""
        tied = (*self.actions.items(), *self.objectives.items())
        wanted = answer.actions | answer.objectives
        return frozenset(key for key, one in tied if one.id in wanted)


def written(
    posted: "MultiDict[str, str]", languages: Sequence[str], offer: Offer, before: Written
) -> Written:
    """An answer as it was typed. Languages that the survey has no more keep what they say."""
    return Written(
        {**before.heard, **dict(_texts(posted, "heard", languages))},
        {**before.doing, **dict(_texts(posted, "doing", languages))},
        _ids(posted, "actions", offer.actions),
        _ids(posted, "objectives", offer.objectives),
    )


def _texts(
    posted: "MultiDict[str, str]", part: str, languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for lang in languages:
        yield lang, tidy(posted.get(f"{part}-{lang}", ""))


def _ids(
    posted: "MultiDict[str, str]", name: str, known: Mapping[str, Action] | Mapping[str, Objective]
) -> frozenset[UUID]:
    return frozenset(known[key].id for key in posted.getlist(name) if key in known)


def too_long(answer: Written, languages: Sequence[str]) -> list[tuple[str, str]]:
    """What is longer than can be kept, each with the id of its field."""
    return [
        (f"{part}-{lang}", _("Write at most %(count)s characters.", count=LONGEST))
        for part, texts in (("heard", answer.heard), ("doing", answer.doing))
        for lang in languages
        if len(texts.get(lang, "")) > LONGEST
    ]


def incomplete(answer: Written, languages: Sequence[str]) -> list[tuple[str, str]]:
    """What stands in the way of publishing: both parts must be there in one language."""
    if any(answer.has_all(lang) for lang in languages):
        return []
    main = languages[0]
    faults = []
    if not answer.heard.get(main):
        faults.append((f"heard-{main}", _("Write what you heard, in at least one language.")))
    if not answer.doing.get(main):
        faults.append((f"doing-{main}", _("Write what you do, also where it is nothing.")))
    return faults


def missing(answer: Written, languages: Sequence[str]) -> list[str]:
    """The names of the languages that lack one of the parts."""
    return [AUTONYMS.get(lang, lang) for lang in languages if not answer.has_all(lang)]
