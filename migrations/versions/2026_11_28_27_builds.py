"""Files, pictures and videos of a build; how it reaches a person's devices."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ATTACHMENTS = {
    "kind": "kind IN ('picture', 'video', 'file')",
    "words": "words <> ''",
    "picture": "kind <> 'picture' OR (name <> '' AND width > 0 AND height > 0)",
    "video": "kind <> 'video' OR (name = '' AND substr(url, 1, 8) = 'https://')",
    "file": "kind <> 'file' OR (name <> '' AND size > 0 AND length(sha256) = 64)",
}


def upgrade() -> None:
    _add_attachments()
    _add_of_person("device_keys", "channel", "created_at", has_token=True)
    _add_of_person("install_consents", "channel", "at")
    _add_of_person("early_gets", "build", "at")
    # what is to come begins with the first share; what is out stays with everybody
    op.execute("UPDATE builds SET rollout_pct = 0 WHERE published_at IS NULL")


def downgrade() -> None:
    op.execute("UPDATE builds SET rollout_pct = 100")
    op.drop_table("early_gets")
    op.drop_table("install_consents")
    op.drop_table("device_keys")
    op.drop_table("build_attachments")


def _add_attachments() -> None:
    table = "build_attachments"
    op.create_table(
        table,
        sa.Column("id", BigInt, nullable=False),
        sa.Column("build_id", BigInt, nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("kind", "words", "name", "url")
        ),
        *(
            sa.Column(name, BigInt, nullable=False)
            for name in ("width", "height", "size")
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
            for name, rule in ATTACHMENTS.items()
        ),
        sa.ForeignKeyConstraint(
            ["build_id"], ["builds.id"], name=op.f(f"fk_{table}_build_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "build_id",
            "kind",
            "name",
            "url",
            name=op.f(f"uq_{table}_build_id_kind_name_url"),
        ),
    )


def _add_of_person(table: str, of: str, at: str, *, has_token: bool = False) -> None:
    """A table with one row a person and channel, or a person and build."""
    thing = f"{of}_id"
    op.create_table(
        table,
        sa.Column("id", BigInt, nullable=False),
        sa.Column(thing, BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column(at, INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            [thing], [f"{of}s.id"], name=op.f(f"fk_{table}_{thing}")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            thing, "person_id", name=op.f(f"uq_{table}_{thing}_person_id")
        ),
        *_token_of(table, has_token=has_token),
    )
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def _token_of(table: str, *, has_token: bool) -> list[Any]:
    if not has_token:
        return []
    return [
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{table}_token_hash")),
    ]
