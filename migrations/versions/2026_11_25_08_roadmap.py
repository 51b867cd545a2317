"""The tables of roadmap."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmap_items",
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
            "thread_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("target_quarter", sa.Text(), nullable=False),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "follower_count",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("body_source", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("body_sanitiser", sa.Text(), nullable=False),
        sa.Column("body_plain", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "confidence IN ('exploring', 'likely', 'committed')",
            name=op.f("ck_roadmap_items_confidence"),
        ),
        sa.CheckConstraint(
            "stage IN ('considering', 'planned', 'in_progress', 'in_beta', 'shipped', 'not_doing')",
            name=op.f("ck_roadmap_items_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_roadmap_items_space_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_roadmap_items_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_items")),
        sa.UniqueConstraint("number", name=op.f("uq_roadmap_items_number")),
        sa.UniqueConstraint(
            "source", "source_id", name=op.f("uq_roadmap_items_source_source_id")
        ),
    )
    op.create_index(
        "ix_roadmap_items_stage",
        "roadmap_items",
        ["space_id", "stage", "id"],
        unique=False,
    )
    op.create_table(
        "products",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "item_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "space_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "price_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("cover_name", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sale_on", sa.Date(), nullable=True),
        sa.Column("credits_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "credits_accepted_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "state <> 'launched' OR (price_minor IS NOT NULL AND credits_accepted_at IS NOT NULL AND launched_at IS NOT NULL)",
            name=op.f("ck_products_launched"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'launched', 'retired')",
            name=op.f("ck_products_state"),
        ),
        sa.CheckConstraint(
            "price_minor IS NULL OR price_minor > 0", name=op.f("ck_products_price")
        ),
        sa.ForeignKeyConstraint(
            ["credits_accepted_by_id"],
            ["people.id"],
            name=op.f("fk_products_credits_accepted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["roadmap_items.id"], name=op.f("fk_products_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_products_space_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("item_id", name=op.f("uq_products_item_id")),
        sa.UniqueConstraint("number", name=op.f("uq_products_number")),
    )
    op.create_index(
        op.f("ix_products_space_id"), "products", ["space_id"], unique=False
    )
    op.create_table(
        "roadmap_item_follows",
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
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["roadmap_items.id"],
            name=op.f("fk_roadmap_item_follows_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_roadmap_item_follows_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "item_id", "person_id", name=op.f("pk_roadmap_item_follows")
        ),
    )
    op.create_index(
        op.f("ix_roadmap_item_follows_person_id"),
        "roadmap_item_follows",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "roadmap_item_ideas",
        sa.Column(
            "item_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_roadmap_item_ideas_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["roadmap_items.id"],
            name=op.f("fk_roadmap_item_ideas_item_id"),
        ),
        sa.PrimaryKeyConstraint(
            "item_id", "idea_id", name=op.f("pk_roadmap_item_ideas")
        ),
    )
    op.create_index(
        op.f("ix_roadmap_item_ideas_idea_id"),
        "roadmap_item_ideas",
        ["idea_id"],
        unique=False,
    )
    op.create_table(
        "roadmap_moves",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "item_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("from_stage", sa.Text(), nullable=False),
        sa.Column("to_stage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "actor_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_roadmap_moves_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["roadmap_items.id"], name=op.f("fk_roadmap_moves_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roadmap_moves")),
    )
    op.create_index(
        op.f("ix_roadmap_moves_item_id"), "roadmap_moves", ["item_id"], unique=False
    )
    op.create_table(
        "take_ups",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("change_our_mind", sa.Text(), nullable=False),
        sa.Column(
            "maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "signer_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_take_ups_reason")),
        sa.CheckConstraint(
            "verdict <> 'decline' OR change_our_mind <> ''",
            name=op.f("ck_take_ups_change_our_mind"),
        ),
        sa.CheckConstraint(
            "verdict IN ('take_up', 'decline')", name=op.f("ck_take_ups_verdict")
        ),
        sa.CheckConstraint(
            "signer_id <> maker_id OR signer_id IS NULL",
            name=op.f("ck_take_ups_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_take_ups_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_take_ups_maker_id")
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["people.id"], name=op.f("fk_take_ups_signer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_ups")),
    )
    op.create_index(op.f("ix_take_ups_idea_id"), "take_ups", ["idea_id"], unique=False)
    op.create_table(
        "roadmap_item_builds",
        sa.Column(
            "item_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "build_item_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["build_item_id"],
            ["build_items.id"],
            name=op.f("fk_roadmap_item_builds_build_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["roadmap_items.id"],
            name=op.f("fk_roadmap_item_builds_item_id"),
        ),
        sa.PrimaryKeyConstraint(
            "item_id", "build_item_id", name=op.f("pk_roadmap_item_builds")
        ),
    )
    op.create_index(
        op.f("ix_roadmap_item_builds_build_item_id"),
        "roadmap_item_builds",
        ["build_item_id"],
        unique=False,
    )
    append_only("roadmap_moves")


def downgrade() -> None:
    drop_append_only("roadmap_moves")
    op.drop_index(
        op.f("ix_roadmap_item_builds_build_item_id"), table_name="roadmap_item_builds"
    )
    op.drop_table("roadmap_item_builds")
    op.drop_index(op.f("ix_take_ups_idea_id"), table_name="take_ups")
    op.drop_table("take_ups")
    op.drop_index(op.f("ix_roadmap_moves_item_id"), table_name="roadmap_moves")
    op.drop_table("roadmap_moves")
    op.drop_index(
        op.f("ix_roadmap_item_ideas_idea_id"), table_name="roadmap_item_ideas"
    )
    op.drop_table("roadmap_item_ideas")
    op.drop_index(
        op.f("ix_roadmap_item_follows_person_id"), table_name="roadmap_item_follows"
    )
    op.drop_table("roadmap_item_follows")
    op.drop_index(op.f("ix_products_space_id"), table_name="products")
    op.drop_table("products")
    op.drop_index("ix_roadmap_items_stage", table_name="roadmap_items")
    op.drop_table("roadmap_items")
