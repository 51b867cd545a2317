"""Bugs have logs, others who see them, alarms, a way to hide them, and are imported."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NO_LONGER_HIDDEN = sa.text("revealed_at IS NULL")
ONE_THING = "(idea_id IS NULL) <> (bug_id IS NULL)"


def upgrade() -> None:
    _logs()
    _sightings()
    _concealments()
    _alarms()
    _search()
    _imports()
    op.drop_column("bugs", "log_file")
    op.execute("UPDATE duties SET kind = 'bug_reply' WHERE kind = 'bug_triage'")


def downgrade() -> None:
    op.execute("DELETE FROM duties WHERE kind = 'bug_state'")
    op.execute("UPDATE duties SET kind = 'bug_triage' WHERE kind = 'bug_reply'")
    op.add_column("bugs", sa.Column("log_file", sa.Text()))
    op.execute("DELETE FROM import_rows WHERE bug_id IS NOT NULL")
    with op.batch_alter_table("import_rows") as rows:
        rows.drop_constraint(op.f("ck_import_rows_one_thing"), type_="check")
        rows.drop_constraint(op.f("fk_import_rows_bug_id"), type_="foreignkey")
        rows.drop_index(op.f("ix_import_rows_bug_id"))
        rows.drop_column("bug_id")
        rows.alter_column("idea_id", existing_type=BIG, nullable=False)
    with op.batch_alter_table("import_runs") as runs:
        runs.drop_constraint(op.f("ck_import_runs_kind"), type_="check")
        runs.drop_column("kind")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts_bugs")
    for table in (
        "bug_docs",
        "bug_alarms",
        "bug_concealments",
        "bug_sightings",
        "bug_logs",
    ):
        op.drop_table(table)


def _logs() -> None:
    op.create_table(
        "bug_logs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("bug_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("blanked", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_bug_logs_size")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_bug_logs_name")),
        sa.CheckConstraint("blanked >= 0", name=op.f("ck_bug_logs_blanked")),
        _to("bug_logs", "bug_id", "bugs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bug_logs")),
        sa.UniqueConstraint("bug_id", name=op.f("uq_bug_logs_bug_id")),
    )
    op.create_index(op.f("ix_bug_logs_name"), "bug_logs", ["name"])


def _sightings() -> None:
    op.create_table(
        "bug_sightings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("bug_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _to("bug_sightings", "bug_id", "bugs"),
        _to("bug_sightings", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bug_sightings")),
        sa.UniqueConstraint(
            "bug_id", "person_id", name=op.f("uq_bug_sightings_bug_id_person_id")
        ),
    )
    op.create_index(op.f("ix_bug_sightings_person_id"), "bug_sightings", ["person_id"])


def _concealments() -> None:
    op.create_table(
        "bug_concealments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("bug_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("revealed_at", MOMENT),
        sa.Column("revealed_by_id", BIG),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_bug_concealments_reason")),
        _to("bug_concealments", "bug_id", "bugs"),
        _to("bug_concealments", "by_id", "people"),
        _to("bug_concealments", "revealed_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bug_concealments")),
    )
    op.create_index(
        "uq_bug_concealments_living",
        "bug_concealments",
        ["bug_id"],
        unique=True,
        sqlite_where=NO_LONGER_HIDDEN,
        postgresql_where=NO_LONGER_HIDDEN,
    )


def _alarms() -> None:
    checks = {
        "kind": "kind IN ('words', 'rate')",
        "of_a_bug": "(kind = 'words') = (bug_id IS NOT NULL)",
        "of_a_build": "kind <> 'rate' OR build_id IS NOT NULL",
        "cleared_by": "(cleared_at IS NULL) = (cleared_by_id IS NULL)",
        "cleared_with": "cleared_at IS NULL OR reason <> ''",
    }
    op.create_table(
        "bug_alarms",
        sa.Column("id", BIG, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("bug_id", BIG),
        sa.Column("build_id", BIG),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("cleared_at", MOMENT),
        sa.Column("cleared_by_id", BIG),
        sa.Column("reason", sa.Text(), nullable=False),
        *(
            sa.CheckConstraint(text, name=op.f(f"ck_bug_alarms_{name}"))
            for name, text in checks.items()
        ),
        _to("bug_alarms", "space_id", "spaces"),
        _to("bug_alarms", "bug_id", "bugs"),
        _to("bug_alarms", "build_id", "builds"),
        _to("bug_alarms", "cleared_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bug_alarms")),
        sa.UniqueConstraint("cause", name=op.f("uq_bug_alarms_cause")),
    )
    op.create_index("ix_bug_alarms_open", "bug_alarms", ["cleared_at", "id"])


def _search() -> None:
    vector = postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite")
    op.create_table(
        "bug_docs",
        sa.Column("bug_id", BIG, autoincrement=False, nullable=False),
        sa.Column("title_tokens", sa.Text(), nullable=False),
        sa.Column("text_tokens", sa.Text(), nullable=False),
        sa.Column("vector", vector),
        sa.Column("indexed_at", MOMENT, nullable=False),
        _to("bug_docs", "bug_id", "bugs"),
        sa.PrimaryKeyConstraint("bug_id", name=op.f("pk_bug_docs")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_bug_docs_vector", "bug_docs", ["vector"], postgresql_using="gin"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_fts_bugs USING fts5("
        "title, words, tokenize = 'unicode61 remove_diacritics 0')"
    )


def _imports() -> None:
    with op.batch_alter_table("import_runs") as runs:
        runs.add_column(
            sa.Column("kind", sa.Text(), nullable=False, server_default="ideas")
        )
        runs.create_check_constraint(
            op.f("ck_import_runs_kind"), "kind IN ('ideas', 'bugs')"
        )
    with op.batch_alter_table("import_rows") as rows:
        rows.add_column(sa.Column("bug_id", BIG))
        rows.alter_column("idea_id", existing_type=BIG, nullable=True)
        rows.create_foreign_key(
            op.f("fk_import_rows_bug_id"), "bugs", ["bug_id"], ["id"]
        )
        rows.create_index(op.f("ix_import_rows_bug_id"), ["bug_id"])
        rows.create_check_constraint(op.f("ck_import_rows_one_thing"), ONE_THING)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)
