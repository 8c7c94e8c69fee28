"""Drives a flow with some clients at once for some seconds, and says what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Thread
from time import perf_counter, process_time

from bench.connection import Client
from bench.processes import cpu_seconds

WARM_UP = 0.5
"""Seconds of each round that are driven and not counted."""

Step = Callable[[Client], None]
"""One flow, once, from the first request to the last."""


@dataclass(slots=True)
class Measured:
    """What was seen of one flow at one number of clients; rounds are added up."""

    clients: int
    seconds: float = 0
    latencies: list[float] = field(default_factory=list)
    requests: int = 0
    statements: int = 0
    round_trips: int = 0
    server_cpu: float = 0
    database_cpu: float = 0
    client_cpu: float = 0

    @property
    def flows(self) -> int:
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Flows in a second."""
        return self.flows / self.seconds

    def latency(self, share: float) -> float:
        """The seconds within which this share of the flows was done."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def cpu(self) -> float:
        """Seconds of CPU that a flow costs, the database's own included."""
        return (self.server_cpu + self.database_cpu) / self.flows


@dataclass(frozen=True, slots=True)
class Target:
    """A server to drive, and the processes to charge: ids of the roots of their trees."""

    port: int
    host: str
    server: int
    database: int | None


class _Driver(Thread):
    """One client that goes on until the time is up."""

    def __init__(self, step: Step, client: Client, ready: Barrier, seconds: float) -> None:
        super().__init__()
        self._step, self._ready, self._seconds = step, ready, seconds
        self.client = client
        self.latencies: list[float] = []
        self.fault: Exception | None = None

    def run(self) -> None:
        self._ready.wait()
        until = perf_counter() + self._seconds
        try:
            while (began := perf_counter()) < until:
                self._step(self.client)
                self.latencies.append(perf_counter() - began)
        except Exception as fault:
            self.fault = fault
        finally:
            self.client.close()


def drive(step: Step, target: Target, measured: Measured, seconds: float) -> None:
    """Warm up, then add one round of `seconds` to what was measured; the first fault is raised."""
    _round(step, target, measured.clients, WARM_UP)
    before = _usage(target)
    own, began = process_time(), perf_counter()
    drivers = _round(step, target, measured.clients, seconds)
    measured.seconds += perf_counter() - began
    measured.client_cpu += process_time() - own
    after = _usage(target)
    measured.server_cpu += after[0] - before[0]
    measured.database_cpu += after[1] - before[1]
    for driver in drivers:
        measured.latencies += driver.latencies
        measured.requests += driver.client.requests
        measured.statements += driver.client.statements
        measured.round_trips += driver.client.round_trips


def _round(step: Step, target: Target, clients: int, seconds: float) -> list[_Driver]:
    ready = Barrier(clients)
    drivers = [
        _Driver(step, Client(target.port, target.host), ready, seconds) for _ in range(clients)
    ]
    for driver in drivers:
        driver.start()
    for driver in drivers:
        driver.join()
    for driver in drivers:
        if driver.fault is not None:
            raise driver.fault
    return drivers


def _usage(target: Target) -> tuple[float, float]:
    database = cpu_seconds(target.database) if target.database is not None else 0.0
    return cpu_seconds(target.server), database
