"""What the fan's site adds to people: own choices, proved addresses, password links."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PURPOSES = "purpose IN ('admin', 'second_factor')"
MORE_PURPOSES = "purpose IN ('admin', 'second_factor', 'address', 'password')"
BOUND = (
    "purpose NOT IN ('address', 'password') OR person_id IS NOT NULL "
    "AND (purpose = 'password' OR address_key IS NOT NULL)"
)
SITE_ROLES = "('finance', 'auditor', 'admin')"
SHUT_OUT = sa.text("disabled_at IS NOT NULL")
PROVED = sa.text("verified_at IS NOT NULL")
WAITING = sa.text("verified_at IS NULL")


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column(
            "single_keys", sa.Boolean(), nullable=False, server_default=sa.true()
        ),
    )
    op.add_column(
        "people",
        sa.Column("supports_asked_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(
        "ix_people_shut_out",
        "people",
        ["name_key", "id"],
        sqlite_where=SHUT_OUT,
        postgresql_where=SHUT_OUT,
    )
    op.add_column(
        "mails",
        sa.Column("is_secret", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _keep_one_address_a_person()
    _index("uq_email_addresses_own", PROVED)
    _index("uq_email_addresses_waiting", WAITING)
    with op.batch_alter_table("one_time_links") as links:
        links.add_column(sa.Column("address_key", sa.Text(), nullable=True))
        links.drop_constraint(op.f("ck_one_time_links_purpose"), type_="check")
        links.create_check_constraint(op.f("ck_one_time_links_purpose"), MORE_PURPOSES)
        links.create_check_constraint(op.f("ck_one_time_links_bound"), BOUND)
    op.create_index("ix_one_time_links_person_id", "one_time_links", ["person_id"])
    op.execute(
        f"DELETE FROM role_grants WHERE space_id IS NOT NULL AND role IN {SITE_ROLES}"
    )
    op.drop_index("uq_role_grants_living", "role_grants")
    with op.batch_alter_table("role_grants") as grants:
        grants.create_check_constraint(
            op.f("ck_role_grants_site"), f"space_id IS NULL OR NOT role IN {SITE_ROLES}"
        )
    _index_living_grants()


def downgrade() -> None:
    op.drop_index("uq_role_grants_living", "role_grants")
    with op.batch_alter_table("role_grants") as grants:
        grants.drop_constraint(op.f("ck_role_grants_site"), type_="check")
    _index_living_grants()
    op.execute("DELETE FROM one_time_links WHERE purpose IN ('address', 'password')")
    op.drop_index("ix_one_time_links_person_id", "one_time_links")
    with op.batch_alter_table("one_time_links") as links:
        links.drop_constraint(op.f("ck_one_time_links_bound"), type_="check")
        links.drop_constraint(op.f("ck_one_time_links_purpose"), type_="check")
        links.create_check_constraint(op.f("ck_one_time_links_purpose"), PURPOSES)
        links.drop_column("address_key")
    op.drop_index("uq_email_addresses_waiting", "email_addresses")
    op.drop_index("uq_email_addresses_own", "email_addresses")
    op.drop_column("mails", "is_secret")
    op.drop_index("ix_people_shut_out", "people")
    op.drop_column("people", "supports_asked_at")
    op.drop_column("people", "single_keys")


def _keep_one_address_a_person() -> None:
    """Settings kept one each already; a hand-written second one goes."""
    op.execute(
        "DELETE FROM email_addresses WHERE id NOT IN "
        "(SELECT max(id) FROM email_addresses GROUP BY person_id)"
    )


def _index(name: str, which: sa.TextClause) -> None:
    op.create_index(
        name,
        "email_addresses",
        ["person_id"],
        unique=True,
        sqlite_where=which,
        postgresql_where=which,
    )


def _index_living_grants() -> None:
    """A batch rebuild would lose an index over an expression."""
    living = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_role_grants_living",
        "role_grants",
        ["person_id", "role", sa.text("coalesce(space_id, 0)")],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )
