"""`python -m bench`: measures the service as in production beside the limits of the machine."""

import argparse
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import (
    databases,
    engine,
    exports,
    flows,
    ideas,
    pages,
    profiling,
    report,
    results,
    scale,
    servers,
)
from bench.connection import Client
from bench.databases import Database
from bench.flows import FLOWS, HOST
from bench.load import Measured, Step, Target, drive

ROUNDS = 2
"""Everything is driven this often in turn, so that a noisy moment does not hit one figure only."""

STACKS = {
    "gunicorn": ("gunicorn (gthread, 2 workers x 8 threads), PostgreSQL", databases.postgresql),
    "waitress": ("waitress (8 threads), SQLite", databases.sqlite),
}


@dataclass(frozen=True, slots=True)
class Work:
    """One line of the table: a flow, driven at some numbers of clients."""

    name: str
    step: Step
    target: Target
    clients: tuple[int, ...]


def main() -> None:
    asked = _arguments()
    with _folder(asked.keep) as folder:
        if asked.profile:
            with STACKS[asked.stack or "waitress"][1](folder) as database:
                profiling.run(asked.profile, database, asked.times)
            return
        if asked.scale:
            with databases.postgresql(folder) as database:
                scale.run(asked.scale, database)
            return
        if asked.pages:
            _on_each(asked.stack, folder, partial(pages.run, asked.pages))
            return
        if asked.ideas:
            _on_each(asked.stack, folder, partial(ideas.run, asked.ideas))
            return
        if asked.exports:
            _on_each(asked.stack, folder, partial(exports.run, asked.exports))
            return
        if asked.results:
            _on_each(asked.stack, folder, partial(results.run, asked.results))
            return
        if asked.engine:
            engine.run(folder)
            return
        print(f"Python {platform.python_version()}, {sys.platform}, rounds: {ROUNDS}")
        engine.run(folder)
        for stack in [asked.stack] if asked.stack else STACKS:
            _measure(stack, folder, asked.seconds, quick=asked.quick)


def _on_each(only: str | None, folder: Path, work: Callable[[Database], None]) -> None:
    """Do something with a database of each kind, or of one."""
    for stack in [only] if only else STACKS:
        title, make = STACKS[stack]
        print(f"\n{title}", flush=True)
        with make(folder) as database:
            work(database)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each figure (default 4)")
    parser.add_argument("--quick", action="store_true", help="8 clients only, 1 second each")
    parser.add_argument("--stack", choices=STACKS, help="only one of the two")
    parser.add_argument("--keep", type=Path, help="a folder for the databases, for later runs too")
    parser.add_argument("--profile", choices=FLOWS, help="where one flow's time goes, in-process")
    parser.add_argument("--times", type=int, default=300, help="flows to profile (default 300)")
    parser.add_argument(
        "--scale", type=int, nargs="?", const=100_000, help="responses to add to one survey"
    )
    parser.add_argument(
        "--pages", type=int, nargs="?", const=1_000_000, help="reactions to add to web pages"
    )
    parser.add_argument(
        "--ideas", type=int, nargs="?", const=50_000, help="ideas to bring a city to"
    )
    parser.add_argument(
        "--exports", type=int, nargs="?", const=100_000, help="responses of the largest survey"
    )
    parser.add_argument(
        "--results", type=int, nargs="?", const=1_000_000, help="responses of 20 questions"
    )
    parser.add_argument("--engine", action="store_true", help="only the survey engine by itself")
    return parser.parse_args()


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    context = nullcontext(str(keep.resolve())) if keep else tempfile.TemporaryDirectory()
    with context as name:
        yield Path(name)


def _measure(stack: str, folder: Path, seconds: float, *, quick: bool) -> None:
    title, make = STACKS[stack]
    print(f"\n{title}", flush=True)
    with (
        make(folder) as database,
        servers.limits(stack, database, folder) as (limits_port, limits_process),
        servers.service(stack, database, folder) as (port, process),
    ):
        limits = Target(limits_port, HOST, limits_process, database.server)
        service = Target(port, HOST, process, database.server)
        several = (8,) if quick else (1, 8, 32)
        work = [
            Work(report.BARE, flows.bare(Client(limits_port, HOST)), limits, several),
            Work(report.INSERT, flows.insert(Client(limits_port, HOST)), limits, several),
            Work(report.ORM_INSERT, flows.orm_insert(Client(limits_port, HOST)), limits, several),
            *(
                Work(
                    name,
                    prepare(Client(port, HOST)),
                    service,
                    several if name in report.GOALS else (8,),
                )
                for name, prepare in FLOWS.items()
            ),
        ]
        results = _drive(work, 1.0 if quick else seconds)
    print(report.table(results))
    print(report.verdicts(results), flush=True)


def _drive(work: list[Work], seconds: float) -> dict[tuple[str, int], Measured]:
    results = {(one.name, clients): Measured(clients) for one in work for clients in one.clients}
    for _ in range(ROUNDS):
        for one in work:
            for clients in one.clients:
                drive(one.step, one.target, results[one.name, clients], seconds / ROUNDS)
    return results


if __name__ == "__main__":
    main()
