"""Roadmap items, their stages, and the products that come of them."""
