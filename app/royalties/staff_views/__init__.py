"""Agreements, sales and runs, for product, finance and auditors."""

from app.royalties.staff_views import deeds, runs, sales
from app.royalties.staff_views.blueprint import bp

__all__ = ["bp", "deeds", "runs", "sales"]
