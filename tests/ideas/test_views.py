"""The pages of authors and readers."""

import io
import re

import pytest
from PIL import Image

from app.comments import commands as comments
from app.ideas import commands as ideas
from app.ideas import queries, runner
from app.kernel import clock, pictures
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.pictures import Picture
from app.spaces import queries as spaces
from tests.ideas import make

FIELDS = {
    "space": "lamps",
    "outcome": "product",
    "title": "A lamp that folds flat",
    "problem": "My desk is small.",
    "body": "It **folds**.",
    "lang": "en",
}


def picture(name="lamp.png"):
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "orange").save(out, "PNG")
    out.seek(0)
    return out, name


@pytest.fixture
def public(ana, mo, space):
    return make.published(ana, mo, space)


def the_draft(ana):
    return queries.drafts_of(ana)[0]


def test_from_a_blank_form_to_the_queue(sign_in, ana, space):
    browser = sign_in(ana)
    form = browser.get("/ideas/new")
    assert form.status_code == 200
    assert "Lamps" in form.text
    data = {**FIELDS, "pictures": picture(), "alt_0": "Folded", "send": "y"}
    saved = browser.post("/ideas/new", data=data)
    idea = the_draft(ana)
    assert saved.status_code == 303
    assert saved.location == f"/ideas/{idea.number}/submission"
    send = browser.get(saved.location)
    assert "I accept these terms" in send.text
    assert "100" in send.text
    blind = browser.post(saved.location, data={"version": idea.version, "terms": "y"})
    assert blind.status_code == 422
    assert "Look at the ideas like yours first" in blind.text
    seen = {"version": idea.version, "similar": "y"}
    unticked = browser.post(saved.location, data=seen)
    assert unticked.status_code == 422
    assert "accept the terms" in unticked.text
    sent = browser.post(saved.location, data={**seen, "terms": "y"})
    assert sent.location == f"/ideas/{idea.number}"
    page = browser.get(sent.location).text
    assert "Your place in the queue: 1" in page
    assert "1 picture is being prepared." in page
    runner.prepare_pictures()
    assert 'alt="Folded"' in browser.get(sent.location).text


def test_who_is_known_is_public_at_once(sign_in, client, ana, mo, space):
    for n in range(2):
        make.published(ana, mo, space, f"Known {n}")
    idea = make.with_picture(ana, space, "Third")
    db.session.commit()
    data = {"version": idea.version, "similar": "y", "terms": "y"}
    sign_in(ana).post(f"/ideas/{idea.number}/submission", data=data)
    assert client.get(f"/ideas/{idea.number}").status_code == 200
    history = client.get(f"/ideas/{idea.number}/history").text
    assert "Published at once, by the rules of the place." in history
    assert "Third" in sign_in(mo).get("/staff/queue").text


def test_a_bad_form_comes_back_filled(sign_in, ana, space):
    browser = sign_in(ana)
    answer = browser.post("/ideas/new", data={**FIELDS, "title": ""})
    assert answer.status_code == 422
    assert "My desk is small." in answer.text
    assert "It **folds**." in answer.text
    assert queries.drafts_of(ana) == []
    longer = browser.post("/ideas/new", data={**FIELDS, "title": "x" * 81})
    assert longer.status_code == 422
    assert "x" * 81 in longer.text
    nowhere = browser.post("/ideas/new", data={**FIELDS, "space": "nowhere"})
    assert nowhere.status_code == 422


def test_a_bad_picture_loses_no_words(sign_in, ana, space):
    browser = sign_in(ana)
    bad = (io.BytesIO(b"GIF nonsense"), "x.gif")
    data = {**FIELDS, "pictures": [bad, picture()], "alt_1": "Good one"}
    answer = browser.post("/ideas/new", data=data)
    assert answer.status_code == 422
    assert "x.gif: This file is not a picture" in answer.text
    idea = the_draft(ana)
    assert idea.title == FIELDS["title"]
    assert [row.alt for row in queries.pictures_of(idea.id)] == ["Good one"]
    version = re.search(r'name="version" value="(\d+)"', answer.text).group(1)
    again = browser.post(
        f"/ideas/{idea.number}/edit", data={**FIELDS, "version": version}
    )
    assert again.status_code == 303


