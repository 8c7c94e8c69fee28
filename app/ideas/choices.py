"""What there is to choose from in a municipality: its areas and its objectives, in their places."""

from datetime import date

from app.core.forms import SelectChoice
from app.organisation import directory
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.queries import AreaNode, GoalView

INDENT = "\u2003"


def areas(nodes: tuple[AreaNode, ...], depth: int = 0) -> list[SelectChoice]:
    """Areas with those below them further in."""
    found = []
    for node in nodes:
        found.append(SelectChoice(node.area.key, INDENT * depth + str(node.area.name)))
        found.extend(areas(node.children, depth + 1))
    return found


def goals(place: Place, today: date) -> tuple[GoalView, ...]:
    """Goals with the objectives that are pursued now; none where there is no strategy, and then
    without asking."""
    if not directory.offering(place).strategy:
        return ()
    return organisation.goals_in_force(today.year)
