"""When a survey was answered and what day was promised first; who wants to hear of corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("survey", sa.Column("answer_promised_on", sa.Date(), nullable=True))
    op.add_column("survey", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "survey_follower",
        sa.Column("wants_corrections", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade():
    op.drop_column("survey_follower", "wants_corrections")
    op.drop_column("survey", "answered_at")
    op.drop_column("survey", "answer_promised_on")
