"""Words go when a widget's time is over; that somebody reacted, and wrote, stays."""

from datetime import UTC, datetime

import time_machine

from app.core import scope
from app.core.db import db
from app.pagefeedback import retention
from app.pagefeedback.models import Widget
from tests import pagefeedback_factories as feedback
from tests.factories import City

WRITTEN = datetime(2024, 2, 29, 9, tzinfo=UTC)


def texts() -> list[str | None]:
    db.session.expire_all()
    return sorted((row.text for row in feedback.reactions()), key=str)


def test_words_are_kept_for_as_long_as_was_promised_and_no_longer(
    widget: Widget, joensuu: City
) -> None:
    with scope.of(joensuu.id):
        with time_machine.travel(WRITTEN, tick=False):
            feedback.react(widget, text="Ensin")
            feedback.react(widget)
        with time_machine.travel(datetime(2026, 2, 28, 9, tzinfo=UTC), tick=False):
            feedback.react(widget, text="Sitten")
            assert retention.retain(feedback.TIMEZONE) == 0
        with time_machine.travel(datetime(2026, 3, 1, 9, tzinfo=UTC), tick=False):
            assert retention.retain(feedback.TIMEZONE) == 1
            assert retention.retain(feedback.TIMEZONE) == 0
        assert texts() == ["", None, "Sitten"]
        assert len([row for row in feedback.reactions() if row.state is not None]) == 2


def test_the_other_citys_words_are_its_own(widget: Widget, joensuu: City, pieksamaki: City) -> None:
    with scope.of(joensuu.id), time_machine.travel(WRITTEN, tick=False):
        feedback.react(widget, text="Ensin")
    with scope.of(pieksamaki.id), time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC)):
        assert retention.retain(feedback.TIMEZONE) == 0
    with scope.of(joensuu.id):
        assert texts() == ["Ensin"]
