"""Who may what, as tables."""

import pytest

from app.ideas import policies
from app.ideas.models import Tag
from app.kernel import clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from tests.ideas import make


@pytest.fixture
def actors(people):
    return {**people, "nobody": ANONYMOUS, "system": SYSTEM}


@pytest.mark.parametrize(
    ("name", "drafts", "queue", "imports"),
    [
        ("ana", True, False, False),
        ("mo", True, True, False),
        ("priya", True, False, False),
        ("ada", True, False, True),
        ("nobody", False, False, False),
        ("system", False, False, True),
    ],
)
def test_of_the_actor_alone(actors, name, drafts, queue, imports):
    actor = actors[name]
    assert policies.may_draft(actor) is drafts
    assert policies.may_see_queue(actor) is queue
    assert policies.may_import(actor) is imports
    for of_the_system in (
        policies.may_record,
        policies.may_publish_by_rule,
    ):
        assert of_the_system(actor) is (name == "system")


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("ana", (True, False, False, False)),
        ("ben", (False, False, False, True)),
        ("mo", (False, True, True, True)),
        ("priya", (False, False, True, True)),
        ("finn", (False, False, False, True)),
        ("ada", (False, False, False, True)),
        ("nobody", (False, False, False, False)),
        ("system", (False, False, False, True)),
    ],
)
def test_on_anas_draft(actors, space, ana, name, answers):
    """It is his; he rules; he signs its goal; he settles what comes of it."""
    owns, rules, signs, settles = answers
    idea, actor = make.draft(ana, space), actors[name]
    assert policies.may_edit(actor, idea) is owns
    assert policies.may_submit(actor, idea) is owns
    assert policies.may_take_back(actor, idea) is owns
    assert policies.may_withdraw(actor, idea) is owns
    assert policies.may_rule(actor, idea) is rules
    assert policies.may_see_all_revisions(actor, idea) is (owns or rules)
    assert policies.may_sign_goal(actor, idea) is signs
    assert policies.may_confirm_outcome(actor, idea) is settles
    assert not policies.may_follow(actor, idea)


@pytest.mark.parametrize("name", ["ana", "mo", "priya", "ada", "nobody", "system"])
def test_only_moderators_keep_tags(actors, space, name):
    tag = Tag(space_id=space.id, key="light", name="light")
    assert policies.may_keep_tag(actors[name], tag) is (name == "mo")


def test_nobody_rules_in_his_own_matter(mo, priya, space):
    assert not policies.may_rule(mo, make.draft(mo, space))
    assert not policies.may_sign_goal(priya, make.draft(priya, space))


@pytest.mark.parametrize(
    ("name", "follows"), [("ana", True), ("ben", True), ("nobody", False)]
)
def test_following_what_is_public(actors, ana, mo, space, name, follows):
    idea = make.published(ana, mo, space)
    assert policies.may_follow(actors[name], idea) is follows
    assert not policies.may_edit(actors[name], idea)


@pytest.mark.parametrize(
    ("state", "takes"),
    [
        ("draft", False),
        ("submitted", False),
        ("supporting", True),
        ("achieved", True),
        ("parked", True),
        ("approved", True),
        ("in_beta", True),
        ("launched", False),
        ("declined", False),
        ("expired", False),
        ("merged", False),
    ],
)
def test_when_supports_come_in(ana, space, state, takes):
    idea = make.draft(ana, space)
    idea.state = state
    assert policies.may_be_supported(idea, clock.now()) is takes
