"""Page feedback at size: stored tallies by page and month, and an index of what waits."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEW = sa.text("state = 'new'")


def upgrade():
    op.create_table(
        "page_month",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_page_month_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "page_id"],
            ["web_page.municipality_id", "web_page.id"],
            name=op.f("fk_page_month_municipality_id_page_id_web_page"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_page_month_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id",
            "page_id",
            "month",
            "area_id",
            "scale",
            "value",
            name=op.f("pk_page_month"),
        ),
    )
    op.create_index(
        "ix_page_month_area",
        "page_month",
        [
            *("municipality_id", "area_id", "month", "page_id"),
            *("scale", "value", "n", "comments", "new"),
        ],
        unique=False,
    )
    op.create_index(
        "ix_reaction_new",
        "reaction",
        ["municipality_id", "page_id", "is_urgent"],
        unique=False,
        sqlite_where=NEW,
        postgresql_where=NEW,
    )


def downgrade():
    op.drop_index("ix_reaction_new", table_name="reaction", sqlite_where=NEW, postgresql_where=NEW)
    op.drop_index("ix_page_month_area", table_name="page_month")
    op.drop_table("page_month")
