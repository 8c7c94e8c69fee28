"""The commands: each parses its arguments and calls one service function."""

import time

import click
from flask import Flask
from flask.cli import AppGroup

from app.commands.accounts import accounts
from app.commands.demo import demo
from app.commands.insights import insights
from app.commands.jobs import jobs as job_commands
from app.commands.organisation import organisation
from app.commands.privacy import privacy
from app.commands.surveys import surveys
from app.core import jobs
from app.upkeep import Upkeep

IDLE_SECONDS = 1.0


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def worker(once: bool) -> None:
    """Do queued jobs, and fold tallies once an hour. Stop with Ctrl-C; nothing is lost."""
    upkeep = Upkeep()
    while True:
        upkeep.do_if_due()
        if not jobs.run_one():
            if once:
                return
            time.sleep(IDLE_SECONDS)


COMMANDS: tuple[click.Command | AppGroup, ...] = (
    worker,
    accounts,
    organisation,
    surveys,
    insights,
    privacy,
    job_commands,
    demo,
)


def install(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
