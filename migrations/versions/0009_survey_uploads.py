"""Surveys: files that are sent with answers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "survey_upload",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("owner_hash", sa.String(length=64), nullable=True),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(owner_hash IS NULL) <> (response_id IS NULL)",
            name=op.f("ck_survey_upload_belongs"),
        ),
        sa.CheckConstraint(
            "(owner_hash IS NULL) = (expires_on IS NULL)", name=op.f("ck_survey_upload_expires")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_survey_upload_size")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "response_id"],
            ["response.municipality_id", "response.id"],
            name=op.f("fk_survey_upload_municipality_id_response_id_response"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_upload_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_upload_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_survey_upload")),
        sa.UniqueConstraint(
            "municipality_id",
            "survey_id",
            "owner_hash",
            "question",
            "digest",
            name=op.f("uq_survey_upload_once"),
        ),
    )
    op.create_index(
        "ix_survey_upload_response_id",
        "survey_upload",
        ["municipality_id", "response_id"],
        unique=False,
    )
    op.create_index(
        "ix_survey_upload_expires_on",
        "survey_upload",
        ["municipality_id", "expires_on"],
        unique=False,
    )


def downgrade():
    op.drop_index("ix_survey_upload_expires_on", table_name="survey_upload")
    op.drop_index("ix_survey_upload_response_id", table_name="survey_upload")
    op.drop_table("survey_upload")
