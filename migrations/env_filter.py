"""What migrations leave alone: tables and indexes that only one database has."""

UNSEEN = ("search_fts",)
UNSEEN_INDEXES = ("ix_search_docs_vector", "ix_bug_docs_vector")


def include_object(thing, name, kind, reflected, compare_to):
    """Skip the FTS tables, and on SQLite the indexes that only PostgreSQL has."""
    if kind == "table" and name.startswith(UNSEEN):
        return False
    return not (kind == "index" and name in UNSEEN_INDEXES)
