"""Preparing pictures: claim one, encode it outside any transaction, show it."""

from app.ideas import commands
from app.kernel import pictures
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.kernel.errors import Refusal


def prepare_pictures() -> int:
    """Prepare every picture that waits, one by one; safe to begin again anywhere.

    A stash goes only after the picture's row has what came of it.
    """
    done = 0
    while (claimed := _claim()) is not None:
        _prepare(*claimed)
        done += 1
    return done


def _claim() -> tuple[int, str] | None:
    with atomic():
        return commands.claim_picture(SYSTEM)


def _prepare(picture_id: int, stash: str) -> None:
    try:
        sizes = pictures.prepare(stash)
    except Refusal as refusal:
        with atomic():
            commands.fail_picture(SYSTEM, picture_id, refusal.code)
    else:
        with atomic():
            commands.finish_picture(SYSTEM, picture_id, sizes)
    pictures.drop(stash)
