"""Notices in the site, and who is told of what."""
