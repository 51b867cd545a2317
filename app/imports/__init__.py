"""Ideas and bugs brought in from files, undoable."""
