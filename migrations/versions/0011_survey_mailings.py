"""The rounds of mails that invite people to surveys, with their words and how far they have come."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "survey_mailing",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", JSON, nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.CheckConstraint("passed >= 0", name=op.f("ck_survey_mailing_passed")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_mailing_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_mailing_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "number", name=op.f("pk_survey_mailing")
        ),
    )


def downgrade():
    op.drop_table("survey_mailing")
