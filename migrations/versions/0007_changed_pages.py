"""Page feedback: pages that were changed are found without the others."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CHANGED = sa.text("changed_on IS NOT NULL")


def upgrade():
    op.create_index(
        "ix_web_page_changed",
        "web_page",
        ["municipality_id", "changed_on"],
        unique=False,
        sqlite_where=CHANGED,
        postgresql_where=CHANGED,
    )


def downgrade():
    op.drop_index(
        "ix_web_page_changed",
        table_name="web_page",
        sqlite_where=CHANGED,
        postgresql_where=CHANGED,
    )
