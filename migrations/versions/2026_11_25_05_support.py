"""The tables of support."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "supports",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("idea_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('counted', 'held', 'voided', 'withdrawn')",
            name=op.f("ck_supports_state"),
        ),
        sa.CheckConstraint(
            "provenance IN ('self', 'import', 'on_behalf')",
            name=op.f("ck_supports_provenance"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_supports_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_supports_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supports")),
        sa.UniqueConstraint(
            "idea_id", "person_id", name=op.f("uq_supports_idea_id_person_id")
        ),
        sa.UniqueConstraint("receipt", name=op.f("uq_supports_receipt")),
    )
    op.create_index(op.f("ix_supports_person_id"), "supports", ["person_id"])
    op.create_index(
        "ix_supports_in_order", "supports", ["idea_id", "state", "counted_at", "id"]
    )
    op.create_table(
        "support_events",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("support_id", BigInt, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("actor_id", BigInt, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('cast', 'withdraw', 'hold', 'release', 'void', 'restore')",
            name=op.f("ck_support_events_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["support_id"], ["supports.id"], name=op.f("fk_support_events_support_id")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_support_events_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_events")),
    )
    op.create_index(
        op.f("ix_support_events_support_id"), "support_events", ["support_id"]
    )
    op.create_table(
        "tallies",
        sa.Column("idea_id", BigInt, nullable=False),
        sa.Column("counted", BigInt, nullable=False),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_tallies_counted")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_tallies_idea_id")
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_tallies")),
    )
    op.create_table(
        "tally_entries",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("idea_id", BigInt, nullable=False),
        sa.Column("delta", BigInt, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("delta <> 0", name=op.f("ck_tally_entries_delta")),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_tally_entries_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_entries")),
    )
    op.create_index(op.f("ix_tally_entries_idea_id"), "tally_entries", ["idea_id"])
    append_only("support_events")


def downgrade() -> None:
    drop_append_only("support_events")
    op.drop_table("tally_entries")
    op.drop_table("tallies")
    op.drop_table("support_events")
    op.drop_table("supports")
