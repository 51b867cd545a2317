"""Coming in and going out, own settings, ways to sign in."""

from app.people.views import entering, proving, security, settings
from app.people.views.blueprint import bp

__all__ = ["bp", "entering", "proving", "security", "settings"]
