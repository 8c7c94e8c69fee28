"""Commands about the queue of jobs: what was given up, and trying it again."""

from uuid import UUID

import click
from flask.cli import AppGroup

from app.core import jobs as queue
from app.core.db import db
from app.organisation import directory

jobs = AppGroup("jobs", help="The queue of jobs: what failed for good, trying it again.")


@jobs.command("failed")
def failed() -> None:
    """List the jobs that were given up, a line each; nothing of what they were about."""
    slugs = {place.id: place.slug for place in directory.all_places()}
    for job in queue.failed():
        where = slugs.get(job.municipality_id, "-") if job.municipality_id else "-"
        tried = f"{job.attempts} attempts until {job.last_tried_at:%Y-%m-%dT%H:%MZ}"
        click.echo(f"{job.id} {job.kind} {where}: {tried}: {job.fault}")


@jobs.command("retry")
@click.argument("job_id", metavar="[ID]", required=False, type=click.UUID)
@click.option("--all", "everything", is_flag=True, help="All jobs that were given up.")
def retry(job_id: UUID | None, everything: bool) -> None:
    """Put the job ID that was given up back into the queue, once its cause is mended."""
    if (job_id is None) != everything:
        raise click.ClickException("name one job (see: jobs failed), or say --all")
    count = queue.retry(job_id)
    db.session.commit()
    if job_id is not None and not count:
        raise click.ClickException(f"no job {job_id} was given up (see: jobs failed)")
    click.echo(f"{count} put back into the queue")
