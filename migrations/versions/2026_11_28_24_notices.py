"""Kinds of notices as people choose them, choices, the weekly mail, mails that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FORMER = (
    "kind IN ('decision_on_mine', 'idea_stage', 'rung', 'reply', 'build',"
    " 'bug_state', 'roadmap', 'deed_to_sign', 'statement', 'payout', 'to_do',"
    " 'security')"
)
KINDS = (
    "kind IN ('decision_on_mine', 'idea_stage', 'rung', 'idea_update', 'reply',"
    " 'mention', 'official_answer', 'answer_owed', 'merge', 'support_ruling',"
    " 'moderation', 'build', 'bug_state', 'roadmap', 'deed_to_sign', 'statement',"
    " 'payout', 'to_do', 'security')"
)
ALWAYS = (
    "kind IN ('decision_on_mine', 'support_ruling', 'moderation', 'deed_to_sign',"
    " 'statement', 'payout', 'security')"
)
# The beginning of a sentence's key, the kind it had, the kind it has.
MOVED = (
    ("support_", "decision_on_mine", "support_ruling"),
    ("ruling_", "decision_on_mine", "moderation"),
    ("appeal_", "decision_on_mine", "moderation"),
    ("idea_merged", "idea_stage", "merge"),
    ("mention", "reply", "mention"),
    ("answer_wanted", "to_do", "answer_owed"),
)
UNREAD = sa.text("read_at IS NULL")
WAITING = sa.text("sent_at IS NULL AND parked_at IS NULL AND address IS NOT NULL")
PARKED = sa.text("parked_at IS NOT NULL")
UNPOSTED = sa.text("sent_at IS NULL AND parked_at IS NULL")
CHOSEN = ("digest_runs", "notice_channels", "notice_choices")
LAST_TRY = 5
_notices = sa.table(
    "notices",
    sa.column("id", BigInt),
    sa.column("kind", sa.Text),
    sa.column("cause", sa.Text),
    sa.column("values", sa.JSON),
    sa.column("idea_id", BigInt),
)
_ideas = sa.table("ideas", sa.column("id", BigInt))


def upgrade() -> None:
    op.drop_index("ix_notices_unread", table_name="notices")
    with op.batch_alter_table("notices") as notices:
        notices.add_column(sa.Column("idea_id", BigInt, nullable=True))
        notices.add_column(_flag("on_site", sa.true()))
        notices.add_column(_flag("in_feed", sa.true()))
        notices.add_column(_flag("by_mail", sa.false()))
        notices.create_foreign_key(
            op.f("fk_notices_idea_id"), "ideas", ["idea_id"], ["id"]
        )
        notices.drop_constraint(op.f("ck_notices_kind"), type_="check")
        notices.create_check_constraint(op.f("ck_notices_kind"), KINDS)
        notices.create_check_constraint(
            op.f("ck_notices_unread_on_site"), "on_site OR read_at IS NOT NULL"
        )
    _index_unread()
    _move_kinds()
    _name_ideas()
    _create_choices()
    _create_digest_runs()
    _create_webhooks()
    op.add_column("mails", sa.Column("html", sa.Text(), nullable=True))
    op.add_column("mails", sa.Column("unsubscribe", sa.Text(), nullable=True))
    instant = sa.DateTime(timezone=True)
    op.add_column("mails", sa.Column("next_try_at", instant, nullable=True))
    op.add_column("mails", sa.Column("parked_at", instant, nullable=True))
    op.execute(
        "UPDATE mails SET parked_at = created_at "
        f"WHERE sent_at IS NULL AND attempts >= {LAST_TRY}"
    )
    _index_mails("ix_mails_waiting", WAITING)
    _index_mails("ix_mails_parked", PARKED)


def downgrade() -> None:
    op.drop_index("ix_mails_parked", table_name="mails")
    op.drop_index("ix_mails_waiting", table_name="mails")
    for name in ("parked_at", "next_try_at", "unsubscribe", "html"):
        op.drop_column("mails", name)
    for name in ("webhook_posts", "webhooks", *CHOSEN):
        op.drop_table(name)
    op.execute("DELETE FROM notices WHERE NOT on_site")
    op.execute("UPDATE notices SET kind = 'to_do' WHERE kind = 'answer_owed'")
    op.execute("UPDATE notices SET kind = 'idea_stage' WHERE kind = 'merge'")
    op.execute(
        "UPDATE notices SET kind = 'decision_on_mine' "
        "WHERE kind IN ('support_ruling', 'moderation')"
    )
    op.execute(
        "UPDATE notices SET kind = 'reply' "
        "WHERE kind IN ('mention', 'official_answer', 'idea_update')"
    )
    op.drop_index("ix_notices_unread", table_name="notices")
    with op.batch_alter_table("notices") as notices:
        notices.drop_constraint(op.f("ck_notices_unread_on_site"), type_="check")
        notices.drop_constraint(op.f("ck_notices_kind"), type_="check")
        notices.create_check_constraint(op.f("ck_notices_kind"), FORMER)
        notices.drop_constraint(op.f("fk_notices_idea_id"), type_="foreignkey")
        for name in ("by_mail", "in_feed", "on_site", "idea_id"):
            notices.drop_column(name)
    _index_unread()


def _flag(name: str, usual: sa.ColumnElement[bool]) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=usual)


def _index_unread() -> None:
    op.create_index(
        "ix_notices_unread",
        "notices",
        ["person_id", "id"],
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )


def _index_mails(name: str, which: sa.TextClause) -> None:
    op.create_index(name, "mails", ["id"], sqlite_where=which, postgresql_where=which)


def _move_kinds() -> None:
    """What was told keeps its words, and comes under the kind it now has."""
    bind = op.get_bind()
    for row in bind.execute(sa.select(_notices)).all():
        what = str(row.values.get("what", ""))
        for start, former, kind in MOVED:
            if row.kind == former and what.startswith(start):
                mine = sa.update(_notices).where(_notices.c.id == row.id)
                bind.execute(mine.values(kind=kind))


def _name_ideas() -> None:
    """The cause of what was told of an idea begins with its key."""
    bind = op.get_bind()
    known = set(bind.execute(sa.select(_ideas.c.id)).scalars())
    told = sa.select(_notices).where(_notices.c.cause.like("idea:%"))
    for row in bind.execute(told).all():
        key = row.cause.split(":")[1]
        if key.isdigit() and int(key) in known:
            mine = sa.update(_notices).where(_notices.c.id == row.id)
            bind.execute(mine.values(idea_id=int(key)))


def _create_choices() -> None:
    op.create_table(
        "notice_choices",
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("has_digest", sa.Boolean(), nullable=False),
        sa.Column("feed_number", BigInt, nullable=False),
        sa.CheckConstraint(
            "level IN ('all', 'mine', 'must')", name=op.f("ck_notice_choices_level")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notice_choices_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_choices")),
    )
    op.create_table(
        "notice_channels",
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_notice_channels_kind")),
        sa.CheckConstraint(
            "channel IN ('site', 'mail', 'feed')",
            name=op.f("ck_notice_channels_channel"),
        ),
        sa.CheckConstraint(
            f"is_on OR channel = 'feed' OR NOT ({ALWAYS})",
            name=op.f("ck_notice_channels_always_on"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notice_channels_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "kind", "channel", name=op.f("pk_notice_channels")
        ),
    )


def _create_digest_runs() -> None:
    op.create_table(
        "digest_runs",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_person_id", BigInt, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("since_at < due_at", name=op.f("ck_digest_runs_span")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_runs")),
        sa.UniqueConstraint("due_at", name=op.f("uq_digest_runs_due_at")),
    )


def _create_webhooks() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "webhooks",
        sa.Column("space_id", BigInt, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.CheckConstraint(
            "kind IN ('feishu', 'wecom', 'dingtalk', 'slack', 'discord')",
            name=op.f("ck_webhooks_kind"),
        ),
        sa.CheckConstraint(
            "substr(url, 1, 8) = 'https://'", name=op.f("ck_webhooks_url")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_webhooks_space_id")
        ),
        sa.PrimaryKeyConstraint("space_id", name=op.f("pk_webhooks")),
    )
    op.create_table(
        "webhook_posts",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("space_id", BigInt, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("sent_at", instant, nullable=True),
        sa.Column("attempts", BigInt, nullable=False),
        sa.Column("next_try_at", instant, nullable=True),
        sa.Column("parked_at", instant, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_webhook_posts_space_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_posts")),
        sa.UniqueConstraint(
            "space_id", "cause", name=op.f("uq_webhook_posts_space_id_cause")
        ),
    )
    op.create_index(
        "ix_webhook_posts_waiting",
        "webhook_posts",
        ["id"],
        sqlite_where=UNPOSTED,
        postgresql_where=UNPOSTED,
    )
