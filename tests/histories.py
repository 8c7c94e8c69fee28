"""Random lives of one survey: answers, withdrawals, moves, closings, day after day.

Every respondent ticks a choice of their own and writes a text of their own, so that whoever sees
a distribution sees exactly which people are in it.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
import yaml
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.insights import service as insights
from app.surveys import library, publishing
from app.surveys import service as surveys
from app.surveys.models import Response, Survey, SurveyState
from tests import surveys_factories
from tests.surveys_factories import TIMEZONE

MOST_PEOPLE = 90
AREAS = ("library", "environment", "culture")
DEEDS = (
    *("respond",) * 12,
    *("withdraw",) * 2,
    *("sleep",) * 3,
    *("fold", "fold", "rebuild", "move", "close", "reopen", "reopen", "raise_k"),
)
LEAST, MOST = 3, 4
"""Group sizes at the beginning, and at the end."""


def source() -> dict[str, Any]:
    """A definition with a choice for each person, a text, and a question that few are asked."""
    return {
        "title": surveys_factories.texts("Who is it?"),
        "elements": [
            {
                "type": "checkbox",
                "name": "who",
                "choices": [{"value": f"p{n}", "text": f"Px{n}x"} for n in range(MOST_PEOPLE)],
            },
            {"type": "radiogroup", "name": "rare", "choices": ["yes", "no"]},
            {"type": "comment", "name": "words"},
        ],
    }


class History:
    """A survey of the municipality in scope and what happens to it; `people` maps receipts to
    the people who hold them, `gone` are those who withdrew."""

    def __init__(self, folder: Path, traveller: time_machine.Traveller, seed: int) -> None:
        self.folder = folder / f"history-{seed}"
        self.folder.mkdir()
        (self.folder / "survey.json").write_text(json.dumps(source()), encoding="utf-8")
        self.traveller = traveller
        self.random = Random(seed)
        self.people: dict[str, int] = {}
        self.gone: set[int] = set()
        self.area, self.least = AREAS[0], LEAST
        self.closes: datetime | None = None
        self.log: list[str] = []
        self.publish()

    @property
    def slug(self) -> str:
        return self.folder.name

    @property
    def survey(self) -> Survey:
        return surveys_factories.by_slug(self.slug)

    def publish(self) -> None:
        """Bring the survey in step with what this history says of it."""
        meta = {
            "slug": self.slug,
            "area": self.area,
            "themes": ["climate"],
            "opens": "2026-01-01T00:00",
            "who": "anyone",
            "once_per_browser": False,
            "anonymity": "anonymous",
            "min_group": self.least,
            "public_results": "open",
            "retention_months": 24,
            "answer_due_days": 30,
        }
        if self.closes:
            meta["closes"] = self.closes.strftime("%Y-%m-%dT%H:%M")
        (self.folder / "meta.yaml").write_text(yaml.safe_dump(meta), encoding="utf-8")
        folder = library.read_folder(self.folder, publishing.places())
        publishing.publish(folder, timezone=TIMEZONE)
        db.session.commit()

    def go_on(self, look: Callable[[], None] = lambda: None) -> None:
        """One more deed; `look` is called after every change."""
        deed = self.random.choice(DEEDS)
        times = self.random.randint(1, 7) if deed == "respond" else 1
        for _ in range(times):
            self.log.append(deed)
            getattr(self, deed)()
            db.session.commit()
            look()

    def respond(self) -> None:
        if (
            len(self.people) >= MOST_PEOPLE
            or self.survey.state(clock.now()) is not SurveyState.OPEN
        ):
            return
        person = len(self.people)
        answers: dict[str, Any] = {"who": [f"p{person}"], "words": f"Text of Px{person}x."}
        if self.random.random() < 0.25:
            answers["rare"] = self.random.choice(["yes", "no"])
        self.people[surveys_factories.respond(self.survey, answers)] = person

    def withdraw(self) -> None:
        held = [receipt for receipt, person in self.people.items() if person not in self.gone]
        if held:
            receipt = self.random.choice(held)
            assert surveys.withdraw(receipt, timezone=TIMEZONE)
            self.gone.add(self.people[receipt])

    def sleep(self) -> None:
        """Some hours or some weeks go by."""
        hours = self.random.choice([5, 20, 26, 24 * 9, 24 * 23])
        self.traveller.shift(timedelta(hours=hours))

    def fold(self) -> None:
        insights.fold_due(TIMEZONE)

    def rebuild(self) -> None:
        list(insights.rebuild(TIMEZONE))

    def move(self) -> None:
        self.area = self.random.choice(AREAS)
        self.publish()

    def close(self) -> None:
        if self.survey.state(clock.now()) is SurveyState.OPEN:
            self.closes = clock.now().astimezone(ZoneInfo(TIMEZONE))
            self.publish()
            self.traveller.shift(timedelta(minutes=self.random.choice([1, 3, 10])))

    def reopen(self) -> None:
        if self.closes is not None:
            self.closes = None
            self.publish()

    def raise_k(self) -> None:
        if self.least < MOST:
            self.least += 1
            self.publish()

    def rows(self) -> list[Response]:
        query = select(Response).where(Response.survey_id == self.survey.id)
        return list(db.session.scalars(query.execution_options(populate_existing=True)))
