"""The foundation: organisation, accounts, surveys and responses, tallies, jobs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_job_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"], unique=False)
    op.create_table(
        "municipality",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("intro", JSON, nullable=False),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("colour_is_demo", sa.Boolean(), nullable=False),
        sa.Column("accessibility_email", sa.String(length=254), nullable=False),
        sa.Column("privacy_email", sa.String(length=254), nullable=False),
        sa.Column("supervisor", JSON, nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("slug", name=op.f("uq_municipality_slug")),
    )
    op.create_table(
        "operator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_operator_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("email", name=op.f("uq_operator_email")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_operator_link_hash")),
    )
    op.create_table(
        "area",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from <= valid_until", name=op.f("ck_area_dates")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "parent_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_area_municipality_id_parent_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_area_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_area")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_area_municipality_id_key")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.String(length=254), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_audit_entry_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "municipality_host",
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_municipality_host_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_municipality_host")),
    )
    op.create_index(
        op.f("ix_municipality_host_municipality_id"),
        "municipality_host",
        ["municipality_id"],
        unique=False,
    )
    op.create_table(
        "population",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("residents >= 0", name=op.f("ck_population_residents")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_population_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "year", name=op.f("pk_population")),
    )
    op.create_table(
        "strategy",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("vision", JSON, nullable=False),
        sa.Column("adopted", JSON, nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_year <= last_year", name=op.f("ck_strategy_period")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_strategy_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_strategy")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_strategy_municipality_id_key")),
    )
    op.create_table(
        "tally_bucket",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("withdrawn", JSON, nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_tally_bucket_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "kind", "subject", "day", "owner", name=op.f("pk_tally_bucket")
        ),
    )
    op.create_table(
        "tally_progress",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_tally_progress_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "kind", "subject", name=op.f("pk_tally_progress")
        ),
    )
    op.create_table(
        "tally_stale",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_tally_stale_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_tally_stale")),
    )
    op.create_index(
        "ix_tally_stale_subject",
        "tally_stale",
        ["municipality_id", "kind", "subject"],
        unique=False,
    )
    op.create_table(
        "user_account",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("lang", sa.String(length=5), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_account_email_lower")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_user_account_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_user_account")),
        sa.UniqueConstraint(
            "municipality_id", "email", name=op.f("uq_user_account_municipality_id_email")
        ),
    )
    op.create_table(
        "user_group",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_user_group_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_user_group")),
        sa.UniqueConstraint(
            "municipality_id", "key", name=op.f("uq_user_group_municipality_id_key")
        ),
    )
    op.create_table(
        "api_token",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "user_id"],
            ["user_account.municipality_id", "user_account.id"],
            name=op.f("fk_api_token_municipality_id_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_api_token_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_api_token")),
        sa.UniqueConstraint(
            "municipality_id", "token_hash", name=op.f("uq_api_token_municipality_id_token_hash")
        ),
    )
    op.create_index("ix_api_token_user", "api_token", ["municipality_id", "user_id"], unique=False)
    op.create_table(
        "goal",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "strategy_id"],
            ["strategy.municipality_id", "strategy.id"],
            name=op.f("fk_goal_municipality_id_strategy_id_strategy"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_goal_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_goal")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_goal_municipality_id_key")),
    )
    op.create_table(
        "one_time_link",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "user_id"],
            ["user_account.municipality_id", "user_account.id"],
            name=op.f("fk_one_time_link_municipality_id_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_one_time_link_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint(
            "municipality_id",
            "token_hash",
            name=op.f("uq_one_time_link_municipality_id_token_hash"),
        ),
    )
    op.create_index(
        "ix_one_time_link_user", "one_time_link", ["municipality_id", "user_id"], unique=False
    )
    op.create_table(
        "plan",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_year <= last_year", name=op.f("ck_plan_period")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_plan_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_plan_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_plan")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_plan_municipality_id_key")),
    )
    op.create_table(
        "role_grant",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role = 'member') = (group_id IS NOT NULL)", name=op.f("ck_role_grant_group")
        ),
        sa.CheckConstraint(
            "(role = 'official') = (area_id IS NOT NULL)", name=op.f("ck_role_grant_area")
        ),
        sa.CheckConstraint(
            "role IN ('official', 'editor', 'administrator', 'member')",
            name=op.f("ck_role_grant_role"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_role_grant_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["user_group.municipality_id", "user_group.id"],
            name=op.f("fk_role_grant_municipality_id_group_id_user_group"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "user_id"],
            ["user_account.municipality_id", "user_account.id"],
            name=op.f("fk_role_grant_municipality_id_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_role_grant_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "municipality_id",
            "user_id",
            "area_id",
            name=op.f("uq_role_grant_municipality_id_user_id_area_id"),
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "user_id",
            "group_id",
            name=op.f("uq_role_grant_municipality_id_user_id_group_id"),
        ),
    )
    op.create_index(
        "uq_role_grant_everywhere",
        "role_grant",
        ["municipality_id", "user_id", "role"],
        unique=True,
        sqlite_where=sa.text("area_id IS NULL AND group_id IS NULL"),
        postgresql_where=sa.text("area_id IS NULL AND group_id IS NULL"),
    )
    op.create_table(
        "survey",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("once_per_browser", sa.Boolean(), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("segments", JSON, nullable=False),
        sa.Column("public_results", sa.String(length=10), nullable=False),
        sa.Column("retention_months", sa.Integer(), nullable=False),
        sa.Column("texts_removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "closes_at IS NULL OR opens_at <= closes_at", name=op.f("ck_survey_window")
        ),
        sa.CheckConstraint("min_group >= 3", name=op.f("ck_survey_min_group")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_survey_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_survey")),
        sa.UniqueConstraint("municipality_id", "slug", name=op.f("uq_survey_municipality_id_slug")),
    )
    op.create_table(
        "theme",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("ways", JSON, nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "owner_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_theme_municipality_id_owner_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_theme_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_theme")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_theme_municipality_id_key")),
    )
    op.create_table(
        "action",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("is_climate", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "plan_id"],
            ["plan.municipality_id", "plan.id"],
            name=op.f("fk_action_municipality_id_plan_id_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_action_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_action")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_action_municipality_id_key")),
    )
    op.create_table(
        "objective",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_year <= last_year", name=op.f("ck_objective_period")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "goal_id"],
            ["goal.municipality_id", "goal.id"],
            name=op.f("fk_objective_municipality_id_goal_id_goal"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_objective_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_objective")),
        sa.UniqueConstraint(
            "municipality_id", "key", name=op.f("uq_objective_municipality_id_key")
        ),
    )
    op.create_table(
        "survey_browser",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_browser_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_browser_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "browser_hash", name=op.f("pk_survey_browser")
        ),
    )
    op.create_table(
        "survey_draft",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_draft_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_draft_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "key_hash", name=op.f("pk_survey_draft")
        ),
    )
    op.create_index(
        "ix_survey_draft_expires_on",
        "survey_draft",
        ["municipality_id", "expires_on"],
        unique=False,
    )
    op.create_table(
        "survey_theme",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_theme_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "theme_id"],
            ["theme.municipality_id", "theme.id"],
            name=op.f("fk_survey_theme_municipality_id_theme_id_theme"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_theme_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "theme_id", name=op.f("pk_survey_theme")
        ),
    )
    op.create_table(
        "survey_version",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definition", JSON, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_version_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_version_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "number", name=op.f("pk_survey_version")
        ),
    )
    op.create_table(
        "action_objective",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "action_id"],
            ["action.municipality_id", "action.id"],
            name=op.f("fk_action_objective_municipality_id_action_id_action"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "objective_id"],
            ["objective.municipality_id", "objective.id"],
            name=op.f("fk_action_objective_municipality_id_objective_id_objective"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_action_objective_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "action_id", "objective_id", name=op.f("pk_action_objective")
        ),
    )
    op.create_table(
        "response",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_response_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id", "version"],
            ["survey_version.municipality_id", "survey_version.survey_id", "survey_version.number"],
            name=op.f("fk_response_municipality_id_survey_id_version_survey_version"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_response_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_response")),
        sa.UniqueConstraint(
            "municipality_id", "receipt_hash", name=op.f("uq_response_municipality_id_receipt_hash")
        ),
    )
    op.create_index(
        "ix_response_survey_arrival",
        "response",
        ["municipality_id", "survey_id", "arrival"],
        unique=False,
    )
    op.create_index(
        "ix_response_survey_day", "response", ["municipality_id", "survey_id", "day"], unique=False
    )
    op.create_table(
        "survey_objective",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "objective_id"],
            ["objective.municipality_id", "objective.id"],
            name=op.f("fk_survey_objective_municipality_id_objective_id_objective"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_objective_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_objective_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id",
            "survey_id",
            "objective_id",
            "question",
            name=op.f("pk_survey_objective"),
        ),
    )
    op.create_table(
        "response_code",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "response_id"],
            ["response.municipality_id", "response.id"],
            name=op.f("fk_response_code_municipality_id_response_id_response"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_response_code_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "response_id", "question", "value", name=op.f("pk_response_code")
        ),
    )
    op.create_index(
        "ix_response_code_survey",
        "response_code",
        ["municipality_id", "survey_id", "day", "question", "value"],
        unique=False,
    )


def downgrade():
    op.drop_index("ix_response_code_survey", table_name="response_code")
    op.drop_table("response_code")
    op.drop_table("survey_objective")
    op.drop_index("ix_response_survey_day", table_name="response")
    op.drop_index("ix_response_survey_arrival", table_name="response")
    op.drop_table("response")
    op.drop_table("action_objective")
    op.drop_table("survey_version")
    op.drop_table("survey_theme")
    op.drop_index("ix_survey_draft_expires_on", table_name="survey_draft")
    op.drop_table("survey_draft")
    op.drop_table("survey_browser")
    op.drop_table("objective")
    op.drop_table("action")
    op.drop_table("theme")
    op.drop_table("survey")
    op.drop_index(
        "uq_role_grant_everywhere",
        table_name="role_grant",
        sqlite_where=sa.text("area_id IS NULL AND group_id IS NULL"),
        postgresql_where=sa.text("area_id IS NULL AND group_id IS NULL"),
    )
    op.drop_table("role_grant")
    op.drop_table("plan")
    op.drop_index("ix_one_time_link_user", table_name="one_time_link")
    op.drop_table("one_time_link")
    op.drop_table("goal")
    op.drop_index("ix_api_token_user", table_name="api_token")
    op.drop_table("api_token")
    op.drop_table("user_group")
    op.drop_table("user_account")
    op.drop_index("ix_tally_stale_subject", table_name="tally_stale")
    op.drop_table("tally_stale")
    op.drop_table("tally_progress")
    op.drop_table("tally_bucket")
    op.drop_table("strategy")
    op.drop_table("population")
    op.drop_index(op.f("ix_municipality_host_municipality_id"), table_name="municipality_host")
    op.drop_table("municipality_host")
    op.drop_table("audit_entry")
    op.drop_table("area")
    op.drop_table("operator")
    op.drop_table("municipality")
    op.drop_index("ix_job_state_due_at", table_name="job")
    op.drop_table("job")
