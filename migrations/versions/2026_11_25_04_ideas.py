"""The tables of ideas, and the first terms."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from migrations.triggers import append_only, drop_append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Version 1 of the terms, in every language of the site; a new version is a new row.
TERMS = {
    "en": (
        "You keep your idea: it stays yours. You let us show it here for as long as it "
        "is published. If it reaches its goal, we may study it for up to a year. Only a "
        "revenue agreement that you sign lets us sell a product made from it. Send only "
        "what is your own, or what you may show. Sending an idea costs nothing."
    ),
    "zh_Hans": (
        "点子始终属于你。发布期间，你允许我们在本站展示它。达到目标后，我们最多可以研究一年。"
        "只有你签署了收益协议，我们才能销售由它做成的产品。请只提交自己的内容，或你有权展示的内容。"
        "提交点子不收任何费用。"
    ),
    "zh_Hant": (
        "點子始終屬於你。發布期間，你允許我們在本站展示它。達到目標後，我們最多可以研究一年。"
        "只有你簽署了收益協議，我們才能銷售由它做成的產品。請只提交自己的內容，或你有權展示的內容。"
        "提交點子不收任何費用。"
    ),
    "ja": (
        "アイデアはずっとあなたのものです。公開中は、このサイトでの掲載を許可していただきます。"
        "目標に届いたら、最長一年間、検討させていただきます。製品として販売できるのは、"
        "あなたが収益契約に署名した場合だけです。ご自身のもの、または公開してよいものだけを"
        "送ってください。アイデアの投稿に費用はかかりません。"
    ),
}


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_source", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("body_sanitiser", sa.Text(), nullable=False),
        sa.Column("body_plain", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("version", "lang", name=op.f("uq_terms_version_lang")),
    )
    op.create_table(
        "terms_acceptances",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_terms_acceptances_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_acceptances")),
        sa.UniqueConstraint(
            "person_id", "version", name=op.f("uq_terms_acceptances_person_id_version")
        ),
    )
    op.create_table(
        "ideas",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "space_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "rule_set_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "author_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "thread_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("cover_name", sa.Text(), nullable=True),
        sa.Column("cover_alt", sa.Text(), nullable=False),
        sa.Column("by_team", sa.Boolean(), nullable=False),
        sa.Column(
            "support_count",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "imported_count",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "next_rung",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "top_rung",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "rungs_crossed",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "progress",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "tries",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("topped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "canonical_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "merged_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "parent_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('product', 'improvement')", name=op.f("ck_ideas_outcome")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'needs_work', 'supporting', 'achieved', 'in_review', 'parked', 'approved', 'in_development', 'in_beta', 'launched', 'retired', 'rejected', 'declined', 'expired', 'withdrawn', 'merged')",
            name=op.f("ck_ideas_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('supporting', 'achieved', 'in_review', 'approved', 'in_development', 'in_beta', 'launched') OR published_at IS NOT NULL",
            name=op.f("ck_ideas_published"),
        ),
        sa.CheckConstraint(
            "canonical_id IS NULL OR canonical_id <> id",
            name=op.f("ck_ideas_canonical"),
        ),
        sa.CheckConstraint("imported_count >= 0", name=op.f("ck_ideas_imported_count")),
        sa.CheckConstraint("support_count >= 0", name=op.f("ck_ideas_support_count")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_ideas_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["canonical_id"], ["ideas.id"], name=op.f("fk_ideas_canonical_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["people.id"], name=op.f("fk_ideas_merged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["ideas.id"], name=op.f("fk_ideas_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["rule_sets.id"], name=op.f("fk_ideas_rule_set_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_ideas_space_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_ideas_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("number", name=op.f("uq_ideas_number")),
        sa.UniqueConstraint(
            "source", "source_id", name=op.f("uq_ideas_source_source_id")
        ),
    )
    op.create_index("ix_ideas_author", "ideas", ["author_id", "id"], unique=False)
    op.create_index(
        "ix_ideas_ending", "ideas", ["state", "deadline_at", "id"], unique=False
    )
    op.create_index("ix_ideas_most", "ideas", ["support_count", "id"], unique=False)
    op.create_index("ix_ideas_near", "ideas", ["state", "progress", "id"], unique=False)
    op.create_index("ix_ideas_newest", "ideas", ["published_at", "id"], unique=False)
    op.create_index(
        "ix_ideas_space_most",
        "ideas",
        ["space_id", "state", "support_count", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ideas_space_newest",
        "ideas",
        ["space_id", "published_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ideas_state_most", "ideas", ["state", "support_count", "id"], unique=False
    )
    op.create_index(
        "ix_ideas_state_newest", "ideas", ["state", "published_at", "id"], unique=False
    )
    op.create_table(
        "idea_clearances",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "given_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('deed_signed', 'deed_frozen', 'item_started', 'item_public', 'audit_clean')",
            name=op.f("ck_idea_clearances_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["people.id"], name=op.f("fk_idea_clearances_given_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_clearances_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_clearances")),
    )
    op.create_index(
        "uq_idea_clearances_living",
        "idea_clearances",
        ["idea_id", "kind"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "idea_concealments",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "revealed_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_idea_concealments_reason")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_idea_concealments_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_concealments_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["revealed_by_id"],
            ["people.id"],
            name=op.f("fk_idea_concealments_revealed_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_concealments")),
    )
    op.create_index(
        "uq_idea_concealments_living",
        "idea_concealments",
        ["idea_id"],
        unique=True,
        sqlite_where=sa.text("revealed_at IS NULL"),
        postgresql_where=sa.text("revealed_at IS NULL"),
    )
    op.create_table(
        "idea_fixes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "attempt",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "asked_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "criterion IN ('clear_need', 'own_material', 'picture', 'language', 'not_for_us', 'other')",
            name=op.f("ck_idea_fixes_criterion"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_idea_fixes_text")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_idea_fixes_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_fixes_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_fixes")),
    )
    op.create_index(
        "ix_idea_fixes_idea", "idea_fixes", ["idea_id", "attempt", "id"], unique=False
    )
    op.create_table(
        "idea_follows",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_follows_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_idea_follows_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_follows")),
        sa.UniqueConstraint(
            "idea_id", "person_id", name=op.f("uq_idea_follows_idea_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_idea_follows_person_id"), "idea_follows", ["person_id"], unique=False
    )
    op.create_table(
        "idea_pictures",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "width",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "height",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column(
            "place",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "width > 0 AND height > 0", name=op.f("ck_idea_pictures_size")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_pictures_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_pictures")),
        sa.UniqueConstraint(
            "idea_id", "place", name=op.f("uq_idea_pictures_idea_id_place")
        ),
    )
    op.create_table(
        "idea_revisions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column(
            "terms_version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_source", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("body_sanitiser", sa.Text(), nullable=False),
        sa.Column("body_plain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_revisions_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_revisions")),
        sa.UniqueConstraint("idea_id", "n", name=op.f("uq_idea_revisions_idea_id_n")),
    )
    op.create_table(
        "idea_rungs",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "threshold",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_rungs_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_rungs")),
        sa.UniqueConstraint("idea_id", "n", name=op.f("uq_idea_rungs_idea_id_n")),
    )
    op.create_table(
        "idea_stops",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at >= starts_at", name=op.f("ck_idea_stops_span")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_stops_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_stops")),
    )
    op.create_index(
        op.f("ix_idea_stops_idea_id"), "idea_stops", ["idea_id"], unique=False
    )
    op.create_index(
        "uq_idea_stops_open",
        "idea_stops",
        ["idea_id"],
        unique=True,
        sqlite_where=sa.text("ends_at IS NULL"),
        postgresql_where=sa.text("ends_at IS NULL"),
    )
    op.create_table(
        "idea_transitions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column(
            "actor_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason_text", sa.Text(), nullable=False),
        sa.Column(
            "rule_set_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("clock_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "from_state IN ('draft', 'submitted', 'needs_work', 'supporting', 'achieved', 'in_review', 'parked', 'approved', 'in_development', 'in_beta', 'launched', 'retired', 'rejected', 'declined', 'expired', 'withdrawn', 'merged')",
            name=op.f("ck_idea_transitions_from_state"),
        ),
        sa.CheckConstraint(
            "to_state IN ('draft', 'submitted', 'needs_work', 'supporting', 'achieved', 'in_review', 'parked', 'approved', 'in_development', 'in_beta', 'launched', 'retired', 'rejected', 'declined', 'expired', 'withdrawn', 'merged')",
            name=op.f("ck_idea_transitions_to_state"),
        ),
        sa.CheckConstraint(
            "to_state NOT IN ('rejected', 'declined') OR reason_text <> ''",
            name=op.f("ck_idea_transitions_refused_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_idea_transitions_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_idea_transitions_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"],
            ["rule_sets.id"],
            name=op.f("fk_idea_transitions_rule_set_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_transitions")),
    )
    op.create_index(
        "ix_idea_transitions_idea", "idea_transitions", ["idea_id", "id"], unique=False
    )
    op.create_table(
        "licence_grants",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "idea_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ended_reason = '' OR ends_at IS NOT NULL",
            name=op.f("ck_licence_grants_ended_with_date"),
        ),
        sa.CheckConstraint(
            "kind IN ('hosting', 'evaluation', 'product')",
            name=op.f("ck_licence_grants_kind"),
        ),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at >= starts_at",
            name=op.f("ck_licence_grants_span"),
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_licence_grants_idea_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_grants")),
    )
    op.create_index(
        "uq_licence_grants_living",
        "licence_grants",
        ["idea_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_reason = ''"),
        postgresql_where=sa.text("ended_reason = ''"),
    )
    for table in (
        "idea_transitions",
        "terms",
    ):
        append_only(table)
    _seed_terms()


def downgrade() -> None:
    for table in (
        "idea_transitions",
        "terms",
    ):
        drop_append_only(table)
    op.drop_index(
        "uq_licence_grants_living",
        table_name="licence_grants",
        sqlite_where=sa.text("ended_reason = ''"),
        postgresql_where=sa.text("ended_reason = ''"),
    )
    op.drop_table("licence_grants")
    op.drop_index("ix_idea_transitions_idea", table_name="idea_transitions")
    op.drop_table("idea_transitions")
    op.drop_index(
        "uq_idea_stops_open",
        table_name="idea_stops",
        sqlite_where=sa.text("ends_at IS NULL"),
        postgresql_where=sa.text("ends_at IS NULL"),
    )
    op.drop_index(op.f("ix_idea_stops_idea_id"), table_name="idea_stops")
    op.drop_table("idea_stops")
    op.drop_table("idea_rungs")
    op.drop_table("idea_revisions")
    op.drop_table("idea_pictures")
    op.drop_index(op.f("ix_idea_follows_person_id"), table_name="idea_follows")
    op.drop_table("idea_follows")
    op.drop_index("ix_idea_fixes_idea", table_name="idea_fixes")
    op.drop_table("idea_fixes")
    op.drop_index(
        "uq_idea_concealments_living",
        table_name="idea_concealments",
        sqlite_where=sa.text("revealed_at IS NULL"),
        postgresql_where=sa.text("revealed_at IS NULL"),
    )
    op.drop_table("idea_concealments")
    op.drop_index(
        "uq_idea_clearances_living",
        table_name="idea_clearances",
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_table("idea_clearances")
    op.drop_index("ix_ideas_state_newest", table_name="ideas")
    op.drop_index("ix_ideas_state_most", table_name="ideas")
    op.drop_index("ix_ideas_space_newest", table_name="ideas")
    op.drop_index("ix_ideas_space_most", table_name="ideas")
    op.drop_index("ix_ideas_newest", table_name="ideas")
    op.drop_index("ix_ideas_near", table_name="ideas")
    op.drop_index("ix_ideas_most", table_name="ideas")
    op.drop_index("ix_ideas_ending", table_name="ideas")
    op.drop_index("ix_ideas_author", table_name="ideas")
    op.drop_table("ideas")
    op.drop_table("terms_acceptances")
    op.drop_table("terms")


def _seed_terms() -> None:
    terms = sa.table(
        "terms",
        sa.column("version", sa.Integer()),
        sa.column("lang", sa.Text()),
        sa.column("effective_at", sa.DateTime(timezone=True)),
        sa.column("body_source", sa.Text()),
        sa.column("body_html", sa.Text()),
        sa.column("body_sanitiser", sa.Text()),
        sa.column("body_plain", sa.Text()),
    )
    op.bulk_insert(
        terms,
        [
            {
                "version": 1,
                "lang": lang,
                "effective_at": datetime(2020, 1, 1, tzinfo=UTC),
                "body_source": words,
                "body_html": f"<p>{words}</p>",
                "body_sanitiser": "1",
                "body_plain": words,
            }
            for lang, words in TERMS.items()
        ],
    )
