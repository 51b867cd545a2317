"""Rate limits; with the store gone they still answer 429, never 500."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.kernel.text import fold

limiter = Limiter(key_func=get_remote_address, in_memory_fallback_enabled=True)


def init_app(app: Flask) -> None:
    """Count in Redis where there is one, else in memory."""
    app.config.setdefault(
        "RATELIMIT_STORAGE_URI", app.config.get("REDIS_URL") or "memory://"
    )
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)


def by_name() -> str:
    """The key of limits per sign-in name."""
    return f"name:{fold(request.form.get('name', ''))[:100]}"
