"""Preparing pictures: claim one, encode it outside any transaction, show it."""

from collections.abc import Sequence

from app.comments import commands
from app.kernel import stashes
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.pictures import Picture


def prepare_pictures() -> int:
    """Prepare every picture that waits; safe to begin again anywhere."""
    return stashes.prepare_each(_claim, _finish, _fail)


def _claim() -> tuple[int, str] | None:
    with atomic():
        return commands.claim_picture(SYSTEM)


def _finish(picture_id: int, sizes: Sequence[Picture]) -> None:
    with atomic():
        commands.finish_picture(SYSTEM, picture_id, sizes)


def _fail(picture_id: int, code: str) -> None:
    with atomic():
        commands.fail_picture(SYSTEM, picture_id, code)
