"""Figures are exact, of the area that was responsible on arrival, and shares only of enough."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from app.core import scope
from app.organisation import queries as organisation
from app.pagefeedback import tallies
from app.pagefeedback.models import Widget
from tests import pagefeedback_factories as feedback
from tests.factories import City

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


@pytest.fixture
def said(widget: Widget, joensuu: City) -> Widget:
    """Two pages of two areas: the one liked, the other hardly known."""
    with scope.of(joensuu.id):
        theme, climate = organisation.theme("children"), organisation.area("environment")
        assert theme is not None
        assert climate is not None
        feedback.rule(widget, "/ilmasto", climate, themes=(theme,))
        for month, values in ((1, (2, 2, 1)), (3, (2, 2, 2, 1, 2))):
            with time_machine.travel(datetime(2026, month, 15, 9, tzinfo=UTC), tick=False):
                for value in values:
                    feedback.react(widget, "/kirjasto", value)
        with time_machine.travel(datetime(2026, 3, 16, 9, tzinfo=UTC), tick=False):
            feedback.react(widget, "/ilmasto", 1, "Vaikea lukea")
            feedback.react(widget, "/ilmasto", 2, '<a href="x">x</a>')
            feedback.react(widget, "/ilmasto", 2, is_suspect=True)
    return widget


def test_pages_are_counted_by_the_area_that_answered_for_them(said: Widget, joensuu: City) -> None:
    with scope.of(joensuu.id):
        areas = {area.key: area.id for area in organisation.area_tree().by_id.values()}
        [library] = tallies.tally([areas["library"]], FIRST, LAST)
        [climate] = tallies.tally([areas["environment"]], FIRST, LAST)
        assert tallies.tally([areas["culture"]], FIRST, LAST) == ()
        everything = tallies.tally(list(areas.values()), FIRST, LAST)
    assert (library.counts, library.reactions, library.positive) == ({1: 2, 2: 6}, 8, 0.75)
    assert (climate.counts, climate.positive) == ({1: 1, 2: 1}, None)
    assert (climate.comments, climate.new) == (1, 1)
    assert [one.page.url for one in everything] == [library.page.url, climate.page.url]


def test_a_period_holds_its_days_and_no_others(said: Widget, joensuu: City) -> None:
    with scope.of(joensuu.id):
        library = organisation.area("library")
        assert library is not None
        [january] = tallies.tally([library.id], FIRST, date(2026, 1, 15))
        assert tallies.tally([library.id], FIRST, date(2026, 1, 14)) == ()
    assert (january.reactions, january.positive) == (3, None)


def test_themes_and_months_add_up(said: Widget, joensuu: City) -> None:
    with scope.of(joensuu.id):
        theme = organisation.theme("children")
        assert theme is not None
        about = tallies.tally_about([theme.id], FIRST, LAST)
        assert [one.page.url for one in about[theme.id]] == [f"{feedback.SITE}/ilmasto"]
        months = tallies.months_of(feedback.page(said, "/kirjasto"), FIRST, LAST)
        assert [(one.first.month, one.reactions, one.positive) for one in months] == [
            *((1, 3, None), (2, 0, None), (3, 5, 0.8)),
            *((4, 0, None), (5, 0, None), (6, 0, None)),
        ]


def test_what_the_other_city_says_counts_here_for_nothing(said: Widget, pieksamaki: City) -> None:
    with scope.of(pieksamaki.id):
        areas = list(organisation.area_tree().by_id)
        assert tallies.tally(areas, FIRST, LAST) == ()
