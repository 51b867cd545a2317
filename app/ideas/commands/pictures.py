"""Pictures of an idea: sent, prepared by a job, described, put in order, taken off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.ideas import policies, queries
from app.ideas.commands import refusals
from app.ideas.commands.drafts import changed
from app.ideas.commands.moving import game_of, lock
from app.ideas.events import IdeaChanged, PictureSent
from app.ideas.models import FOCUS_STEP, Idea, IdeaPicture
from app.kernel import clock, stashes
from app.kernel.actor import Actor
from app.kernel.db import db
from app.kernel.events import emit
from app.kernel.pictures import Picture
from app.kernel.policies import require

_MIDDLE = 50


@dataclass(frozen=True, slots=True)
class Look:
    """What an author says of one picture; `focus` is its heart, in per cent."""

    alt: str = ""
    is_decorative: bool = False
    focus: tuple[int, int] = (_MIDDLE, _MIDDLE)
    place: int | None = None


def attach(
    actor: Actor,
    idea: Idea,
    picture: Picture,
    alt: str,
    smaller: Sequence[Picture] = (),
) -> IdeaPicture:
    """Add a picture that our own code prepared; the first one becomes the cover."""
    row = _add(actor, idea, alt)
    row.show([*smaller, picture])
    db.session.flush()
    _set_cover(idea)
    changed(idea)
    return row


def send_picture(
    actor: Actor, idea: Idea, stash: str, file_name: str, alt: str = ""
) -> IdeaPicture:
    """Add a picture that waits in a stash for the job that prepares it."""
    row = _add(actor, idea, alt)
    row.wait(stash, file_name)
    db.session.flush()
    changed(idea)
    emit(PictureSent(idea_id=idea.id, picture_id=row.id))
    db.session.flush()
    return row


def claim_picture(actor: Actor) -> tuple[int, str] | None:
    """Take up the next picture that waits: its key and its stash; None, no work."""
    return stashes.claim(actor, IdeaPicture)


def finish_picture(actor: Actor, picture_id: int, sizes: Sequence[Picture]) -> None:
    """Show a prepared picture, the smallest size first; twice is the same as once.

    It is no edit: whoever writes at the idea meanwhile has no conflict with it.
    """
    row = stashes.finish(actor, IdeaPicture, picture_id, sizes)
    if row is not None:
        _show_anew(row.idea_id)


def fail_picture(actor: Actor, picture_id: int, code: str) -> None:
    """Note why a picture cannot be shown; its author reads it with the file's name."""
    stashes.fail(actor, IdeaPicture, picture_id, code)


def detach(actor: Actor, idea: Idea, picture_id: int) -> None:
    """Take a picture off again; a picture that is not there is no matter."""
    require(policies.may_edit, actor, idea)
    lock(idea)
    for picture in queries.pictures_of(idea.id):
        if picture.id == picture_id:
            db.session.delete(picture)
    db.session.flush()
    _set_cover(idea)
    changed(idea)


def arrange(actor: Actor, idea: Idea, looks: Mapping[int, Look]) -> None:
    """Describe its pictures and put them in order: what is said, by their keys."""
    require(policies.may_edit, actor, idea)
    lock(idea)
    rows = queries.pictures_of(idea.id)
    for row in rows:
        if row.id in looks:
            _describe(row, looks[row.id])
    _put_in_order(rows, looks)
    db.session.flush()
    _set_cover(idea)
    changed(idea)


def _add(actor: Actor, idea: Idea, alt: str) -> IdeaPicture:
    require(policies.may_edit, actor, idea)
    lock(idea)
    most = game_of(idea).max_pictures
    if len(queries.pictures_of(idea.id)) >= most:
        raise refusals.TooManyPictures(most=most, field="pictures")
    last = select(func.max(IdeaPicture.place)).where(IdeaPicture.idea_id == idea.id)
    place = (db.session.scalar(last) or 0) + 1
    row = IdeaPicture(
        idea_id=idea.id, place=place, alt=alt.strip(), created_at=clock.now()
    )
    db.session.add(row)
    return row


def _show_anew(idea_id: int) -> None:
    idea = db.session.get_one(Idea, idea_id)
    lock(idea)
    _set_cover(idea)
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()


def _describe(row: IdeaPicture, look: Look) -> None:
    row.is_decorative = look.is_decorative
    row.alt = "" if look.is_decorative else look.alt.strip()
    row.focus_x, row.focus_y = (_step(per_cent) for per_cent in look.focus)


def _step(per_cent: int) -> int:
    """The nearest step that the pages know a place for."""
    inside = min(max(per_cent, 0), 100)
    return round(inside / FOCUS_STEP) * FOCUS_STEP


def _put_in_order(rows: list[IdeaPicture], looks: Mapping[int, Look]) -> None:
    """The order the author chose; of two in one place, the moved one comes first."""
    if all(look.place is None for look in looks.values()):
        return

    def rank(row: IdeaPicture) -> tuple[int, bool, int]:
        place = looks[row.id].place if row.id in looks else None
        return place or row.place, place in (None, row.place), row.place

    # the key (idea, place) holds at every moment: first out of the way, then in order
    ordered = sorted(rows, key=rank)
    for row in rows:
        row.place = -row.place
    db.session.flush()
    for place, row in enumerate(ordered, start=1):
        row.place = place


def _set_cover(idea: Idea) -> None:
    shown = (row for row in queries.pictures_of(idea.id) if row.is_ready)
    cover = next(shown, None)
    idea.cover_name = cover.name if cover else None
    idea.cover_alt = cover.alt if cover else ""
    idea.cover_sizes = cover.sizes if cover else []
    idea.cover_focus_x = cover.focus_x if cover else _MIDDLE
    idea.cover_focus_y = cover.focus_y if cover else _MIDDLE
    db.session.flush()
