"""A build that is late: said at once, with what its testers may choose for it."""

from sqlalchemy import literal, select

from app.builds import policies, queries, rules
from app.builds.commands import calendar, trains
from app.builds.events import GoodwillChosen, GoodwillDone, TrainLate
from app.builds.models import GOODWILLS, Build, Enrolment, Goodwill, Train
from app.kernel import audit, clock, duties, site
from app.kernel.actor import Actor
from app.kernel.db import UtcDateTime, db, dialect_insert
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import emit
from app.kernel.policies import require
from app.kernel.words import N_

LONGEST_QUESTION = 500


class NotOffered(Invalid):
    code = "not_offered"
    text = N_("Choose one of the three.")


class QuestionMissing(Invalid):
    code = "question_missing"
    text = N_("Write your question to the product owner, in up to 500 letters.")


class GoodwillKept(Conflict):
    code = "goodwill_kept"
    text = N_("The team has kept this already, so it stays as you chose it.")


class NothingChosen(Conflict):
    code = "nothing_chosen"
    text = N_("This person has not chosen yet.")


def hold_back(
    actor: Actor, train: Train, build: Build, code: str, words: str = ""
) -> None:
    """Say at once that a build is late, why, and when it is tried again.

    The duty is owed since the minute that was announced first.
    """
    game = trains.rules_for(build.space_id, train.week_start)
    zone, days = site.get("timezone"), calendar.holidays()
    again = rules.retry_time(game, clock.now(), zone, days)
    if train.late_at is None:
        _begin(actor, train, build)
    trains.move(actor, train, build.space_id, again, code=code, words=words)


def choose_goodwill(
    actor: Actor, goodwill: Goodwill, choice: str, question: str = ""
) -> None:
    """Choose what one gets for a late build; another choice replaces it until kept."""
    require(policies.may_choose, actor, goodwill)
    words = question.strip() if choice == "question" else ""
    if choice not in GOODWILLS:
        raise NotOffered(field="choice")
    if choice == "question" and not 0 < len(words) <= LONGEST_QUESTION:
        raise QuestionMissing(field="question")
    if goodwill.kept_at is not None:
        raise GoodwillKept
    if (goodwill.choice, goodwill.question) == (choice, words):
        return
    goodwill.choice, goodwill.question = choice, words
    goodwill.chosen_at = clock.now()
    db.session.flush()
    emit(GoodwillChosen(goodwill_id=goodwill.id))


def keep_goodwill(actor: Actor, goodwill: Goodwill) -> None:
    """Note that the team did what somebody chose; twice is the same as once."""
    require(policies.may_keep, actor, queries.of_train(goodwill.train_id))
    if not goodwill.choice:
        raise NothingChosen
    if goodwill.kept_at is None:
        goodwill.kept_at = clock.now()
        emit(GoodwillDone(goodwill_id=goodwill.id))
        audit.record(actor, "builds.keep_goodwill", "goodwill", goodwill.id)
        db.session.flush()


def _begin(actor: Actor, train: Train, build: Build) -> None:
    train.late_at = clock.now()
    _offer(train)
    duties.open(
        kind="build",
        subject=("train", train.id),
        owner_role="product",
        due_at=train.publish_at,
        space_id=build.space_id,
    )
    emit(TrainLate(train_id=train.id, build_id=build.id))
    audit.record(actor, "builds.late", "train", train.id)


def _offer(train: Train) -> None:
    """One row for each tester of the train's channel."""
    testers = select(
        literal(train.id),
        Enrolment.person_id,
        literal(""),
        literal(""),
        literal(clock.now(), UtcDateTime()),
    ).where(Enrolment.channel_id == train.channel_id, Enrolment.state == "active")
    columns = ["train_id", "person_id", "choice", "question", "offered_at"]
    statement = dialect_insert(Goodwill).from_select(columns, testers)
    db.session.execute(statement.on_conflict_do_nothing())
