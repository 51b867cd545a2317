"""The tables of feedback."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bugs",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "space_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "build_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "thread_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "reporter_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("actual", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("device_json", sa.JSON(), nullable=False),
        sa.Column("log_file", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "assignee_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "duplicate_of_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "fixed_item_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "fixed_build_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "verified_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("closing_text", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'duplicate') = (duplicate_of_id IS NOT NULL)",
            name=op.f("ck_bugs_duplicate"),
        ),
        sa.CheckConstraint(
            "(state = 'verified') = (verified_by_id IS NOT NULL)",
            name=op.f("ck_bugs_verified_by"),
        ),
        sa.CheckConstraint(
            "NOT (state IN ('confirmed', 'in_progress', 'fixed', 'verified')) OR assignee_id IS NOT NULL",
            name=op.f("ck_bugs_named_engineer"),
        ),
        sa.CheckConstraint(
            "NOT (state IN ('duplicate', 'wont_fix', 'cannot_reproduce', 'by_design')) OR closing_text <> ''",
            name=op.f("ck_bugs_closing_text"),
        ),
        sa.CheckConstraint(
            "NOT (state IN ('fixed', 'verified')) OR fixed_build_id IS NOT NULL",
            name=op.f("ck_bugs_fixed_in"),
        ),
        sa.CheckConstraint(
            "severity IN ('blocker', 'major', 'minor', 'cosmetic')",
            name=op.f("ck_bugs_severity"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'need_info', 'confirmed', 'in_progress', 'fixed', 'verified', 'duplicate', 'wont_fix', 'cannot_reproduce', 'by_design')",
            name=op.f("ck_bugs_state"),
        ),
        sa.CheckConstraint("duplicate_of_id <> id", name=op.f("ck_bugs_not_itself")),
        sa.CheckConstraint(
            "verified_by_id IS NULL OR verified_by_id <> assignee_id",
            name=op.f("ck_bugs_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["people.id"], name=op.f("fk_bugs_assignee_id")
        ),
        sa.ForeignKeyConstraint(
            ["build_id"], ["builds.id"], name=op.f("fk_bugs_build_id")
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["bugs.id"], name=op.f("fk_bugs_duplicate_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["fixed_build_id"], ["builds.id"], name=op.f("fk_bugs_fixed_build_id")
        ),
        sa.ForeignKeyConstraint(
            ["fixed_item_id"], ["build_items.id"], name=op.f("fk_bugs_fixed_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["people.id"], name=op.f("fk_bugs_reporter_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_bugs_space_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_bugs_thread_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["people.id"], name=op.f("fk_bugs_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bugs")),
        sa.UniqueConstraint("number", name=op.f("uq_bugs_number")),
        sa.UniqueConstraint(
            "source", "source_id", name=op.f("uq_bugs_source_source_id")
        ),
    )
    op.create_index(op.f("ix_bugs_assignee_id"), "bugs", ["assignee_id"], unique=False)
    op.create_index("ix_bugs_build", "bugs", ["build_id", "id"], unique=False)
    op.create_index(
        op.f("ix_bugs_fixed_build_id"), "bugs", ["fixed_build_id"], unique=False
    )
    op.create_index("ix_bugs_list", "bugs", ["space_id", "state", "id"], unique=False)
    op.create_index(op.f("ix_bugs_reporter_id"), "bugs", ["reporter_id"], unique=False)
    op.create_table(
        "bug_moves",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "bug_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column(
            "actor_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_bug_moves_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["bug_id"], ["bugs.id"], name=op.f("fk_bug_moves_bug_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bug_moves")),
    )
    op.create_index(op.f("ix_bug_moves_bug_id"), "bug_moves", ["bug_id"], unique=False)
    append_only("bug_moves")


def downgrade() -> None:
    drop_append_only("bug_moves")
    op.drop_index(op.f("ix_bug_moves_bug_id"), table_name="bug_moves")
    op.drop_table("bug_moves")
    op.drop_index(op.f("ix_bugs_reporter_id"), table_name="bugs")
    op.drop_index("ix_bugs_list", table_name="bugs")
    op.drop_index(op.f("ix_bugs_fixed_build_id"), table_name="bugs")
    op.drop_index("ix_bugs_build", table_name="bugs")
    op.drop_index(op.f("ix_bugs_assignee_id"), table_name="bugs")
    op.drop_table("bugs")
