"""The triage board: columns, filters, pages, its Move forms, its file."""

import pytest

from app.feedback import commands, queries
from app.feedback.commands import NewBug
from app.feedback.queries import Filters
from app.kernel import clock
from app.people.models import RoleGrant
from tests import cast
from tests.feedback.conftest import mend
from tests.feedback.test_views import text_of


def on(board, name):
    return [bug.number for bug in board[name].items]


@pytest.fixture
def several(session, build, following, bug, tess, ben, eddy, erik):
    """One bug in each column, and two that stand in none of them any more."""
    titles = ("asked", "confirmed", "working", "mended", "closed")
    made = {"new": bug}
    for title in titles:
        made[title] = commands.file(ben, build, NewBug(title, "Look"))
    commands.ask(eddy, made["asked"], "Which?")
    commands.confirm(eddy, made["confirmed"], erik)
    commands.confirm(eddy, made["working"], eddy)
    commands.start(eddy, made["working"])
    mend(eddy, made["mended"], build)
    commands.close(eddy, made["closed"], "by_design", "So it is")
    session.commit()
    return made


def test_each_bug_stands_in_its_column(several, eddy):
    board = queries.board(eddy, Filters())
    expected = {
        "new": "new",
        "need_info": "asked",
        "confirmed": "confirmed",
        "in_progress": "working",
        "fixed": "mended",
        "done": "closed",
    }
    for column, key in expected.items():
        assert on(board, column) == [several[key].number]
    assert queries.count_columns(eddy, Filters()) == dict.fromkeys(expected, 1)


def test_narrowed_by_each_filter(session, several, build, following, eddy, erik):
    several["confirmed"].build_id = following.id
    several["confirmed"].severity = "blocker"
    session.commit()
    only = [several["confirmed"].number]
    for filters in (
        Filters(build=following.number),
        Filters(severity="blocker"),
        Filters(engineer=erik.number),
        Filters(space="lamps", build=following.number),
    ):
        board = queries.board(eddy, filters)
        assert [number for name in board for number in on(board, name)] == only
    nobody = queries.count_columns(eddy, Filters(engineer=0))
    assert nobody["new"] == nobody["need_info"] == nobody["done"] == 1
    assert nobody["confirmed"] == 0
    elsewhere = queries.count_columns(eddy, Filters(space="chairs"))
    assert sum(elsewhere.values()) == 0


@pytest.mark.nodb
def test_what_an_address_asks_for():
    asked = Filters.asked(
        {"space": "lamps", "build": "7", "severity": "awful", "engineer": "0"}
    )
    assert asked == Filters("lamps", 7, "", 0)
    assert asked.chosen == {"space": "lamps", "build": 7, "engineer": 0}
    assert Filters.asked({"build": "x", "engineer": "²"}) == Filters()


def test_only_of_spaces_whose_builds_one_makes(session, people, several, olaf, ada):
    with clock.at("2026-10-01 09:00Z"):
        other = cast.space(people, slug="chairs")
    for grant in olaf.grants:
        grant.space_id = other.id
    session.commit()
    assert sum(queries.count_columns(olaf, Filters()).values()) == 0
    assert queries.visible_to(olaf).get(several["new"].number)


def test_a_long_column_goes_on(session, sign_in, build, bug, tess, eddy):
    for n in range(35):
        commands.file(tess, build, NewBug(f"Flicker {n}", "Look"))
    session.commit()
    browser = sign_in(eddy)
    board = text_of(browser.get("/staff/bugs?severity=minor"))
    assert "column=new&amp;severity=minor" in board
    first = text_of(browser.get("/staff/bugs?column=new"))
    assert first.count('class="panel bug-card') == 30
    found = queries.column(eddy, Filters(), "new")
    rest = queries.column(eddy, Filters(), "new", found.next)
    assert len(rest.items) == 6
    assert not {row.id for row in found.items} & {row.id for row in rest.items}


