"""Pictures of comments wait for the job that prepares them, and have sizes."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

SIZE = "width > 0 AND height > 0"
PREPARED = "state <> 'ready' OR (name <> '' AND width > 0 AND height > 0)"
TEXTS = {"state": "ready", "stash": "", "file_name": "", "failed_code": ""}


def upgrade() -> None:
    with op.batch_alter_table("comment_pictures") as pictures:
        pictures.drop_constraint(op.f("ck_comment_pictures_size"), type_="check")
        for name, value in TEXTS.items():
            pictures.add_column(
                sa.Column(name, sa.Text(), nullable=False, server_default=value)
            )
        pictures.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True)))
        pictures.add_column(
            sa.Column("sizes", sa.JSON(), nullable=False, server_default="[]")
        )
        pictures.create_check_constraint(op.f("ck_comment_pictures_prepared"), PREPARED)
        pictures.create_check_constraint(
            op.f("ck_comment_pictures_state"), "state IN ('waiting', 'ready', 'failed')"
        )
        pictures.create_index(
            "ix_comment_pictures_waiting", ["state", "claimed_at", "id"]
        )
    _tell_sizes()


def downgrade() -> None:
    op.execute("DELETE FROM comment_pictures WHERE state <> 'ready'")
    op.execute(
        "UPDATE comments SET picture_count = (SELECT count(*) FROM comment_pictures p "
        "WHERE p.comment_id = comments.id) WHERE picture_count > 0"
    )
    with op.batch_alter_table("comment_pictures") as pictures:
        for check in ("prepared", "state"):
            name = op.f(f"ck_comment_pictures_{check}")
            pictures.drop_constraint(name, type_="check")
        pictures.create_check_constraint(op.f("ck_comment_pictures_size"), SIZE)
        pictures.drop_index("ix_comment_pictures_waiting")
        for name in (*TEXTS, "claimed_at", "sizes"):
            pictures.drop_column(name)


def _tell_sizes() -> None:
    """Pictures of before have one size."""
    one = {"sqlite": "json_array", "postgresql": "json_build_array"}
    array = one[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE comment_pictures SET sizes = {array}({array}(width, height, name))"
    )