def test_more_pictures_than_there_is_room_for(sign_in, ana, space):
    data = {**FIELDS, "pictures": [picture(f"{n}.png") for n in range(6)]}
    answer = sign_in(ana).post("/ideas/new", data=data)
    assert answer.status_code == 422
    assert "5.png: An idea may have at most 5 pictures." in answer.text
    assert len(queries.pictures_of(the_draft(ana).id)) == 5


def test_several_pictures_at_once_are_described_before_it_is_sent(sign_in, ana, space):
    browser = sign_in(ana)
    several = [picture("a.png"), picture("b.png")]
    data = {**FIELDS, "pictures": several, "alt_0": "First", "send": "y"}
    saved = browser.post("/ideas/new", data=data)
    idea = the_draft(ana)
    assert saved.location == f"/ideas/{idea.number}/edit#pictures"
    first, second = queries.pictures_of(idea.id)
    data = {
        **FIELDS,
        "version": idea.version,
        "send": "y",
        f"picture_alt_{first.id}": "First",
        f"picture_place_{first.id}": "2",
        f"picture_alt_{second.id}": "ignored",
        f"picture_plain_{second.id}": "y",
        f"picture_place_{second.id}": "1",
        f"picture_x_{second.id}": "30",
        f"picture_y_{second.id}": "nonsense",
    }
    sent = browser.post(f"/ideas/{idea.number}/edit", data=data)
    assert sent.location == f"/ideas/{idea.number}/submission"
    assert queries.pictures_of(idea.id) == [second, first]
    assert (second.alt, second.is_decorative) == ("", True)
    assert (second.focus_x, second.focus_y) == (30, 50)


def test_a_picture_is_asked_for_while_it_is_prepared(sign_in, ana, ben, space):
    idea = make.draft(ana, space)
    row = ideas.send_picture(ana, idea, pictures.stash(picture()[0].read()), "a.png")
    bad = ideas.send_picture(ana, idea, "0" * 32, "b.png")
    db.session.commit()
    browser = sign_in(ana)
    address = f"/ideas/{idea.number}/pictures/{row.id}"
    waiting = browser.get(address).text
    assert "a.png is being prepared." in waiting
    assert 'data-hx-trigger="every 2s"' in waiting
    runner.prepare_pictures()
    db.session.refresh(row)
    db.session.refresh(bad)
    ready = browser.get(address).text
    assert f"/files/{row.name}" in ready
    assert "data-hx-trigger" not in ready
    edit = browser.get(f"/ideas/{idea.number}/edit").text
    assert "b.png cannot be shown" in edit
    assert "Please send it once more." in edit
    assert browser.get(f"/ideas/{idea.number}/pictures/0").status_code == 404
    assert sign_in(ben).get(address).status_code == 404


