"""Runs migrations on the service's own engine, each in a transaction of its own."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import JSON, DateTime
from sqlalchemy.types import TypeDecorator, TypeEngine

database = current_app.extensions["migrate"].db


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own column types by what the database keeps: migrations never import the service."""
    if kind != "type" or not isinstance(item, TypeEngine):
        return False
    kept = item.impl if isinstance(item, TypeDecorator) else item
    if isinstance(kept, JSON):
        return "JSON"
    if isinstance(kept, DateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """`flask db …` always comes with an application, so there is no offline mode."""
    options = dict(current_app.extensions["migrate"].configure_args)
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            transaction_per_migration=True,
            render_item=render,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
