"""Customer boards; nothing yet."""
