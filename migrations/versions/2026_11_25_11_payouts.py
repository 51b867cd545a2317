"""The tables of payouts."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payees",
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("tax_kind", sa.Text(), nullable=True),
        sa.Column("tax_signed_on", sa.Date(), nullable=True),
        sa.Column(
            "tax_recorder_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("tax_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(tax_kind IS NULL) = (tax_recorder_id IS NULL)",
            name=op.f("ck_payees_tax_recorded"),
        ),
        sa.CheckConstraint(
            "tax_recorder_id <> person_id", name=op.f("ck_payees_not_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payees_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["tax_recorder_id"], ["people.id"], name=op.f("fk_payees_tax_recorder_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_payees")),
    )
    op.create_table(
        "payout_batches",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "checker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_sha256", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'approved', 'exported', 'settled', 'canceled', 'voided')",
            name=op.f("ck_payout_batches_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'exported', 'settled', 'voided') OR (checker_id IS NOT NULL AND coalesce(approved_sha256, '') = sha256)",
            name=op.f("ck_payout_batches_approved"),
        ),
        sa.CheckConstraint(
            "checker_id <> maker_id", name=op.f("ck_payout_batches_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name=op.f("fk_payout_batches_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_payout_batches_maker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_batches")),
    )
    op.create_table(
        "bank_files",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "batch_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "batch_maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column(
            "n_lines",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "exporter_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "void_maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("void_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "void_checker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_checker_id IS NULL)",
            name=op.f("ck_bank_files_voided_by_two"),
        ),
        sa.CheckConstraint(
            "exporter_id <> batch_maker_id",
            name=op.f("ck_bank_files_exported_by_another"),
        ),
        sa.CheckConstraint(
            "void_checker_id <> void_maker_id", name=op.f("ck_bank_files_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payout_batches.id"], name=op.f("fk_bank_files_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["batch_maker_id"], ["people.id"], name=op.f("fk_bank_files_batch_maker_id")
        ),
        sa.ForeignKeyConstraint(
            ["exporter_id"], ["people.id"], name=op.f("fk_bank_files_exporter_id")
        ),
        sa.ForeignKeyConstraint(
            ["void_checker_id"],
            ["people.id"],
            name=op.f("fk_bank_files_void_checker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["void_maker_id"], ["people.id"], name=op.f("fk_bank_files_void_maker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_files")),
        sa.UniqueConstraint("sha256", name=op.f("uq_bank_files_sha256")),
    )
    op.create_index(
        "uq_bank_files_living",
        "bank_files",
        ["batch_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_table(
        "payee_details",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("last4", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "checker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(checked_at IS NULL) = (checker_id IS NULL)",
            name=op.f("ck_payee_details_checked"),
        ),
        sa.CheckConstraint(
            "checker_id <> person_id", name=op.f("ck_payee_details_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name=op.f("fk_payee_details_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["payees.person_id"], name=op.f("fk_payee_details_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_details")),
        sa.UniqueConstraint(
            "person_id", "n", name=op.f("uq_payee_details_person_id_n")
        ),
    )
    op.create_table(
        "payee_holds",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "checker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('tax_papers', 'bank_changed', 'rejected')",
            name=op.f("ck_payee_holds_kind"),
        ),
        sa.CheckConstraint(
            "checker_id <> maker_id", name=op.f("ck_payee_holds_four_eyes")
        ),
        sa.CheckConstraint(
            "checker_id <> person_id AND maker_id <> person_id",
            name=op.f("ck_payee_holds_not_oneself"),
        ),
        sa.CheckConstraint(
            "released_at IS NULL OR until IS NOT NULL OR (maker_id IS NOT NULL AND checker_id IS NOT NULL)",
            name=op.f("ck_payee_holds_released_by_two"),
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name=op.f("fk_payee_holds_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_payee_holds_maker_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["payees.person_id"], name=op.f("fk_payee_holds_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_holds")),
    )
    op.create_index(
        "uq_payee_holds_open",
        "payee_holds",
        ["person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_table(
        "payouts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "batch_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "details_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stop", sa.Text(), nullable=False),
        sa.Column("statement_ids", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'approved', 'submitting', 'transferred', 'held', 'canceled')",
            name=op.f("ck_payouts_state"),
        ),
        sa.CheckConstraint("minor > 0", name=op.f("ck_payouts_minor")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payout_batches.id"], name=op.f("fk_payouts_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["details_id"], ["payee_details.id"], name=op.f("fk_payouts_details_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payouts_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
        sa.UniqueConstraint("ref", name=op.f("uq_payouts_ref")),
    )
    op.create_index(op.f("ix_payouts_batch_id"), "payouts", ["batch_id"], unique=False)
    op.create_index(
        op.f("ix_payouts_person_id"), "payouts", ["person_id"], unique=False
    )
    op.create_index(
        "uq_payouts_open",
        "payouts",
        ["person_id", "currency"],
        unique=True,
        sqlite_where=sa.text("state IN ('planned', 'approved', 'submitting')"),
        postgresql_where=sa.text("state IN ('planned', 'approved', 'submitting')"),
    )
    op.create_table(
        "payout_attempts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "payout_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "file_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "exporter_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "settler_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bank_reference", sa.Text(), nullable=True),
        sa.Column("value_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (bank_reference IS NOT NULL AND value_on IS NOT NULL)",
            name=op.f("ck_payout_attempts_confirmed"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'rejected', 'voided')",
            name=op.f("ck_payout_attempts_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'rejected') OR settler_id IS NOT NULL",
            name=op.f("ck_payout_attempts_settled"),
        ),
        sa.CheckConstraint(
            "settler_id <> exporter_id", name=op.f("ck_payout_attempts_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["exporter_id"], ["people.id"], name=op.f("fk_payout_attempts_exporter_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["bank_files.id"], name=op.f("fk_payout_attempts_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payouts.id"], name=op.f("fk_payout_attempts_payout_id")
        ),
        sa.ForeignKeyConstraint(
            ["settler_id"], ["people.id"], name=op.f("fk_payout_attempts_settler_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_attempts")),
        sa.UniqueConstraint(
            "bank_reference", name=op.f("uq_payout_attempts_bank_reference")
        ),
        sa.UniqueConstraint(
            "payout_id", "n", name=op.f("uq_payout_attempts_payout_id_n")
        ),
    )
    op.create_index(
        op.f("ix_payout_attempts_file_id"), "payout_attempts", ["file_id"], unique=False
    )
    op.create_index(
        "uq_payout_attempts_living",
        "payout_attempts",
        ["payout_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'confirmed')"),
        postgresql_where=sa.text("state IN ('open', 'confirmed')"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_payout_attempts_living",
        table_name="payout_attempts",
        sqlite_where=sa.text("state IN ('open', 'confirmed')"),
        postgresql_where=sa.text("state IN ('open', 'confirmed')"),
    )
    op.drop_index(op.f("ix_payout_attempts_file_id"), table_name="payout_attempts")
    op.drop_table("payout_attempts")
    op.drop_index(
        "uq_payouts_open",
        table_name="payouts",
        sqlite_where=sa.text("state IN ('planned', 'approved', 'submitting')"),
        postgresql_where=sa.text("state IN ('planned', 'approved', 'submitting')"),
    )
    op.drop_index(op.f("ix_payouts_person_id"), table_name="payouts")
    op.drop_index(op.f("ix_payouts_batch_id"), table_name="payouts")
    op.drop_table("payouts")
    op.drop_index(
        "uq_payee_holds_open",
        table_name="payee_holds",
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.drop_table("payee_holds")
    op.drop_table("payee_details")
    op.drop_index(
        "uq_bank_files_living",
        table_name="bank_files",
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.drop_table("bank_files")
    op.drop_table("payout_batches")
    op.drop_table("payees")
