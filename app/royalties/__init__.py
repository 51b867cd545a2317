"""Deeds, sales, runs and statements: who earned what, and why."""
