"""What migrations leave alone: tables and indexes that only one database has."""

UNSEEN = ("search_fts",)


def include_object(thing, name, kind, reflected, compare_to):
    """Skip the FTS tables, and on SQLite the index that only PostgreSQL has."""
    if kind == "table" and name.startswith(UNSEEN):
        return False
    return not (kind == "index" and name == "ix_search_docs_vector")
