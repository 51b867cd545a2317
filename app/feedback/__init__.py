"""Bugs in builds, from report to verified fix."""
