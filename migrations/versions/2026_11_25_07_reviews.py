"""The tables of reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "space_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'decided')", name=op.f("ck_reviews_state")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_reviews_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_reviews_space_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_idea_id"), "reviews", ["idea_id"], unique=False)
    op.create_index(op.f("ix_reviews_space_id"), "reviews", ["space_id"], unique=False)
    op.create_index(
        "uq_reviews_open",
        "reviews",
        ["idea_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "decisions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "review_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("change_our_mind", sa.Text(), nullable=False),
        sa.Column("park_cause", sa.Text(), nullable=False),
        sa.Column("park_until", sa.Date(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
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
        sa.CheckConstraint(
            "kind IN ('product', 'improvement')", name=op.f("ck_decisions_kind")
        ),
        sa.CheckConstraint(
            "outcome <> 'decline' OR change_our_mind <> ''",
            name=op.f("ck_decisions_change_our_mind"),
        ),
        sa.CheckConstraint(
            "outcome IN ('approve', 'park', 'decline')",
            name=op.f("ck_decisions_outcome"),
        ),
        sa.CheckConstraint("public_text <> ''", name=op.f("ck_decisions_text")),
        sa.CheckConstraint(
            "signer_id <> maker_id OR signer_id IS NULL",
            name=op.f("ck_decisions_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_decisions_maker_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_decisions_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["people.id"], name=op.f("fk_decisions_signer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(
        "uq_decisions_living",
        "decisions",
        ["review_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "review_scores",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "review_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column(
            "score",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "criterion IN ('fit', 'demand', 'feasibility', 'cost', 'licence', 'originality')",
            name=op.f("ck_review_scores_criterion"),
        ),
        sa.CheckConstraint(
            "score BETWEEN 1 AND 5", name=op.f("ck_review_scores_score")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_review_scores_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_review_scores_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_scores")),
        sa.UniqueConstraint(
            "review_id",
            "person_id",
            "criterion",
            name=op.f("uq_review_scores_review_id_person_id_criterion"),
        ),
    )


def downgrade() -> None:
    op.drop_table("review_scores")
    op.drop_index(
        "uq_decisions_living",
        table_name="decisions",
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_table("decisions")
    op.drop_index(
        "uq_reviews_open",
        table_name="reviews",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_reviews_space_id"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_idea_id"), table_name="reviews")
    op.drop_table("reviews")
