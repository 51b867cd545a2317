"""The first run of an own site: where its root leads, three screens, first steps."""

import re

import pytest

from app import create_app, server, store
from app.kernel import site
from app.kernel.db import atomic, db
from app.kernel.errors import NotAllowed
from app.setup import commands, queries, slots, staff_views
from app.spaces import queries as spaces
from config import Settings, read_store

pytestmark = pytest.mark.slow

START = {
    "name": "Halden Ideas",
    "language": "ja",
    "colour": "#1d4ed8",
    "timezone": "Asia/Tokyo",
}


@pytest.fixture
def fresh(session, people):
    """A site made a moment ago: one space, nothing said yet."""
    space = commands.prepare()
    session.commit()
    return space


@pytest.fixture
def browser(fresh, sign_in, ada):
    return sign_in(ada)


def test_a_new_site_begins_with_the_choice_and_an_older_one_is_never_asked(
    session, space, client
):
    assert commands.prepare() is space
    assert site.get("first_run") == ""
    assert client.get("/").status_code == 200
    assert client.get("/setup").status_code == 404


def test_the_root_of_a_new_site_leads_to_the_choice(fresh, client, sign_in, ana, ada):
    for who in (client, sign_in(ana), sign_in(ada)):
        answer = who.get("/")
        assert (answer.status_code, answer.location) == (303, "/setup")
    assert "one-time address" in client.get("/setup").text
    assert "second factor" in sign_in(ana).get("/setup").text
    assert 'href="/setup/site"' in sign_in(ada).get("/setup").text
    assert client.get("/ideas").status_code == 200


def test_a_new_site_offers_the_language_of_its_admin_until_one_is_chosen(browser):
    chosen = 'selected value="{}"'.format
    chinese = {"Accept-Language": "zh-CN"}
    page = browser.get("/setup/site", headers=chinese).text
    assert chosen("zh_Hans") in page
    browser.post("/setup/site", data=START)
    assert chosen("ja") in browser.get("/setup/site", headers=chinese).text


def test_three_screens_open_the_site(browser, fresh, client):
    page = browser.get("/setup/site").text
    assert 'data-behaviour="zone"' in page
    answer = browser.post("/setup/site", data=START)
    assert answer.location == "/setup/team"
    assert (site.get("name"), site.get("language")) == ("Halden Ideas", "ja")
    assert (site.get("timezone"), site.get("colour")) == ("Asia/Tokyo", "#1d4ed8")
    assert browser.get("/").location == "/setup/team"
    assert browser.get("/staff").location == "/setup/team"
    assert client.get("/").status_code == 200

    answer = browser.post("/setup/team", data={"audience": "signed_in", "crew": "more"})
    assert answer.location == "/setup/space"
    assert fresh.audience == "signed_in"
    assert spaces.rules_of(fresh.id).reviews.quorum == 4

    answer = browser.post("/setup/space", data={"use": "products", "name": "Lamps"})
    assert answer.location == "/"
    assert (fresh.name, fresh.outcome) == ("Lamps", "product")
    assert (fresh.has_goals, fresh.has_builds) == (True, True)
    assert fresh.has_revenue
    assert 'id="first-steps"' in browser.get("/").text
    for path in ("/setup", "/setup/site", "/setup/team", "/setup/space"):
        assert browser.get(path).status_code == 404


def test_what_is_skipped_is_everyone_just_me_and_wishes(browser, fresh):
    browser.post("/setup/site", data=START)
    assert browser.post("/setup/team", data={"skip": "1"}).location == "/setup/space"
    assert browser.post("/setup/space", data={"skip": "1"}).location == "/"
    assert (fresh.audience, fresh.outcome) == ("everyone", "improvement")
    assert (fresh.has_goals, fresh.has_builds, fresh.has_revenue) == (
        False,
        True,
        False,
    )
    game = spaces.rules_of(fresh.id)
    assert (game.reviews.quorum, game.ideas.ladder) == (1, (10, 50, 250, 500))
    assert site.get("crew") == "just_me"


