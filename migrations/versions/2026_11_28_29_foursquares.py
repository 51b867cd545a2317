"""Four-squares, standings and awards."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only
from migrations.triggers.feedback_v1 import drop_feedback, feedback

revision = "0029"
down_revision = "0026"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVING = sa.text("revealed_at IS NULL")
TESTER = sa.text("kind = 'tester'")


def upgrade() -> None:
    _create_four_squares()
    _create_concealments()
    _create_standings()
    _create_awards()
    feedback()
    append_only("standings")


def downgrade() -> None:
    drop_append_only("standings")
    drop_feedback()
    for name in ("awards", "standings", "four_square_concealments", "four_squares"):
        op.drop_table(name)


def _key(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, BigInt, nullable=nullable)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _check(table: str, name: str, text: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}"))


def _create_four_squares() -> None:
    table = "four_squares"
    op.create_table(
        table,
        _key("id"),
        _key("build_id"),
        _key("person_id"),
        _words("mood"),
        _key("best_item_id", nullable=True),
        _key("worst_item_id", nullable=True),
        _key("want_idea_id", nullable=True),
        _words("why_best"),
        _words("why_worst"),
        _instant("at"),
        _check(table, "mood", "mood IN ('love', 'good', 'so_so', 'meh', 'broken')"),
        _check(table, "best_is_not_worst", "best_item_id <> worst_item_id"),
        _to(table, "build_id", "builds"),
        _to(table, "person_id", "people"),
        _to(table, "best_item_id", "build_items"),
        _to(table, "worst_item_id", "build_items"),
        _to(table, "want_idea_id", "ideas"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_four_squares")),
        sa.UniqueConstraint(
            "build_id", "person_id", name=op.f("uq_four_squares_build_id_person_id")
        ),
    )
    op.create_index(op.f("ix_four_squares_person_id"), table, ["person_id"])


def _create_concealments() -> None:
    table = "four_square_concealments"
    op.create_table(
        table,
        _key("id"),
        _key("four_square_id"),
        _key("by_id"),
        _words("reason"),
        _instant("at"),
        _instant("revealed_at", nullable=True),
        _key("revealed_by_id", nullable=True),
        _check(table, "reason", "reason <> ''"),
        _check(table, "revealed", "(revealed_at IS NULL) = (revealed_by_id IS NULL)"),
        _to(table, "four_square_id", "four_squares"),
        _to(table, "by_id", "people"),
        _to(table, "revealed_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_four_square_concealments")),
    )
    op.create_index(
        "uq_four_square_concealments_living",
        table,
        ["four_square_id"],
        unique=True,
        sqlite_where=LIVING,
        postgresql_where=LIVING,
    )


def _create_standings() -> None:
    table = "standings"
    op.create_table(
        table,
        _key("id"),
        _key("build_id"),
        _key("item_id"),
        _key("place"),
        _key("best_n"),
        _key("worst_n"),
        _key("respondents"),
        sa.Column("wilson_low", sa.Double(), nullable=False),
        sa.Column("few_voices", sa.Boolean(), nullable=False),
        _instant("closed_at"),
        _check(table, "place", "place > 0"),
        _check(table, "counted", "best_n >= 0 AND worst_n >= 0"),
        _check(table, "respondents", "best_n + worst_n <= respondents"),
        _check(table, "wilson_low", "wilson_low BETWEEN 0 AND 1"),
        _to(table, "build_id", "builds"),
        _to(table, "item_id", "build_items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standings")),
        sa.UniqueConstraint(
            "build_id", "item_id", name=op.f("uq_standings_build_id_item_id")
        ),
        sa.UniqueConstraint(
            "build_id", "place", name=op.f("uq_standings_build_id_place")
        ),
    )


def _create_awards() -> None:
    table = "awards"
    op.create_table(
        table,
        _key("id"),
        _key("build_id"),
        _words("kind"),
        _key("item_id", nullable=True),
        _key("bug_id", nullable=True),
        _key("person_id"),
        _words("text"),
        _key("given_by_id"),
        _instant("at"),
        _instant("announced_at", nullable=True),
        _check(table, "kind", "kind IN ('popcorn', 'tester')"),
        _check(table, "for_item", "kind <> 'popcorn' OR item_id IS NOT NULL"),
        _check(table, "reason", "kind <> 'tester' OR text <> ''"),
        _check(table, "not_to_oneself", "given_by_id <> person_id"),
        _to(table, "build_id", "builds"),
        _to(table, "item_id", "build_items"),
        _to(table, "bug_id", "bugs"),
        _to(table, "person_id", "people"),
        _to(table, "given_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint(
            "build_id",
            "kind",
            "person_id",
            name=op.f("uq_awards_build_id_kind_person_id"),
        ),
    )
    op.create_index(op.f("ix_awards_person_id"), table, ["person_id"])
    op.create_index(
        "uq_awards_tester",
        table,
        ["build_id"],
        unique=True,
        sqlite_where=TESTER,
        postgresql_where=TESTER,
    )
