"""What the pages of themes and of responsible areas say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.core.errors import Missing
from app.core.i18n import TranslatedText
from app.ideas.listing import Card as IdeaCard
from app.ideas.queries import Wanted
from app.organisation import queries as organisation
from app.organisation.directory import Place
from app.organisation.models import Area, Objective, Theme
from app.organisation.queries import ActionView, AreaNode, AreaTree, PlanView
from app.portal import readers, ties
from app.portal.readers import ReadPages
from app.portal.shelf import Setting, Shelf
from app.surveys import outcomes
from app.surveys import queries as surveys
from app.surveys.models import Survey


@dataclass(frozen=True, slots=True)
class ThemePage:
    theme: Theme
    owner: Area
    shelf: Shelf
    ideas: tuple[IdeaCard, ...]
    read: ReadPages
    objectives: tuple[Objective, ...]
    """Those that its surveys, ideas and web pages speak to."""
    is_in_force: bool

    @property
    def ways(self) -> tuple[TranslatedText, ...]:
        """How the theme shows in what the municipality does."""
        return tuple(TranslatedText(way) for way in self.theme.ways)


def theme_page(place: Place, key: str) -> ThemePage:
    """A theme, also one that has ended; Missing where there is none."""
    theme = organisation.theme(key)
    if theme is None:
        raise Missing
    around = Setting.of(place)
    return ThemePage(
        theme,
        around.areas.by_id[theme.owner_id],
        shelf=around.shelf(surveys.of_theme(theme.id)),
        ideas=around.ideas(Wanted(theme_id=theme.id)),
        read=readers.of_theme(theme.id, around.areas, around.today),
        objectives=tuple(organisation.objectives_of(ties.objectives_of_theme(theme.id))),
        is_in_force=any(one.id == theme.id for one in around.themes),
    )


@dataclass(frozen=True, slots=True)
class AreasPage:
    """The areas that answer today, as a tree, and those that have ended."""

    roots: tuple[AreaNode, ...]
    ended: tuple[Area, ...]


def areas_page(place: Place) -> AreasPage:
    around = Setting.of(place)
    tree = around.areas
    ended = (area for area in tree.by_id.values() if _has_ended(area, around))
    return AreasPage(
        roots=tuple(_today(node, around) for node in tree.roots if _answers(node.area, around)),
        ended=tuple(ended),
    )


def _has_ended(area: Area, around: Setting) -> bool:
    return area.valid_until is not None and area.valid_until < around.today


def _has_begun(area: Area, around: Setting) -> bool:
    return area.valid_from is None or area.valid_from <= around.today


def _answers(area: Area, around: Setting) -> bool:
    return _has_begun(area, around) and not _has_ended(area, around)


def _today(node: AreaNode, around: Setting) -> AreaNode:
    """The node with only those below it that answer today."""
    below = (child for child in node.children if _answers(child.area, around))
    return AreaNode(node.area, tuple(_today(child, around) for child in below))


@dataclass(frozen=True, slots=True)
class AreaPage:
    """An area, what is above and below it, and what is asked and done there."""

    area: Area
    above: tuple[Area, ...]
    """From the outermost."""
    below: tuple[Area, ...]
    has_begun: bool
    has_ended: bool
    themes: tuple[Theme, ...]
    """Those in force that it answers for."""
    plans: tuple[PlanView, ...]
    objectives: Mapping[UUID, Objective]
    """Those that the actions of its plans serve."""
    shelf: Shelf
    """Surveys of the area and of all below it."""
    ideas: tuple[IdeaCard, ...]
    """The newest ideas of the same."""
    read: ReadPages
    """Their pages on the web."""

    behind: Mapping[UUID, Sequence[Survey]]
    """The answered surveys that led to an action of its plans."""

    def served_by(self, view: ActionView) -> tuple[Objective, ...]:
        """The objectives that an action serves, in their order."""
        return tuple(
            objective for key, objective in self.objectives.items() if key in view.objective_ids
        )


def area_page(place: Place, key: str) -> AreaPage:
    """An area, also one that has ended; Missing where there is none."""
    around = Setting.of(place)
    area = around.areas.by_key.get(key)
    if area is None:
        raise Missing
    tree, below = around.areas, around.areas.below(area.id)
    plans = organisation.plans([area.id])
    return AreaPage(
        area=area,
        above=tuple(tree.by_id[other] for other in reversed(tree.lineage(area.id)[1:])),
        below=_children(tree, area, around),
        has_begun=_has_begun(area, around),
        has_ended=_has_ended(area, around),
        themes=tuple(theme for theme in around.themes if theme.owner_id == area.id),
        plans=plans,
        objectives=_served(plans),
        behind=outcomes.behind({view.action.id for plan in plans for view in plan.actions}),
        shelf=around.shelf(surveys.of_areas(below)),
        ideas=around.ideas(Wanted(area_ids=below)),
        read=readers.of_areas(below, tree, around.today),
    )


def _children(tree: AreaTree, area: Area, around: Setting) -> tuple[Area, ...]:
    """What is right below an area today; of an ended area, what was below it."""
    below = (other for other in tree.by_id.values() if other.parent_id == area.id)
    return tuple(other for other in below if _answers(other, around) or _has_ended(area, around))


def _served(plans: tuple[PlanView, ...]) -> Mapping[UUID, Objective]:
    ids = {served for plan in plans for view in plan.actions for served in view.objective_ids}
    return {objective.id: objective for objective in organisation.objectives_of(ids)}
