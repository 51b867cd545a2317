"""Ideas brought in from files, undoable."""
