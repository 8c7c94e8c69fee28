"""Ideas with their answers, supports and followers; contacts; words of a search."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "email_contact",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_email_contact_email_lower")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_email_contact_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_email_contact")),
        sa.UniqueConstraint(
            "municipality_id", "email", name=op.f("uq_email_contact_municipality_id_email")
        ),
    )
    op.create_table(
        "search_word",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "word",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_search_word_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "kind", "word", "subject_id", name=op.f("pk_search_word")
        ),
    )
    op.create_index(
        "ix_search_word_subject",
        "search_word",
        ["municipality_id", "kind", "subject_id", "word"],
        unique=False,
    )
    op.create_table(
        "idea",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(number IS NULL) = (state IN ('draft', 'unconfirmed'))",
            name=op.f("ck_idea_number_from_submission"),
        ),
        sa.CheckConstraint(
            "state <> 'answered' OR answered_on IS NOT NULL", name=op.f("ck_idea_answered")
        ),
        sa.CheckConstraint("state <> 'draft' OR group_id IS NOT NULL", name=op.f("ck_idea_draft")),
        sa.CheckConstraint(
            "state <> 'unconfirmed' OR group_id IS NULL", name=op.f("ck_idea_unconfirmed")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_idea_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "group_id"],
            ["user_group.municipality_id", "user_group.id"],
            name=op.f("fk_idea_municipality_id_group_id_user_group"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "theme_id"],
            ["theme.municipality_id", "theme.id"],
            name=op.f("fk_idea_municipality_id_theme_id_theme"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_idea_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_idea")),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_idea_municipality_id_number")
        ),
    )
    op.create_index("ix_idea_area", "idea", ["municipality_id", "area_id", "number"], unique=False)
    op.create_index("ix_idea_due", "idea", ["municipality_id", "state", "due_on"], unique=False)
    op.create_index(
        "ix_idea_group", "idea", ["municipality_id", "group_id", "number"], unique=False
    )
    op.create_index(
        "ix_idea_theme", "idea", ["municipality_id", "theme_id", "number"], unique=False
    )
    op.create_table(
        "idea_answer",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision IN ('accepted', 'partly', 'not_accepted')",
            name=op.f("ck_idea_answer_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "action_id"],
            ["action.municipality_id", "action.id"],
            name=op.f("fk_idea_answer_municipality_id_action_id_action"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_idea_answer_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "idea_id"],
            ["idea.municipality_id", "idea.id"],
            name=op.f("fk_idea_answer_municipality_id_idea_id_idea"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_idea_answer_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "idea_id", "position", name=op.f("pk_idea_answer")
        ),
    )
    op.create_index(
        "ix_idea_answer_action", "idea_answer", ["municipality_id", "action_id"], unique=False
    )
    op.create_table(
        "idea_author",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "contact_id"],
            ["email_contact.municipality_id", "email_contact.id"],
            name=op.f("fk_idea_author_municipality_id_contact_id_email_contact"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "idea_id"],
            ["idea.municipality_id", "idea.id"],
            name=op.f("fk_idea_author_municipality_id_idea_id_idea"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_idea_author_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "idea_id", name=op.f("pk_idea_author")),
    )
    op.create_index(
        "ix_idea_author_contact", "idea_author", ["municipality_id", "contact_id"], unique=False
    )
    op.create_table(
        "idea_event",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "area_id"],
            ["area.municipality_id", "area.id"],
            name=op.f("fk_idea_event_municipality_id_area_id_area"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "idea_id"],
            ["idea.municipality_id", "idea.id"],
            name=op.f("fk_idea_event_municipality_id_idea_id_idea"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_idea_event_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_id", "id", name=op.f("pk_idea_event")),
    )
    op.create_index(
        "ix_idea_event_idea", "idea_event", ["municipality_id", "idea_id"], unique=False
    )
    op.create_table(
        "idea_follower",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "contact_id"],
            ["email_contact.municipality_id", "email_contact.id"],
            name=op.f("fk_idea_follower_municipality_id_contact_id_email_contact"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "idea_id"],
            ["idea.municipality_id", "idea.id"],
            name=op.f("fk_idea_follower_municipality_id_idea_id_idea"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_idea_follower_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "idea_id", "contact_id", name=op.f("pk_idea_follower")
        ),
    )
    op.create_index(
        "ix_idea_follower_contact", "idea_follower", ["municipality_id", "contact_id"], unique=False
    )
    op.create_table(
        "idea_objective",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "idea_id"],
            ["idea.municipality_id", "idea.id"],
            name=op.f("fk_idea_objective_municipality_id_idea_id_idea"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "objective_id"],
            ["objective.municipality_id", "objective.id"],
            name=op.f("fk_idea_objective_municipality_id_objective_id_objective"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_idea_objective_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "idea_id", "objective_id", name=op.f("pk_idea_objective")
        ),
    )
    op.create_index(
        "ix_idea_objective_objective",
        "idea_objective",
        ["municipality_id", "objective_id"],
        unique=False,
    )
    op.create_table(
        "idea_support",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("idea_id", sa.Uuid(), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "idea_id"],
            ["idea.municipality_id", "idea.id"],
            name=op.f("fk_idea_support_municipality_id_idea_id_idea"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_idea_support_municipality_id_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "idea_id", "browser_hash", name=op.f("pk_idea_support")
        ),
    )


def downgrade():
    op.drop_table("idea_support")
    op.drop_index("ix_idea_objective_objective", table_name="idea_objective")
    op.drop_table("idea_objective")
    op.drop_index("ix_idea_follower_contact", table_name="idea_follower")
    op.drop_table("idea_follower")
    op.drop_index("ix_idea_event_idea", table_name="idea_event")
    op.drop_table("idea_event")
    op.drop_index("ix_idea_author_contact", table_name="idea_author")
    op.drop_table("idea_author")
    op.drop_index("ix_idea_answer_action", table_name="idea_answer")
    op.drop_table("idea_answer")
    op.drop_index("ix_idea_theme", table_name="idea")
    op.drop_index("ix_idea_group", table_name="idea")
    op.drop_index("ix_idea_due", table_name="idea")
    op.drop_index("ix_idea_area", table_name="idea")
    op.drop_table("idea")
    op.drop_index("ix_search_word_subject", table_name="search_word")
    op.drop_table("search_word")
    op.drop_table("email_contact")
