"""SearchDoc and BugDoc: pre-cut words, as both databases index them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model

# SQLite's index: a plain FTS5 table whose rowid is the idea, written by `index`.
FTS = "search_fts"
# The same for bugs; its rowid is the bug.
BUG_FTS = "search_fts_bugs"


class SearchDoc(Model):
    """What search knows of an idea: tokens of title and text, spaces between them.

    `vector` is PostgreSQL's index; on SQLite it stays empty and `search_fts` serves.
    """

    __tablename__ = "search_docs"
    __table_args__ = (
        Index("ix_search_docs_vector", "vector", postgresql_using="gin").ddl_if(
            dialect="postgresql"
        ),
    )

    idea_id: Mapped[int] = mapped_column(
        ForeignKey("ideas.id"), primary_key=True, autoincrement=False
    )
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    number: Mapped[int]
    lang: Mapped[str]
    title: Mapped[str]
    title_tokens: Mapped[str]
    text_tokens: Mapped[str]
    vector: Mapped[str | None] = mapped_column(
        TSVECTOR().with_variant(Text(), "sqlite"), deferred=True
    )
    indexed_at: Mapped[datetime]


class BugDoc(Model):
    """What search knows of a bug, to find the same fault told in other words."""

    __tablename__ = "bug_docs"
    __table_args__ = (
        Index("ix_bug_docs_vector", "vector", postgresql_using="gin").ddl_if(
            dialect="postgresql"
        ),
    )

    bug_id: Mapped[int] = mapped_column(
        ForeignKey("bugs.id"), primary_key=True, autoincrement=False
    )
    title_tokens: Mapped[str]
    text_tokens: Mapped[str]
    vector: Mapped[str | None] = mapped_column(
        TSVECTOR().with_variant(Text(), "sqlite"), deferred=True
    )
    indexed_at: Mapped[datetime]
