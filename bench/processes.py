"""What a tree of processes has used of the CPU, from /proc (Linux)."""

import os
from collections import defaultdict
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(root: int) -> float:
    """User and system time of a process, of all below it, and of those that have ended."""
    below: dict[int, list[int]] = defaultdict(list)
    used: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has ended since the folder was listed
            fields = text.rpartition(")")[2].split()
            below[int(fields[1])].append(int(folder.name))
            used[int(folder.name)] = sum(int(ticks) for ticks in fields[11:15])
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += used.get(process, 0)
        waiting += below[process]
    return total / _TICK
