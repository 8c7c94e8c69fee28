"""The objectives that there are to choose from in a municipality."""

from datetime import date

from app.organisation import directory
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.queries import GoalView


def goals(place: Place, today: date) -> tuple[GoalView, ...]:
    """Goals with the objectives that are pursued now; none where there is no strategy, and then
    without asking."""
    if not directory.offering(place).strategy:
        return ()
    return organisation.goals_in_force(today.year)
