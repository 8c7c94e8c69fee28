"""The forms of ideas: what an author writes, and what an official says to it."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.core import clock
from app.core.forms import PageForm, SelectChoice
from app.core.i18n import current_language
from app.core.languages import AUTONYMS
from app.core.text import tidy
from app.engagement.moderation import PersonalData
from app.engagement.readers import AddressForm
from app.ideas import choices, personal
from app.ideas.models import LONGEST_TEXT, LONGEST_TITLE, Decision, Idea
from app.ideas.steps import Answer, Proposal
from app.ideas.words import DECISIONS, PERSONAL, PERSONAL_CHOICE
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.organisation.choices import area_choices

LONGEST_REASON = 2000


def _one_line(text: str | None) -> str:
    return " ".join(tidy(text or "").split())


def _tidy(text: str | None) -> str:
    return tidy(text or "")


def _too_long(longest: int) -> Length:
    return Length(max=longest, message=_l("Use at most %(number)s characters.", number=longest))


class IdeaForm(PageForm):
    """An idea and where it belongs: an area, or a theme whose owner is then the area."""

    title = StringField(
        _l("Your idea in one sentence"),
        [
            DataRequired(_l("Say in one sentence what you propose.")),
            _too_long(LONGEST_TITLE),
        ],
        filters=[_one_line],
    )
    text = TextAreaField(
        _l("Tell more"),
        [_too_long(LONGEST_TEXT)],
        filters=[_tidy],
    )
    lang = SelectField(_l("Language of the text"))
    theme = SelectField(_l("Theme"))
    area = SelectField(_l("Who should handle it"))
    objectives = SelectMultipleField(_l("Objectives of the strategy that it serves"))
    keeps = BooleanField(_l("Send the text as it is"))
    """Personal data may be in it: asked only where there is some."""
    token = HiddenField()
    revision = HiddenField()
    is_sent = True
    """False while it is only saved, for its author's own eyes."""
    is_draft = False
    """True where others may go on with it: a sentence is enough to begin with."""

    def offer(self) -> None:
        """Fill in what this municipality has to choose from today."""
        today = clock.today(tenancy.place().timezone)
        tree, themes = organisation.area_tree(today), organisation.themes(today)
        self._goals = choices.goals(tenancy.place(), today)
        objectives = [one for view in self._goals for one in view.objectives]
        self._areas = {area.key: area.id for area in tree.by_id.values()}
        self._themes = {theme.key: theme for theme in themes}
        self._objectives = {one.key: one.id for one in objectives}
        self.lang.choices = [SelectChoice(one, AUTONYMS[one]) for one in tenancy.languages()]
        self.lang.data = self.lang.data or current_language()
        self.theme.choices = [
            SelectChoice("", str(_l("No theme"))),
            *(SelectChoice(theme.key, str(theme.name)) for theme in themes),
        ]
        self.area.choices = [
            SelectChoice("", str(_l("Whoever answers for the theme") if themes else _l("Choose"))),
            *area_choices(tree.roots),
        ]
        self.objectives.choices = [SelectChoice(one.key, str(one.title)) for one in objectives]

    @property
    def goals(self) -> list[tuple[str, list[SelectChoice]]]:
        """The objectives as they are shown: below the goals that they belong to."""
        return [
            (
                str(view.goal.title),
                [SelectChoice(one.key, str(one.title)) for one in view.objectives],
            )
            for view in self._goals
        ]

    def validate_text(self, field: Field) -> None:
        if not field.data and not self.is_draft:
            raise ValidationError(_l("Tell what should be done and why."))

    def validate_area(self, field: Field) -> None:
        if not field.data and not self.theme.data:
            raise ValidationError(_l("Choose a theme or who should handle it."))

    def validate_keeps(self, field: Field) -> None:
        kinds = personal.found_in(self.title.data or "", self.text.data or "")
        if kinds and self.is_sent and not field.data:
            said = [str(PERSONAL[kind]) for kind in PersonalData if kind in kinds]
            raise ValidationError(" ".join((*said, str(PERSONAL_CHOICE))))

    def fill(self, idea: Idea, objective_ids: frozenset[UUID]) -> None:
        """Show what an idea says now; after `offer`."""
        areas = {area_id: key for key, area_id in self._areas.items()}
        objectives = {one: key for key, one in self._objectives.items()}
        self.title.data, self.text.data, self.lang.data = idea.title, idea.text, idea.lang
        self.area.data = areas.get(idea.area_id, "")
        found = [key for key, theme in self._themes.items() if theme.id == idea.theme_id]
        self.theme.data = found[0] if found else ""
        named = [objectives[one] for one in objective_ids if one in objectives]
        self.objectives.data = named

    @property
    def proposal(self) -> Proposal:
        """The idea as written, but for identity codes; only after validation."""
        theme = self._themes.get(self.theme.data)
        area_id = self._areas.get(self.area.data)
        if area_id is None:
            assert theme is not None, "the form asks for one of them"
            area_id = theme.owner_id
        written = Proposal(
            title=self.title.data or "",
            text=self.text.data or "",
            lang=self.lang.data,
            area_id=area_id,
            theme_id=theme.id if theme else None,
            objective_ids=frozenset(self._objectives[key] for key in self.objectives.data or ()),
        )
        return personal.without_codes(written)


