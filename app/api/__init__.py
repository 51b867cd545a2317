"""The outside shapes; nothing yet."""
