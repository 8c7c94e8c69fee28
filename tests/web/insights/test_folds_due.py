"""Which surveys are folded: those whose own days are over and not stored yet."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from app.core import scope
from app.insights import service
from tests import factories, surveys_factories
from tests.factories import City
from tests.surveys_factories import TIMEZONE

MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)


def test_each_survey_is_folded_by_its_own_days(app: Flask, joensuu: City) -> None:
    with time_machine.travel(MORNING, tick=False) as clock, scope.of(joensuu.id):
        area = factories.area("parks")
        early, late = surveys_factories.survey(area), surveys_factories.survey(area)
        surveys_factories.respond(early)
        surveys_factories.respond(late)
        assert service.fold_due(TIMEZONE) == 0
        clock.shift(timedelta(days=1))
        assert service.fold_due(TIMEZONE) == 2
        surveys_factories.respond(late)
        clock.shift(timedelta(days=1))
        assert service.fold_due(TIMEZONE) == 1
        assert service.fold_due(TIMEZONE) == 0