def test_an_empty_column_and_an_empty_board(sign_in, space, build, eddy):
    browser = sign_in(eddy)
    assert "Nobody has reported a bug yet." in text_of(browser.get("/staff/bugs"))
    assert "Nothing here now." in text_of(browser.get("/staff/bugs?column=fixed"))
    words = text_of(browser.get("/staff/bugs?severity=minor"))
    assert "No bug fits what you look for." in words


def test_a_card_moves_without_script_and_leads_back(sign_in, bug, eddy):
    browser = sign_in(eddy)
    board = text_of(browser.get("/staff/bugs?severity=major"))
    for piece in ('data-column="new"', "data-grip", "data-move", "It flickers"):
        assert piece in board
    assert 'name="next" value="/staff/bugs?severity=major"' in board
    moved = {"to": "confirmed", "next": "/staff/bugs?severity=major"}
    answer = browser.post(f"/staff/bugs/{bug.number}", data=moved)
    assert answer.location == "/staff/bugs?severity=major"
    assert (bug.state, bug.assignee_id) == ("confirmed", eddy.id)


def test_a_move_that_needs_more_asks_for_it_and_still_leads_back(
    sign_in, bug, priya, eddy
):
    browser, url = sign_in(priya), f"/staff/bugs/{bug.number}"
    sent = {"to": "need_info", "next": "/staff/bugs"}
    answer = browser.post(url, data=sent)
    assert answer.status_code == 422
    assert "Say what you need to know." in text_of(answer)
    assert 'name="next" value="/staff/bugs"' in text_of(answer)
    assert browser.post(url, data=sent | {"text": "Which?"}).location == "/staff/bugs"
    away = {"to": "by_design", "text": "So it is", "next": "https://evil.example"}
    assert browser.post(url, data=away).location == url


def test_a_fix_goes_to_the_next_build_by_itself(session, sign_in, bug, following, eddy):
    commands.confirm(eddy, bug, eddy)
    session.commit()
    sign_in(eddy).post(f"/staff/bugs/{bug.number}", data={"to": "fixed"})
    assert (bug.state, bug.fixed_build_id) == ("fixed", following.id)


def test_what_a_card_shows(session, sign_in, several, ben, tess, eddy):
    commands.sight(ben, several["new"])
    commands.make_private(ben, several["confirmed"])
    session.commit()
    with clock.at("2026-11-20 09:00Z"):
        board = text_of(sign_in(eddy).get("/staff/bugs"))
    for piece in ("1 more sees it", "Overdue by", "Private", "Meant to be so", "Olaf"):
        assert piece in board


def test_as_a_file(session, client, sign_in, several, bug, ben, eddy):
    bug.title = "=1+1"
    session.commit()
    assert client.get("/staff/bugs.csv").status_code == 303
    assert sign_in(ben).get("/staff/bugs.csv").status_code == 403
    browser = sign_in(eddy)
    lines = text_of(browser.get("/staff/bugs.csv")).splitlines()
    assert lines[0].startswith("number,state,severity,title,engineer")
    assert len(lines) == 1 + len(several)
    assert lines[1].startswith(f"{bug.number},new,major,'=1+1,,Tess,26.11.6,,1,")
    narrowed = text_of(browser.get("/staff/bugs.csv?severity=major")).splitlines()
    assert len(narrowed) == 2


def test_statements(sign_in, assert_queries, several, eddy):
    browser = sign_in(eddy)
    with assert_queries(15):
        assert browser.get("/staff/bugs").status_code == 200


def test_a_local_engineer_has_a_board(session, people, several, mei):
    grant = RoleGrant(
        person_id=mei.id,
        role="engineer",
        space_id=several["new"].space_id,
        granted_by_id=1,
    )
    session.add(grant)
    session.commit()
    session.refresh(mei, ["grants"])
    assert sum(queries.count_columns(mei, Filters()).values()) == len(several)
    assert queries.standing(queries.alarms_of_crew(mei)) == []
