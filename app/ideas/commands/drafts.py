"""What an author does: draft, revise, send, take back, withdraw."""

from dataclasses import dataclass
from datetime import timedelta

from app.ideas import policies, queries
from app.ideas.commands import refusals
from app.ideas.commands.moving import Reason, game_of, grant_licence, lock, move_to
from app.ideas.commands.newcomers import refuse_hasty
from app.ideas.events import IdeaChanged, IdeaSubmitted
from app.ideas.models import (
    Idea,
    IdeaFix,
    IdeaRevision,
    TermsAcceptance,
)
from app.ideas.rules import IdeaRules
from app.kernel import clock, ids, text
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import EditConflict
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.text import graphemes
from app.spaces import queries as spaces
from app.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Words:
    """What an idea says."""

    title: str
    problem: str
    body: str
    lang: str = ""

    def trimmed(self) -> "Words":
        """The same without blank edges, the title on one line."""
        title = " ".join(self.title.split())
        return Words(title, self.problem.strip(), self.body, self.lang)


def draft(actor: Actor, space: Space, words: Words, outcome: str | None = None) -> Idea:
    """Begin an idea: its author alone sees it."""
    require(policies.may_draft, actor)
    rule_set = spaces.rule_set(space.id)
    game: IdeaRules = rule_set.book.ideas
    _refuse_too_young(actor, game)
    author_id = int(actor.id or 0)
    if queries.count_own(author_id, "draft") >= game.open_drafts:
        raise refusals.TooManyDrafts(most=game.open_drafts)
    trimmed = words.trimmed()
    _check_words(game, trimmed)
    idea = Idea(
        number=ids.next_number("idea"),
        space_id=space.id,
        rule_set_id=rule_set.id,
        author_id=author_id,
        outcome=outcome or space.outcome,
        title=trimmed.title,
        problem=trimmed.problem,
        lang=trimmed.lang,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    db.session.add(idea)
    db.session.flush()
    _write(idea, 1, trimmed)
    db.session.flush()
    return idea


def revise(actor: Actor, idea: Idea, words: Words, version: int) -> Idea:
    """Change its words; who read an older version gets EditConflict, and loses none.

    Words that stand there already change nothing, whatever version they came from: a
    draft that saved itself a moment ago is no rival of its own form.
    """
    require(policies.may_edit, actor, idea)
    lock(idea)
    require(policies.may_edit, actor, idea)
    trimmed = words.trimmed()
    last = queries.revision_of(idea.id)
    if _says(last, trimmed):
        return idea
    if idea.version != version:
        raise EditConflict
    _check_words(game_of(idea), trimmed)
    if last.frozen_at is not None:
        last = _write(idea, last.n + 1, trimmed)
    last.title, last.problem, last.lang = trimmed.title, trimmed.problem, trimmed.lang
    last.set_body(trimmed.body)
    idea.title, idea.problem, idea.lang = trimmed.title, trimmed.problem, trimmed.lang
    changed(idea)
    return idea


def answer_fixes(actor: Actor, idea: Idea, answers: dict[int, str]) -> None:
    """Answer what a moderator asked for: words by the key of the fix."""
    require(policies.may_edit, actor, idea)
    for fix in queries.fixes_of(idea.id, idea.tries):
        words = answers.get(fix.id, "").strip()
        if words:
            fix.answer = words
            fix.answered_at = clock.now()
    db.session.flush()


def submit(
    actor: Actor,
    idea: Idea,
    version: int,
    *,
    accepts_terms: bool = True,
    has_seen_similar: bool = True,
) -> None:
    """Send an idea to the gate, for the first time or with its fixes answered.

    `accepts_terms`: the author ticked the terms now; an earlier tick of the same
    version counts as well. `has_seen_similar`: the ideas like it were before his eyes.
    Freezes the words; opens the gate's duty.
    """
    require(policies.may_submit, actor, idea)
    lock(idea)
    if idea.version != version:
        raise EditConflict
    if not has_seen_similar:
        raise refusals.SimilarUnseen
    _check_ready(idea)
    refuse_hasty(actor, idea)
    revision = queries.revision_of(idea.id)
    revision.terms_version = _accept_terms(actor, accepts=accepts_terms)
    revision.frozen_at = revision.frozen_at or clock.now()
    idea.tries += 1
    idea.submitted_at = clock.now()
    idea.opened_at = None
    move_to(actor, idea, "submitted", Reason("sent"))
    grant_licence(actor, idea, "hosting")
    emit(IdeaSubmitted(idea_id=idea.id, author_id=idea.author_id))
    db.session.flush()


def take_back(actor: Actor, idea: Idea) -> None:
    """Leave the queue again, as long as no moderator has opened it: it was no try."""
    lock(idea)
    require(policies.may_take_back, actor, idea)
    idea.tries = max(idea.tries - 1, 0)
    move_to(actor, idea, "draft", Reason("taken_back"))


def withdraw(actor: Actor, idea: Idea) -> None:
    """Take an idea out for good; its page keeps a stub."""
    require(policies.may_withdraw, actor, idea)
    lock(idea)
    move_to(actor, idea, "withdrawn", Reason("withdrawn_by_author"))


def _refuse_too_young(actor: Actor, game: IdeaRules) -> None:
    birth_year = getattr(actor, "birth_year", None)
    if birth_year and clock.now().year - birth_year - 1 < game.min_age_years:
        raise refusals.TooYoung(age=game.min_age_years)


def _check_words(game: IdeaRules, words: Words) -> None:
    if not words.title:
        raise refusals.TitleMissing(field="title")
    if graphemes(words.title) > game.title_characters:
        raise refusals.TitleTooLong(most=game.title_characters, field="title")
    if graphemes(words.problem) > game.problem_characters:
        raise refusals.ProblemTooLong(most=game.problem_characters, field="problem")


def _check_ready(idea: Idea) -> None:
    game = game_of(idea)
    if not idea.problem:
        raise refusals.ProblemMissing(field="problem")
    _check_pictures(game, idea)
    if queries.count_own(idea.author_id, "submitted") >= game.queue_places:
        raise refusals.QueueFull(most=game.queue_places)
    if idea.state == "needs_work":
        _check_fixes(game, queries.fixes_of(idea.id, idea.tries), idea.tries)


def _check_pictures(game: IdeaRules, idea: Idea) -> None:
    shown = [row for row in queries.pictures_of(idea.id) if row.state != "failed"]
    if len(shown) < game.pictures_for(idea.outcome):
        raise refusals.PictureMissing(field="pictures")
    if not all(picture.is_described for picture in shown):
        raise refusals.PictureUndescribed(field="pictures")


def _check_fixes(game: IdeaRules, fixes: list[IdeaFix], tries: int) -> None:
    if any(not fix.answer for fix in fixes):
        raise refusals.FixesUnanswered(field="answers")
    wait = timedelta(hours=game.third_try_hours)
    if tries >= 2 and clock.now() < fixes[-1].asked_at + wait:
        raise refusals.TooSoon(hours=game.third_try_hours)


def _accept_terms(actor: Actor, *, accepts: bool) -> int | None:
    terms = queries.terms_in("en")
    if terms is None:
        return None
    person_id = int(actor.id or 0)
    if accepts:
        row = TermsAcceptance(
            person_id=person_id, version=terms.version, accepted_at=clock.now()
        )
        insert_once(row)
    elif not queries.has_accepted(person_id, terms.version):
        raise refusals.TermsNotAccepted(field="terms")
    return terms.version


def _says(revision: IdeaRevision, words: Words) -> bool:
    """Whether a revision says exactly this already."""
    known = (revision.title, revision.problem, revision.body_source, revision.lang)
    body = text.render(words.body).source
    return known == (words.title, words.problem, body, words.lang)


def _write(idea: Idea, n: int, words: Words) -> IdeaRevision:
    row = IdeaRevision(
        idea_id=idea.id,
        n=n,
        title=words.title,
        problem=words.problem,
        lang=words.lang,
        created_at=clock.now(),
    )
    row.set_body(words.body)
    db.session.add(row)
    return row


def changed(idea: Idea) -> None:
    """Count an edit by its author, and say that there is something new to read."""
    idea.version += 1
    idea.changed_at = clock.now()
    idea.purge_warned_at = None
    emit(IdeaChanged(idea_id=idea.id))
    db.session.flush()
