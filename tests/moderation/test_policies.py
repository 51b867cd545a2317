"""Who may report, rule, take back, appeal, answer: role by role."""

import pytest

from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.policies import is_suspended, require
from app.moderation import commands, policies
from app.moderation.commands import Words
from tests.moderation import make

NAMES = ("ana", "ben", "mo", "priya", "ada", "finn")
TABLE = {
    # of Ana's lamp: who may report it, rule on it, undo, appeal
    "may_report": {"ben", "mo", "priya", "ada", "finn"},
    "may_rule": {"mo"},
    "may_undo": {"mo"},
    "may_appeal": {"ana"},
}


@pytest.mark.parametrize("name", TABLE)
def test_who_may_what_with_anas_lamp(people, lamp, mo, name):
    ruling = commands.conceal(mo, make.subject(lamp), Words("insult"))
    thing = make.subject(lamp) if name in ("may_report", "may_rule") else ruling
    policy = getattr(policies, name)
    assert {who for who in NAMES if policy(people[who], thing)} == TABLE[name]
    for nobody in (ANONYMOUS, SYSTEM):
        assert not policy(nobody, thing)


def test_what_was_kept_is_nothing_to_appeal(lamp, mo, ana):
    assert not policies.may_appeal(ana, commands.keep(mo, make.subject(lamp)))


def test_pages_of_moderators(people):
    assert {who for who in NAMES if policies.may_see_queue(people[who])} == {"mo"}
    may_edit = policies.may_edit_reasons
    assert {who for who in NAMES if may_edit(people[who])} == {"mo", "ada"}


def test_suspension_is_asked_in_one_place(people, lamp, mo):
    ana = people["ana"]
    person = make.subject(ana, "person")
    commands.sanction(mo, person, "suspend", Words("insult"), days=1)
    ruling = commands.conceal(mo, make.subject(lamp), Words("insult"))
    assert is_suspended(ana)
    require(policies.may_appeal, ana, ruling)
    for nobody in (ANONYMOUS, SYSTEM, mo):
        assert not is_suspended(nobody)
