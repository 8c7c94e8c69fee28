"""What a reader asks the list of ideas for, as its address says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from flask import url_for

from app.ideas import queries
from app.ideas.lifecycle import PUBLIC, State
from app.ideas.queries import Cursor, Order, Page, Wanted
from app.organisation.models import Theme
from app.organisation.queries import AreaTree, GoalView


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters, words and order as they were typed; an empty one says nothing."""

    q: str = ""
    state: str = ""
    theme: str = ""
    area: str = ""
    objective: str = ""
    sort: str = ""
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "Asked":
        asked = {one.name: arguments.get(one.name, "") for one in fields(cls)}
        asked["q"] = asked["q"][: queries.LONGEST_SEARCH]
        return cls(**asked)

    @property
    def is_filtered(self) -> bool:
        return bool(self.q) or self.is_narrowed

    @property
    def is_narrowed(self) -> bool:
        """Filtered by more than words: those filters are shown unfolded."""
        return any((self.state, self.theme, self.area, self.objective))

    @property
    def order(self) -> Order:
        """The order that was asked for. What is answered does not wait."""
        known = self.sort in tuple(Order)
        order = Order(self.sort) if known else Order.NEWEST
        is_over = self.state == State.ANSWERED
        return Order.NEWEST if order is Order.WAITING and is_over else order

    def page(self, tree: AreaTree, themes: Sequence[Theme], goals: Sequence[GoalView]) -> Page:
        """The ideas asked for; none where something is asked for that is not here."""
        wanted = self._wanted(tree, themes, goals)
        if wanted is None:
            return Page(())
        return queries.page(
            wanted,
            self.order,
            after=Cursor.read(self.before),
            before=None if Cursor.read(self.before) else Cursor.read(self.after),
        )

    def _wanted(
        self, tree: AreaTree, themes: Sequence[Theme], goals: Sequence[GoalView]
    ) -> Wanted | None:
        theme = next((one for one in themes if one.key == self.theme), None)
        area = tree.by_key.get(self.area)
        objectives = (one for view in goals for one in view.objectives)
        objective = next((one for one in objectives if one.key == self.objective), None)
        states = tuple(one for one in PUBLIC if one == self.state) or PUBLIC
        unknown = (
            (self.theme and not theme)
            or (self.area and not area)
            or (self.objective and not objective)
            or (self.state and self.state not in states)
        )
        if unknown:
            return None
        return Wanted(
            states=states,
            theme_id=theme.id if theme else None,
            area_ids=tree.below(area.id) if area else None,
            objective_id=objective.id if objective else None,
            text=self.q,
        )

    def address(self, *, before: Cursor | None = None, after: Cursor | None = None) -> str:
        """The same question from another place on."""
        asked = {one.name: getattr(self, one.name) for one in fields(self)}
        asked |= {"before": str(before or ""), "after": str(after or "")}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{url_for('ideas.index')}?{query}"
