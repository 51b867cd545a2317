"""The roadmap, its board and its products in the browser."""

import pytest

from app.ideas import commands as ideas
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.roadmap import commands, queries
from app.roadmap.models import Product, RoadmapItem
from tests.ideas import make
from tests.roadmap.test_commands import (  # noqa: F401 - fixtures
    NO,
    WHY,
    improvement,
    item,
    product,
)


def test_taking_up_in_one_form(improvement, priya, paul, sign_in, client):  # noqa: F811
    path = f"/staff/ideas/{improvement.number}/take-up"
    maker, signer = sign_in(paul), sign_in(priya)
    assert maker.get(path).status_code == 200
    assert maker.post(path, data={"verdict": "take_up", "text": ""}).status_code == 422
    short = maker.post(path, data={"verdict": "decline", "text": "No, sorry."})
    assert short.status_code == 422
    assert "No, sorry." in short.get_data(as_text=True)
    form = {"verdict": "take_up", "text": WHY.text}
    assert maker.post(path, data=form).status_code == 303
    page = signer.get(path).get_data(as_text=True)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    answer = signer.post(f"{path}/signature", data={"seen": seen})
    assert answer.headers["Location"] == f"/ideas/{improvement.number}"
    assert maker.post(f"{path}/signature", data={"seen": seen}).status_code == 409
    more = client.get(f"/ideas/{improvement.number}/more").get_data(as_text=True)
    assert WHY.text in more
    assert "On the roadmap" in client.get(f"/ideas/{improvement.number}/more").text


def test_the_public_roadmap(item, client, assert_queries, session):  # noqa: F811
    session.expunge_all()
    with assert_queries(4):
        page = client.get("/roadmap").get_data(as_text=True)
    assert item.title in page
    shown = client.get(f"/roadmap/{item.number}").get_data(as_text=True)
    assert WHY.text in shown
    assert client.get("/roadmap/999").status_code == 404
    assert client.get("/products").status_code == 200


def test_following_with_and_without_htmx(item, ben, sign_in):  # noqa: F811
    browser = sign_in(ben)
    path = f"/roadmap/{item.number}/follow"
    assert browser.post(path).headers["Location"] == f"/roadmap/{item.number}"
    fragment = browser.post(f"{path}/end", headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "Follow" in fragment.get_data(as_text=True)
    assert not queries.is_following(ben, item.id)


def test_moving_by_the_form(item, priya, sign_in):  # noqa: F811
    browser = sign_in(priya)
    path = f"/staff/roadmap/{item.number}/move"
    assert browser.get("/staff/roadmap").status_code == 200
    assert browser.get(path).status_code == 200
    data = {"stage": "in_progress", "reason": "We begin on Monday."}
    assert browser.post(path, data=data).status_code == 303
    refused = browser.post(path, data={"stage": "shipped", "reason": "Out."})
    assert refused.status_code == 422
    assert "no published Friday build carries it" in refused.get_data(as_text=True)
    same = browser.post(path, data=data)
    assert same.status_code == 422
    assert "there already" in same.get_data(as_text=True)


def test_planning_by_the_form(item, priya, sign_in):  # noqa: F811
    browser = sign_in(priya)
    path = f"/staff/roadmap/{item.number}/plan"
    data = {"confidence": "committed", "quarter": "2027Q1", "version": item.version}
    assert browser.post(path, data=data).status_code == 303
    assert browser.post(path, data=data).status_code == 422
    assert browser.post(path, data={**data, "quarter": "soon"}).status_code == 422


def test_unlinking(item, improvement, priya, sign_in):  # noqa: F811
    path = f"/staff/roadmap/{item.number}/ideas/{improvement.number}/unlink"
    assert sign_in(priya).post(path).status_code == 303
    assert queries.ideas_of_item(item.id) == []


def test_a_product_from_price_to_launch(product, ana, priya, sign_in, client, session):  # noqa: F811
    idea_ids = queries.ideas_of_product(product.id)
    for idea in queries.ideas_of_items([product.item_id])[product.item_id]:
        ideas.clear(SYSTEM, idea, "deed_signed")
    row = db.session.get_one(RoadmapItem, product.item_id)
    commands.move(priya, row, "in_progress", "We begin.")
    session.commit()
    team, author = sign_in(priya), sign_in(ana)
    path = f"/staff/products/{product.number}"
    assert team.get(path).status_code == 200
    assert (
        team.post(
            f"{path}/price", data={"price": "12,5", "currency": "EUR"}
        ).status_code
        == 422
    )
    assert (
        team.post(
            f"{path}/price", data={"price": "129.00", "currency": "EUR"}
        ).status_code
        == 303
    )
    early = team.post(f"{path}/launch", data={"reason": "Out now."})
    assert early.status_code == 422
    assert "has not accepted the credits" in early.get_data(as_text=True)
    assert (
        "Yes, the credits are right" in author.get(f"/products/{product.number}").text
    )
    assert author.post(f"/products/{product.number}/credits").status_code == 303
    unfrozen = team.post(f"{path}/launch", data={"reason": "Out now."})
    assert "not frozen" in unfrozen.get_data(as_text=True)
    for idea in queries.ideas_of_items([product.item_id])[product.item_id]:
        ideas.clear(SYSTEM, idea, "deed_frozen")
    session.commit()
    assert team.post(f"{path}/launch", data={"reason": "Out now."}).status_code == 303
    assert db.session.get_one(Product, product.id).state == "launched"
    page = client.get(f"/products/{product.number}").get_data(as_text=True)
    assert "Made by" in page
    assert ana.display_name in page
    assert product.name in client.get("/products").get_data(as_text=True)
    assert queries.ideas_of_product(product.id) == idea_ids


@pytest.mark.parametrize(
    ("who", "status"), [("priya", 200), ("ada", 200), ("ben", 403), ("finn", 403)]
)
def test_who_may_see_the_board(people, sign_in, who, status):
    assert sign_in(people[who]).get("/staff/roadmap").status_code == status


def test_a_declined_improvement_shows_what_would_change_our_mind(
    ana, mo, priya, paul, space, client, session
):
    idea = make.published(ana, mo, space, outcome="improvement")
    row = commands.decline(paul, idea, NO)
    commands.sign_take_up(priya, idea, row.id)
    session.commit()
    page = client.get(f"/ideas/{idea.number}/more").get_data(as_text=True)
    assert NO.change_our_mind in page
