"""Imports that can be carried on and undone: their file, their place, each row's end."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

OLD_STATES = "state IN ('applying', 'applied')"
STATES = "state IN ('checked', 'applying', 'applied', 'undoing', 'undone', 'dropped')"
OLD_ACTIONS = "action IN ('created', 'updated', 'same')"
ACTIONS = "action IN ('created', 'updated', 'same', 'revealed')"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # what was cut off before had kept no file to go on from
    op.execute("UPDATE import_runs SET state = 'applied' WHERE state = 'applying'")
    with op.batch_alter_table("import_runs") as batch:
        batch.add_column(_text("file_name"))
        batch.add_column(_text("date_format"))
        batch.add_column(_text("author"))
        batch.add_column(sa.Column("total", BIG, nullable=False, server_default="0"))
        batch.add_column(sa.Column("position", BIG, nullable=False, server_default="0"))
        batch.add_column(sa.Column("undone_at", sa.DateTime(timezone=True)))
        batch.add_column(sa.Column("undone_by_id", BIG))
        batch.create_foreign_key(
            op.f("fk_import_runs_undone_by_id"), "people", ["undone_by_id"], ["id"]
        )
        _recheck(batch, "ck_import_runs_state", STATES)
        batch.create_check_constraint(
            op.f("ck_import_runs_position"), "position >= 0 AND position <= total"
        )
    with op.batch_alter_table("import_rows") as batch:
        batch.add_column(
            sa.Column("table", sa.Text(), nullable=False, server_default="ideas")
        )
        batch.add_column(_json("seen"))
        batch.add_column(_json("before"))
        batch.add_column(sa.Column("version", BIG))
        batch.add_column(sa.Column("ending", sa.Text()))
        batch.add_column(_text("reason"))
        _recheck(batch, "ck_import_rows_action", ACTIONS)
        batch.create_check_constraint(
            op.f("ck_import_rows_ending"), "ending IN ('taken_back', 'kept')"
        )
        batch.create_check_constraint(
            op.f("ck_import_rows_kept_with_reason"), "ending <> 'kept' OR reason <> ''"
        )
        batch.create_index("ix_import_rows_ending", ["run_id", "ending", "id"])
    op.create_table(
        "import_files",
        sa.Column("run_id", BIG, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_runs.id"], name=op.f("fk_import_files_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_import_files")),
    )


def downgrade() -> None:
    op.drop_table("import_files")
    op.execute("UPDATE import_rows SET action = 'same' WHERE action = 'revealed'")
    op.execute("UPDATE import_runs SET state = 'applied' WHERE state <> 'applying'")
    with op.batch_alter_table("import_rows") as batch:
        batch.drop_index("ix_import_rows_ending")
        batch.drop_constraint(op.f("ck_import_rows_kept_with_reason"), type_="check")
        batch.drop_constraint(op.f("ck_import_rows_ending"), type_="check")
        _recheck(batch, "ck_import_rows_action", OLD_ACTIONS)
        for name in ("reason", "ending", "version", "before", "seen", "table"):
            batch.drop_column(name)
    with op.batch_alter_table("import_runs") as batch:
        batch.drop_constraint(op.f("ck_import_runs_position"), type_="check")
        batch.drop_constraint(op.f("fk_import_runs_undone_by_id"), type_="foreignkey")
        _recheck(batch, "ck_import_runs_state", OLD_STATES)
        for name in (
            "undone_by_id",
            "undone_at",
            "position",
            "total",
            "author",
            "date_format",
            "file_name",
        ):
            batch.drop_column(name)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _json(name: str) -> sa.Column:
    return sa.Column(name, sa.JSON(), nullable=False, server_default="{}")


def _recheck(batch, name: str, text: str) -> None:
    batch.drop_constraint(op.f(name), type_="check")
    batch.create_check_constraint(op.f(name), text)
