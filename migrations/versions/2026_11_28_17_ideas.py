"""Tags, prepared pictures, drafts that age, verdicts that an ending idea waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SIZE = "width > 0 AND height > 0"
PREPARED = "state <> 'ready' OR (name <> '' AND width > 0 AND height > 0)"
IDEA_COLUMNS = (
    "tag_names",
    "cover_sizes",
    "cover_focus_x",
    "cover_focus_y",
    "held_count",
    "purge_warned_at",
)


def upgrade() -> None:
    _widen_ideas()
    op.add_column("idea_revisions", sa.Column("opened_at", sa.DateTime(timezone=True)))
    _widen_pictures()
    _tell_sizes()
    _create_tags()


def downgrade() -> None:
    op.drop_index(op.f("ix_idea_tags_tag_id"), table_name="idea_tags")
    op.drop_table("idea_tags")
    op.drop_table("tags")
    op.execute("DELETE FROM idea_pictures WHERE state <> 'ready'")
    with op.batch_alter_table("idea_pictures") as pictures:
        for check in ("prepared", "state", "focus"):
            pictures.drop_constraint(op.f(f"ck_idea_pictures_{check}"), type_="check")
        pictures.create_check_constraint(op.f("ck_idea_pictures_size"), SIZE)
        pictures.drop_index("ix_idea_pictures_waiting")
        for name in (
            "state",
            "stash",
            "file_name",
            "failed_code",
            "claimed_at",
            "is_decorative",
            "focus_x",
            "focus_y",
            "sizes",
        ):
            pictures.drop_column(name)
    op.drop_column("idea_revisions", "opened_at")
    for name in IDEA_COLUMNS:
        op.drop_column("ideas", name)


def _widen_ideas() -> None:
    """Columns are added, not rebuilt: half the house points at this table."""
    for name in ("tag_names", "cover_sizes"):
        column = sa.Column(name, sa.JSON(), nullable=False, server_default="[]")
        op.add_column("ideas", column)
    for name in ("cover_focus_x", "cover_focus_y"):
        op.add_column(
            "ideas", sa.Column(name, KEY, nullable=False, server_default="50")
        )
    # with its CHECK in one statement, which both databases know
    number = KEY.compile(dialect=op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE ideas ADD COLUMN held_count {number} NOT NULL DEFAULT 0 "
        "CONSTRAINT ck_ideas_held_count CHECK (held_count >= 0)"
    )
    op.add_column("ideas", sa.Column("purge_warned_at", sa.DateTime(timezone=True)))


def _widen_pictures() -> None:
    texts = {"state": "ready", "stash": "", "file_name": "", "failed_code": ""}
    with op.batch_alter_table("idea_pictures") as pictures:
        pictures.drop_constraint(op.f("ck_idea_pictures_size"), type_="check")
        for name, value in texts.items():
            pictures.add_column(
                sa.Column(name, sa.Text(), nullable=False, server_default=value)
            )
        pictures.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True)))
        pictures.add_column(
            sa.Column(
                "is_decorative", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        for name in ("focus_x", "focus_y"):
            pictures.add_column(
                sa.Column(name, KEY, nullable=False, server_default="50")
            )
        pictures.add_column(
            sa.Column("sizes", sa.JSON(), nullable=False, server_default="[]")
        )
        pictures.create_check_constraint(op.f("ck_idea_pictures_prepared"), PREPARED)
        pictures.create_check_constraint(
            op.f("ck_idea_pictures_state"), "state IN ('waiting', 'ready', 'failed')"
        )
        pictures.create_check_constraint(
            op.f("ck_idea_pictures_focus"),
            "focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100",
        )
        pictures.create_index("ix_idea_pictures_waiting", ["state", "claimed_at", "id"])


def _tell_sizes() -> None:
    """Pictures of before have one size; each cover says it too."""
    one = {"sqlite": "json_array", "postgresql": "json_build_array"}
    array = one[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE idea_pictures SET sizes = {array}({array}(width, height, name))"
    )
    op.execute(
        "UPDATE ideas SET cover_sizes = (SELECT p.sizes FROM idea_pictures p "
        "WHERE p.idea_id = ideas.id AND p.name = ideas.cover_name LIMIT 1) "
        "WHERE EXISTS (SELECT 1 FROM idea_pictures p "
        "WHERE p.idea_id = ideas.id AND p.name = ideas.cover_name)"
    )


def _create_tags() -> None:
    op.create_table(
        "tags",
        sa.Column("id", KEY, nullable=False),
        sa.Column("space_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> '' AND key <> ''", name=op.f("ck_tags_name")),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_tags_space_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("space_id", "key", name=op.f("uq_tags_space_id_key")),
    )
    op.create_table(
        "idea_tags",
        sa.Column("id", KEY, nullable=False),
        sa.Column("idea_id", KEY, nullable=False),
        sa.Column("tag_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_tags_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("fk_idea_tags_tag_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_tags")),
        sa.UniqueConstraint(
            "idea_id", "tag_id", name=op.f("uq_idea_tags_idea_id_tag_id")
        ),
    )
    op.create_index(op.f("ix_idea_tags_tag_id"), "idea_tags", ["tag_id"])
