"""Bugs of another tracker: in seven languages, undoable, found by their likes."""

import csv

import pytest
from sqlalchemy import func, select

from app.discovery import queries as discovery
from app.feedback import commands as feedback
from app.feedback import queries as bugs
from app.feedback.models import Bug, BugAlarm
from app.imports import commands, csv_source, queries, runner
from app.imports.commands import Reading, Source
from app.kernel import clock, duties, relay
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import atomic, db
from app.kernel.errors import Gone
from app.people.models import Person
from app.spaces import commands as spaces
from tests.imports.test_staff_views import signed_in, upload

HEADER = "number,title,body,created_at,state,severity,lang\n"
ROWS = (
    '1,The window stays white,"After an <b>update</b>",2024-06-26T07:35Z,open,high,en\n'
    "2,更新之后窗口一直是白色的,打开文件之后什么都看不到。,2024-06-25T07:00:00Z,open,,zh\n"
    "3,保存するとファイルが閉じる,保存したあと勝手に閉じます。,2024-06-24T07:00:00Z,open,,ja\n"
    "4,Окно остаётся белым,После обновления.,2024-06-23T07:00:00Z,closed,,ru\n"
    "5,La ventana queda en blanco,,2024-06-22T07:00:00Z,not_planned,trivial,es\n"
    "6,La fenêtre reste blanche,,2024-06-21T07:00:00Z,completed,,fr\n"
    "7,창이 하얗게 남아 있습니다,,2024-06-20T07:00:00Z,open,,ko\n"
)
MAPPING = {"source_id": "number", "content": "body", "status": "state"}


class Tracker:
    """A space with builds, and a file of another tracker."""

    def __init__(self, village):
        self.village, self.space = village, village.space

    def bring_in(self, words=HEADER + ROWS, mapping=MAPPING):
        source = Source("issues.csv", words.encode(), "bugs")
        with atomic():
            run = commands.keep(SYSTEM, self.space, source, Reading(mapping))
        found = queries.scan(run)
        with atomic():
            commands.begin(SYSTEM, run, found)
        run = runner.carry_on(run.id)
        relay.drain()
        return run

    def undo(self, run):
        return self.village.undo(run)


@pytest.fixture
def tracker(village):
    return Tracker(village)


def all_bugs():
    return list(db.session.scalars(select(Bug).order_by(Bug.id)))


def read(words, mapping=MAPPING):
    return csv_source.read(words.encode(), mapping, None, "bugs")


@pytest.mark.nodb
def test_rows_in_seven_languages():
    found = read(HEADER + ROWS)
    assert [post.source_id for post in found] == list("1234567")
    assert found[0].body == "After an **update**"
    assert [post.state for post in found] == [
        "new",
        "new",
        "new",
        "wont_fix",
        "wont_fix",
        "cannot_reproduce",
        "new",
    ]
    assert [found[0].severity, found[1].severity, found[4].severity] == [
        "major",
        "minor",
        "cosmetic",
    ]


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,,x,,open,,", "Line 2, column title: the title is missing"),
        ("1,T,x,1 June,open,,", "Line 2, column created_at: 1 June is not"),
        ("1,T,x,,lost,,", "Line 2, column state: lost is not"),
        ("1,T,x,,open,awful,", "Line 2, column severity: awful is not"),
        ("1,T,x,,,,\n1,U,x,,,,", "Line 3, column number: 1 stands on line 2 too"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(row, words):
    (fault,) = csv_source.scan((HEADER + row).encode(), MAPPING, None, "bugs").faults
    assert words in fault.text % fault.values


@pytest.mark.nodb
def test_fields_of_ideas_are_none_of_bugs():
    with pytest.raises(csv_source.UnknownField, match="status, severity"):
        read(HEADER + ROWS, {"vote_count": "severity"})
    with pytest.raises(csv_source.UnknownField):
        csv_source.read((HEADER + ROWS).encode(), {"status": "state"})


def test_they_come_in_as_they_were(tracker):
    run = tracker.bring_in()
    assert (run.state, run.counts) == ("applied", {"created": 7})
    first, *_, french, korean = all_bugs()
    assert (first.state, first.severity, first.build_id) == ("new", "major", None)
    assert first.created_at == first.moved_at == clock.parse("2024-06-26 07:35Z")
    assert (french.state, french.closing_text) == ("cannot_reproduce", "completed")
    assert korean.title == "창이 하얗게 남아 있습니다"
    assert db.session.get_one(Person, first.reporter_id).state == "placeholder"
    assert duties.find("bug_state", ("bug", first.id)) is not None
    assert duties.find("bug_reply", ("bug", first.id)) is None
    assert duties.find("bug_state", ("bug", french.id)) is None
    assert db.session.scalar(select(func.count()).select_from(BugAlarm)) == 0


def test_the_same_file_twice_changes_nothing_and_new_words_come_along(tracker):
    tracker.bring_in()
    assert tracker.bring_in().counts == {"same": 7}
    changed = (HEADER + ROWS).replace("stays white", "stays grey")
    assert tracker.bring_in(changed).counts == {"same": 6, "updated": 1}
    assert all_bugs()[0].title == "The window stays grey"


def test_what_was_edited_here_stays_so(tracker):
    tracker.bring_in()
    with atomic():
        db.session.get_one(Bug, all_bugs()[0].id).title = "Our own words"
    changed = (HEADER + ROWS).replace("stays white", "stays grey")
    assert tracker.bring_in(changed).counts == {"same": 7}


def test_an_undone_update_gives_the_words_back(tracker):
    tracker.bring_in()
    run = tracker.bring_in((HEADER + ROWS).replace("stays white", "stays grey"))
    tracker.undo(run)
    assert all_bugs()[0].title == "The window stays white"


def test_undone_they_are_gone_and_come_back(tracker, tmp_path):
    before = [path.read_bytes() for path in runner.export(tmp_path)]
    run = tracker.bring_in()
    number = all_bugs()[0].number
    assert bugs.visible_to(ANONYMOUS).get(number)
    tracker.undo(run)
    assert [path.read_bytes() for path in runner.export(tmp_path)] == before
    with pytest.raises(Gone):
        bugs.visible_to(ANONYMOUS).get(number)
    assert tracker.bring_in().counts == {"revealed": 7}
    assert bugs.visible_to(ANONYMOUS).get(number).title == "The window stays white"


def touch_move(people, bug):
    feedback.ask(people["eddy"], bug, "Which version?")


def touch_see(people, bug):
    feedback.sight(people["ben"], bug)


@pytest.mark.parametrize(("touch", "why"), [(touch_move, "moved"), (touch_see, "seen")])
def test_what_people_have_touched_stays(tracker, touch, why):
    run = tracker.bring_in()
    with atomic():
        bug = db.session.get_one(Bug, all_bugs()[0].id)
        touch(tracker.village.people, bug)
    tracker.undo(run)
    assert queries.endings(run.id) == {"kept": 1, "taken_back": 6}
    kept = [(row.reason, path) for row, path in queries.every_kept(run.id)]
    assert kept == [(why, f"/bugs/{bug.number}")]


def test_as_files_for_everyone(tracker, tmp_path):
    tracker.bring_in()
    with atomic():
        feedback.conceal(SYSTEM, db.session.get_one(Bug, all_bugs()[1].id), "spam")
        db.session.get_one(Bug, all_bugs()[2].id).is_public = False
    runner.export(tmp_path)
    with (tmp_path / "bugs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    assert rows[0]["title"] == "The window stays white"
    assert rows[0]["status"] == "new"
    again = read((tmp_path / "bugs.csv").read_text("utf-8"), {})
    assert [post.title for post in again] == [row["title"] for row in rows]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("更新后窗口变白了", "更新之后窗口一直是白色的"),
        ("開啟檔案之後看不到東西", "更新之后窗口一直是白色的"),
        ("保存のあとに閉じる", "保存するとファイルが閉じる"),
        ("White window after the update", "The window stays white"),
        ("окно белое", "Окно остаётся белым"),
    ],
)
def test_a_report_finds_its_like_in_its_own_language(tracker, words, title):
    tracker.bring_in()
    found = discovery.similar_bugs(ANONYMOUS, tracker.space.id, words)
    assert found[0].title == title


