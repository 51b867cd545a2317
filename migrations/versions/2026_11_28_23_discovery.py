"""The order of "trending": a number of the idea, kept with its count."""

import math
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_WEEK = 7 * 24 * 60
_ideas = sa.table(
    "ideas",
    sa.column("id", sa.BigInteger),
    sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("support_count", sa.BigInteger),
    sa.column("imported_count", sa.BigInteger),
    sa.column("trend", sa.BigInteger),
)


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    column = sa.Column("trend", whole, nullable=False, server_default="0")
    op.add_column("ideas", column)
    _fill()
    op.create_index("ix_ideas_trending", "ideas", ["trend", "id"])
    op.create_index("ix_ideas_state_trending", "ideas", ["state", "trend", "id"])


def downgrade() -> None:
    op.drop_index("ix_ideas_state_trending", table_name="ideas")
    op.drop_index("ix_ideas_trending", table_name="ideas")
    op.drop_column("ideas", "trend")


def _fill() -> None:
    bind = op.get_bind()
    public = sa.select(_ideas).where(_ideas.c.published_at.is_not(None))
    for row in bind.execute(public).all():
        gathered = math.log2(1 + row.support_count + row.imported_count) * _WEEK
        # SQLite hands out the UTC it keeps, without a zone
        at = row.published_at.replace(tzinfo=row.published_at.tzinfo or UTC)
        trend = int(at.timestamp() // 60 + gathered)
        bind.execute(sa.update(_ideas).where(_ideas.c.id == row.id).values(trend=trend))
