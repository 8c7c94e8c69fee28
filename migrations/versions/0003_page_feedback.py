"""Page feedback: widgets with their rules, pages, and what readers said about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "widget",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("origins", JSON, nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("guidance", JSON, nullable=False),
        sa.Column("retention_months", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("key NOT LIKE 'v%'", name=op.f("ck_widget_key_is_no_version")),
        sa.CheckConstraint("retention_months > 0", name=op.f("ck_widget_retention")),
        sa.CheckConstraint("scale IN (2, 3)", name=op.f("ck_widget_scale")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_widget_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_widget_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_widget")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_widget_municipality_id_key")),
    )
    op.create_table(
        "widget_rule",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("widget_id", sa.Uuid(), nullable=False),
        sa.Column("prefix", sa.String(length=1000), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_widget_rule_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "widget_id"],
            ["widget.municipality_id", "widget.id"],
            name=op.f("fk_widget_rule_municipality_id_widget_id_widget"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_widget_rule_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_widget_rule")),
        sa.UniqueConstraint(
            "municipality_id",
            "widget_id",
            "prefix",
            name=op.f("uq_widget_rule_municipality_id_widget_id_prefix"),
        ),
    )
    op.create_table(
        "web_page",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("widget_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_web_page_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "rule_id"],
            ["widget_rule.municipality_id", "widget_rule.id"],
            name=op.f("fk_web_page_municipality_id_rule_id_widget_rule"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "widget_id"],
            ["widget.municipality_id", "widget.id"],
            name=op.f("fk_web_page_municipality_id_widget_id_widget"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_web_page_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_web_page")),
        sa.UniqueConstraint(
            "municipality_id",
            "widget_id",
            "url",
            name=op.f("uq_web_page_municipality_id_widget_id_url"),
        ),
    )
    op.create_index("ix_web_page_area", "web_page", ["municipality_id", "area_id"], unique=False)
    op.create_index("ix_web_page_rule", "web_page", ["municipality_id", "rule_id"], unique=False)
    op.create_table(
        "widget_rule_objective",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "objective_id"],
            ["objective.municipality_id", "objective.id"],
            name=op.f("fk_widget_rule_objective_municipality_id_objective_id_objective"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "rule_id"],
            ["widget_rule.municipality_id", "widget_rule.id"],
            name=op.f("fk_widget_rule_objective_municipality_id_rule_id_widget_rule"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_widget_rule_objective_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "rule_id", "objective_id", name=op.f("pk_widget_rule_objective")
        ),
    )
    op.create_table(
        "widget_rule_theme",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "rule_id"],
            ["widget_rule.municipality_id", "widget_rule.id"],
            name=op.f("fk_widget_rule_theme_municipality_id_rule_id_widget_rule"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "theme_id"],
            ["theme.municipality_id", "theme.id"],
            name=op.f("fk_widget_rule_theme_municipality_id_theme_id_theme"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_widget_rule_theme_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "rule_id", "theme_id", name=op.f("pk_widget_rule_theme")
        ),
    )
    op.create_table(
        "reaction",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("viewport", sa.String(length=1), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("is_suspect", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(text IS NULL) = (state IS NULL)", name=op.f("ck_reaction_state_of_text")
        ),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_reaction_hour")),
        sa.CheckConstraint("value BETWEEN 1 AND scale", name=op.f("ck_reaction_value")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_reaction_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "page_id"],
            ["web_page.municipality_id", "web_page.id"],
            name=op.f("fk_reaction_municipality_id_page_id_web_page"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_reaction_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_reaction")),
    )
    op.create_index(
        "ix_reaction_area_day",
        "reaction",
        ["municipality_id", "area_id", "day", "page_id", "scale", "value", "is_suspect", "state"],
        unique=False,
    )
    op.create_index(
        "ix_reaction_page_day",
        "reaction",
        ["municipality_id", "page_id", "day", "scale", "value", "is_suspect", "state"],
        unique=False,
    )
    op.create_index(
        "ix_reaction_state",
        "reaction",
        ["municipality_id", "page_id", "state", "is_urgent"],
        unique=False,
        sqlite_where=sa.text("state IS NOT NULL"),
        postgresql_where=sa.text("state IS NOT NULL"),
    )


def downgrade():
    op.drop_index(
        "ix_reaction_state",
        table_name="reaction",
        sqlite_where=sa.text("state IS NOT NULL"),
        postgresql_where=sa.text("state IS NOT NULL"),
    )
    op.drop_index("ix_reaction_page_day", table_name="reaction")
    op.drop_index("ix_reaction_area_day", table_name="reaction")
    op.drop_table("reaction")
    op.drop_table("widget_rule_theme")
    op.drop_table("widget_rule_objective")
    op.drop_index("ix_web_page_rule", table_name="web_page")
    op.drop_index("ix_web_page_area", table_name="web_page")
    op.drop_table("web_page")
    op.drop_table("widget_rule")
    op.drop_table("widget")
