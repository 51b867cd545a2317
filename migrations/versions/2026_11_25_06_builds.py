"""The tables of builds."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "space_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("joins", sa.Text(), nullable=False),
        sa.Column(
            "capacity",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("safe_downgrade", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cadence IN ('weekly', 'nightly', 'six_weeks')",
            name=op.f("ck_channels_cadence"),
        ),
        sa.CheckConstraint(
            "joins IN ('open', 'score', 'invite', 'device')",
            name=op.f("ck_channels_joins"),
        ),
        sa.CheckConstraint(
            "capacity IS NULL OR capacity > 0", name=op.f("ck_channels_capacity")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_channels_space_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("space_id", "code", name=op.f("uq_channels_space_id_code")),
    )
    op.create_table(
        "enrolments",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "channel_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "score",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("device_json", sa.JSON(), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('applied', 'waiting', 'active', 'dormant', 'left', 'removed')",
            name=op.f("ck_enrolments_state"),
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_enrolments_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_enrolments_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint(
            "channel_id", "person_id", name=op.f("uq_enrolments_channel_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_enrolments_person_id"), "enrolments", ["person_id"], unique=False
    )
    op.create_table(
        "trains",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "channel_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("freeze_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("preview_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rc_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(published_at IS NOT NULL) = (state IN ('published', 'halted'))",
            name=op.f("ck_trains_published"),
        ),
        sa.CheckConstraint(
            "state <> 'delayed' OR reason <> ''", name=op.f("ck_trains_reason")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'frozen', 'rc', 'delayed', 'published', 'halted', 'skipped')",
            name=op.f("ck_trains_state"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR published_at >= publish_at",
            name=op.f("ck_trains_never_early"),
        ),
        sa.CheckConstraint(
            "report_close_at > publish_at", name=op.f("ck_trains_reports_after")
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_trains_channel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trains")),
        sa.UniqueConstraint(
            "channel_id", "week_start", name=op.f("uq_trains_channel_id_week_start")
        ),
    )
    op.create_index("ix_trains_due", "trains", ["state", "publish_at"], unique=False)
    op.create_table(
        "builds",
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
            "train_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "thread_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("git_ref", sa.Text(), nullable=False),
        sa.Column("artifact_url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("picture_name", sa.Text(), nullable=True),
        sa.Column("picture_alt", sa.Text(), nullable=False),
        sa.Column("rollback_source", sa.Text(), nullable=False),
        sa.Column("rollback_html", sa.Text(), nullable=False),
        sa.Column("rollback_sanitiser", sa.Text(), nullable=False),
        sa.Column("rollback_plain", sa.Text(), nullable=False),
        sa.Column("rollback_data", sa.Text(), nullable=False),
        sa.Column(
            "rollout_pct",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "edits",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("halted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("body_source", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("body_sanitiser", sa.Text(), nullable=False),
        sa.Column("body_plain", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('software', 'prototype', 'print_file', 'design')",
            name=op.f("ck_builds_kind"),
        ),
        sa.CheckConstraint(
            "picture_name IS NULL OR picture_alt <> ''", name=op.f("ck_builds_picture")
        ),
        sa.CheckConstraint(
            "rollback_data IN ('unknown', 'kept', 'lost')", name=op.f("ck_builds_data")
        ),
        sa.CheckConstraint(
            "rollout_pct BETWEEN 0 AND 100", name=op.f("ck_builds_rollout")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_builds_space_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_builds_thread_id")
        ),
        sa.ForeignKeyConstraint(
            ["train_id"], ["trains.id"], name=op.f("fk_builds_train_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_builds")),
        sa.UniqueConstraint("number", name=op.f("uq_builds_number")),
        sa.UniqueConstraint(
            "source", "source_id", name=op.f("uq_builds_source_source_id")
        ),
        sa.UniqueConstraint("train_id", name=op.f("uq_builds_train_id")),
    )
    op.create_index(
        "ix_builds_published",
        "builds",
        ["space_id", "published_at", "id"],
        unique=False,
    )
    op.create_table(
        "build_blocks",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "build_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "lifted_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_build_blocks_reason")),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)",
            name=op.f("ck_build_blocks_lifted"),
        ),
        sa.ForeignKeyConstraint(
            ["build_id"], ["builds.id"], name=op.f("fk_build_blocks_build_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_build_blocks_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["people.id"], name=op.f("fk_build_blocks_lifted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build_blocks")),
        sa.UniqueConstraint(
            "build_id", "cause", name=op.f("uq_build_blocks_build_id_cause")
        ),
    )
    op.create_table(
        "build_items",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "build_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "thread_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("slip_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_source", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("body_sanitiser", sa.Text(), nullable=False),
        sa.Column("body_plain", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('feature', 'fix', 'change', 'removal')",
            name=op.f("ck_build_items_kind"),
        ),
        sa.CheckConstraint(
            "state <> 'slipped' OR slip_reason <> ''",
            name=op.f("ck_build_items_slip_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'in', 'slipped', 'reverted')",
            name=op.f("ck_build_items_state"),
        ),
        sa.ForeignKeyConstraint(
            ["build_id"], ["builds.id"], name=op.f("fk_build_items_build_id")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_build_items_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_build_items_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build_items")),
    )
    op.create_index(
        op.f("ix_build_items_build_id"), "build_items", ["build_id"], unique=False
    )
    op.create_index(
        op.f("ix_build_items_idea_id"), "build_items", ["idea_id"], unique=False
    )
    op.create_table(
        "build_votes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "build_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("ran", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('keep', 'needs_work')", name=op.f("ck_build_votes_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["build_id"], ["builds.id"], name=op.f("fk_build_votes_build_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_build_votes_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build_votes")),
        sa.UniqueConstraint(
            "build_id", "person_id", name=op.f("uq_build_votes_build_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_build_votes_person_id"), "build_votes", ["person_id"], unique=False
    )
    op.create_table(
        "installs",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "build_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("device_class", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["build_id"], ["builds.id"], name=op.f("fk_installs_build_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_installs_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installs")),
        sa.UniqueConstraint(
            "build_id", "person_id", name=op.f("uq_installs_build_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_installs_person_id"), "installs", ["person_id"], unique=False
    )
    op.create_table(
        "build_item_credits",
        sa.Column(
            "item_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('author', 'idea', 'reporter', 'designer', 'translator', 'tester')",
            name=op.f("ck_build_item_credits_role"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["build_items.id"], name=op.f("fk_build_item_credits_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_build_item_credits_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "item_id", "person_id", "role", name=op.f("pk_build_item_credits")
        ),
    )
    op.create_index(
        op.f("ix_build_item_credits_person_id"),
        "build_item_credits",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "item_votes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "item_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("ran", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "value IN ('like', 'dislike')", name=op.f("ck_item_votes_value")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["build_items.id"], name=op.f("fk_item_votes_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_item_votes_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_votes")),
        sa.UniqueConstraint(
            "item_id", "person_id", name=op.f("uq_item_votes_item_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_item_votes_person_id"), "item_votes", ["person_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_item_votes_person_id"), table_name="item_votes")
    op.drop_table("item_votes")
    op.drop_index(
        op.f("ix_build_item_credits_person_id"), table_name="build_item_credits"
    )
    op.drop_table("build_item_credits")
    op.drop_index(op.f("ix_installs_person_id"), table_name="installs")
    op.drop_table("installs")
    op.drop_index(op.f("ix_build_votes_person_id"), table_name="build_votes")
    op.drop_table("build_votes")
    op.drop_index(op.f("ix_build_items_idea_id"), table_name="build_items")
    op.drop_index(op.f("ix_build_items_build_id"), table_name="build_items")
    op.drop_table("build_items")
    op.drop_table("build_blocks")
    op.drop_index("ix_builds_published", table_name="builds")
    op.drop_table("builds")
    op.drop_index("ix_trains_due", table_name="trains")
    op.drop_table("trains")
    op.drop_index(op.f("ix_enrolments_person_id"), table_name="enrolments")
    op.drop_table("enrolments")
    op.drop_table("channels")
