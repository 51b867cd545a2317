"""The tables of ledger."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only
from migrations.triggers.ledger_v1 import drop_ledger, ledger

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SEALED = ("ledger_entries", "ledger_transactions", "ledger_anchors")


def upgrade() -> None:
    op.create_table(
        "ledger_anchors",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_ledger_anchors")),
    )
    op.create_table(
        "ledger_head",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "ledger_accounts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "owner_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("floor0", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('asset', 'liability', 'expense', 'income', 'equity', 'trading')",
            name=op.f("ck_ledger_accounts_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_ledger_accounts_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint("code", name=op.f("uq_ledger_accounts_code")),
    )
    op.create_index(
        op.f("ix_ledger_accounts_owner_id"),
        "ledger_accounts",
        ["owner_id"],
        unique=False,
    )
    op.create_table(
        "ledger_journals",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column(
            "maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "checker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(posted_at IS NULL) = (checker_id IS NULL)",
            name=op.f("ck_ledger_journals_posted_by_two"),
        ),
        sa.CheckConstraint(
            "checker_id <> maker_id", name=op.f("ck_ledger_journals_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name=op.f("fk_ledger_journals_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_ledger_journals_maker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_journals")),
        sa.UniqueConstraint("sha256", name=op.f("uq_ledger_journals_sha256")),
    )
    op.create_table(
        "ledger_periods",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "checker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(sealed_at IS NULL) = (checker_id IS NULL)",
            name=op.f("ck_ledger_periods_sealed_by_two"),
        ),
        sa.CheckConstraint(
            "checker_id <> maker_id", name=op.f("ck_ledger_periods_four_eyes")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_ledger_periods_span")),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name=op.f("fk_ledger_periods_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_ledger_periods_maker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_periods")),
        sa.UniqueConstraint("code", name=op.f("uq_ledger_periods_code")),
    )
    op.create_table(
        "ledger_transactions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reverses_id", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "actor_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column(
            "n_entries",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("payload_sha256", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "n_entries >= 2", name=op.f("ck_ledger_transactions_n_entries")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_ledger_transactions_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["ledger_transactions.id"],
            name=op.f("fk_ledger_transactions_reverses_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transactions")),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_transactions_hash")),
        sa.UniqueConstraint(
            "posting_key", name=op.f("uq_ledger_transactions_posting_key")
        ),
        sa.UniqueConstraint(
            "reverses_id", name=op.f("uq_ledger_transactions_reverses_id")
        ),
        sa.UniqueConstraint("seq", name=op.f("uq_ledger_transactions_seq")),
    )
    op.create_index(
        op.f("ix_ledger_transactions_effective_on"),
        "ledger_transactions",
        ["effective_on"],
        unique=False,
    )
    op.create_table(
        "ledger_balances",
        sa.Column(
            "account_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "balance",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "last_seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["ledger_accounts.id"],
            name=op.f("fk_ledger_balances_account_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_balances")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("tx_id", sa.Text(), nullable=False),
        sa.Column(
            "line", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "account_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "amount",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_entries_amount")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["ledger_accounts.id"],
            name=op.f("fk_ledger_entries_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tx_id"],
            ["ledger_transactions.id"],
            name=op.f("fk_ledger_entries_tx_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("tx_id", "line", name=op.f("pk_ledger_entries")),
    )
    op.create_index(
        "ix_ledger_entries_account",
        "ledger_entries",
        ["account_id", "tx_id"],
        unique=False,
    )
    ledger()
    for table in SEALED:
        append_only(table)
    op.execute(
        "INSERT INTO ledger_head (id, seq, hash) VALUES (1, 0, '%s')" % ("0" * 64)
    )


def downgrade() -> None:
    for table in SEALED:
        drop_append_only(table)
    drop_ledger()
    op.drop_index("ix_ledger_entries_account", table_name="ledger_entries")
    op.drop_table("ledger_entries")
    op.drop_table("ledger_balances")
    op.drop_index(
        op.f("ix_ledger_transactions_effective_on"), table_name="ledger_transactions"
    )
    op.drop_table("ledger_transactions")
    op.drop_table("ledger_periods")
    op.drop_table("ledger_journals")
    op.drop_index(op.f("ix_ledger_accounts_owner_id"), table_name="ledger_accounts")
    op.drop_table("ledger_accounts")
    op.drop_table("ledger_head")
    op.drop_table("ledger_anchors")
