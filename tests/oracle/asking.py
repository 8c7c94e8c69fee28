"""What survey-core, the library whose format the surveys have, makes of expressions and surveys."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from app.config import ROOT

Json = dict[str, Any]

NOW = datetime.fromisoformat("2026-03-15T12:30")
"""The moment that the oracle and the engine take for the present."""

SCRIPT = Path(__file__).with_name("oracle.mjs")
PACKAGE = ROOT / "assets" / "node_modules" / "survey-core" / "package.json"
SECONDS = 120


def version() -> str:
    """That of the library."""
    found: str = json.loads(PACKAGE.read_text(encoding="utf-8"))["version"]
    return found


def ask(
    *,
    expressions: Sequence[Mapping[str, object]] = (),
    surveys: Sequence[Mapping[str, object]] = (),
) -> tuple[list[Json], list[Json]]:
    """The answers to all of them from one process, in their order."""
    asked = {"now": NOW.isoformat(), "expressions": expressions, "surveys": surveys}
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "TZ": "UTC"},
    )
    assert done.returncode == 0, f"make assets/node_modules/.dev installs it: {done.stderr}"
    answers: Json = json.loads(done.stdout)
    return answers["expressions"], answers["surveys"]
