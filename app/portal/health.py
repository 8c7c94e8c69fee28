"""Is the process up, and is the database there and migrated: for load balancers and operators."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.core.access import PUBLIC_ANYWHERE, access
from app.core.db import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(PUBLIC_ANYWHERE)
def healthz() -> ResponseReturnValue:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@access(PUBLIC_ANYWHERE)
def readyz() -> ResponseReturnValue:
    try:
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    folder = current_app.extensions["migrate"].directory
    wanted = ScriptDirectory(folder).get_heads()
    if set(current) != set(wanted):
        return jsonify(status="database not migrated"), 503
    return jsonify(status="ok")
