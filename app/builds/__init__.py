"""Channels, weekly trains, builds and the votes on them."""
