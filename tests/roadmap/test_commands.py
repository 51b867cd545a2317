"""Taking up, moving, following, launching."""

import pytest
from sqlalchemy import select, text

from app.builds import commands as builds
from app.builds import queries as build_queries
from app.builds.commands import NewItem
from app.ideas import commands as ideas
from app.kernel import clock, duties, relay
from app.kernel.actor import SYSTEM
from app.kernel.errors import EditConflict, NotAllowed
from app.kernel.money import Money
from app.people import commands as people_commands
from app.people import queries as people_queries
from app.roadmap import commands, queries
from app.roadmap.commands import items, products, verdicts
from app.roadmap.models import RoadmapItem, RoadmapItemIdea
from tests.builds.conftest import EVENING, MONDAY, TUESDAY
from tests.ideas import make

WHY = commands.Reason(
    "It is small, it is right, and it fits into the work of this week."
)
NO = commands.Reason(
    "We tried it in three rooms and it made the light worse for everybody who does not "
    "sit right under it, so we will not make it.",
    "A way to keep the light even.",
)


@pytest.fixture
def improvement(ana, mo, space):
    return make.published(ana, mo, space, outcome="improvement")


@pytest.fixture
def item(improvement, priya, paul, session):
    row = commands.take_up(paul, improvement, WHY)
    made = commands.sign_take_up(priya, improvement, row.id)
    session.commit()
    return made


@pytest.fixture
def product(ana, mo, priya, space, session):
    idea = make.achieved(ana, [mo, priya], space)
    for state in ("in_review", "approved"):
        ideas.move(priya, idea, state, "test", "We will make it.")
    made = commands.plan(priya, idea, kind="product", body="We will make it.")
    session.commit()
    return queries.product_of_item(made.id)


def test_two_people_take_an_improvement_up(item, improvement, session):
    assert (improvement.state, item.stage) == ("approved", "planned")
    assert queries.ideas_of_item(item.id) == [improvement.id]
    assert queries.product_of_item(item.id) is None
    assert item.body_plain.startswith("It is small")


def test_two_people_decline(improvement, priya, paul, session):
    row = commands.decline(paul, improvement, NO)
    assert commands.sign_take_up(priya, improvement, row.id) is None
    assert improvement.state == "declined"
    assert (
        queries.take_ups_of([improvement.id])[0].change_our_mind == NO.change_our_mind
    )


def test_one_of_the_two_is_the_product_owner(
    improvement, people, ada, priya, paul, session
):
    people_commands.grant_role(ada, people["olaf"], "product")
    session.commit()
    olaf = people_queries.get(people["olaf"].id)
    row = commands.take_up(paul, improvement, WHY)
    with pytest.raises(NotAllowed, match="may_sign_take_up"):
        commands.sign_take_up(olaf, improvement, row.id)
    assert commands.sign_take_up(priya, improvement, row.id)


def test_nobody_signs_his_own_wish(improvement, priya, session):
    row = commands.take_up(priya, improvement, WHY)
    with pytest.raises(NotAllowed, match="may_sign_take_up"):
        commands.sign_take_up(priya, improvement, row.id)
    statement = text("UPDATE take_ups SET signer_id = maker_id WHERE id = :id")
    with pytest.raises(Exception, match="four_eyes"):
        session.execute(statement, {"id": row.id})


def test_a_signature_is_for_what_was_read(improvement, priya, paul):
    first = commands.take_up(paul, improvement, WHY)
    commands.decline(paul, improvement, NO)
    with pytest.raises(verdicts.NothingToSign):
        commands.sign_take_up(priya, improvement, first.id)


def test_only_supported_improvements_are_taken_up(ana, mo, priya, space, session):
    product = make.published(ana, mo, space)
    with pytest.raises(verdicts.NotAnImprovement):
        commands.take_up(priya, product, WHY)
    draft = make.draft(ana, space, outcome="improvement")
    with pytest.raises(verdicts.NotSupporting):
        commands.take_up(priya, draft, WHY)


def test_no_words_no_verdict(improvement, priya, ben):
    with pytest.raises(verdicts.TakeUpReasonShort):
        commands.take_up(priya, improvement, commands.Reason("Yes."))
    with pytest.raises(verdicts.TakeUpReasonShort):
        commands.decline(priya, improvement, WHY)
    with pytest.raises(verdicts.TakeUpMindMissing):
        commands.decline(priya, improvement, commands.Reason(NO.text))
    with pytest.raises(NotAllowed, match="may_take_up"):
        commands.take_up(ben, improvement, WHY)


def test_an_item_moves_with_its_ideas(item, improvement, priya, session):
    commands.move(priya, item, "in_progress", "We begin on Monday.")
    assert (item.stage, improvement.state) == ("in_progress", "in_development")
    assert [move.reason for move in queries.moves_of(item.id)] == [
        "We begin on Monday."
    ]


def test_shipping_an_improvement_needs_a_published_build(item, improvement, priya):
    commands.move(priya, item, "in_progress", "We begin.")
    with pytest.raises(commands.MoveRefused) as refused:
        commands.move(priya, item, "shipped", "Out.")
    assert refused.value.values["ideas"] == {improvement.number: ["item_public"]}
    assert (item.stage, improvement.state) == ("in_progress", "in_development")


