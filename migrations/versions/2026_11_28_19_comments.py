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
    op.add_column(
        "comments",
        sa.Column("reactions", sa.JSON(), nullable=False, server_default="{}"),
    )
    op.add_column(
        "comments",
        sa.Column("picture_count", _KEY, nullable=False, server_default="0"),
    )
    op.add_column(
        "comments",
        sa.Column(
            "was_taken_up", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    _comment_concealments()
    _comment_reactions()
    _comment_mentions()
    _comment_pins()
    _comment_questions()
    _comment_pictures()
    _mutes()
    _idea_origins()


def downgrade() -> None:
    op.drop_table("idea_origins")
    op.drop_table("mutes")
    op.drop_table("comment_pictures")
    op.drop_table("comment_questions")
    op.drop_table("comment_pins")
    op.drop_table("comment_mentions")
    op.drop_table("comment_reactions")
    op.drop_table("comment_concealments")
    op.drop_column("comments", "was_taken_up")
    op.drop_column("comments", "picture_count")
    op.drop_column("comments", "reactions")


def _comment_concealments() -> None:
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


def _comment_reactions() -> None:
    op.create_table(
        "comment_reactions",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("comment_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('up', 'down', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes')",
            name=op.f("ck_comment_reactions_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_comment_reactions_comment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_comment_reactions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_reactions")),
        sa.UniqueConstraint(
            "comment_id",
            "kind",
            "person_id",
            name=op.f("uq_comment_reactions_comment_id_kind_person_id"),
        ),
    )
    op.create_index(
        op.f("ix_comment_reactions_person_id"),
        "comment_reactions",
        ["person_id"],
        unique=False,
    )


def _comment_mentions() -> None:
    op.create_table(
        "comment_mentions",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("comment_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_mentions_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_comment_mentions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_mentions")),
        sa.UniqueConstraint(
            "comment_id",
            "person_id",
            name=op.f("uq_comment_mentions_comment_id_person_id"),
        ),
    )
    op.create_index(
        op.f("ix_comment_mentions_person_id"),
        "comment_mentions",
        ["person_id"],
        unique=False,
    )


def _comment_pins() -> None:
    op.create_table(
        "comment_pins",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("thread_id", _KEY, nullable=False),
        sa.Column("comment_id", _KEY, nullable=False),
        sa.Column("by_id", _KEY, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ended_by_id", _KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_comment_pins_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_pins_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["people.id"], name=op.f("fk_comment_pins_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_comment_pins_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_pins")),
    )
    op.create_index(
        op.f("ix_comment_pins_comment_id"), "comment_pins", ["comment_id"], unique=False
    )
    op.create_index(
        "uq_comment_pins_living",
        "comment_pins",
        ["thread_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _comment_questions() -> None:
    op.create_table(
        "comment_questions",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("comment_id", _KEY, nullable=False),
        sa.Column("asked_by_id", _KEY, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["people.id"],
            name=op.f("fk_comment_questions_asked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_comment_questions_comment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_questions")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_comment_questions_comment_id")),
    )
    op.create_index(
        op.f("ix_comment_questions_asked_by_id"),
        "comment_questions",
        ["asked_by_id"],
        unique=False,
    )


def _comment_pictures() -> None:
    op.create_table(
        "comment_pictures",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("comment_id", _KEY, nullable=False),
        sa.Column("place", _KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("width", _KEY, nullable=False),
        sa.Column("height", _KEY, nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.CheckConstraint("alt <> ''", name=op.f("ck_comment_pictures_alt")),
        sa.CheckConstraint(
            "width > 0 AND height > 0", name=op.f("ck_comment_pictures_size")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_pictures_comment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_pictures")),
        sa.UniqueConstraint(
            "comment_id", "place", name=op.f("uq_comment_pictures_comment_id_place")
        ),
    )


def _mutes() -> None:
    op.create_table(
        "mutes",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("muted_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.CheckConstraint("person_id <> muted_id", name=op.f("ck_mutes_another")),
        sa.ForeignKeyConstraint(
            ["muted_id"], ["people.id"], name=op.f("fk_mutes_muted_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mutes_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
        sa.UniqueConstraint(
            "person_id", "muted_id", name=op.f("uq_mutes_person_id_muted_id")
        ),
    )
    op.create_index(op.f("ix_mutes_muted_id"), "mutes", ["muted_id"], unique=False)


def _idea_origins() -> None:
    op.create_table(
        "idea_origins",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("idea_id", _KEY, nullable=False),
        sa.Column("comment_id", _KEY, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_idea_origins_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"],
            ["ideas.id"],
            name=op.f("fk_idea_origins_idea_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_origins")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_idea_origins_comment_id")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_idea_origins_idea_id")),
    )
