"""The pages of builds: one happy path and the access of each route."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from app.builds import commands, queries
from app.builds.commands import NewItem
from app.comments.models import Comment
from app.kernel import clock
from app.web import slot
from tests.builds.conftest import EVENING, FRIDAY, TUESDAY


@pytest.fixture(autouse=True)
def friday_evening():
    with clock.at(EVENING):
        yield


def text_of(answer):
    return answer.get_data(as_text=True)


def pressed(value, words):
    return re.search(rf'value="{value}"\s+aria-pressed="true"', words)


def test_a_visitor_reads_the_build_calmly(client, out, item, ana, eddy):
    page = client.get(f"/builds/{out.number}")
    words = text_of(page)
    assert page.status_code == 200
    assert words.count("<h1") == 1
    order = ["What came on", "get-title", "rollback-title", "vote-title", "changes"]
    places = [words.index(piece) for piece in order]
    assert places == sorted(places)
    opened = words[words.index('<details class="panel build-get"') :]
    opened = opened[: opened.index("</details>")]
    assert "This is version 26.11.6." in opened
    assert "Lamp, Software, Back." in opened
    assert "Asked for by" in words
    assert f'<a href="/people/{ana.number}">Ana</a>' in words
    assert f'made by <a href="/people/{eddy.number}">Eddy</a>' in words
    assert "1 of them asked for by you all" in words
    assert "Darker <strong>nights</strong>." in words
    assert "Sign in to vote" in words
    assert "https://example.org/lamp.bin" not in words


def test_a_tester_sees_the_version_first(sign_in, out, item, tess):
    commands.enrol(tess, out.train.channel)
    words = text_of(sign_in(tess).get(f"/builds/{out.number}"))
    order = [
        "<h1>26.11.6</h1>",
        "get-title",
        "rollback-title",
        "vote-title",
        "changes",
        'id="comments"',
        'id="bugs"',
    ]
    places = [words.index(piece) for piece in order]
    assert places == sorted(places)
    assert "build-get" not in words


def test_one_number_stands_there_and_those_who_ran_it_open_beside(
    sign_in, out, item, tess, ben
):
    commands.vote(tess, out, "keep", ran=True)
    commands.vote(ben, out, "needs_work", ran=False)
    calm = text_of(sign_in(ben).get(f"/builds/{out.number}"))
    opened = calm[calm.index("<span>Those who ran it") :]
    assert "100% of 1" in opened[: opened.index("</details>")]
    assert "50% of 2" in calm[: calm.index("<span>Those who ran it")]
    commands.enrol(tess, out.train.channel)
    both = text_of(sign_in(tess).get(f"/builds/{out.number}"))
    assert "<span>Those who ran it" not in both
    assert both.index("100% of 1") < both.index("50% of 2")


def test_the_report_opens_on_get_it_or_stands_in_its_place(
    monkeypatch, sign_in, out, item, ben, tess
):
    def fill(_actor, builds):
        return {build.id: "The report" for build in builds}

    monkeypatch.setitem(slot._fills, "build.foursquare", [fill])
    browser, url = sign_in(ben), f"/builds/{out.number}"

    def is_folded():
        words = text_of(browser.get(url))
        assert words.count("The report") == 1
        return words.index("The report") < words.index('id="changes"')

    assert is_folded()
    browser.post(f"{url}/install")
    assert not is_folded()
    browser.post(f"{url}/install/withdrawal")
    browser.post(f"{url}/enrolment")
    assert not is_folded()
    browser.post(f"{url}/enrolment/withdrawal")
    assert is_folded()
    with clock.at("2026-11-10 12:00Z"):
        assert not is_folded()


def test_a_stopped_build_says_so_and_is_not_to_be_had(session, sign_in, out, tess):
    commands.enrol(tess, out.train.channel)
    out.halted_at = clock.now()
    session.commit()
    words = text_of(sign_in(tess).get(f"/builds/{out.number}"))
    assert "This build was stopped." in words
    assert "https://example.org/lamp.bin" not in words


def test_other_things_than_software_are_seen_or_held(session, sign_in, out, item, tess):
    commands.enrol(tess, out.train.channel)
    out.kind = "prototype"
    session.commit()
    browser = sign_in(tess)
    words = text_of(browser.get(f"/builds/{out.number}"))
    assert "rollback-title" not in words
    assert "I saw it or held it" in words
    assert "ran it" not in words
    browser.post(f"/builds/{out.number}/vote", data={"verdict": "keep", "ran": "y"})
    assert "You saw it" in text_of(browser.get(f"/builds/{out.number}"))


def test_a_change_says_how_often_it_is_talked_about(
    session, sign_in, out, item, ben, mo
):
    browser = sign_in(ben)
    words = text_of(browser.get(f"/builds/{out.number}?about={item.id}"))
    action = re.search(r'action="(/threads/\d+/comments)"', words).group(1)
    label = re.search(r'name="about" value="([^"]+)"', words).group(1)
    for sent in (
        {"body": "Lovely", "about": label},
        {"body": "Dark", "about": label},
        {"body": "Hello"},
    ):
        browser.post(action, data=sent)
    gone = session.scalars(select(Comment).where(Comment.body_source == "Dark")).one()
    browser.post(f"/comments/{gone.id}/removal")
    page = queries.page_of(ben, out.number)
    assert page.item_votes[item.id].comments == 1
    assert page.item_votes[item.id].everyone == {}
    words = text_of(browser.get(f"/builds/{out.number}"))
    assert f"/builds/{out.number}/bugs/new?comment={gone.id - 1}" in words


def test_a_build_that_is_not_out_is_the_crews(client, sign_in, build, ben, eddy):
    with clock.at(TUESDAY):
        assert client.get(f"/builds/{build.number}").status_code == 404
        assert sign_in(ben).get(f"/builds/{build.number}").status_code == 404
        page = sign_in(eddy).get(f"/builds/{build.number}")
    assert page.status_code == 200
    assert "Votes open when the build is out." in text_of(page)


def test_vote_and_change_it(sign_in, out, ben):
    browser = sign_in(ben)
    url = f"/builds/{out.number}/vote"
    answer = browser.post(url, data={"verdict": "keep", "ran": "y"})
    assert (answer.status_code, answer.location) == (303, f"/builds/{out.number}#vote")
    words = text_of(browser.get(f"/builds/{out.number}"))
    assert "You said: keep." in words
    assert "You ran it" in words
    browser.post(url, data={"verdict": "needs_work"})
    assert "You said: needs work." in text_of(browser.get(f"/builds/{out.number}"))
    assert browser.post(url, data={"verdict": "maybe"}).status_code == 422


def test_htmx_gets_the_part_alone(sign_in, out, item, ben):
    browser = sign_in(ben)
    part = browser.post(
        f"/builds/{out.number}/vote",
        data={"verdict": "keep"},
        headers={"HX-Request": "true"},
    )
    assert part.status_code == 200
    assert text_of(part).lstrip().startswith("<section")
    part = browser.post(
        f"/builds/{out.number}/items/{item.id}/vote",
        data={"value": "like"},
        headers={"HX-Request": "true"},
    )
    assert text_of(part).lstrip().startswith("<li")
    assert pressed("like", text_of(part))


def test_like_a_change(sign_in, out, item, ben):
    browser = sign_in(ben)
    url = f"/builds/{out.number}/items/{item.id}/vote"
    answer = browser.post(url, data={"value": "dislike"})
    assert answer.location == f"/builds/{out.number}#item-{item.id}"
    words = text_of(browser.get(f"/builds/{out.number}"))
    assert pressed("dislike", words)
    assert browser.post(url, data={"value": "keep"}).status_code == 422
    wrong = f"/builds/{out.number}/items/999/vote"
    assert browser.post(wrong, data={"value": "like"}).status_code == 404


def test_after_tuesday_noon_the_votes_are_closed(sign_in, out, ben):
    browser = sign_in(ben)
    with clock.at("2026-11-10 12:00Z"):
        answer = browser.post(f"/builds/{out.number}/vote", data={"verdict": "keep"})
        assert answer.status_code == 409
        assert "Votes are closed." in text_of(browser.get(f"/builds/{out.number}"))


def test_nor_does_anybody_take_back_that_he_ran_it(sign_in, out, ben):
    browser, url = sign_in(ben), f"/builds/{out.number}"
    browser.post(f"{url}/install")
    assert "I did not" in text_of(browser.get(url))
    with clock.at("2026-11-10 12:00Z"):
        words = text_of(browser.get(url))
        assert "You ran it" in words
        assert "I did not" not in words
        assert browser.post(f"{url}/install/withdrawal").status_code == 409


def test_join_get_it_say_it_ran_and_leave(sign_in, out, ben):
    browser, url = sign_in(ben), f"/builds/{out.number}"
    assert "Join the test" in text_of(browser.get(url))
    assert browser.post(f"{url}/enrolment").location == f"{url}#get"
    words = text_of(browser.get(url))
    assert 'href="https://example.org/lamp.bin"' in words
    assert "You are in the test" in words
    browser.post(f"{url}/install")
    assert "You ran it" in text_of(browser.get(url))
    browser.post(f"{url}/install/withdrawal")
    assert "You ran it" not in text_of(browser.get(url))
    browser.post(f"{url}/enrolment/withdrawal")
    assert "Join the test" in text_of(browser.get(url))


def test_a_full_test_waits(session, sign_in, out, ben, tess):
    channel = queries.channel(out.space_id, "weekly")
    channel.capacity = 1
    commands.enrol(ben, channel)
    session.commit()
    browser = sign_in(tess)
    browser.post(f"/builds/{out.number}/enrolment")
    words = text_of(browser.get(f"/builds/{out.number}"))
    assert "You are on the waiting list." in words
    channel.joins = "invite"
    channel.capacity = None
    commands.leave(tess, channel)
    session.commit()
    words = text_of(browser.get(f"/builds/{out.number}"))
    assert "This test is by invitation." in words


def test_comment_on_a_change_names_it(sign_in, out, item, ben):
    browser = sign_in(ben)
    words = text_of(browser.get(f"/builds/{out.number}?about={item.id}"))
    label = re.search(r'name="about" value="(Dim to 1 %[^"]+)"', words).group(1)
    action = re.search(r'action="(/threads/\d+/comments)"', words).group(1)
    browser.post(
        action,
        data={"body": "Lovely and dark", "about": label, "ran": "y", "next": "/"},
    )
    words = text_of(browser.get(f"/builds/{out.number}"))
    assert "Lovely and dark" in words
    assert "Ran this build" in words


@pytest.mark.parametrize(
    "path",
    ["vote", "install", "install/withdrawal", "enrolment", "enrolment/withdrawal"],
)
def test_strangers_sign_in_first(client, out, path):
    answer = client.post(f"/builds/{out.number}/{path}")
    assert answer.status_code == 403


def test_statements_of_the_build_page(client, sign_in, assert_queries, out, item, tess):
    commands.vote(tess, out, "keep", ran=True)
    commands.vote_item(tess, item, "like", ran=True)
    browser = sign_in(tess)
    with assert_queries(13):
        assert browser.get(f"/builds/{out.number}").status_code == 200
    with assert_queries(9):
        assert client.get(f"/builds/{out.number}").status_code == 200


def test_statements_of_the_changelog(client, sign_in, assert_queries, out, item, tess):
    browser = sign_in(tess)
    with assert_queries(8):
        assert browser.get("/builds").status_code == 200


def test_the_changelog_in_pages(session, client, space, eddy, out):
    monday = out.train.week_start
    for week in range(1, 13):
        day = monday.fromordinal(monday.toordinal() + 7 * week)
        train = commands.plan_train(eddy, space, day)
        build = queries.of_train(train.id)
        commands.add_item(eddy, build, NewItem("fix", f"Fix of week {week}"))
        with clock.at(train.publish_at):
            commands.publish(eddy, train)
    session.commit()
    first = text_of(client.get("/builds"))
    assert "Fix of week 12" in first
    assert "Dim to 1 %" not in first
    following = re.search(r'href="(/builds\?after=[^"]+)"', first).group(1)
    assert "Dim to 1 %" in text_of(client.get(following))


def test_the_changelog_is_filtered_and_searched(session, client, chairs, out, item):
    words = text_of(client.get("/builds?q=dim&space=lamps"))
    assert "Dim to 1 %" in words
    assert 'name="space" value="lamps"' in words
    words = text_of(client.get("/builds?q=sunrise"))
    assert "No build says that" in words
    assert 'value="sunrise"' in words
    # one space and one channel need no choice
    assert 'class="filters"' not in words


def test_the_changelog_of_several_spaces(session, client, chairs, out, item, priya):
    with clock.at(TUESDAY):
        train = commands.plan_train(priya, chairs, out.train.week_start)
        other = queries.of_train(train.id)
        commands.add_item(priya, other, NewItem("fix", "It no longer squeaks"))
    chairs.name = "Chairs"
    commands.publish(priya, train)
    session.commit()
    words = text_of(client.get("/builds?space=chairs"))
    assert "It no longer squeaks" in words
    assert "Dim to 1 %" not in words
    assert 'href="/builds?space=lamps"' in words


def test_all_changes_as_a_table(session, client, out, item, priya, ana, eddy):
    item.title = "=1+1"
    session.commit()
    answer = client.get("/builds/changes.csv?space=lamps")
    assert answer.mimetype == "text/csv"
    head, *lines = text_of(answer).splitlines()
    assert head.startswith("version,published_at,space,channel,kind,change,made_by,")
    assert lines == [
        "26.11.6,2026-11-06T17:00:00+00:00,lamps,weekly,feature,'=1+1,Eddy,Ana,,,,",
    ]
    empty = client.get("/builds/changes.csv?space=moon")
    assert len(text_of(empty).splitlines()) == 1


def test_nothing_is_out_yet(client, space):
    words = text_of(client.get("/builds"))
    assert "No build is out yet" in words


def test_the_way_of_its_ideas(client, session, out, item, idea):
    words = text_of(client.get(f"/builds/{out.number}/more"))
    assert "From idea to product" in words
    assert f"/ideas/{idea.number}" in words
    assert "Friday build 26.11.6" in words
    part = client.get(f"/builds/{out.number}/more", headers={"HX-Request": "true"})
    assert text_of(part).lstrip().startswith("<section")


def test_the_way_of_a_build_without_ideas(session, client, priya, build, train):
    with clock.at(TUESDAY):
        commands.add_item(priya, build, NewItem("fix", "Darker"))
    with clock.at(FRIDAY):
        commands.publish(priya, train)
    session.commit()
    words = text_of(client.get(f"/builds/{build.number}/more"))
    assert "No change of this build comes from an idea." in words


def test_the_idea_says_which_builds_carry_it(client, out, item, idea):
    words = text_of(client.get(f"/ideas/{idea.number}/more"))
    assert "In these Friday builds" in words
    assert f"/builds/{out.number}" in words


def test_the_home_page_shows_the_friday_panel(app, session, client, out, item):
    words = text_of(client.get("/"))
    assert "Vote on it" in words
    assert "26.11.6" in words
    with clock.at("2026-11-12 09:00Z"):
        words = text_of(client.get("/"))
    assert "Last build" in words


def test_crew_doors(client, sign_in, build, ben, eddy, priya):
    with clock.at(TUESDAY):
        paths = ["", f"/{build.number}"]
        paths += [
            f"/{build.number}/{part}"
            for part in ("description", "items/new", "time", "blocks")
        ]
        for path in paths:
            url = f"/staff/builds{path}"
            assert client.get(url).status_code == 303
            assert sign_in(ben).get(url).status_code == 403
            assert sign_in(eddy).get(url).status_code == 200
            assert sign_in(priya).get(url).status_code == 200


def test_crew_plan_a_week(sign_in, space, priya):
    browser = sign_in(priya)
    with clock.at(TUESDAY):
        data = {"space_id": space.id, "week": "2026-11-04"}
        answer = browser.post("/staff/builds", data=data)
        assert answer.status_code == 303
        assert "26.11.6" in text_of(browser.get(answer.location))
        assert "26.11.6" in text_of(browser.get("/staff/builds"))
        past = {"space_id": space.id, "week": "2026-10-20"}
        late = browser.post("/staff/builds", data=past)
        assert late.status_code == 422
        assert "has passed already" in text_of(late)
        assert browser.post("/staff/builds", data={}).status_code == 422


def test_crew_fill_describe_move_and_publish(sign_in, build, idea, priya):
    browser, url = sign_in(priya), f"/staff/builds/{build.number}"
    with clock.at(TUESDAY):
        change = {
            "kind": "feature",
            "title": "Dim to 1 %",
            "idea_id": idea.id,
            "name_1": "Eddy",
            "role_1": "author",
            "role_2": "designer",
            "role_3": "tester",
        }
        assert browser.post(f"{url}/items/new", data=change).location == url
        words = text_of(browser.get(url))
        assert "Asked for by" in words
        assert "made by" in words
        edits = {
            "title": "Nights",
            "notes": "Dark",
            "kind": "software",
            "rollback_data": "kept",
            "artifact_url": "/files/x.bin",
            "size": "38400000",
            "edits": "1",
        }
        assert browser.post(f"{url}/description", data=edits).location == url
        stale = browser.post(f"{url}/description", data=edits | {"notes": "Mine"})
        assert stale.status_code == 422
        assert "Mine" in text_of(stale)
        early = browser.post(f"{url}/publication")
        assert early.status_code == 409
        assert "2026-11-06 17:00 (UTC)" in text_of(early)
        time = {"publish_at": "2026-11-06T12:00", "reason": ""}
        assert browser.post(f"{url}/time", data=time).status_code == 422
        time["reason"] = "The hall closes at two."
        assert browser.post(f"{url}/time", data=time).location == url
    with clock.at("2026-11-06 12:00Z"):
        assert "Publish now" in text_of(browser.get(url))
        answer = browser.post(f"{url}/publication")
    assert answer.location == f"/builds/{build.number}"
    words = text_of(browser.get(answer.location))
    assert "The hall closes at two." in words


def test_crew_who_is_credited(session, sign_in, build, priya, mo):
    browser = sign_in(priya)
    url = f"/staff/builds/{build.number}/items/new"
    mo.display_name = "Eddy"
    session.commit()
    roles = {"role_1": "author", "role_2": "designer", "role_3": "tester"}
    change = {"kind": "fix", "title": "Dark", "idea_id": 0, **roles}
    with clock.at(TUESDAY):
        for name, words in (
            ("Nobody", "There is nobody called Nobody."),
            ("Eddy", "Several people are called Eddy"),
        ):
            answer = browser.post(url, data=change | {"name_1": name})
            assert answer.status_code == 422
            assert words in text_of(answer)
        number = {"name_1": str(mo.number)}
        assert browser.post(url, data=change | number).status_code == 303


def test_crew_slip(sign_in, build, item, priya):
    browser = sign_in(priya)
    url = f"/staff/builds/{build.number}/items/{item.id}/slip"
    with clock.at(TUESDAY):
        assert browser.get(url).status_code == 200
        assert browser.post(url, data={"reason": ""}).status_code == 422
        browser.post(url, data={"reason": "Two lamps went dark."})
        words = text_of(browser.get(f"/builds/{build.number}"))
    assert "Two lamps went dark." in words


def test_crew_change_a_change(session, sign_in, build, item, priya, eddy, idea):
    browser, url = sign_in(priya), f"/staff/builds/{build.number}"
    page = f"{url}/items/{item.id}"
    with clock.at(TUESDAY):
        words = text_of(browser.get(page))
        assert 'value="Dim to 1 %"' in words
        assert f'<option selected value="{idea.id}"' in words
        assert "Eddy" in words[words.index("Whom it thanks") :]
        roles = {"role_1": "author", "role_2": "designer", "role_3": "tester"}
        better = {"kind": "fix", "title": "Dim to 2 %", "idea_id": idea.id, **roles}
        assert browser.post(page, data=better).location == url
        assert "Dim to 2 %" in text_of(browser.get(url))
        nobody = browser.post(page, data=better | {"name_1": "Nobody"})
        assert nobody.status_code == 422
        assert "There is nobody called Nobody." in text_of(nobody)
        credit = {"person_id": eddy.id, "role": "author"}
        assert browser.post(f"{page}/credits/removal", data=credit).location == page
        assert "Eddy" not in text_of(browser.get(page))


def test_crew_put_back(sign_in, build, item, priya):
    browser, url = sign_in(priya), f"/staff/builds/{build.number}"
    with clock.at(TUESDAY):
        browser.post(f"{url}/items/{item.id}/slip", data={"reason": "Too dark."})
        assert "It makes it after all" in text_of(browser.get(url))
        assert browser.post(f"{url}/items/{item.id}/return").location == url
        assert "Too dark." not in text_of(browser.get(url))


def test_crew_hold_back_and_let_go(sign_in, item, build, priya):
    browser, url = sign_in(priya), f"/staff/builds/{build.number}"
    browser.post(f"{url}/blocks", data={"reason": "Lamps go dark"})
    with clock.at(FRIDAY):
        refused = browser.post(f"{url}/publication")
        assert refused.status_code == 409
        assert "Lamps go dark" in text_of(refused)
        words = text_of(browser.get(url))
        lifting = re.search(r'action="([^"]+/lifting)"', words).group(1)
        assert browser.post(lifting).location == url
        assert browser.post(lifting).location == url
        assert browser.post(f"{url}/publication").status_code == 303


def test_crew_a_picture(session, sign_in, build, priya):
    browser, url = sign_in(priya), f"/staff/builds/{build.number}/description"
    sent = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(sent, "PNG")
    sent.seek(0)
    fields = {"kind": "software", "rollback_data": "unknown", "edits": "1"}
    bad = fields | {"picture": (io.BytesIO(b"no picture"), "a.png")}
    assert browser.post(url, data=bad).status_code == 422
    good = fields | {"picture": (sent, "a.png"), "picture_alt": "A lamp"}
    assert browser.post(url, data=good).status_code == 303
    session.refresh(build)
    assert (build.picture_alt, build.picture_name[-5:]) == ("A lamp", ".webp")


def test_crew_a_refused_time_comes_back_filled(sign_in, build, priya):
    browser, url = sign_in(priya), f"/staff/builds/{build.number}/time"
    past = {"publish_at": "2026-11-02T12:00", "reason": "The hall closes."}
    with clock.at(TUESDAY):
        answer = browser.post(url, data=past)
    assert answer.status_code == 422
    assert "The new time must be ahead." in text_of(answer)
    assert "The hall closes." in text_of(answer)


def test_crew_a_refused_slip_comes_back(sign_in, out, item, priya):
    url = f"/staff/builds/{out.number}/items/{item.id}/slip"
    answer = sign_in(priya).post(url, data={"reason": "Too late"})
    assert answer.status_code == 422
    assert "stay as they were published" in text_of(answer)