class ResidentIdeaForm(IdeaForm, AddressForm):
    """A resident also leaves an address, which is proven by a mail."""


class ReasonForm(PageForm):
    reason = TextAreaField(
        _l("What should be changed"),
        [
            DataRequired(_l("Write the reason, so that the author knows what to change.")),
            _too_long(LONGEST_REASON),
        ],
        filters=[_tidy],
    )


class MoveForm(PageForm):
    area = SelectField(_l("Area that answers for the matter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree = organisation.area_tree(clock.today(tenancy.place().timezone))
        self._areas = {area.key: area.id for area in tree.by_id.values()}
        self.area.choices = area_choices(tree.roots)

    def now(self, area_id: UUID) -> None:
        """Show the area that it is in."""
        self.area.data = next((key for key, one in self._areas.items() if one == area_id), None)

    @property
    def area_id(self) -> UUID:
        return self._areas[self.area.data]


class AnswerForm(PageForm):
    """A decision, why, and what happens next."""

    decision = RadioField(_l("Decision"), [InputRequired(_l("Choose a decision."))])
    reasons = TextAreaField(
        _l("Reasons"),
        [
            DataRequired(_l("Write the reasons for the decision.")),
            _too_long(LONGEST_TEXT),
        ],
        filters=[_tidy],
    )
    next_steps = TextAreaField(
        _l("Next steps"),
        [
            DataRequired(_l("Write what happens next, also where it is nothing.")),
            _too_long(LONGEST_TEXT),
        ],
        filters=[_tidy],
    )
    action = SelectField(_l("Action of the development plan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [(one.value, DECISIONS[one]) for one in Decision]
        actions = [one.action for plan in organisation.plans() for one in plan.actions]
        self._actions = {action.key: action.id for action in actions}
        self.action.choices = [
            SelectChoice("", str(_l("None"))),
            *(SelectChoice(action.key, str(action.title)) for action in actions),
        ]

    def fill(self, answer: Answer) -> None:
        self.decision.data = answer.decision
        self.reasons.data, self.next_steps.data = answer.reasons, answer.next_steps
        keys = {action_id: key for key, action_id in self._actions.items()}
        self.action.data = keys.get(answer.action_id, "") if answer.action_id else ""

    @property
    def answer(self) -> Answer:
        return Answer(
            decision=Decision(self.decision.data),
            reasons=self.reasons.data or "",
            next_steps=self.next_steps.data or "",
            lang=current_language(),
            action_id=self._actions.get(self.action.data),
        )