def test_pictures_come_in_sizes_and_keep_what_matters_in_sight(
    client, sign_in, ana, mo, space
):
    idea = make.draft(ana, space)
    small, large = (Picture(f"{n}.webp", n, n // 2) for n in (480, 800))
    row = ideas.attach(ana, idea, large, "A lamp", [small])
    ideas.arrange(ana, idea, {row.id: ideas.Look("A lamp", focus=(30, 100))})
    ideas.submit(ana, idea, idea.version)
    ideas.publish(mo, idea)
    db.session.commit()
    for address in ("/ideas", f"/ideas/{idea.number}"):
        page = client.get(address).text
        assert "/files/480.webp 480w, /files/800.webp 800w" in page
        assert 'class="art fx-30 fy-100"' in page
        assert 'width="800" height="400"' in page


def test_editing_words_and_pictures(sign_in, ana, space):
    idea = make.with_picture(ana, space)
    db.session.commit()
    browser = sign_in(ana)
    page = browser.get(f"/ideas/{idea.number}/edit")
    assert "It **folds** flat." in page.text
    kept = queries.pictures_of(idea.id)[0]
    data = {**FIELDS, "title": "Better", "version": idea.version}
    data |= {f"picture_alt_{kept.id}": "Described", "picture_alt_x": "noise"}
    assert browser.post(f"/ideas/{idea.number}/edit", data=data).status_code == 303
    assert queries.pictures_of(idea.id)[0].alt == "Described"
    data = {**FIELDS, "version": idea.version, f"picture_off_{kept.id}": "y"}
    browser.post(f"/ideas/{idea.number}/edit", data=data)
    assert queries.pictures_of(idea.id) == []
    bad = browser.post(
        f"/ideas/{idea.number}/edit",
        data={**FIELDS, "title": "x" * 90, "version": idea.version},
    )
    assert bad.status_code == 422
    empty = browser.post(
        f"/ideas/{idea.number}/edit", data={**FIELDS, "title": "", "body": "kept?"}
    )
    assert empty.status_code == 422
    assert "kept?" in empty.text


def test_the_second_editor_sees_both_texts(sign_in, ana, space):
    idea = make.draft(ana, space, body="Stored words")
    db.session.commit()
    browser = sign_in(ana)
    address = f"/ideas/{idea.number}/edit"
    old = idea.version
    browser.post(address, data={**FIELDS, "body": "First editor", "version": old})
    late = browser.post(address, data={**FIELDS, "body": "Second one", "version": old})
    assert late.status_code == 422
    assert "First editor" in late.text
    assert "Second one" in late.text
    version = re.search(r'name="version" value="(\d+)"', late.text).group(1)
    data = {**FIELDS, "body": "Second one", "version": version}
    assert browser.post(address, data=data).status_code == 303
    assert queries.revision_of(idea.id).body_source == "Second one"


def test_a_preview_shows_and_keeps_nothing(sign_in, client, ana, space):
    browser = sign_in(ana)
    asked = {"body": "**Fine** <script>no</script>"}
    shown = browser.post("/ideas/preview", data=asked)
    assert "<strong>Fine</strong>" in shown.text
    assert "<script>no" not in shown.text
    assert "<h1" not in shown.text
    assert (
        browser.post("/ideas/preview", data={"body": "x" * 20_001}).status_code == 422
    )
    assert client.post("/ideas/preview", data=asked).status_code == 403
    assert queries.drafts_of(ana) == []


def test_without_scripts_the_form_shows_its_preview(sign_in, ana, space):
    browser = sign_in(ana)
    data = {**FIELDS, "title": "", "preview": "y"}
    new = browser.post("/ideas/new", data=data)
    assert new.status_code == 200
    assert "<strong>folds</strong>" in new.text
    assert "It **folds**." in new.text
    assert queries.drafts_of(ana) == []
    idea = make.draft(ana, space)
    db.session.commit()
    edit = browser.post(f"/ideas/{idea.number}/edit", data=data)
    assert "<strong>folds</strong>" in edit.text
    assert idea.title == "A lamp that folds flat"
    long = browser.post("/ideas/new", data={**data, "body": "x" * 20_001})
    assert long.status_code == 422
    assert "x" * 20_001 in long.text


def saved(browser, idea, **changes):
    data = {**FIELDS, "version": idea.version, **changes}
    return browser.post(f"/ideas/{idea.number}/autosave", data=data)


def test_a_draft_saves_itself(sign_in, ana, space):
    idea = make.draft(ana, space)
    db.session.commit()
    browser = sign_in(ana)
    answer = saved(browser, idea, body="Half a sen")
    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["X-Version"] == str(idea.version)
    assert queries.revision_of(idea.id).body_source == "Half a sen"
    again = saved(browser, idea, body="Half a sen", version=idea.version - 1)
    assert again.status_code == 204
    assert saved(browser, idea, title=" ").status_code == 422


def test_saving_itself_writes_over_nobody(sign_in, ana, space):
    idea = make.draft(ana, space)
    db.session.commit()
    browser = sign_in(ana)
    saved(browser, idea, body="From the phone")
    late = saved(browser, idea, body="From the desk", version=1)
    assert late.status_code == 409
    assert "From the phone" in late.text
    assert queries.revision_of(idea.id).body_source == "From the phone"


def test_only_its_author_saves_a_draft(sign_in, client, ana, ben, public, space):
    idea = make.draft(ana, space)
    db.session.commit()
    assert saved(sign_in(ben), idea).status_code == 404
    assert saved(client, idea).status_code == 403
    assert saved(sign_in(ana), public).status_code == 403


def test_what_was_answered_saves_itself_too(sign_in, ana, mo, space):
    idea = make.submitted(ana, space)
    ideas.ask_fixes(mo, idea, [ideas.Fix("other", "More.")])
    db.session.commit()
    (fix,) = queries.fixes_of(idea.id, 1)
    saved(sign_in(ana), idea, **{f"answer_{fix.id}": "Done."})
    assert fix.answer == "Done."


def test_strangers_do_not_see_drafts(sign_in, client, ana, ben, space):
    idea = make.draft(ana, space)
    db.session.commit()
    for browser in (client, sign_in(ben)):
        assert browser.get(f"/ideas/{idea.number}").status_code == 404
        assert browser.get(f"/ideas/{idea.number}/history").status_code == 404
        assert browser.get(f"/ideas/{idea.number}/more").status_code == 404
    assert sign_in(ben).get(f"/ideas/{idea.number}/edit").status_code == 404


def test_public_ideas_are_not_edited(sign_in, ana, ben, public):
    for person in (ana, ben):
        browser = sign_in(person)
        assert browser.get(f"/ideas/{public.number}/edit").status_code == 403
    assert sign_in(ben).get(f"/ideas/{public.number}/submission").status_code == 403


def test_signed_out_authors_are_sent_to_sign_in(client, space):
    for address in ("/ideas/new", "/ideas/mine"):
        answer = client.get(address)
        assert answer.status_code == 303
        assert answer.location.startswith("/sign-in")


def test_the_gate_as_its_author_sees_it(sign_in, ana, mo, space):
    idea = make.submitted(ana, space)
    browser = sign_in(ana)
    assert (
        browser.post(f"/ideas/{idea.number}/submission/withdrawal").status_code == 303
    )
    assert "A draft: only you see it." in browser.get(f"/ideas/{idea.number}").text
    with clock.at("2026-11-01 00:00Z"):
        ideas.submit(ana, idea, idea.version)
    ideas.open_item(mo, idea)
    db.session.commit()
    waiting = browser.get(f"/ideas/{idea.number}").text
    assert "A moderator is reading it." in waiting
    assert "We are late with it" in waiting
    ideas.ask_fixes(mo, idea, [ideas.Fix("picture", "Show it from the side.")])
    db.session.commit()
    assert "Show it from the side." in browser.get(f"/ideas/{idea.number}").text
    fix = queries.fixes_of(idea.id, 1)[0]
    edit = browser.get(f"/ideas/{idea.number}/edit").text
    assert f'name="answer_{fix.id}"' in edit
    data = {**FIELDS, "version": idea.version, f"answer_{fix.id}": "I did."}
    browser.post(f"/ideas/{idea.number}/edit", data=data)
    assert "I did." in browser.get(f"/ideas/{idea.number}").text
    ideas.submit(ana, idea, idea.version)
    ideas.reject(mo, idea, "off_topic", make.REASON)
    db.session.commit()
    assert make.REASON in browser.get(f"/ideas/{idea.number}").text


def test_withdrawing_leaves_a_stub(sign_in, client, ana, public):
    sign_in(ana).post(f"/ideas/{public.number}/withdrawal")
    page = client.get(f"/ideas/{public.number}")
    assert page.status_code == 200
    assert "withdrawn by its author" in page.text
    assert "My desk is small" not in page.text.split("<main")[1].split("</h1>")[1]


def test_following(sign_in, ben, public):
    browser = sign_in(ben)
    browser.post(f"/ideas/{public.number}/follow")
    assert "Following" in browser.get(f"/ideas/{public.number}").text
    browser.post(f"/ideas/{public.number}/follow/removal")
    assert queries.followers_of(public.id) == []


def test_the_list_and_its_filters(client, ana, mo, space):
    assert "Nothing here yet" in client.get("/ideas").text
    for n in range(31):
        with clock.at(f"2026-11-{n % 28 + 1:02} 00:00Z"):
            make.published(ana, mo, space, f"Lamp number {n}")
    page = client.get("/ideas")
    assert page.text.count('<article class="card') == 30
    after = re.search(r'href="(/ideas\?after=[^"]+)"', page.text).group(1)
    assert client.get(after).text.count('<article class="card') == 1
    filtered = client.get("/ideas?stage=gathering&space=lamps&sort=near")
    assert filtered.text.count('<article class="card') == 30
    assert 'aria-current="true"' in filtered.text
    assert "In: Lamps" in filtered.text
    assert client.get("/ideas?stage=planned").text.count("<article") == 0
    assert client.get("/ideas?stage=x&sort=y&space=z").status_code == 200
    assert client.get("/ideas?after=nonsense").status_code == 422


def test_places_and_mine(sign_in, client, ana, public, space):
    assert "Lamps" in client.get("/ideas/spaces").text
    make.draft(ana, space, "Hidden in my drawer")
    db.session.commit()
    make.submitted(ana, space, "On its way")
    ideas.withdraw(ana, make.draft(ana, space, "Thrown away"))
    db.session.commit()
    browser = sign_in(ana)
    titles = {
        "drafts": "Hidden in my drawer",
        "submitted": "On its way",
        "public": public.title,
        "ended": "Thrown away",
    }
    for tab, title in titles.items():
        mine = browser.get(f"/ideas/mine?tab={tab}").text
        shown = [known for known in titles.values() if f">{known}</a>" in mine]
        assert shown == [title]
    assert "Answer by" in browser.get("/ideas/mine?tab=submitted").text
    assert "Hidden in my drawer" in browser.get("/ideas/mine?tab=nonsense").text


def test_my_ideas_come_in_pages_and_few_statements(
    sign_in, ana, mo, space, assert_queries
):
    for n in range(31):
        make.published(ana, mo, space, f"Lamp number {n}")
    browser = sign_in(ana)
    with assert_queries(5):
        first = browser.get("/ideas/mine?tab=public").text
    after = re.search(r'href="(/ideas/mine\?[^"]*after=[^"]+)"', first).group(1)
    second = browser.get(after.replace("&amp;", "&")).text
    assert "Lamp number 0" in first + second
    assert second.count("idea-row") == 1


def test_an_idle_draft_says_when_it_goes(sign_in, ana, space):
    with clock.at("2025-01-05 09:30Z"):
        make.draft(ana, space)
    with clock.at("2026-01-05 09:30Z"):
        ideas.warn_idle(SYSTEM)
    db.session.commit()
    assert "Goes on Feb 4, 2026" in sign_in(ana).get("/ideas/mine").text


def test_no_place_yet(client, session):
    assert "No place for ideas yet" in client.get("/ideas/spaces").text


def test_similar_ideas_have_their_place(client, space):
    page = client.get("/ideas/similar?title=Lamp")
    assert 'id="similar"' in page.text
    assert "<h1>" in page.text
    fragment = client.get("/ideas/similar?title=Lamp", headers={"HX-Request": "true"})
    assert "<h1>" not in fragment.text


def test_the_way_and_the_history(client, ana, mo, priya, space):
    idea = make.achieved(ana, (mo, priya), space)
    way = client.get(f"/ideas/{idea.number}/more")
    assert "Goal reached" in way.text
    assert "1,000 supporters" in way.text
    assert "<h1>" in way.text
    fragment = client.get(f"/ideas/{idea.number}/more", headers={"HX-Request": "true"})
    assert "<h1>" not in fragment.text
    assert "From idea to product" in fragment.text
    history = client.get(f"/ideas/{idea.number}/history").text
    assert "Two people confirmed that the goal was reached." in history
    assert "Priya" in history


def test_the_history_of_a_draft_is_empty(sign_in, ana, space):
    idea = make.draft(ana, space)
    db.session.commit()
    page = sign_in(ana).get(f"/ideas/{idea.number}/history")
    assert "Nothing happened yet" in page.text


def test_a_card_and_a_page_of_each_kind(client, ana, mo, space, ada):
    row = ideas.ImportedIdea(
        space_id=space.id,
        rule_set_id=spaces.rule_set(space.id).id,
        author_id=ana.id,
        title="Brought over",
        body_markdown="",
        created_at=clock.now(),
        imported_count=3,
        source="csv",
        source_id="9",
    )
    brought = ideas.import_idea(ada, row).idea
    top = make.at_goal(ana, mo, space)
    db.session.commit()
    listed = client.get("/ideas").text
    assert "3 brought over from elsewhere" in listed
    assert client.get(f"/ideas/{brought.number}").status_code == 200
    assert "Two people of our team confirm" in client.get(f"/ideas/{top.number}").text


def test_budgets(client, sign_in, people, space, assert_queries):
    ana, ben, mo = people["ana"], people["ben"], people["mo"]
    for n in range(30):
        make.published(ana, mo, space, f"Lamp {n}")
    idea = make.at_goal(ana, mo, space)
    shared = queries.page_of(SYSTEM, idea.number).thread
    for n in range(20):
        comments.write(ben, shared, f"Comment {n}")
    db.session.commit()
    browser = sign_in(ben)
    with assert_queries(3):
        client.get("/ideas")
    with assert_queries(4):
        browser.get("/ideas")
    with assert_queries(8):
        browser.get(f"/ideas/{idea.number}")
    with assert_queries(8):
        client.get(f"/ideas/{idea.number}")
