"""Spaces, their versioned rule sets, and the page of site settings."""
