"""Decisions at the gate, each with its ruling; the ideas' own commands do the rest."""

from collections.abc import Sequence

from app.ideas import commands as ideas
from app.ideas.commands import Fix
from app.ideas.models import Idea
from app.kernel.actor import Actor
from app.moderation import queries
from app.moderation.commands.recording import Words, check, reason_for, record
from app.moderation.models import Ruling
from app.moderation.queries import Subject

# Which rule of the gate a fix of the library is about.
FIX_CRITERIA = {
    "who_for": "clear_need",
    "one_need": "clear_need",
    "own_picture": "own_material",
    "show_size": "picture",
}


def publish(actor: Actor, idea: Idea) -> Ruling:
    """Let it gather support."""
    ideas.publish(actor, idea)
    return record(actor, _subject(idea), "publish")


def ask_fixes(
    actor: Actor, idea: Idea, fixes: Sequence[Fix], picked: Sequence[str] = ()
) -> Ruling:
    """Send it back with what to change: own words, and fixes of the library."""
    subject = _subject(idea)
    library = queries.reasons("fix", subject.author.locale or "en")
    chosen = [
        Fix(FIX_CRITERIA.get(code, "other"), library[code])
        for code in picked
        if code in library
    ]
    ideas.ask_fixes(actor, idea, [*chosen, *fixes])
    return record(actor, subject, "ask_fixes")


def refuse(actor: Actor, idea: Idea, words: Words) -> Ruling:
    """Refuse it for a rule: in own words, else in those of the library."""
    subject = _subject(idea)
    own = words.text.strip()
    if own:
        check(Words(text=own), idea.space_id)
    text = own or reason_for(subject, words)
    ideas.reject(actor, idea, words.code, text)
    return record(actor, subject, "refuse", Words(words.code, own))


def _subject(idea: Idea) -> Subject:
    return queries.subject_of(("idea", idea.id))
