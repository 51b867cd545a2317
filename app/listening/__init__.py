"""Voices from outside; nothing yet."""
