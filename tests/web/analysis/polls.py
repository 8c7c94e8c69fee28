"""A survey with a question of each kind that results tell in their own way, and its answers."""

from typing import Any

from tests import surveys_factories as surveys
from tests.web.surveys.residents import comment, pages, radio


def asked() -> dict[str, Any]:
    return pages(
        [
            radio("place", "market", "harbour", "hill"),
            radio("way", "bus", "car"),
            {"type": "rating", "name": "score", "rateMin": 0, "rateMax": 10,
             "title": surveys.texts("Title score")},
            {"type": "checkbox", "name": "why", "title": surveys.texts("Title why"),
             "choices": ["near", "cheap"]},
            {"type": "ranking", "name": "order", "title": surveys.texts("Title order"),
             "choices": ["sea", "park"]},
            {"type": "matrix", "name": "table", "title": surveys.texts("Title table"),
             "columns": ["good", "bad"], "rows": ["roads", "lights"]},
            comment("words"),
        ]
    )  # fmt: skip


def answer(number: int) -> dict[str, Any]:
    return {
        "place": ("market", "harbour")[number % 2],
        "way": "bus" if number % 4 < 2 else "car",
        "score": 10 if number % 2 else 6,
        "why": ["near", "cheap"] if number % 2 else ["near"],
        "order": ["sea", "park"],
        "table": {"roads": "good", "lights": "bad"},
        "words": f"Möre lamps {number}",
    }
