"""Builds, bugs, the roadmap and money: who hears of them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.builds import events as build_events
from app.builds.models import (
    Build,
    BuildItem,
    BuildItemCredit,
    Channel,
    Enrolment,
    Goodwill,
    Install,
    Train,
)
from app.feedback.events import AwardAnnounced, BugFiled, BugMoved
from app.feedback.models import Award, Bug
from app.kernel import clock, site
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.events import listeners
from app.kernel.mail import MailRow
from app.notifications.models import Notice
from app.payouts import events as payout_events
from app.payouts.models import Payee, PayeeDetails, Payout, PayoutBatch
from app.reviews.events import ReviewOpened
from app.roadmap.events import ItemMoved
from app.roadmap.models import Product, RoadmapItem, RoadmapItemFollow
from app.royalties import events as royalty_events
from app.royalties.models import (
    Deed,
    DeedShare,
    DeedVersion,
    RoyaltyRun,
    Statement,
)
from tests.notifications.rows import numbered, row
from tests.support import making


def hear(event):
    """What notifications make of an event, heard twice as the relay may."""
    for key, (kind, listener) in listeners().items():
        if key.startswith("notifications.") and isinstance(event, kind):
            listener(event)
            listener(event)


def told(person):
    rows = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return [(n.kind, n.what, n.url) for n in db.session.scalars(rows)]


def mailed(person):
    return db.session.scalars(
        select(MailRow.cause).where(MailRow.person_id == person.id)
    ).all()


@pytest.fixture
def build(people, space):
    """A build that credits ben; ben and tess are enrolled, mei has left."""
    channel = row(Channel, space_id=space.id, code="weekly")
    for name, state in (("ben", "active"), ("tess", "active"), ("mei", "left")):
        person_id = people[name].id
        row(Enrolment, channel_id=channel.id, person_id=person_id, state=state)
    train = row(
        Train,
        channel_id=channel.id,
        week_start=date(2026, 11, 2),
        publish_at=clock.now(),
        report_close_at=clock.now() + timedelta(days=4),
    )
    made = numbered(Build, "build", space, train_id=train.id, version="26.45")
    thread_id = made.thread_id
    item = row(BuildItem, build_id=made.id, thread_id=thread_id, state="in")
    row(BuildItemCredit, item_id=item.id, person_id=people["ben"].id, role="author")
    return made


@pytest.fixture
def product(space):
    item = numbered(RoadmapItem, "roadmap_item", space, title="Clip Lamp")
    return row(Product, number=1, item_id=item.id, space_id=space.id, name="Clip Lamp")


@pytest.fixture
def deed(product, people):
    """A version in which ana and ben have shares."""
    found = row(Deed, product_id=product.id)
    maker = people["priya"].id
    version = row(DeedVersion, deed_id=found.id, n=1, terms={}, created_by_id=maker)
    for line, name in enumerate(("ana", "ben"), start=1):
        row(
            DeedShare,
            version_id=version.id,
            line_no=line,
            person_id=people[name].id,
            group="creator",
            weight=1,
        )
    return version


def test_a_build_is_told_to_testers_and_to_whom_it_credits(
    ben, tess, mei, build, space
):
    hear(build_events.BuildPublished(build.id, build.train_id, space.id))
    url = f"/builds/{build.number}"
    assert told(ben) == [("build", "build_credit", url)]
    assert told(tess) == [("build", "build_out", url)]
    assert told(mei) == []


def test_another_time_is_told_with_its_reason(tess, mei, build):
    event = build_events.TrainRescheduled(
        build.train_id, "2026-11-07T01:00:00+00:00", "late parts"
    )
    hear(event)
    assert told(tess) == [("build", "build_moved", "/builds")]
    assert told(mei) == []


@pytest.mark.parametrize(
    ("code", "what", "page"),
    [
        ("holiday", "build_holiday", "/builds"),
        ("blocked", "build_blocked", "/builds/{}/goodwill"),
        ("gate", "build_gate", "/builds/{}/goodwill"),
        ("unsigned", "build_unsigned", "/builds/{}/goodwill"),
    ],
)
def test_a_late_build_is_told_at_once_with_what_to_choose(
    tess, mei, build, code, what, page
):
    at = "2026-11-09T17:00:00+00:00"
    hear(build_events.TrainRescheduled(build.train_id, at, "Parts.", code))
    assert told(tess) == [("build", what, page.format(build.number))]
    assert told(mei) == []


def test_the_day_is_that_on_the_wall_of_the_site(session, tess, build):
    site.put(SYSTEM, "timezone", "America/Los_Angeles")
    at = "2026-11-10T01:00:00+00:00"
    hear(build_events.TrainRescheduled(build.train_id, at, "", "holiday"))
    (notice,) = session.scalars(select(Notice).where(Notice.person_id == tess.id))
    assert notice.values["day"] == "2026-11-09"
    site.forget()


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("holiday", "build_skipped_holiday"),
        ("empty", "build_skipped_empty"),
        ("joined", None),
    ],
)
def test_a_week_without_a_build_is_told(tess, build, code, what):
    hear(build_events.TrainSkipped(build.train_id, code))
    assert told(tess) == ([("build", what, "/builds/calendar")] if what else [])


def test_who_runs_a_build_hears_that_it_was_taken_back(ben, tess, build):
    row(Install, build_id=build.id, person_id=ben.id)
    at = "2026-11-07T09:00:00+00:00"
    hear(build_events.BuildHalted(build.id, "Battery", at))
    hear(build_events.BuildResumed(build.id, "Charger", at))
    url = f"/builds/{build.number}"
    assert told(ben) == [
        ("build", "build_halted", url),
        ("build", "build_resumed", url),
    ]
    assert told(tess) == []


def test_a_candidate_is_told_to_its_early_testers(mei, tess, build, space):
    inner = row(Channel, space_id=space.id, code="inner")
    row(Enrolment, channel_id=inner.id, person_id=mei.id)
    hear(build_events.CandidateReady(build.train_id, build.id))
    assert told(mei) == [("build", "build_candidate", f"/builds/{build.number}")]
    assert told(tess) == []


def test_what_a_tester_chose_is_told_to_the_product_team(priya, eddy, tess, build):
    chosen = row(
        Goodwill,
        train_id=build.train_id,
        person_id=tess.id,
        choice="first_purchase",
        chosen_at=clock.now(),
    )
    hear(build_events.GoodwillChosen(chosen.id))
    assert told(priya) == [("to_do", "goodwill_chosen", "/staff/builds/goodwills")]
    assert told(eddy) == []
    hear(build_events.GoodwillDone(chosen.id))
    page = f"/builds/{build.number}/goodwill"
    assert told(tess) == [("build", "goodwill_done", page)]


def test_the_product_team_hears_what_it_owes(priya, tess, build):
    hear(build_events.TrainLate(build.train_id, build.id))
    url = f"/staff/builds/{build.number}"
    assert told(priya) == [("to_do", "build_is_late", url)]
    assert told(tess) == []


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("need_info", "bug_need_info"),
        ("in_progress", "bug_in_progress"),
        ("fixed", "bug_fixed"),
        ("wont_fix", "bug_closed"),
        ("new", "bug_new"),
    ],
)
def test_the_reporter_hears_what_becomes_of_a_bug(state, what, tess, eddy, space):
    bug = numbered(Bug, "bug", space, reporter_id=tess.id, title="It hums")
    hear(BugMoved(bug.id, "confirmed", state, eddy.id))
    assert told(tess) == [("bug_state", what, f"/bugs/{bug.number}")]


def test_engineers_hear_of_new_bugs_and_of_those_given_to_them(tess, mo, eddy, space):
    bug = numbered(Bug, "bug", space, reporter_id=tess.id, title="It hums")
    hear(BugFiled(bug.id, 1, tess.id))
    bug.assignee_id = eddy.id
    hear(BugMoved(bug.id, "new", "confirmed", mo.id))
    assert [what for _, what, _ in told(eddy)] == ["bug_to_sort", "bug_to_fix"]
    hear(BugMoved(bug.id, "fixed", "verified", tess.id))
    assert [what for _, what, _ in told(tess)] == ["bug_confirmed"]


def test_an_opened_review_is_told_to_the_product_team(priya, paul, ana, space):
    idea = making.idea(ana, space, state="in_review")
    hear(ReviewOpened(4, idea.id))
    word = ("to_do", "review_to_decide", "/staff/reviews/4")
    assert told(priya) == told(paul) == [word]
    assert told(ana) == []


def test_a_moved_item_is_told_to_its_followers(ben, tess, product):
    row(RoadmapItemFollow, item_id=product.item_id, person_id=ben.id)
    hear(ItemMoved(product.item_id, "planned", "in_progress"))
    assert [what for _, what, _ in told(ben)] == ["item_in_progress"]
    assert told(tess) == []


def test_an_agreement_goes_from_hand_to_hand(people, product, deed):
    ana, priya, finn, mo = (people[n] for n in ("ana", "priya", "finn", "mo"))
    for event in (
        royalty_events.DeedDrafted,
        royalty_events.SigningOpened,
        royalty_events.DeedSigned,
        royalty_events.DeedFrozen,
    ):
        hear(event(deed.id, product.id))
    url = f"/deeds/{deed.id}"
    assert told(ana) == [
        ("deed_to_sign", "deed_to_sign", url),
        ("roadmap", "deed_signed", url),
        ("roadmap", "deed_frozen", url),
    ]
    assert mailed(ana) == [f"deed:{deed.id}:signing"]
    assert told(priya) == [
        ("to_do", "deed_to_write", f"/staff/deeds/{deed.id}"),
        ("to_do", "deed_to_sign", url),
        ("roadmap", "deed_signed", url),
    ]
    assert told(finn) == [("to_do", "deed_to_sign", url)]
    assert told(mo) == []


def test_finance_hears_what_can_be_done_next(finn, fay, ana):
    hear(royalty_events.SalesAccepted(3))
    hear(royalty_events.RunPosted(5, "2026Q3"))
    words = [what for _, what, _ in told(finn)]
    assert words == ["run_to_compute", "payout_to_plan"]
    assert told(ana) == []


def test_a_statement_is_told_and_mailed_to_its_owner(ana, ben, finn):
    run = row(RoyaltyRun, period="2026Q3", maker_id=finn.id)
    statement = row(
        Statement,
        person_id=ana.id,
        run_id=run.id,
        period="2026Q3",
        opening_minor=0,
        earned_minor=27312,
        paid_minor=0,
        closing_minor=27312,
        issued_at=clock.now(),
    )
    hear(royalty_events.StatementIssued(statement.id, ana.id))
    assert told(ana) == [("statement", "statement", f"/statements/{statement.id}")]
    assert mailed(ana) == [f"statement:{statement.id}"]
    assert told(ben) == []


def test_a_batch_is_told_to_others_than_its_maker(finn, fay):
    hear(payout_events.BatchPlanned(2, finn.id))
    hear(payout_events.BatchExported(2, fay.id))
    assert [what for _, what, _ in told(fay)] == ["batch_to_approve"]
    assert [what for _, what, _ in told(finn)] == ["batch_to_confirm"]


def test_changed_details_are_mailed_and_checked_again(ana, finn):
    hear(payout_events.PayeeEntered(ana.id))
    hear(payout_events.PayeeChanged(ana.id, 2))
    assert [what for _, what, _ in told(ana)] == ["payee_changed"]
    assert [what for _, what, _ in told(finn)] == ["payee_to_check"] * 2
    assert len(mailed(ana)) == 1


def test_paid_and_failed_are_told_to_whom_the_money_is(ana, finn):
    row(Payee, person_id=ana.id)
    details = row(PayeeDetails, person_id=ana.id, n=1)
    batch = row(PayoutBatch, maker_id=finn.id)
    payout = row(
        Payout,
        batch_id=batch.id,
        person_id=ana.id,
        details_id=details.id,
        currency="EUR",
        minor=27312,
        ref="P-1",
    )
    hear(payout_events.PayoutPaid(payout.id, ana.id))
    hear(payout_events.PayoutFailed(payout.id, ana.id))
    assert [what for _, what, _ in told(ana)] == ["payout_paid", "payout_failed"]
    mail = db.session.scalars(select(MailRow.subject)).first()
    assert mail == "Cobuild: €273.12 was paid to you."


def test_an_award_is_told_to_who_has_it(ben, tess, build):
    item = db.session.scalars(select(BuildItem)).one()
    item.title = "Dim lamp"
    values = {"build_id": build.id, "given_by_id": 1}
    popcorn = row(
        Award, kind="popcorn", item_id=item.id, person_id=ben.id, text="", **values
    )
    tester = row(Award, kind="tester", person_id=tess.id, text="Sharp eyes", **values)
    for award in (popcorn, tester):
        hear(AwardAnnounced(award.id, build.id, award.person_id))
    url = f"/builds/{build.number}/results"
    assert told(ben) == [("build", "award_popcorn", url)]
    assert told(tess) == [("build", "award_tester", url)]
    notice = db.session.scalars(select(Notice).where(Notice.person_id == ben.id)).one()
    assert notice.values["title"] == "Dim lamp"
    hear(AwardAnnounced(999, build.id, ben.id))
    assert len(told(ben)) == 1
