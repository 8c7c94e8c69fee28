"""Ideas in time: the municipality's promise, reminders of answers, and lists by support."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITING = sa.text("due_on IS NOT NULL AND answered_on IS NULL")


def upgrade():
    op.add_column(
        "municipality",
        sa.Column("idea_answer_days", sa.Integer(), nullable=False, server_default="30"),
    )
    op.add_column("idea", sa.Column("supports", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE idea SET supports = (SELECT count(*) FROM idea_support"
        " WHERE idea_support.municipality_id = idea.municipality_id"
        " AND idea_support.idea_id = idea.id)"
    )
    op.create_index("ix_idea_supports", "idea", ["municipality_id", "supports", "number"])
    op.create_index(
        "ix_idea_waiting",
        "idea",
        ["municipality_id", "submitted_on", "number"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )
    op.create_table(
        "idea_reminder",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('soon', 'late')", name=op.f("ck_idea_reminder_kind")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "idea_id"],
            ["idea.municipality_id", "idea.id"],
            name=op.f("fk_idea_reminder_municipality_id_idea_id_idea"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_idea_reminder_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "idea_id", "kind", "due_on", name=op.f("pk_idea_reminder")
        ),
    )


def downgrade():
    op.drop_table("idea_reminder")
    op.drop_index("ix_idea_waiting", table_name="idea")
    op.drop_index("ix_idea_supports", table_name="idea")
    op.drop_column("idea", "supports")
    op.drop_column("municipality", "idea_answer_days")
