"""Surveys in the hands of officials: works and their revisions, the bank of questions, who may
answer, invitations, how answering goes, and what came of a survey."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "bank_question",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("source", JSON, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_bank_question_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_bank_question")),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_bank_question_municipality_id_name")
        ),
    )
    op.create_table(
        "bank_use",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("bank_question_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "bank_question_id"],
            ["bank_question.municipality_id", "bank_question.id"],
            name=op.f("fk_bank_use_municipality_id_bank_question_id_bank_question"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_bank_use_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_bank_use_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "bank_question_id", "survey_id", "question", name=op.f("pk_bank_use")
        ),
    )
    op.create_table(
        "survey_follower",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "contact_id"],
            ["email_contact.municipality_id", "email_contact.id"],
            name=op.f("fk_survey_follower_municipality_id_contact_id_email_contact"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_follower_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_follower_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "contact_id", name=op.f("pk_survey_follower")
        ),
    )
    op.create_index(
        "ix_survey_follower_contact",
        "survey_follower",
        ["municipality_id", "contact_id"],
        unique=False,
    )
    op.create_table(
        "survey_group",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["user_group.municipality_id", "user_group.id"],
            name=op.f("fk_survey_group_municipality_id_group_id_user_group"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_group_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_group_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "group_id", name=op.f("pk_survey_group")
        ),
    )
    op.create_table(
        "survey_invitation",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "email IS NULL OR email = lower(email)", name=op.f("ck_survey_invitation_email_lower")
        ),
        sa.CheckConstraint("reminders >= 0", name=op.f("ck_survey_invitation_reminders")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_invitation_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_invitation_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_survey_invitation")),
        sa.UniqueConstraint(
            "municipality_id",
            "survey_id",
            "email",
            name=op.f("uq_survey_invitation_municipality_id_survey_id_email"),
        ),
    )
    op.create_table(
        "survey_outcome",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("heard", JSON, nullable=False),
        sa.Column("doing", JSON, nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "author_id"],
            ["user_account.municipality_id", "user_account.id"],
            name=op.f("fk_survey_outcome_municipality_id_author_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_outcome_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_outcome_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "survey_id", name=op.f("pk_survey_outcome")),
    )
    op.create_table(
        "survey_passage",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=True),
        sa.Column("lang", sa.String(length=2), nullable=True),
        sa.Column("page", sa.String(length=100), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_passage_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_passage_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_survey_passage")),
    )
    op.create_index(
        "ix_survey_passage_day",
        "survey_passage",
        ["municipality_id", "survey_id", "day"],
        unique=False,
    )
    op.create_table(
        "survey_ticket",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_ticket_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_ticket_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "ticket_hash", name=op.f("pk_survey_ticket")
        ),
    )
    op.create_table(
        "survey_work",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("source", JSON, nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_by_id", sa.Uuid(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_survey_work_revision")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_survey_work_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "edited_by_id"],
            ["user_account.municipality_id", "user_account.id"],
            name=op.f("fk_survey_work_municipality_id_edited_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_work_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_work_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_survey_work")),
        sa.UniqueConstraint(
            "municipality_id", "slug", name=op.f("uq_survey_work_municipality_id_slug")
        ),
        sa.UniqueConstraint(
            "municipality_id", "survey_id", name=op.f("uq_survey_work_municipality_id_survey_id")
        ),
    )
    op.create_table(
        "survey_outcome_action",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "action_id"],
            ["action.municipality_id", "action.id"],
            name=op.f("fk_survey_outcome_action_municipality_id_action_id_action"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_outcome_action_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_outcome_action_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "action_id", name=op.f("pk_survey_outcome_action")
        ),
    )
    op.create_table(
        "survey_outcome_objective",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "objective_id"],
            ["objective.municipality_id", "objective.id"],
            name=op.f("fk_survey_outcome_objective_municipality_id_objective_id_objective"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "survey_id"],
            ["survey.municipality_id", "survey.id"],
            name=op.f("fk_survey_outcome_objective_municipality_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_outcome_objective_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "survey_id", "objective_id", name=op.f("pk_survey_outcome_objective")
        ),
    )
    op.create_table(
        "survey_revision",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", JSON, nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("edited_by_id", sa.Uuid(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("undo_to", sa.Integer(), nullable=True),
        sa.Column("redo_to", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "edited_by_id"],
            ["user_account.municipality_id", "user_account.id"],
            name=op.f("fk_survey_revision_municipality_id_edited_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "work_id"],
            ["survey_work.municipality_id", "survey_work.id"],
            name=op.f("fk_survey_revision_municipality_id_work_id_survey_work"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_survey_revision_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "work_id", "number", name=op.f("pk_survey_revision")
        ),
    )
    op.add_column("response", sa.Column("unanswered", JSON, nullable=True))
    op.add_column(
        "survey", sa.Column("who", sa.String(length=10), server_default="anyone", nullable=False)
    )
    op.add_column("survey", sa.Column("access_code", sa.String(length=40), nullable=True))
    op.add_column(
        "survey",
        sa.Column("anonymity", sa.String(length=10), server_default="anonymous", nullable=False),
    )
    op.add_column("survey", sa.Column("response_cap", sa.Integer(), nullable=True))
    op.add_column("survey", sa.Column("quotas", JSON, server_default="[]", nullable=False))
    op.add_column("survey", sa.Column("full_text", JSON, server_default="{}", nullable=False))
    op.add_column("survey", sa.Column("short_key", sa.String(length=30), nullable=True))
    op.add_column("survey", sa.Column("embed_origins", JSON, server_default="[]", nullable=False))
    op.create_index("uq_survey_short_key", "survey", ["municipality_id", "short_key"], unique=True)
    op.add_column(
        "survey_draft", sa.Column("page", sa.String(length=100), server_default="", nullable=False)
    )


def downgrade():
    op.drop_column("survey_draft", "page")
    op.drop_index("uq_survey_short_key", table_name="survey")
    op.drop_column("survey", "embed_origins")
    op.drop_column("survey", "short_key")
    op.drop_column("survey", "full_text")
    op.drop_column("survey", "quotas")
    op.drop_column("survey", "response_cap")
    op.drop_column("survey", "anonymity")
    op.drop_column("survey", "access_code")
    op.drop_column("survey", "who")
    op.drop_column("response", "unanswered")
    op.drop_table("survey_revision")
    op.drop_table("survey_outcome_objective")
    op.drop_table("survey_outcome_action")
    op.drop_table("survey_work")
    op.drop_table("survey_ticket")
    op.drop_index("ix_survey_passage_day", table_name="survey_passage")
    op.drop_table("survey_passage")
    op.drop_table("survey_outcome")
    op.drop_table("survey_invitation")
    op.drop_table("survey_group")
    op.drop_index("ix_survey_follower_contact", table_name="survey_follower")
    op.drop_table("survey_follower")
    op.drop_table("bank_use")
    op.drop_table("bank_question")