def test_where_builds_are_off_there_is_no_place_for_bugs(tracker):
    with atomic():
        new = spaces.NewSpace("wishes", "Wishes", has_builds=False)
        tracker.space = spaces.create(SYSTEM, new, {})
    with pytest.raises(commands.NoBuildsThere):
        tracker.bring_in()


def test_from_the_shell(world, tmp_path):
    path = tmp_path / "issues.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    maps = [f"--map={field}={column}" for field, column in MAPPING.items()]
    call = ["imports", "csv", str(path), "--space", "editor", "--as", "bugs", *maps]
    shell = world.test_cli_runner()
    dry = shell.invoke(args=[*call, "--dry-run"])
    assert "7 bugs, 3 of them closed." in dry.output
    assert "Nothing was changed." in dry.output
    first = shell.invoke(args=[*call, "--space-name", "Editor"])
    assert "7 created, 0 updated, 0 unchanged." in first.output
    assert "7 unchanged" in shell.invoke(args=call).output
    with world.app_context():
        runs = [run.id for run in queries.runs().items]
    refused = shell.invoke(args=["imports", "undo", str(min(runs))])
    assert refused.exit_code == 1
    undone = shell.invoke(args=["imports", "undo", str(max(runs))])
    assert "7 rows taken back, 0 kept." in undone.output


def test_from_the_page(world, village):
    browser = signed_in(world, village.people["ada"])
    page = browser.get("/staff/imports/new").get_data(as_text=True)
    assert "What is in it?" in page
    answer = upload(browser, HEADER + ROWS, kind="bugs")
    words = browser.get(answer.location).get_data(as_text=True)
    assert 'name="severity"' in words
    assert 'name="vote_count"' not in words
    mapped = dict.fromkeys(csv_source.FIELDS["bugs"], "")
    mapped |= {"title": "title", "author": "Imported", **MAPPING}
    browser.post(f"{answer.location}/columns", data=mapped)
    words = browser.get(answer.location).get_data(as_text=True)
    assert "Bring 7 bugs in" in words
    browser.post(f"{answer.location}/application")
    db.session.rollback()
    (run,) = queries.runs().items
    runner.carry_on(run.id)
    assert len(all_bugs()) == 7
    with atomic():
        touch_see(village.people, db.session.get_one(Bug, all_bugs()[0].id))
    village.undo(queries.run(run.id))
    words = browser.get(answer.location).get_data(as_text=True)
    assert "The window stays white" in words
    assert "others see it, too" in words
