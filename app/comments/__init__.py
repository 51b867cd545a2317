"""Threads and the comments in them: one level of replies, edits kept, locks."""