def test_a_published_build_moves_its_items(
    item, improvement, space, priya, eddy, session
):
    commands.move(priya, item, "in_progress", "We begin.")
    with clock.at(TUESDAY):
        train = builds.plan_train(priya, space, MONDAY)
        build = build_queries.of_train(train.id)
        change = builds.add_item(
            priya,
            build,
            NewItem(kind="feature", title="A new joint", idea_id=improvement.id),
        )
    commands.link_build_item(priya, item, change)
    commands.link_build_item(priya, item, change)
    session.commit()
    with clock.at(EVENING):
        builds.publish(priya, train)
        session.commit()
        relay.drain()
        relay.drain()
    session.refresh(item)
    session.refresh(improvement)
    assert (item.stage, improvement.state) == ("in_beta", "in_beta")
    commands.move(priya, item, "shipped", "Out now.")
    assert improvement.state == "launched"
    assert [b.id for _, b in queries.builds_of_item(item.id)] == [build.id]


def test_what_the_machine_may_not_move_is_owed_by_the_owner(
    item, improvement, priya, session, monkeypatch
):
    commands.move(priya, item, "in_progress", "We begin.")
    monkeypatch.setattr(queries, "items_shipped_in", lambda _build_id: [item])
    ideas.move(priya, improvement, "in_beta", "test", "By hand.")
    commands.move_shipped(1)
    assert (
        duties.find("roadmap_move", ("roadmap_item", item.id)).owner_role == "product"
    )


@pytest.mark.parametrize(
    ("stage", "reason", "refusal"),
    [
        ("nowhere", "Why", items.NoSuchStage),
        ("planned", "Why", items.SameStage),
        ("in_progress", "  ", items.MoveWithoutReason),
    ],
)
def test_a_move_that_makes_no_sense(item, priya, stage, reason, refusal):
    with pytest.raises(refusal):
        commands.move(priya, item, stage, reason)


def test_only_the_product_team_moves(item, ben):
    with pytest.raises(NotAllowed, match="may_move"):
        commands.move(ben, item, "in_progress", "Please.")


def test_moves_are_append_only(item, priya, session):
    commands.move(priya, item, "in_progress", "We begin.")
    with pytest.raises(Exception, match="append-only"):
        session.execute(text("DELETE FROM roadmap_moves"))


def test_confidence_and_quarter_refuse_a_stale_form(item, priya):
    commands.set_plan(priya, item, confidence="committed", quarter="2027Q1", version=1)
    assert (item.confidence, item.target_quarter, item.version) == (
        "committed",
        "2027Q1",
        2,
    )
    with pytest.raises(EditConflict):
        commands.set_plan(priya, item, confidence="likely", quarter="", version=1)


def test_following_twice_is_following_once(item, ben, session):
    commands.follow(ben, item)
    commands.follow(ben, item)
    session.refresh(item)
    assert (queries.followers_of(item.id), item.follower_count) == ([ben.id], 1)
    commands.unfollow(ben, item)
    commands.unfollow(ben, item)
    session.refresh(item)
    assert (queries.is_following(ben, item.id), item.follower_count) == (False, 0)


def test_an_idea_may_be_unlinked_once(item, improvement, priya):
    commands.unlink(priya, item, improvement.id)
    assert queries.ideas_of_item(item.id) == []
    with pytest.raises(items.NotLinked):
        commands.unlink(priya, item, improvement.id)


def test_a_withdrawn_idea_leaves_its_item(item, improvement, ana, priya, session):
    ideas.move(SYSTEM, improvement, "withdrawn", "agreed", "Both agree.")
    session.commit()
    relay.drain()
    link = session.get(RoadmapItemIdea, (item.id, improvement.id))
    session.refresh(link)
    assert link.unlinked_at is not None


def test_planning_twice_is_planning_once(product, priya, session):
    idea = queries.ideas_of_items([product.item_id])[product.item_id][0]
    again = commands.plan(priya, idea, kind="product", body="")
    assert again.id == product.item_id
    assert len(session.scalars(select(RoadmapItem)).all()) == 1


def test_no_start_before_the_deed_is_signed(product, priya, session):
    item = queries.by_id(product.item_id)
    with pytest.raises(commands.MoveRefused, match="deed_signed"):
        commands.move(priya, item, "in_progress", "We begin.")
    idea = queries.ideas_of_items([item.id])[item.id][0]
    ideas.clear(SYSTEM, idea, "deed_signed")
    commands.move(priya, item, "in_progress", "We begin.")
    with pytest.raises(items.LaunchFirst):
        commands.move(priya, item, "shipped", "Out.")


def test_a_launch_needs_price_credits_and_the_frozen_deed(
    product, ana, ben, priya, session
):
    idea = queries.ideas_of_items([product.item_id])[product.item_id][0]
    ideas.clear(SYSTEM, idea, "deed_signed")
    commands.move(priya, queries.by_id(product.item_id), "in_progress", "We begin.")
    with pytest.raises(products.PriceMissing):
        commands.launch(priya, product, "Out now.")
    with pytest.raises(products.BadPrice):
        commands.set_price(priya, product, Money(0, "EUR"))
    commands.set_price(priya, product, Money(129_00, "EUR"))
    with pytest.raises(products.CreditsNotAccepted):
        commands.launch(priya, product, "Out now.")
    with pytest.raises(NotAllowed, match="may_accept_credits"):
        commands.accept_credits(ben, product)
    commands.accept_credits(ana, product)
    commands.accept_credits(ana, product)
    with pytest.raises(commands.MoveRefused, match="deed_frozen"):
        commands.launch(priya, product, "Out now.")
    ideas.clear(SYSTEM, idea, "deed_frozen")
    commands.launch(priya, product, "Out now.")
    assert (product.state, idea.state) == ("launched", "launched")
    with pytest.raises(products.AlreadyLaunched):
        commands.launch(priya, product, "Again.")
    assert queries.products_out(ben) == [product]


def test_the_database_refuses_a_launch_without_credits(product, session):
    statement = text("UPDATE products SET state = 'launched' WHERE id = :id")
    with pytest.raises(Exception, match="ck_products_launched"):
        session.execute(statement, {"id": product.id})
