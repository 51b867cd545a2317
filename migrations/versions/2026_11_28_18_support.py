"""What the fan's site adds to support."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _add_rulings()
    _add_audits()
    # column constraints: a batch rebuild would drop the table its events point at
    big = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        "ALTER TABLE supports ADD COLUMN held_for TEXT CONSTRAINT ck_supports_held "
        "CHECK (state <> 'held' OR held_for IS NOT NULL)"
    )
    op.execute(
        f"ALTER TABLE supports ADD COLUMN ruling_id {big} "
        "CONSTRAINT fk_supports_ruling_id REFERENCES support_rulings (id) "
        "CONSTRAINT ck_supports_voided "
        "CHECK (state <> 'voided' OR ruling_id IS NOT NULL)"
    )
    drop_append_only("support_events")
    op.execute(
        f"ALTER TABLE support_events ADD COLUMN delta {big} NOT NULL DEFAULT 0 "
        "CONSTRAINT ck_support_events_delta CHECK (delta BETWEEN -1 AND 1)"
    )
    op.execute(
        "UPDATE support_events SET delta = CASE kind WHEN 'cast' THEN 1 "
        "WHEN 'withdraw' THEN -1 ELSE 0 END"
    )
    append_only("support_events")


def downgrade() -> None:
    drop_append_only("support_events")
    op.execute("ALTER TABLE support_events DROP COLUMN delta")
    append_only("support_events")
    op.execute("ALTER TABLE supports DROP COLUMN ruling_id")
    op.execute("ALTER TABLE supports DROP COLUMN held_for")
    op.drop_table("rung_audits")
    op.drop_table("support_ruling_items")
    op.drop_table("support_rulings")


def _add_rulings() -> None:
    op.create_table(
        "support_rulings",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("idea_id", BigInt, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("size", BigInt, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('release', 'void', 'restore')",
            name=op.f("ck_support_rulings_verdict"),
        ),
        sa.CheckConstraint("note <> ''", name=op.f("ck_support_rulings_note")),
        sa.CheckConstraint(
            "decided_at IS NULL OR dropped_at IS NULL",
            name=op.f("ck_support_rulings_one_end"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_support_rulings_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_rulings")),
    )
    op.create_index("ix_support_rulings_idea", "support_rulings", ["idea_id", "id"])
    op.create_table(
        "support_ruling_items",
        sa.Column("ruling_id", BigInt, nullable=False),
        sa.Column("support_id", BigInt, nullable=False),
        sa.ForeignKeyConstraint(
            ["ruling_id"],
            ["support_rulings.id"],
            name=op.f("fk_support_ruling_items_ruling_id"),
        ),
        sa.ForeignKeyConstraint(
            ["support_id"],
            ["supports.id"],
            name=op.f("fk_support_ruling_items_support_id"),
        ),
        sa.PrimaryKeyConstraint(
            "ruling_id", "support_id", name=op.f("pk_support_ruling_items")
        ),
    )


def _add_audits() -> None:
    op.create_table(
        "rung_audits",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("idea_id", BigInt, nullable=False),
        sa.Column("n", BigInt, nullable=False),
        sa.Column("threshold", BigInt, nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted", BigInt, nullable=False),
        sa.Column("young", BigInt, nullable=False),
        sa.Column("curve", sa.JSON(), nullable=False),
        sa.Column("cooling_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clean_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clean_by_id", BigInt, nullable=True),
        sa.CheckConstraint(
            "young BETWEEN 0 AND counted", name=op.f("ck_rung_audits_young")
        ),
        sa.CheckConstraint(
            "cooling_until >= reached_at", name=op.f("ck_rung_audits_cooling")
        ),
        sa.CheckConstraint(
            "(clean_at IS NULL) = (clean_by_id IS NULL)",
            name=op.f("ck_rung_audits_clean"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_rung_audits_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["clean_by_id"], ["people.id"], name=op.f("fk_rung_audits_clean_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rung_audits")),
        sa.UniqueConstraint("idea_id", "n", name=op.f("uq_rung_audits_idea_id_n")),
    )
