"""Places, passes and removals of testers, the wall of founders, the weekly question."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
FOUNDERS = 100
STANDS = "outcome IS NULL OR outcome = 'dismissed'"
TAKEN = "taken >= 0 AND (capacity IS NULL OR taken <= capacity)"


def upgrade() -> None:
    _passes()
    _enrolments()
    _count_taken()
    _removals()
    _founders()
    _questions()


def downgrade() -> None:
    for name in (
        "poll_choices",
        "question_ideas",
        "questions",
        "founders",
        "enrolment_removals",
    ):
        op.drop_table(name)
    op.drop_column("channels", "taken")
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.drop_index("ix_enrolments_queue")
        for check in ("active", "score"):
            enrolments.drop_constraint(op.f(f"ck_enrolments_{check}"), type_="check")
        enrolments.drop_constraint(op.f("fk_enrolments_pass_id"), type_="foreignkey")
        enrolments.drop_column("pass_id")
        enrolments.drop_column("active_at")
    op.drop_table("channel_passes")


def _passes() -> None:
    op.create_table(
        "channel_passes",
        sa.Column("id", Key, nullable=False),
        _to("channel_passes", "channel_id", "channels"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _to("channel_passes", "made_by_id", "people"),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("max_uses", Key, nullable=False),
        sa.Column("used", Key, nullable=False),
        sa.Column("ended_at", Moment, nullable=True),
        _check("channel_passes", "kind", "kind IN ('link', 'device')"),
        _check("channel_passes", "used", "used >= 0 AND used <= max_uses"),
        _check("channel_passes", "device", "kind <> 'device' OR max_uses = 1"),
        _check("channel_passes", "span", "ends_at > created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_passes")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_channel_passes_token_hash")),
    )
    op.create_index(
        "ix_channel_passes_of_channel", "channel_passes", ["channel_id", "id"]
    )


def _enrolments() -> None:
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.add_column(sa.Column("active_at", Moment, nullable=True))
        enrolments.add_column(sa.Column("pass_id", Key, nullable=True))
        enrolments.create_foreign_key(
            op.f("fk_enrolments_pass_id"), "channel_passes", ["pass_id"], ["id"]
        )
    op.execute("UPDATE enrolments SET active_at = at")
    op.execute("UPDATE enrolments SET score = 0 WHERE score < 0")
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.create_check_constraint(
            op.f("ck_enrolments_active"), "state <> 'active' OR active_at IS NOT NULL"
        )
        enrolments.create_check_constraint(op.f("ck_enrolments_score"), "score >= 0")
        enrolments.create_index(
            "ix_enrolments_queue", ["channel_id", "state", "score", "at", "id"]
        )


def _count_taken() -> None:
    """Other tables name channels: so no rebuild, a column that brings its check."""
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(
        f"ALTER TABLE channels ADD COLUMN taken {number} NOT NULL DEFAULT 0 "
        f"CONSTRAINT ck_channels_taken CHECK ({TAKEN})"
    )
    op.execute(
        "UPDATE channels SET taken = (SELECT count(*) FROM enrolments "
        "WHERE enrolments.channel_id = channels.id AND enrolments.state = 'active')"
    )


def _removals() -> None:
    table = "enrolment_removals"
    op.create_table(
        table,
        sa.Column("id", Key, nullable=False),
        _to(table, "enrolment_id", "enrolments"),
        _to(table, "person_id", "people"),
        _to(table, "by_id", "people"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appealed_at", Moment, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        _to(table, "answered_by_id", "people", nullable=True),
        sa.Column("answered_at", Moment, nullable=True),
        _check(table, "reason", "reason <> ''"),
        _check(table, "own_matter", "by_id <> person_id"),
        _check(table, "appeal", "(appealed_at IS NULL) = (appeal = '')"),
        _check(
            table, "outcome", "outcome IS NULL OR outcome IN ('upheld', 'dismissed')"
        ),
        _check(
            table,
            "answered",
            "(outcome IS NULL) = (answered_by_id IS NULL) "
            "AND (outcome IS NULL) = (answered_at IS NULL)",
        ),
        _check(
            table,
            "answer",
            "outcome IS NULL OR (answer <> '' AND appealed_at IS NOT NULL)",
        ),
        _check(
            table,
            "four_eyes",
            "answered_by_id IS NULL OR answered_by_id NOT IN (by_id, person_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_removals")),
    )
    op.create_index("ix_enrolment_removals_person_id", table, ["person_id"])
    op.create_index(
        "uq_enrolment_removals_standing",
        table,
        ["enrolment_id"],
        unique=True,
        sqlite_where=sa.text(STANDS),
        postgresql_where=sa.text(STANDS),
    )


def _founders() -> None:
    """The wall, and on it who came first so far."""
    op.create_table(
        "founders",
        sa.Column("id", Key, nullable=False),
        _to("founders", "space_id", "spaces"),
        _to("founders", "person_id", "people"),
        sa.Column("place", Key, nullable=False),
        sa.Column("at", Moment, nullable=False),
        _check("founders", "place", "place > 0"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_founders")),
        sa.UniqueConstraint(
            "space_id", "place", name=op.f("uq_founders_space_id_place")
        ),
        sa.UniqueConstraint(
            "space_id", "person_id", name=op.f("uq_founders_space_id_person_id")
        ),
    )
    op.create_index("ix_founders_person_id", "founders", ["person_id"])
    first = (
        "SELECT channels.space_id, enrolments.person_id, min(enrolments.at) AS at, "
        "row_number() OVER (PARTITION BY channels.space_id "
        "ORDER BY min(enrolments.at), enrolments.person_id) AS place "
        "FROM enrolments JOIN channels ON channels.id = enrolments.channel_id "
        "WHERE enrolments.state IN ('active', 'dormant', 'left') "
        "GROUP BY channels.space_id, enrolments.person_id"
    )
    op.execute(
        "INSERT INTO founders (space_id, person_id, place, at) "
        f"SELECT space_id, person_id, place, at FROM ({first}) AS first "
        f"WHERE place <= {FOUNDERS}"
    )


def _questions() -> None:
    op.create_table(
        "questions",
        _to("questions", "train_id", "trains"),
        _to("questions", "space_id", "spaces"),
        sa.Column("opens_at", Moment, nullable=False),
        sa.Column("closes_at", Moment, nullable=False),
        _to("questions", "taken_idea_id", "ideas", nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        _to("questions", "answered_by_id", "people", nullable=True),
        sa.Column("answered_at", Moment, nullable=True),
        _check("questions", "span", "closes_at > opens_at"),
        _check(
            "questions",
            "answered",
            "(answered_at IS NULL) = (answered_by_id IS NULL) "
            "AND (answered_at IS NULL) = (answer = '')",
        ),
        _check(
            "questions", "taken", "taken_idea_id IS NULL OR answered_at IS NOT NULL"
        ),
        _check(
            "questions",
            "answered_late",
            "answered_at IS NULL OR answered_at >= closes_at",
        ),
        sa.PrimaryKeyConstraint("train_id", name=op.f("pk_questions")),
    )
    op.create_index("ix_questions_space", "questions", ["space_id", "opens_at"])
    op.create_table(
        "question_ideas",
        _to("question_ideas", "train_id", "questions", "train_id"),
        _to("question_ideas", "idea_id", "ideas"),
        sa.Column("place", Key, nullable=False),
        _check("question_ideas", "place", "place > 0"),
        sa.PrimaryKeyConstraint("train_id", "idea_id", name=op.f("pk_question_ideas")),
        sa.UniqueConstraint(
            "train_id", "place", name=op.f("uq_question_ideas_train_id_place")
        ),
    )
    op.create_table(
        "poll_choices",
        sa.Column("id", Key, nullable=False),
        sa.Column("train_id", Key, nullable=False),
        _to("poll_choices", "person_id", "people"),
        sa.Column("idea_id", Key, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["train_id", "idea_id"],
            ["question_ideas.train_id", "question_ideas.idea_id"],
            name=op.f("fk_poll_choices_train_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_choices")),
        sa.UniqueConstraint(
            "train_id", "person_id", name=op.f("uq_poll_choices_train_id_person_id")
        ),
    )
    op.create_index("ix_poll_choices_person_id", "poll_choices", ["person_id"])
    op.create_index("ix_poll_choices_idea", "poll_choices", ["train_id", "idea_id"])


def _to(
    table: str, column: str, other: str, key: str = "id", *, nullable: bool = False
) -> sa.Column:
    """A column that names a row of another table."""
    name = op.f(f"fk_{table}_{column}")
    return sa.Column(
        column, Key, sa.ForeignKey(f"{other}.{key}", name=name), nullable=nullable
    )


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
