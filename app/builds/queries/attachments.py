"""Pictures, videos and files of a build."""

from sqlalchemy import func, select

from app.builds.models import Build, BuildAttachment
from app.kernel.db import db


def attachments_of(build: Build) -> list[BuildAttachment]:
    """All that hangs on a build, in the order in which it was added."""
    statement = select(BuildAttachment).where(BuildAttachment.build_id == build.id)
    return list(db.session.scalars(statement.order_by(BuildAttachment.id)))


def attachment(build: Build, attachment_id: int) -> BuildAttachment | None:
    """One of them, if it is this build's."""
    statement = select(BuildAttachment).where(
        BuildAttachment.id == attachment_id, BuildAttachment.build_id == build.id
    )
    return db.session.scalar(statement)


def count_attachments(build_id: int, kind: str) -> int:
    """How many of a kind hang on a build."""
    statement = select(func.count()).where(
        BuildAttachment.build_id == build_id, BuildAttachment.kind == kind
    )
    return db.session.scalar(statement) or 0
