"""The Nu HTML checker on many pages at once: starting it costs more than checking."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from app.config import ROOT

CHECKER = ROOT / "assets" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def markup_errors(pages: Mapping[str, str], folder: Path) -> list[str]:
    """The checker's errors in HTML pages given by address, one line each; `folder` is scratch."""
    names = {}
    for number, (address, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html, encoding="utf-8")
        names[file.name] = address
    command = ["java", "-jar", str(CHECKER), "--format", "json", "--exit-zero-always"]
    done = subprocess.run(
        [*command, *(str(folder / name) for name in names)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{names[Path(found['url']).name]}:{found.get('lastLine', '')}: {found['message']}"
        for found in messages
        if found["type"] != "info"
    ]
