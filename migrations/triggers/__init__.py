"""Trigger texts, versioned and never edited: a change is a new module.

`append_only(table)` refuses UPDATE, DELETE and, on PostgreSQL, TRUNCATE.
"""

from migrations.triggers.append_only_v1 import append_only, drop_append_only

__all__ = ["append_only", "drop_append_only"]
