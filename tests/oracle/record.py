"""Writes down the cases that are checked where there is no Node: python -m tests.oracle.record."""

import json
from pathlib import Path

from tests.oracle import cases
from tests.oracle.asking import version

SEED = 20_260_315
EXPRESSIONS = 1_000
SURVEYS = 120


def _write(path: Path, found: list[cases.Json]) -> None:
    """One case a line, so that a change of one is a change of one line."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in found)
    head = json.dumps({"oracle": f"survey-core {version()}", "seed": SEED})[:-1]
    path.write_text(f'{head}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")


def main() -> None:
    _write(cases.EXPRESSIONS, cases.expressions(SEED, EXPRESSIONS))
    _write(cases.SURVEYS, cases.surveys(SEED, SURVEYS))


if __name__ == "__main__":
    main()
