"""Random conditions and computations over the questions of a survey, and answers to them."""

import random
from typing import Any

Json = dict[str, Any]

TEXTS = ("a", "abc", "5", "12", "yes", "3", "Aino")
CODES = ("red", "green", "blue", "pink")
NUMBERED = (1, 2, 3, 4)


class Conditions:
    """Expressions that look at some questions."""

    def __init__(self, generator: random.Random) -> None:
        self._random = generator

    def holding(self, known: list[Json], prefix: str = "") -> str:
        one = self._random.choice
        asked = one(known)
        name = f"{{{prefix}{asked['name']}}}"
        written = one(
            (
                f"{name} = {_literal(self.answer(asked))}",
                f"{name} notempty",
                f"{name} empty",
                f"{name} != {_literal(self.answer(asked))}",
                f"{name} > 2",
                f"{name} contains {_literal(one(CODES))}",
                f"{name} anyof ['red', 2, 'abc']",
            )
        )
        if self._random.random() < 0.25:
            return f"{written} {one(('and', 'or'))} {self.holding(known, prefix)}"
        return written

    def computed(self, known: list[Json], prefix: str = "") -> str:
        one = self._random.choice
        first, second = (f"{{{prefix}{one(known)['name']}}}" for _ in range(2))
        return one(
            (
                f"sum({first}, 2)",
                f"iif({self.holding(known, prefix)}, 5, 1)",
                f"count({first}, {second})",
                f"iif({second} notempty, 3, 'none')",
            )
        )

    def answer(self, asked: Json) -> Any:
        """One that fits the question."""
        one = self._random.choice
        kind = asked.get("cellType") or asked["type"]
        codes = [
            each["value"] if isinstance(each, dict) else each for each in asked.get("choices", ())
        ]
        if kind == "boolean":
            return one((True, False))
        if kind == "rating":
            return one((1, 2, 3, 4, 5))
        if kind == "checkbox":
            return self._random.sample(codes, self._random.randint(1, 2))
        if codes:
            return one(codes)
        return one((1, 2, 3, 7, 12)) if asked.get("inputType") == "number" else one(TEXTS)


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return f"'{value}'" if isinstance(value, str) else str(value)
