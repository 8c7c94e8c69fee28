"""Results: respondents by what they answered to a question, read in their order."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index(
        "ix_response_code_question",
        "response_code",
        ["municipality_id", "survey_id", "question", "response_id", "value"],
    )
    op.create_index(
        "ix_response_survey_id", "response", ["municipality_id", "survey_id", "id", "arrival"]
    )


def downgrade():
    op.drop_index("ix_response_survey_id", "response")
    op.drop_index("ix_response_code_question", "response_code")
