"""The whole week of a train, its gate, goodwill for a late one, doors for machines."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CODES = (
    "'', 'holiday', 'empty', 'joined', 'blocked', 'gate', 'unsigned', 'unsoaked', "
    "'announced', 'halted', 'resumed'"
)
STEPS = ("freeze_at", "question_close_at", "preview_at", "rc_at", "gate_at")
ADDED = ("question_close_at", "gate_at", "gate_passed_at", "late_at")
CHECKS = {
    "reason_code": f"reason_code IN ({CODES})",
    "reason": "state NOT IN ('delayed', 'halted', 'skipped') OR reason_code <> ''",
    "reason_words": (
        "reason_code NOT IN ('announced', 'halted', 'resumed') OR reason <> ''"
    ),
    "reports_after": (
        "report_close_at > publish_at AND standings_at >= report_close_at "
        "AND awards_at >= standings_at"
    ),
    "steps_before": " AND ".join(
        f"({at} IS NULL OR {at} <= publish_at)" for at in STEPS
    ),
    "gate_first": (
        "published_at IS NULL OR gate_at IS NULL OR gate_passed_at IS NOT NULL"
    ),
}
BEFORE = {
    "reason": "state <> 'delayed' OR reason <> ''",
    "reports_after": "report_close_at > publish_at",
}


def upgrade() -> None:
    with op.batch_alter_table("trains") as trains:
        for name in BEFORE:
            trains.drop_constraint(op.f(f"ck_trains_{name}"), type_="check")
        for name in (*ADDED, "standings_at", "awards_at"):
            trains.add_column(sa.Column(name, MOMENT))
        trains.add_column(
            sa.Column("reason_code", sa.Text(), nullable=False, server_default="")
        )
        trains.add_column(sa.Column("cut_from_id", BIG))
    op.execute(
        "UPDATE trains SET standings_at = report_close_at, awards_at = report_close_at, "
        "reason_code = CASE WHEN state = 'skipped' THEN 'empty' "
        "WHEN state = 'halted' THEN 'halted' WHEN reason <> '' THEN 'announced' "
        "ELSE '' END"
    )
    op.execute(
        "UPDATE trains SET reason = 'Halted.' WHERE state = 'halted' AND reason = ''"
    )
    with op.batch_alter_table("trains") as trains:
        trains.alter_column("standings_at", existing_type=MOMENT, nullable=False)
        trains.alter_column("awards_at", existing_type=MOMENT, nullable=False)
        trains.create_foreign_key(
            op.f("fk_trains_cut_from_id"), "trains", ["cut_from_id"], ["id"]
        )
        for name, check in CHECKS.items():
            trains.create_check_constraint(op.f(f"ck_trains_{name}"), check)
    _make_gates()
    _make_goodwills()
    _make_hooks()


def downgrade() -> None:
    for table in ("build_registrations", "build_hooks", "goodwills", "train_gates"):
        op.drop_table(table)
    op.execute(
        "UPDATE trains SET reason = reason_code WHERE state = 'delayed' AND reason = ''"
    )
    with op.batch_alter_table("trains") as trains:
        for name in CHECKS:
            trains.drop_constraint(op.f(f"ck_trains_{name}"), type_="check")
        trains.drop_constraint(op.f("fk_trains_cut_from_id"), type_="foreignkey")
    with op.batch_alter_table("trains") as trains:
        for name in (*ADDED, "standings_at", "awards_at", "reason_code", "cut_from_id"):
            trains.drop_column(name)
        for name, check in BEFORE.items():
            trains.create_check_constraint(op.f(f"ck_trains_{name}"), check)


def _make_gates() -> None:
    op.create_table(
        "train_gates",
        sa.Column("id", BIG, nullable=False),
        sa.Column("train_id", BIG, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("testers", BIG, nullable=False),
        sa.Column("needed", BIG, nullable=False),
        sa.Column("ok", BIG, nullable=False),
        sa.Column("blockers", BIG, nullable=False),
        sa.Column("is_go", sa.Boolean(), nullable=False),
        sa.Column("signed_by_id", BIG, nullable=True),
        sa.CheckConstraint(
            "testers >= 0 AND needed >= 0 AND ok >= 0 AND blockers >= 0",
            name=op.f("ck_train_gates_counts"),
        ),
        sa.CheckConstraint(
            "NOT is_go OR blockers = 0", name=op.f("ck_train_gates_blockers")
        ),
        sa.CheckConstraint(
            "NOT is_go OR (testers > 0 AND ok >= needed) OR signed_by_id IS NOT NULL",
            name=op.f("ck_train_gates_go"),
        ),
        *_links("train_gates", train_id="trains.id", signed_by_id="people.id"),
        sa.UniqueConstraint(
            "train_id", "due_at", name=op.f("uq_train_gates_train_id_due_at")
        ),
    )


def _make_goodwills() -> None:
    op.create_table(
        "goodwills",
        sa.Column("id", BIG, nullable=False),
        sa.Column("train_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=True),
        sa.Column("kept_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "choice IN ('', 'earlier_place', 'first_purchase', 'question')",
            name=op.f("ck_goodwills_choice"),
        ),
        sa.CheckConstraint(
            "(choice = '') = (chosen_at IS NULL)", name=op.f("ck_goodwills_chosen")
        ),
        sa.CheckConstraint(
            "(choice = 'question') = (question <> '')",
            name=op.f("ck_goodwills_question"),
        ),
        sa.CheckConstraint(
            "kept_at IS NULL OR chosen_at IS NOT NULL", name=op.f("ck_goodwills_kept")
        ),
        *_links("goodwills", train_id="trains.id", person_id="people.id"),
        sa.UniqueConstraint(
            "train_id", "person_id", name=op.f("uq_goodwills_train_id_person_id")
        ),
    )
    op.create_index(op.f("ix_goodwills_person_id"), "goodwills", ["person_id"])
    op.create_index("ix_goodwills_chosen", "goodwills", ["chosen_at", "id"])


def _make_hooks() -> None:
    op.create_table(
        "build_hooks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_build_hooks_name")),
        *_links("build_hooks", space_id="spaces.id", made_by_id="people.id"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_build_hooks_token_hash")),
    )
    op.create_index("ix_build_hooks_of_space", "build_hooks", ["space_id", "id"])
    op.create_table(
        "build_registrations",
        sa.Column("id", BIG, nullable=False),
        sa.Column("build_id", BIG, nullable=False),
        sa.Column("hook_id", BIG, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "source <> '' AND source_id <> ''", name=op.f("ck_build_registrations_key")
        ),
        *_links("build_registrations", build_id="builds.id", hook_id="build_hooks.id"),
        sa.UniqueConstraint(
            "hook_id",
            "source",
            "source_id",
            name=op.f("uq_build_registrations_hook_id_source_source_id"),
        ),
    )
    op.create_index(
        op.f("ix_build_registrations_build_id"), "build_registrations", ["build_id"]
    )


def _links(table: str, **columns: str) -> list[sa.Constraint]:
    """The key of a table, and where its columns point."""
    links = [
        sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_{table}_{name}"))
        for name, to in columns.items()
    ]
    return [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")), *links]
