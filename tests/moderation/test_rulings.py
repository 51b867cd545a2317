"""Rulings: keep, hide, remove, spam, sanctions."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.comments import queries as comment_queries
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.kernel import clock, duties
from app.kernel.errors import NotAllowed, Suspended
from app.moderation import commands, queries
from app.moderation.commands import Words, refusals
from app.moderation.models import Report, Ruling
from app.support import commands as support
from tests.ideas import make as make_ideas
from tests.moderation import make

LIBRARY = Words("insult")


def test_keeping_shows_it_again_and_answers_every_report(session, lamp, mo, ben, priya):
    make.report(ben, lamp)
    make.report(priya, lamp)
    assert make.is_hidden(lamp)
    ruling = commands.keep(mo, make.subject(lamp))
    assert ruling.was_hidden
    assert not make.is_hidden(lamp)
    assert queries.open_reports(("idea", lamp.id)) == []
    assert queries.reporters_of(ruling.id) == [ben.id, priya.id]
    for kind in ("ruling", "ruling_first"):
        assert duties.find(kind, ("idea", lamp.id)) is None


def test_hiding_needs_a_reason_of_the_library_or_enough_words(lamp, mo):
    for words in (Words(), Words(text="No."), Words("nonsense"), Words("", "  ")):
        with pytest.raises(refusals.ReasonMissing):
            commands.conceal(mo, make.subject(lamp), words)
    assert not make.is_hidden(lamp)
    commands.conceal(mo, make.subject(lamp), LIBRARY)
    assert make.is_hidden(lamp)


def test_own_words_suffice_and_a_chinese_sign_says_as_much_as_three(lamp, ben, mo):
    comment = make.comment(ben, lamp)
    commands.conceal(mo, make.subject(lamp), Words(text=make.WHY))
    said = Words(
        text="这条评论指名攻击他人，与台灯毫无关系，对这里的讨论没有任何帮助。"
    )
    commands.conceal(mo, make.subject(comment, "comment"), said)
    assert make.is_hidden(lamp)
    assert make.is_hidden(comment, "comment")


def test_its_author_reads_the_reason_in_his_language(session, lamp, mei, mo):
    comment = make.comment(mei, lamp)
    commands.conceal(mo, make.subject(comment, "comment"), LIBRARY)
    hidden = comment_queries.concealment_of(comment.id)
    assert hidden.reason.startswith("这是在攻击人")


def test_a_ruling_replaces_the_reason_it_was_hidden_with_before(lamp, mo, priya):
    make.report(priya, lamp)
    commands.conceal(mo, make.subject(lamp), LIBRARY, for_good=True)
    assert idea_queries.concealment_of(lamp.id).reason.startswith("This attacks")
    assert queries.last_on(("idea", lamp.id), ("remove",)) is not None


def test_nobody_rules_in_his_own_matter(session, people, mo, ana, space, lamp):
    own = make_ideas.submitted(mo, space, "Mine")
    acts = [
        commands.keep,
        commands.spam,
        lambda who, what: commands.conceal(who, what, LIBRARY),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="may_rule"):
            act(mo, make.subject(own))
        for name in ("ben", "priya", "ada"):
            with pytest.raises(NotAllowed, match="may_rule"):
                act(people[name], make.subject(lamp))
    row = Ruling(
        subject_kind="idea",
        subject_id=own.id,
        about_id=mo.id,
        by_id=mo.id,
        act="keep",
    )
    session.add(row)
    with pytest.raises(IntegrityError, match="own_matter"):
        session.flush()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"act": "hide"}, "reasoned"),
        ({"act": "suspend", "code": "spam"}, "timed"),
        ({"act": "undo"}, "undo"),
        ({"act": "eat"}, "act"),
    ],
)
def test_the_database_keeps_the_rules_of_rulings(session, lamp, ana, mo, wrong, name):
    row = Ruling(
        subject_kind="idea", subject_id=lamp.id, about_id=ana.id, by_id=mo.id, **wrong
    )
    session.add(row)
    with pytest.raises(IntegrityError, match=f"ck_rulings_{name}"):
        session.flush()


def test_rulings_stay_as_they_were_written(session, lamp, mo):
    ruling = commands.keep(mo, make.subject(lamp))
    session.commit()
    ruling.act = "hide"
    with pytest.raises(Exception, match="append-only"):
        session.flush()


def test_spam_hides_all_by_that_person_and_lets_him_only_read(lamp, mo, ben, space):
    first = make.comment(ben, lamp, "Buy!")
    second = make.comment(ben, lamp, "Buy more!")
    stool = make_ideas.published(ben, mo, space, "Buy a stool")
    sent = make_ideas.submitted(ben, space, "Buy two")
    make.report(make.known("Fan", lamp), second, "comment", code="spam")
    ruling = commands.spam(mo, make.subject(first, "comment"))
    for thing, kind in (
        (first, "comment"),
        (second, "comment"),
        (stool, "idea"),
        (sent, "idea"),
    ):
        assert make.is_hidden(thing, kind)
    assert not make.is_hidden(lamp)
    assert ben.suspended_until > clock.now()
    assert queries.open_reports(("comment", second.id)) == []
    commands.undo(mo, ruling)
    for thing, kind in ((first, "comment"), (second, "comment"), (stool, "idea")):
        assert not make.is_hidden(thing, kind)
    assert ben.suspended_until is None
    assert len(queries.open_reports(("comment", second.id))) == 1


def test_undoing_spam_leaves_hidden_what_was_hidden_before(lamp, mo, ben):
    first, second = make.comment(ben, lamp), make.comment(ben, lamp, "Again")
    commands.conceal(mo, make.subject(first, "comment"), LIBRARY)
    ruling = commands.spam(mo, make.subject(second, "comment"))
    commands.undo(mo, ruling)
    assert make.is_hidden(first, "comment")
    assert not make.is_hidden(second, "comment")


def test_the_team_is_no_spam_and_not_sanctioned(lamp, mo, priya):
    comment = make.comment(priya, lamp)
    with pytest.raises(refusals.OfTheTeam):
        commands.spam(mo, make.subject(comment, "comment"))
    with pytest.raises(refusals.OfTheTeam):
        commands.sanction(mo, make.subject(priya, "person"), "warn", LIBRARY)


def test_suspended_people_read_but_do_not_write(lamp, mo, ben, space):
    with clock.at("2026-11-02 09:00Z"):
        commands.sanction(mo, make.subject(ben, "person"), "suspend", LIBRARY, days=7)
        for act in (
            lambda: support.give(ben, lamp),
            lambda: make.comment(ben, lamp),
            lambda: make_ideas.draft(ben, space),
            lambda: make.report(ben, lamp),
            lambda: ideas.follow(ben, lamp),
        ):
            with pytest.raises(Suspended) as refusal:
                act()
            assert refusal.value.values["until"].isoformat().startswith("2026-11-09")
    with clock.at("2026-11-09 10:00Z"):
        support.give(ben, lamp)


def test_suspended_people_may_still_take_back_and_withdraw(lamp, mo, ana, ben):
    support.give(ben, lamp)
    for person in (ana, ben):
        subject = make.subject(person, "person")
        commands.sanction(mo, subject, "suspend", LIBRARY, days=7)
    support.withdraw(ben, lamp)
    ideas.withdraw(ana, lamp)
    assert lamp.state == "withdrawn"


def test_sanctions_have_reason_and_term(mo, ben):
    subject = make.subject(ben, "person")
    with pytest.raises(refusals.ReasonMissing):
        commands.sanction(mo, subject, "warn", Words(text="Bad."))
    for days in (0, 366):
        with pytest.raises(refusals.BadTerm):
            commands.sanction(mo, subject, "slow", LIBRARY, days=days)
    with pytest.raises(refusals.UnknownCode):
        commands.sanction(mo, subject, "publish", LIBRARY)
    commands.sanction(mo, subject, "warn", LIBRARY)
    assert (ben.suspended_until, ben.slowed_until) == (None, None)


def test_the_longest_sanction_that_stands_holds(mo, ben):
    subject = make.subject(ben, "person")
    long = commands.sanction(mo, subject, "suspend", LIBRARY, days=30)
    short = commands.sanction(mo, subject, "suspend", LIBRARY, days=3)
    assert ben.suspended_until == long.until_at
    commands.undo(mo, long)
    assert ben.suspended_until == short.until_at
    with clock.at(clock.now() + timedelta(days=4)):
        commands.undo(mo, short)
    assert ben.suspended_until is None


def test_slowed_people_write_as_little_as_new_ones(mo, ben):
    assert not ben.writes_little(7)
    commands.sanction(mo, make.subject(ben, "person"), "slow", LIBRARY, days=3)
    assert ben.writes_little(7)
    with clock.at(clock.now() + timedelta(days=4)):
        assert not ben.writes_little(7)


def test_a_report_on_a_person_is_answered_by_a_sanction(session, mo, ben, ana):
    make.report(ana, ben, "person")
    commands.sanction(mo, make.subject(ben, "person"), "warn", LIBRARY)
    assert session.query(Report).one().ruling_id is not None
