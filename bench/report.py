"""Prints what was measured as tables, with the limits of the same machine beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.load import Measured


@dataclass(frozen=True, slots=True)
class Goal:
    """What a kind of work should reach: shares of the limit 'one INSERT' at the same number of
    clients, statements and milliseconds of CPU a flow."""

    of_insert: float | None = None
    statements: int | None = None
    cpu: float | None = None


GOALS: Mapping[str, Goal] = {
    "survey": Goal(of_insert=0.15, statements=8, cpu=10),
    "api": Goal(of_insert=0.60),
    "reaction": Goal(of_insert=0.60, statements=4),
    "idea": Goal(cpu=15),
}

BARE, INSERT, ORM_INSERT = "Flask 'ok'", "Flask, 1 INSERT", "Flask, 1 ORM INSERT"
HEAD = (
    "work", "clients", "per s", "median ms", "p95 ms", "CPU ms", "of it db", "client ms",
    "requests", "statements", "round trips", "of 'ok'", "of INSERT",
)  # fmt: skip


def table(results: Mapping[tuple[str, int], Measured]) -> str:
    """A line for each work and number of clients; rates, CPU and statements are per flow."""
    rows: list[Sequence[str]] = [HEAD]
    for (name, clients), one in results.items():
        bare, insert = results.get((BARE, clients)), results.get((INSERT, clients))
        rows.append(
            (
                name,
                str(clients),
                f"{one.rate:.0f}",
                f"{one.latency(0.5) * 1000:.1f}",
                f"{one.latency(0.95) * 1000:.1f}",
                f"{one.cpu() * 1000:.2f}",
                f"{one.database_cpu / one.flows * 1000:.2f}",
                f"{one.client_cpu / one.flows * 1000:.2f}",
                f"{one.requests / one.flows:.0f}",
                f"{one.statements / one.flows:.1f}",
                f"{one.round_trips / one.flows:.1f}",
                f"{one.rate / bare.rate:.0%}" if bare else "",
                f"{one.rate / insert.rate:.0%}" if insert else "",
            )
        )
    return aligned(rows)


def verdicts(results: Mapping[tuple[str, int], Measured]) -> str:
    """The goals, each with what was seen."""
    lines = []
    for (name, clients), one in results.items():
        goal = GOALS.get(name)
        insert = results.get((INSERT, clients))
        if goal is None or insert is None:
            continue
        if goal.of_insert is not None:
            share = one.rate / insert.rate
            cpu = insert.cpu() / one.cpu()
            lines.append(
                f"{_word(share >= goal.of_insert)} {name}, {clients} clients: {share:.0%} of the "
                f"rate of one INSERT (by CPU: {cpu:.0%}), goal {goal.of_insert:.0%}"
            )
        if goal.statements is not None:
            seen = one.statements / one.flows
            lines.append(
                f"{_word(seen <= goal.statements)} {name}, {clients} clients: {seen:.1f} "
                f"statements, goal at most {goal.statements}"
            )
        if goal.cpu is not None:
            used = one.cpu() * 1000
            lines.append(
                f"{_word(used <= goal.cpu)} {name}, {clients} clients: {used:.1f} ms of CPU, "
                f"goal at most {goal.cpu:.0f} ms"
            )
    return "\n".join(lines)


def _word(met: bool) -> str:
    return "met    " if met else "NOT MET"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns under their heads: the first to the left, figures to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
