"""The tables of royalties."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only
from migrations.triggers.royalties_v1 import drop_royalties, royalties

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APPEND_ONLY = ("deed_signatures", "deed_skus", "sales_files", "run_lines", "statements")


def upgrade() -> None:
    op.create_table(
        "royalty_runs",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("input_sha256", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column(
            "line_count",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "checker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_sha256", sa.Text(), nullable=True),
        sa.Column(
            "poster_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'posted' OR posted_at IS NOT NULL",
            name=op.f("ck_royalty_runs_posted"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'computed', 'approved', 'posted', 'cancelled')",
            name=op.f("ck_royalty_runs_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'posted') OR (checker_id IS NOT NULL AND coalesce(approved_sha256, '') = input_sha256)",
            name=op.f("ck_royalty_runs_approved"),
        ),
        sa.CheckConstraint(
            "checker_id <> maker_id OR checker_id IS NULL",
            name=op.f("ck_royalty_runs_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name=op.f("fk_royalty_runs_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_royalty_runs_maker_id")
        ),
        sa.ForeignKeyConstraint(
            ["poster_id"], ["people.id"], name=op.f("fk_royalty_runs_poster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_royalty_runs")),
    )
    op.create_index(
        "uq_royalty_runs_living",
        "royalty_runs",
        ["period"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_table(
        "sales_imports",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "line_count",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
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
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'accepted' OR checker_id IS NOT NULL",
            name=op.f("ck_sales_imports_accepted"),
        ),
        sa.CheckConstraint(
            "state IN ('validated', 'accepted', 'rejected')",
            name=op.f("ck_sales_imports_state"),
        ),
        sa.CheckConstraint(
            "checker_id <> maker_id OR checker_id IS NULL",
            name=op.f("ck_sales_imports_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name=op.f("fk_sales_imports_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_sales_imports_maker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_imports")),
        sa.UniqueConstraint("sha256", name=op.f("uq_sales_imports_sha256")),
    )
    op.create_table(
        "sales_files",
        sa.Column(
            "import_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["sales_imports.id"], name=op.f("fk_sales_files_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_sales_files")),
    )
    op.create_table(
        "sales_lines",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "import_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "line_no",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_line_id", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("line_type", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "units",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "gross_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "discount_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "tax_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "freight_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "other_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "net_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("original_line_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "line_type IN ('sale', 'return', 'correction')",
            name=op.f("ck_sales_lines_line_type"),
        ),
        sa.CheckConstraint(
            "net_minor = gross_minor - discount_minor - tax_minor - freight_minor - other_minor",
            name=op.f("ck_sales_lines_net"),
        ),
        sa.CheckConstraint(
            "period_end >= period_start", name=op.f("ck_sales_lines_period")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["sales_imports.id"], name=op.f("fk_sales_lines_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_lines")),
        sa.UniqueConstraint(
            "source",
            "external_line_id",
            name=op.f("uq_sales_lines_source_external_line_id"),
        ),
    )
    op.create_index(
        "ix_sales_lines_import", "sales_lines", ["import_id", "line_no"], unique=False
    )
    op.create_index("ix_sales_lines_sku", "sales_lines", ["sku"], unique=False)
    op.create_table(
        "statements",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "run_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "opening_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "earned_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "paid_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "closing_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "payable_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "minimum_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("carried_reason", sa.Text(), nullable=False),
        sa.Column("waits_until", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "ledger_seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("head_hash", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "carried_reason IN ('', 'negative', 'below_minimum', 'waiting')",
            name=op.f("ck_statements_carried_reason"),
        ),
        sa.CheckConstraint("state IN ('issued')", name=op.f("ck_statements_state")),
        sa.CheckConstraint(
            "opening_minor + earned_minor - paid_minor = closing_minor",
            name=op.f("ck_statements_sum"),
        ),
        sa.CheckConstraint("payable_minor >= 0", name=op.f("ck_statements_payable")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_statements_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["royalty_runs.id"], name=op.f("fk_statements_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint(
            "person_id",
            "period",
            "currency",
            "version",
            name=op.f("uq_statements_person_id_period_currency_version"),
        ),
    )
    op.create_index(
        op.f("ix_statements_run_id"), "statements", ["run_id"], unique=False
    )
    op.create_table(
        "deeds",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "product_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_deeds_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deeds")),
        sa.UniqueConstraint("product_id", name=op.f("uq_deeds_product_id")),
    )
    op.create_table(
        "deed_versions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "deed_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("legal_entity", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("from_period", sa.Text(), nullable=True),
        sa.Column("wanted_skus", sa.JSON(), nullable=False),
        sa.Column(
            "created_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "freeze_maker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "freeze_checker_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'cancelled') OR (sha256 IS NOT NULL AND body IS NOT NULL AND legal_entity <> '')",
            name=op.f("ck_deed_versions_fixed_text"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'signing', 'signed', 'frozen', 'superseded', 'cancelled')",
            name=op.f("ck_deed_versions_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('frozen', 'superseded') OR (freeze_maker_id IS NOT NULL AND freeze_checker_id IS NOT NULL)",
            name=op.f("ck_deed_versions_frozen_by_two"),
        ),
        sa.CheckConstraint(
            "freeze_checker_id <> freeze_maker_id OR freeze_checker_id IS NULL",
            name=op.f("ck_deed_versions_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["people.id"],
            name=op.f("fk_deed_versions_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["deed_id"], ["deeds.id"], name=op.f("fk_deed_versions_deed_id")
        ),
        sa.ForeignKeyConstraint(
            ["freeze_checker_id"],
            ["people.id"],
            name=op.f("fk_deed_versions_freeze_checker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["freeze_maker_id"],
            ["people.id"],
            name=op.f("fk_deed_versions_freeze_maker_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed_versions")),
        sa.UniqueConstraint("deed_id", "n", name=op.f("uq_deed_versions_deed_id_n")),
    )
    op.create_index(
        "uq_deed_versions_open",
        "deed_versions",
        ["deed_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'signing', 'signed')"),
        postgresql_where=sa.text("state IN ('draft', 'signing', 'signed')"),
    )
    op.create_table(
        "sku_maps",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column(
            "deed_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
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
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "checker_id <> maker_id OR checker_id IS NULL",
            name=op.f("ck_sku_maps_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["people.id"], name=op.f("fk_sku_maps_checker_id")
        ),
        sa.ForeignKeyConstraint(
            ["deed_id"], ["deeds.id"], name=op.f("fk_sku_maps_deed_id")
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_sku_maps_maker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sku_maps")),
    )
    op.create_index(
        "uq_sku_maps_living",
        "sku_maps",
        ["sku"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "deed_shares",
        sa.Column(
            "version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "line_no",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column(
            "weight",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "\"group\" IN ('creator', 'other')", name=op.f("ck_deed_shares_group")
        ),
        sa.CheckConstraint("weight > 0", name=op.f("ck_deed_shares_weight")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_deed_shares_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["deed_versions.id"], name=op.f("fk_deed_shares_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "line_no", name=op.f("pk_deed_shares")),
        sa.UniqueConstraint(
            "version_id",
            "person_id",
            "group",
            name=op.f("uq_deed_shares_version_id_person_id_group"),
        ),
    )
    op.create_index(
        op.f("ix_deed_shares_person_id"), "deed_shares", ["person_id"], unique=False
    )
    op.create_table(
        "deed_signatures",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("as_role", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "as_role IN ('party', 'product', 'finance')",
            name=op.f("ck_deed_signatures_as_role"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_deed_signatures_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["deed_versions.id"],
            name=op.f("fk_deed_signatures_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed_signatures")),
        sa.UniqueConstraint(
            "version_id",
            "person_id",
            name=op.f("uq_deed_signatures_version_id_person_id"),
        ),
    )
    op.create_index(
        op.f("ix_deed_signatures_person_id"),
        "deed_signatures",
        ["person_id"],
        unique=False,
    )
    op.create_index(
        "uq_deed_signatures_firm",
        "deed_signatures",
        ["version_id", "as_role"],
        unique=True,
        sqlite_where=sa.text("as_role <> 'party'"),
        postgresql_where=sa.text("as_role <> 'party'"),
    )
    op.create_table(
        "deed_skus",
        sa.Column(
            "version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["deed_versions.id"], name=op.f("fk_deed_skus_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "sku", name=op.f("pk_deed_skus")),
    )
    op.create_table(
        "run_lines",
        sa.Column(
            "line_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "run_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["sales_lines.id"], name=op.f("fk_run_lines_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["royalty_runs.id"], name=op.f("fk_run_lines_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["deed_versions.id"], name=op.f("fk_run_lines_version_id")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_run_lines")),
    )
    op.create_index(op.f("ix_run_lines_run_id"), "run_lines", ["run_id"], unique=False)
    op.create_index(
        op.f("ix_run_lines_version_id"), "run_lines", ["version_id"], unique=False
    )
    op.create_table(
        "run_pools",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "run_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "units",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "gross_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "returns_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "discount_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "tax_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "freight_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "not_deducted_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "net_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "cum_before_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "rate_bp",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column(
            "pool_minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["royalty_runs.id"], name=op.f("fk_run_pools_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["deed_versions.id"], name=op.f("fk_run_pools_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_pools")),
        sa.UniqueConstraint(
            "run_id",
            "version_id",
            "currency",
            name=op.f("uq_run_pools_run_id_version_id_currency"),
        ),
    )
    op.create_index(
        op.f("ix_run_pools_version_id"), "run_pools", ["version_id"], unique=False
    )
    op.create_table(
        "run_parts",
        sa.Column(
            "pool_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "line_no",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column(
            "weight",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "minor",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_run_parts_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["run_pools.id"], name=op.f("fk_run_parts_pool_id")
        ),
        sa.PrimaryKeyConstraint("pool_id", "line_no", name=op.f("pk_run_parts")),
    )
    op.create_index(
        op.f("ix_run_parts_person_id"), "run_parts", ["person_id"], unique=False
    )
    for table in APPEND_ONLY:
        append_only(table)
    royalties()


def downgrade() -> None:
    drop_royalties()
    for table in APPEND_ONLY:
        drop_append_only(table)
    op.drop_index(op.f("ix_run_parts_person_id"), table_name="run_parts")
    op.drop_table("run_parts")
    op.drop_index(op.f("ix_run_pools_version_id"), table_name="run_pools")
    op.drop_table("run_pools")
    op.drop_index(op.f("ix_run_lines_version_id"), table_name="run_lines")
    op.drop_index(op.f("ix_run_lines_run_id"), table_name="run_lines")
    op.drop_table("run_lines")
    op.drop_table("deed_skus")
    op.drop_index(
        "uq_deed_signatures_firm",
        table_name="deed_signatures",
        sqlite_where=sa.text("as_role <> 'party'"),
        postgresql_where=sa.text("as_role <> 'party'"),
    )
    op.drop_index(op.f("ix_deed_signatures_person_id"), table_name="deed_signatures")
    op.drop_table("deed_signatures")
    op.drop_index(op.f("ix_deed_shares_person_id"), table_name="deed_shares")
    op.drop_table("deed_shares")
    op.drop_index(
        "uq_sku_maps_living",
        table_name="sku_maps",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("sku_maps")
    op.drop_index(
        "uq_deed_versions_open",
        table_name="deed_versions",
        sqlite_where=sa.text("state IN ('draft', 'signing', 'signed')"),
        postgresql_where=sa.text("state IN ('draft', 'signing', 'signed')"),
    )
    op.drop_table("deed_versions")
    op.drop_table("deeds")
    op.drop_index(op.f("ix_statements_run_id"), table_name="statements")
    op.drop_table("statements")
    op.drop_index("ix_sales_lines_sku", table_name="sales_lines")
    op.drop_index("ix_sales_lines_import", table_name="sales_lines")
    op.drop_table("sales_lines")
    op.drop_table("sales_files")
    op.drop_table("sales_imports")
    op.drop_index(
        "uq_royalty_runs_living",
        table_name="royalty_runs",
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.drop_table("royalty_runs")
