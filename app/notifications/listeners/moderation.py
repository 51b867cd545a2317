"""What moderators decided: its author, its reporters; and what waits for them."""

from app.kernel.events import on
from app.moderation import queries as moderation
from app.moderation.events import AppealAnswered, Appealed, Reported, Ruled
from app.notifications import queries
from app.notifications.listeners.telling import Word, path_of, tell

# Of these the author hears by the idea's own move.
AT_THE_GATE = ("publish", "ask_fixes", "refuse")


@on(Reported)
def reported(event: Reported) -> None:
    """Moderators: something was reported; once for all reports on one thing."""
    report = moderation.report(event.report_id)
    key = report.subject_kind, report.subject_id
    duty = moderation.duty_of(key, moderation.KINDS["reports"])
    if duty is None:
        return
    url = path_of("moderation_staff.queue")
    word = Word("report_waits", f"duty:{duty.id}", url)
    _tell_moderators(duty.space_id, moderation.subject_of(key).author.id, word)


@on(Ruled)
def ruled(event: Ruled) -> None:
    """The author of what was ruled on, and whoever reported it."""
    ruling = moderation.ruling(event.ruling_id)
    undone = moderation.ruling(ruling.undo_of_id) if ruling.undo_of_id else ruling
    cause, url = f"ruling:{ruling.id}", path_of("moderation.ruling", undone.id)
    if undone.act not in AT_THE_GATE:
        word = Word(f"ruling_{ruling.act}", cause, url)
        tell([ruling.about_id], "moderation", word)
    reporters = moderation.reporters_of(ruling.id)
    tell(reporters, "reply", Word("report_answered", f"{cause}:report", url))


@on(Appealed)
def appealed(event: Appealed) -> None:
    """Moderators, but for whoever appealed."""
    asked = moderation.appeal(event.appeal_id)
    space_id = moderation.ruling(asked.ruling_id).space_id
    url = path_of("moderation_staff.appealed", asked.id)
    word = Word("appeal_waits", f"appeal:{asked.id}:waits", url)
    _tell_moderators(space_id, asked.by_id, word)


@on(AppealAnswered)
def appeal_answered(event: AppealAnswered) -> None:
    """Whoever appealed."""
    asked = moderation.appeal(event.appeal_id)
    url = path_of("moderation.ruling", asked.ruling_id)
    word = Word(f"appeal_{asked.outcome}", f"appeal:{asked.id}:answer", url)
    tell([asked.by_id], "moderation", word)


def _tell_moderators(space_id: int | None, but: int, word: Word) -> None:
    tell(set(queries.holders("moderator", space_id=space_id)) - {but}, "to_do", word)