@pytest.mark.parametrize(
    ("crew", "quorum", "first_goal"), [("few", 2, 10), ("more", 4, 100)]
)
def test_how_many_run_it_sets_quorum_and_goals(fresh, ada, crew, quorum, first_goal):
    commands.say_team(ada, crew, "invited")
    commands.say_team(ada, crew, "invited")
    game = spaces.rules_of(fresh.id)
    assert (game.reviews.quorum, game.ideas.ladder[0]) == (quorum, first_goal)
    assert fresh.audience == "invited"


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("/setup/site", {**START, "name": ""}, "required"),
        ("/setup/site", {**START, "colour": "#7a7a7a"}, "cannot be read"),
        ("/setup/site", {**START, "colour": "red"}, "six digits"),
        ("/setup/site", {**START, "timezone": "Mars/Base"}, "Not a valid choice"),
        ("/setup/team", {"audience": "all", "crew": "few"}, "Not a valid choice"),
        ("/setup/space", {"use": "fun", "name": "x"}, "Not a valid choice"),
        ("/setup/space", {"use": "wishes", "name": ""}, "required"),
    ],
)
def test_a_bad_screen_comes_back(browser, path, sent, words):
    answer = browser.post(path, data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert site.get("first_run") == "choice"


def test_the_usual_colour_is_no_setting(fresh, ada):
    commands.say_site(ada, {"colour": "#ff7a1a"})
    assert site.get("colour") == ""


def test_only_an_admin_sets_up(fresh, mo, client, sign_in):
    for path in ("/setup/site", "/setup/team", "/setup/space"):
        assert client.get(path).status_code == 303
        assert sign_in(mo).get(path).status_code == 403
    for act in (
        lambda: commands.say_site(mo, {"name": "x"}),
        lambda: commands.say_team(mo, "few", "everyone"),
        lambda: commands.say_space(mo, "wishes"),
        lambda: commands.put_steps_away(mo),
        lambda: commands.first_space(mo),
    ):
        with pytest.raises(NotAllowed, match="may_set_up"):
            act()


def test_unknown_choices_and_a_second_round_are_refused(fresh, ada):
    for act in (
        lambda: commands.say_team(ada, "crowd", "everyone"),
        lambda: commands.say_team(ada, "few", "all"),
        lambda: commands.say_space(ada, "fun"),
    ):
        with pytest.raises(commands.UnknownChoice):
            act()
    commands.say_space(ada, "wishes")
    for act in (
        lambda: commands.say_site(ada, {"name": "x"}),
        lambda: commands.say_team(ada, "few", "everyone"),
        lambda: commands.say_space(ada, "products"),
    ):
        with pytest.raises(commands.FirstRunOver):
            act()


def _done():
    return {step.key for step in queries.steps() if step.is_done}


def test_the_first_steps_tick_themselves(session, fresh, ada, ana):
    assert [step.key for step in queries.steps()] == list(queries.STEPS)
    # the cast has joined, and some of it hold roles
    assert _done() == {"people", "role"}
    site.put(ada, "legal_entity", "Halden GmbH")
    assert _done() == {"people", "role", "firm"}
    commands.say_space(ada, "wishes")
    assert "firm" not in {step.key for step in queries.steps()}


def test_the_first_steps_are_one_statement_for_admins_alone(
    app, session, fresh, ada, ana, assert_queries
):
    commands.say_space(ada, "wishes")
    with app.test_request_context("/"):
        assert site.get("first_steps") == "shown"
        with assert_queries(0):
            assert slots.first_steps(ana, []) == {}
        with assert_queries(1):
            assert "Publish a first idea" in slots.first_steps(ada, [])[0]


def test_the_first_steps_are_put_away(browser):
    for path, sent in (
        ("/setup/site", START),
        ("/setup/team", {"skip": "1"}),
        ("/setup/space", {"skip": "1"}),
    ):
        browser.post(path, data=sent)
    assert 'id="first-steps"' in browser.get("/staff").text
    assert browser.post("/setup/steps/dismissal").location == "/staff"
    assert 'id="first-steps"' not in browser.get("/staff").text
    assert 'id="first-steps"' not in browser.get("/").text


def _own_app(tmp_path, opened, **more):
    """An app of a data folder whose file says demo; restarts are only noted."""
    (tmp_path / "store").write_text(opened + "\n")
    settings = Settings.from_env({"COBUILD_DATA": str(tmp_path), **more})
    app = create_app(settings)
    with app.app_context():
        store.migrate(settings)
    return app


@pytest.fixture
def restarts(monkeypatch):
    asked = []
    monkeypatch.setattr(server, "restart", lambda: asked.append(1))
    return asked


def test_the_demo_is_left_for_an_own_site_in_one_click(tmp_path, restarts):
    app = _own_app(tmp_path, "demo")
    browser = app.test_client()
    own_page = {"Sec-Fetch-Site": "same-origin"}
    answer = browser.post("/demo/leaving", headers=own_page)
    answer.close()
    assert answer.status_code == 200
    assert restarts == [1]
    assert read_store(tmp_path) == "own"
    path = re.search(r'href="(/welcome/[^"]+)" data-behaviour="arrive"', answer.text)[1]

    own = create_app(Settings.from_env({"COBUILD_DATA": str(tmp_path)}))
    first = own.test_client()
    assert first.get("/").location == "/setup"
    assert "You are the first" in first.get(path).text
    for each in (app, own):
        with each.app_context():
            db.session.remove()
            db.engine.dispose()


def test_a_demo_that_others_reach_is_not_left_over_the_net(tmp_path, restarts):
    app = _own_app(
        tmp_path,
        "demo",
        COBUILD_ORIGIN="https://demo.example",
        DEMO_PUBLIC="1",
    )
    own_page = {"Sec-Fetch-Site": "same-origin"}
    answer = app.test_client().post("/demo/leaving", headers=own_page)
    assert answer.status_code == 409
    assert restarts == []
    assert read_store(tmp_path) == "demo"
    with app.app_context():
        db.engine.dispose()


def test_a_demo_behind_a_forgotten_proxy_is_not_left_either(tmp_path, restarts):
    app = _own_app(tmp_path, "demo")
    answer = app.test_client().post(
        "/demo/leaving",
        base_url="https://demo.example",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 409
    assert (restarts, read_store(tmp_path)) == ([], "demo")
    with app.app_context():
        db.engine.dispose()


def test_an_empty_site_opens_the_demo_and_builds_it_once(
    tmp_path, restarts, monkeypatch
):
    built = []
    monkeypatch.setattr(staff_views, "build_world", lambda: built.append(1))
    app = _own_app(tmp_path, "own")
    with app.app_context(), atomic():
        commands.prepare()
    browser = app.test_client()
    own_page = {"Sec-Fetch-Site": "same-origin"}
    for _round in range(2):
        browser.post("/setup/demo", headers=own_page).close()
        assert read_store(tmp_path) == "demo"
    assert (len(built), len(restarts)) == (1, 2)
    assert (tmp_path / "demo" / "built").exists()
    with app.app_context():
        db.engine.dispose()


def test_elsewhere_there_is_no_demo_to_leave(fresh, client):
    assert client.post("/demo/leaving").status_code == 404


def test_after_the_first_run_there_is_no_way_back_to_the_demo(space, client):
    assert client.post("/setup/demo").status_code == 404
