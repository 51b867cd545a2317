"""Reading import runs."""

from sqlalchemy import select

from app.imports.models import ImportRun
from app.kernel.db import db


def runs() -> list[ImportRun]:
    """Every run, the newest first."""
    return list(db.session.scalars(select(ImportRun).order_by(ImportRun.id.desc())))
