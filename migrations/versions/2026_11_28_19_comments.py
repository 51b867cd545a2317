"""What the fan's site adds to comments."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _concealments()


def downgrade() -> None:
    op.drop_table("comment_concealments")


def _concealments() -> None:
    op.create_table(
        "comment_concealments",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("comment_id", _KEY, nullable=False),
        sa.Column("by_id", _KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("revealed_at", _MOMENT, nullable=True),
        sa.Column("revealed_by_id", _KEY, nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_comment_concealments_reason")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_comment_concealments_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_comment_concealments_comment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["revealed_by_id"],
            ["people.id"],
            name=op.f("fk_comment_concealments_revealed_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_concealments")),
    )
    op.create_index(
        "uq_comment_concealments_living",
        "comment_concealments",
        ["comment_id"],
        unique=True,
        sqlite_where=sa.text("revealed_at IS NULL"),
        postgresql_where=sa.text("revealed_at IS NULL"),
    )
