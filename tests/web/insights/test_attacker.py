"""Somebody who reads every figure that is ever offered tries to learn what one person answered.

Each respondent of a history ticks a choice of their own, so a distribution says exactly who is in
it. Two that differ by fewer people than the group size, whenever and wherever they were read,
would give those few away by subtraction.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine

from app.accounts.models import User
from app.core import clock, scope
from app.core.db import db
from app.insights.periods import months
from app.organisation import queries as organisation
from tests import factories
from tests.client import Client
from tests.factories import City
from tests.histories import AREAS, LEAST, History
from tests.surveys_factories import TIMEZONE

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
READERS = (*AREAS, "wellbeing")
"""The areas that the survey moves among, and the one above two of them; `environment` also
answers for the survey's theme."""

TICKED = re.compile(r"Px(\d+)x ([1-9]\d*) ")
WRITTEN = re.compile(r"Text of Px(\d+)x\.")

Group = frozenset[int]


class Attacker:
    """Reads everything that officials and residents are shown of a survey, and remembers it."""

    def __init__(self, client: Client, history: History, officials: dict[str, User]) -> None:
        self.history = history
        self.random = Random(history.slug)
        self.resident = client
        self.officials = officials
        self.groups: set[Group] = {frozenset()}

    def look(self) -> None:
        """Summaries of everyone as data, and somebody's in each other form."""
        chosen = self.random.choice(list(self.officials))
        for key, official in self.officials.items():
            desk = self.resident.as_(official)  # a session lasts half a day
            for query in self.ranges():
                for survey in self.surveys(desk.get(f"/en/desk/areas/{key}.json?{query}").json):
                    self.read(survey)
            if key == chosen:
                self.note(self.read_csv(desk.get(f"/en/desk/areas/{key}.csv").text))
                self.note_page(desk.page(f"/en/desk/areas/{key}").text)
                self.read_texts(desk, key)
        public = f"/en/surveys/{self.history.slug}/results"
        self.note_page(self.resident.page(public).text)
        told = self.resident.get(f"/api/v1/surveys/{self.history.slug}/results").get_json()
        self.read(told)

    def ranges(self) -> list[str]:
        """Some of the ranges of months there are, others each time."""
        known = months(date(2026, 3, 1), clock.today(TIMEZONE))
        pairs = [*combinations(known, 2), *((month, month) for month in known)]
        chosen = self.random.sample(pairs, min(len(pairs), 4))
        return [f"from={first:%Y-%m}&to={last:%Y-%m}" for first, last in chosen]

    def surveys(self, summary: Any) -> Iterator[dict[str, Any]]:
        for part in (summary["own"], *summary["themes"]):
            yield from part["surveys"]

    def read(self, survey: dict[str, Any]) -> None:
        """One survey of a summary, or of the public results, as data."""
        asked = {question["name"]: question for question in survey["questions"]}
        if not asked:
            return
        who = asked["who"]
        group = frozenset(
            int(row["value"].removeprefix("p"))
            for row in who.get("rows", who.get("options"))
            if row["count"]
        )
        assert who["n"] == len(group) == survey["shown"]
        self.note(group)
        assert asked["rare"]["n"] is None or asked["rare"]["n"] not in range(1, LEAST)
        texts = " ".join(one["text"] for one in asked["words"].get("texts", ()))
        assert self.writers(texts) <= group, "a text of somebody who is held back"

    def read_csv(self, text: str) -> Group:
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
        return frozenset(
            int(row["Value"].removeprefix("p"))
            for row in rows
            if row["Part"] == "Own services"
            and row["Question's name"] == "who"
            and row["Count"] > "0"
        )

    def read_texts(self, desk: Client, key: str) -> None:
        """Everything that can be read to the question, page after page."""
        first = f"/en/desk/areas/{key}/surveys/{self.history.slug}/texts/words"
        address: str | None = first
        read: set[int] = set()
        if desk.get(first).status_code == 404:
            return
        while address:
            page = desk.page(address)
            read |= self.writers(page.text)
            address = next((href for href, text in page.links.items() if text == "Read on"), None)
        self.note(frozenset(read))

    def note_page(self, text: str) -> None:
        """A page with the survey once or more: in one part after the other."""
        ticked = [int(person) for person, _count in TICKED.findall(text)]
        assert self.writers(text) <= set(ticked), "a text of somebody who is held back"
        for start, person in enumerate(ticked):
            if start == 0 or ticked[start - 1] >= person:
                part = [person]
                for other in ticked[start + 1 :]:
                    if other <= part[-1]:
                        break
                    part.append(other)
                self.note(frozenset(part))

    def writers(self, text: str) -> set[int]:
        return {int(person) for person in WRITTEN.findall(text)}

    def note(self, group: Group) -> None:
        assert not group & self.history.gone, "somebody who has taken their answers back"
        self.groups.add(group)

    def few(self) -> list[tuple[list[int], list[int]]]:
        """Pairs of what was seen that tell fewer than k people apart."""
        return [
            (sorted(one), sorted(other))
            for one, other in combinations(self.groups, 2)
            if len(one ^ other) < LEAST
        ]


@pytest.mark.parametrize("seed", [10, 13, 15])
def test_nobody_can_be_told_from_what_is_shown(
    client: Client, joensuu: City, tmp_path: Path, seed: int
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed)
        tree = organisation.area_tree().by_key
        officials = {key: factories.official(tree[key]) for key in READERS}
        db.session.commit()
        attacker = Attacker(client, history, officials)
        while len(history.log) < 45:
            history.go_on()
            attacker.look()
        assert len(attacker.groups) > 4, "nothing was shown: nothing is tested"
        assert attacker.few() == [], history.log


def test_one_answer_after_the_other_shows_nothing_until_a_step_is_full(
    client: Client, joensuu: City, tmp_path: Path
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed=0)
        owner = factories.official(organisation.area_tree().by_key["library"])
        attacker = Attacker(client, history, {"library": owner})
        seen = []
        for _ in range(4 * LEAST):
            history.respond()
            db.session.commit()
            attacker.look()
            seen.append(max(map(len, attacker.groups)))
        assert seen == [0, 0, 0, 0, 0, 3, 3, 3, 6, 6, 6, 9]
        assert attacker.few() == []


def test_closing_opening_again_moving_and_raising_k_tell_nobody_apart(
    client: Client, joensuu: City, tmp_path: Path
) -> None:
    with scope.of(joensuu.id), time_machine.travel(START, tick=False) as traveller:
        history = History(tmp_path, traveller, seed=0)
        tree = organisation.area_tree().by_key
        officials = {key: factories.official(tree[key]) for key in ("library", "wellbeing")}
        attacker = Attacker(client, history, officials)

        def come(people: int) -> None:
            for _ in range(people):
                history.respond()
                db.session.commit()
                attacker.look()

        come(8)
        history.close()
        traveller.shift(timedelta(hours=1))
        attacker.look()
        history.reopen()
        come(7)
        history.area = "culture"
        history.publish()
        come(7)
        history.raise_k()
        come(9)
        assert attacker.few() == []
        assert {8, 15} <= {len(group) for group in attacker.groups}
