"""Double entry: knows money, not why it moves."""
