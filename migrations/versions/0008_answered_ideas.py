"""Ideas: the latest answers are found without the other ideas."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ANSWERED = sa.text("state = 'answered'")


def upgrade():
    op.create_index(
        "ix_idea_answered",
        "idea",
        ["municipality_id", "answered_on", "number"],
        unique=False,
        sqlite_where=ANSWERED,
        postgresql_where=ANSWERED,
    )


def downgrade():
    op.drop_index(
        "ix_idea_answered", table_name="idea", sqlite_where=ANSWERED, postgresql_where=ANSWERED
    )
