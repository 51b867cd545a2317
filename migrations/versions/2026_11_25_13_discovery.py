"""The tables of discovery: one metadata, two full-text indexes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_docs",
        sa.Column("idea_id", BigInt, autoincrement=False, nullable=False),
        sa.Column("space_id", BigInt, nullable=False),
        sa.Column("number", BigInt, nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_tokens", sa.Text(), nullable=False),
        sa.Column("text_tokens", sa.Text(), nullable=False),
        sa.Column(
            "vector",
            postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"),
            nullable=True,
        ),
        sa.Column("indexed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_search_docs_idea_id")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_search_docs_space_id")
        ),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_search_docs")),
    )
    op.create_index(op.f("ix_search_docs_space_id"), "search_docs", ["space_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_search_docs_vector", "search_docs", ["vector"], postgresql_using="gin"
        )
        return
    # the words come cut and folded already: the tokeniser only splits at the spaces
    op.execute(
        "CREATE VIRTUAL TABLE search_fts USING fts5("
        "title, words, tokenize = 'unicode61 remove_diacritics 0')"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    op.drop_table("search_docs")
