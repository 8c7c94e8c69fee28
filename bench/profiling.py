"""Where one flow's time goes: cProfile around the service in this very process."""

import cProfile
import io
import pstats
from time import process_time

from app import create_app
from app.config import Config
from bench.databases import Database, environment
from bench.flows import FLOWS, HOST
from bench.in_process import InProcess
from bench.load import Step

TOP = 45


def run(name: str, database: Database, times: int) -> None:
    """Do a flow some times, without and with the profiler, and print both."""
    app = create_app(Config.from_env(environment(database.url)))
    client = InProcess(app, HOST)
    step = FLOWS[name](client)
    _seconds(step, client, 30)
    plain = min(_seconds(step, client, max(1, times // 5)) for _ in range(5))
    profiler = cProfile.Profile(process_time)  # of the CPU, so that waiting counts for nothing
    profiler.enable()
    _seconds(step, client, times)
    profiler.disable()
    print(f"{name}: {plain * 1000:.3f} ms of CPU a flow, in this process alone")
    for order in ("tottime", "cumulative"):
        text = io.StringIO()
        pstats.Stats(profiler, stream=text).strip_dirs().sort_stats(order).print_stats(TOP)
        print(text.getvalue())


def _seconds(step: Step, client: InProcess, times: int) -> float:
    """Seconds of CPU that one flow takes, on average of some."""
    began = process_time()
    for _ in range(times):
        step(client)
    return (process_time() - began) / times
