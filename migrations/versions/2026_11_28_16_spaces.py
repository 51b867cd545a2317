"""What the fan's site adds to spaces: invitations and members."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "space_invitations",
        sa.Column("id", Key, nullable=False),
        sa.Column("space_id", Key, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by_id", Key, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("max_uses", Key, nullable=False),
        sa.Column("used", Key, nullable=False),
        sa.Column("ended_at", Moment, nullable=True),
        sa.CheckConstraint(
            "used >= 0 AND used <= max_uses", name=op.f("ck_space_invitations_used")
        ),
        sa.CheckConstraint(
            "ends_at > created_at", name=op.f("ck_space_invitations_span")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["people.id"],
            name=op.f("fk_space_invitations_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_space_invitations_space_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_space_invitations_token_hash")),
    )
    op.create_index(
        "ix_space_invitations_of_space", "space_invitations", ["space_id", "id"]
    )
    op.create_table(
        "space_members",
        sa.Column("id", Key, nullable=False),
        sa.Column("space_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("invitation_id", Key, nullable=True),
        sa.Column("joined_at", Moment, nullable=False),
        sa.Column("removed_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["space_invitations.id"],
            name=op.f("fk_space_members_invitation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_space_members_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_space_members_space_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_members")),
        sa.UniqueConstraint(
            "space_id", "person_id", name=op.f("uq_space_members_space_id_person_id")
        ),
    )
    op.create_index("ix_space_members_person_id", "space_members", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_space_members_person_id", table_name="space_members")
    op.drop_table("space_members")
    op.drop_index("ix_space_invitations_of_space", table_name="space_invitations")
    op.drop_table("space_invitations")
