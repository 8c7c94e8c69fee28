"""The form of a widget's rule."""

from collections.abc import Collection, Iterable
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.core import clock
from app.core.forms import SelectChoice
from app.organisation import queries as organisation
from app.organisation import tenancy
from app.organisation.models import Objective
from app.pagefeedback import addresses, rules
from app.pagefeedback.addresses import LONGEST_URL
from app.pagefeedback.administration import Ruling
from app.pagefeedback.forms import readable
from app.pagefeedback.forms_settings import AreaChoice, area_field
from app.pagefeedback.models import Widget, WidgetRule


class RuleForm(AreaChoice):
    """Whose the pages are whose addresses begin so, and what they are about."""

    prefix = StringField(
        _l("Beginning of the address"),
        [InputRequired(_l("Write the beginning of the address."))],
        filters=[lambda typed: readable((typed or "").strip())],
    )
    area = area_field()
    themes = SelectMultipleField(_l("Themes"))
    objectives = SelectMultipleField(_l("Objectives of the strategy"))
    seen = HiddenField()

    def offer(
        self,
        widget: Widget,
        others: Iterable[WidgetRule],
        present: Ruling | None = None,
    ) -> None:
        """Fill in what there is to choose from today and what is chosen already. `others`: the
        rules whose prefixes are taken."""
        self._widget = widget
        self._taken = {rules.stem(rule.prefix) for rule in others}
        today = clock.today(tenancy.place().timezone)
        self.offer_areas(present.area_id if present else None)
        theme_ids = present.theme_ids if present else frozenset()
        objective_ids = present.objective_ids if present else frozenset()
        in_force = {theme.id for theme in organisation.themes(today)}
        themes = [one for one in organisation.themes() if one.id in in_force | theme_ids]
        objectives = _objectives(today.year, objective_ids)
        self._themes = {theme.key: theme.id for theme in themes}
        self._objectives = {one.key: one.id for one in objectives}
        self.themes.choices = [SelectChoice(one.key, str(one.name)) for one in themes]
        self.objectives.choices = [SelectChoice(one.key, str(one.title)) for one in objectives]
        if present is not None:
            self._fill(present)

    def _fill(self, present: Ruling) -> None:
        """Show what a rule says, where nothing was sent."""
        if self.prefix.raw_data is None:
            self.prefix.data = present.prefix
            self.themes.data = _keys(self._themes, present.theme_ids)
            self.objectives.data = _keys(self._objectives, present.objective_ids)

    def validate_prefix(self, field: Field) -> None:
        found = rules.canonical(field.data)
        if found is None or len(found) > LONGEST_URL:
            raise ValidationError(
                _("Write a path such as /library, or a whole address such as https://…/library.")
            )
        if not found.startswith("/") and not addresses.is_among(found, self._widget.origins):
            sites = ", ".join(self._widget.origins)
            raise ValidationError(
                _("The address is of none of these sites: %(sites)s.", sites=sites)
            )
        if rules.stem(found) in self._taken:
            raise ValidationError(_("There is a rule for %(prefix)s already.", prefix=found))
        self._prefix = found

    @property
    def ruling(self) -> Ruling:
        """The rule as typed; only after validation."""
        return Ruling(
            prefix=self._prefix,
            area_id=self.area_id,
            theme_ids=frozenset(self._themes[key] for key in self.themes.data or ()),
            objective_ids=frozenset(self._objectives[key] for key in self.objectives.data or ()),
        )


def _objectives(year: int, chosen: Collection[UUID]) -> list[Objective]:
    """The objectives of this year, and those that are chosen already."""
    return [
        one
        for strategy in organisation.strategies()
        for goal in strategy.goals
        for one in goal.objectives
        if one.first_year <= year <= one.last_year or one.id in chosen
    ]


def _keys(ids: dict[str, UUID], chosen: Collection[UUID]) -> list[str]:
    return [key for key, id in ids.items() if id in chosen]
