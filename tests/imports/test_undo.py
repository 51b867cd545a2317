"""What came in goes out again, but for what people have touched; logs keep both."""

import threading
import time

import pytest
from sqlalchemy import func, select

from app.comments import commands as comments
from app.comments.models import Thread
from app.discovery import queries as discovery
from app.ideas import commands as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea, IdeaConcealment
from app.imports import commands, queries, runner, tasks
from app.imports.models import ImportFile, ImportRow, ImportRun
from app.kernel import clock, personal, relay
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.db import atomic, db
from app.kernel.errors import Missing, NotAllowed
from app.people.models import Person
from app.support import commands as support
from tests.conftest import count_statements
from tests.imports.conftest import GOOD, HEADER


def exported(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in runner.export(folder)}


def imported(source_id: str) -> Idea:
    return db.session.scalars(select(Idea).where(Idea.source_id == source_id)).one()


def actions(run) -> dict[str, str]:
    rows = select(ImportRow.source_id, ImportRow.action)
    return dict(db.session.execute(rows.where(ImportRow.run_id == run.id)).all())


def test_after_import_and_undo_the_export_is_byte_equal(village, tmp_path):
    ben = village.people["ben"]
    with atomic():
        support.give(ben, village.idea)
    relay.drain()
    before = exported(tmp_path / "before")
    run = village.bring_in(GOOD)
    assert exported(tmp_path / "during") != before
    run = village.undo(run)
    assert (run.state, run.undone_by_id) == ("undone", village.people["ada"].id)
    assert queries.endings(run.id) == {"taken_back": 3}
    assert exported(tmp_path / "after") == before


def test_an_update_is_undone_to_the_byte(village, tmp_path):
    village.bring_in(GOOD)
    before = exported(tmp_path / "before")
    changed = GOOD.replace(",15,", ",16,").replace("A bench", "Two benches")
    run = village.bring_in(changed + "4,A well,,0,04/02/2024,\n")
    assert run.counts == {"updated": 2, "same": 1, "created": 1}
    village.undo(run)
    assert exported(tmp_path / "after") == before
    again = village.bring_in(changed)
    assert again.counts == {"updated": 2, "same": 1}


def test_an_undone_idea_is_in_no_list_search_or_page(village, world):
    run = village.bring_in(GOOD)
    number = imported("3").number
    client = world.test_client()
    assert client.get(f"/ideas/{number}").status_code == 200
    assert discovery.search(ANONYMOUS, "fountain").ideas != []
    village.undo(run)
    assert client.get(f"/ideas/{number}").status_code == 410
    assert discovery.search(ANONYMOUS, "fountain").ideas == []
    listed = idea_queries.list_page(ANONYMOUS, idea_queries.Filters())
    assert [idea.id for idea in listed.items] == [village.idea.id]


def test_the_same_row_again_is_shown_again_and_logs_keep_all(village, tmp_path):
    run = village.bring_in(GOOD)
    during = exported(tmp_path / "during")
    village.undo(run)
    again = village.bring_in(GOOD)
    assert again.counts == {"revealed": 3}
    assert exported(tmp_path / "again") == during
    village.undo(again)
    acts = db.session.scalars(
        select(AuditEvent.act).where(AuditEvent.act.startswith("imports."))
    ).all()
    assert acts.count("imports.finish") == acts.count("imports.undone") == 2
    hidden = select(func.count()).select_from(IdeaConcealment)
    assert db.session.scalar(hidden) == 6


def touch_support(village, idea):
    support.give(village.people["ben"], idea)


def touch_talk(village, idea):
    thread = db.session.get(Thread, idea.thread_id)
    comments.write(village.people["ben"], thread, "Where to?")


def touch_follow(village, idea):
    ideas.follow(village.people["ben"], idea)


def touch_hide(village, idea):
    ideas.conceal(village.people["mo"], idea, "advertising")


@pytest.mark.parametrize(
    ("touch", "reason"),
    [
        (touch_support, "supported"),
        (touch_talk, "talked"),
        (touch_follow, "followed"),
        (touch_hide, "edited"),
    ],
)
def test_what_people_have_touched_stays_and_is_listed(village, touch, reason):
    run = village.bring_in(GOOD)
    idea = imported("1")
    with atomic():
        touch(village, db.session.get(Idea, idea.id))
    run = village.undo(run)
    assert queries.endings(run.id) == {"taken_back": 2, "kept": 1}
    (row,) = queries.kept(run.id).items
    assert (row.idea.id, row.reason) == (idea.id, reason)
    assert [path for _, path in queries.every_kept(run.id)] == [f"/ideas/{idea.number}"]
    assert idea_queries.concealment_of(imported("2").id) is not None


def test_an_edit_is_kept_by_the_next_file_and_by_undo(village):
    village.bring_in(GOOD)
    idea = imported("1")
    with atomic():
        again = db.session.get(Idea, idea.id)
        again.title = "A tree for the square"
        again.version += 1
    run = village.bring_in(GOOD.replace("A tree", "Two trees"))
    assert run.counts == {"same": 3}
    assert imported("1").title == "A tree for the square"


def test_the_later_run_is_undone_first(village):
    first = village.bring_in(GOOD)
    second = village.bring_in(GOOD)
    with pytest.raises(commands.LaterRunFirst, match=f"import {second.id} first"):
        village.undo(first)
    village.undo(second)
    assert village.undo(first).state == "undone"


def test_only_what_is_done_is_undone(village):
    run = village.keep(GOOD)
    with pytest.raises(commands.NotApplied):
        village.undo(run)
    run = village.undo(village.bring_in(GOOD))
    with pytest.raises(commands.NotApplied):
        village.undo(run)


def test_only_admins_do_any_of_it(village):
    ana = db.session.get(Person, village.people["ana"].id)
    run = village.keep(GOOD)
    found = queries.scan(run)
    source = commands.Source("ideas.csv", GOOD.encode())
    for act in (
        lambda: commands.keep(ana, village.space, source, commands.Reading()),
        lambda: commands.read_anew(ana, run, commands.Reading()),
        lambda: commands.begin(ana, run, found),
        lambda: commands.drop(ana, run),
        lambda: commands.undo(ana, run),
        lambda: commands.forget_waiting(ana),
    ):
        with pytest.raises(NotAllowed, match="may_import"), atomic():
            act()


def test_a_file_with_faults_or_nothing_does_not_begin(village):
    for words, refusal in (
        (GOOD + "4,,,0,,\n", commands.FaultsLeft),
        (HEADER, commands.NothingThere),
    ):
        run = village.keep(words)
        found = queries.scan(run)
        with pytest.raises(refusal), atomic():
            commands.begin(SYSTEM, run, found)


def test_a_file_too_large_is_not_kept(village, monkeypatch):
    monkeypatch.setattr(commands.runs, "MOST_BYTES", 10)
    with pytest.raises(commands.FileTooLarge):
        village.keep(GOOD)


def test_a_run_that_begun_is_not_read_anew_or_dropped(village):
    run = village.begin(GOOD)
    for act in (
        lambda: commands.read_anew(SYSTEM, run, commands.Reading()),
        lambda: commands.drop(SYSTEM, run),
        lambda: commands.begin(SYSTEM, run, queries.scan(run)),
    ):
        with pytest.raises(commands.NotWaiting), atomic():
            act()


def test_a_file_is_kept_only_until_it_is_in(village):
    run = village.begin(GOOD)
    assert queries.content_of(run) == GOOD.encode()
    runner.carry_on(run.id)
    with pytest.raises(Missing):
        queries.content_of(run)
    dropped = village.keep(GOOD)
    with atomic():
        commands.drop(SYSTEM, dropped)
    assert db.session.scalars(select(ImportFile)).all() == []


def test_a_file_nobody_says_yes_to_is_forgotten_after_a_week(village):
    with clock.at("2026-01-01 09:00Z"):
        old = village.keep(GOOD)
    with clock.at("2026-01-08 08:00Z"):
        fresh = village.keep(GOOD)
        tasks.forget_waiting()
        assert queries.run(old.id).state == "checked"
    with clock.at("2026-01-08 09:01Z"):
        tasks.forget_waiting()
    states = [queries.run(run.id).state for run in (old, fresh)]
    assert states == ["dropped", "checked"]


def many(count: int) -> str:
    rows = (f"{n},Idea {n},,{n},01/02/2024,\n" for n in range(count))
    return HEADER + "".join(rows)


def test_what_was_stopped_is_carried_on_by_the_minute(village, monkeypatch):
    monkeypatch.setattr(runner, "BATCH", 4)
    run = village.begin(many(10))
    posts = queries.scan(run).posts
    with atomic():  # a process that died after its first batch
        assert commands.apply(SYSTEM, run.id, 0, posts[:4])
    assert queries.run(run.id).percent == 40
    assert runner.carry_on(run.id, until=time.monotonic()).position == 4
    tasks.carry_on()
    run = queries.run(run.id)
    assert (run.state, run.counts) == ("applied", {"created": 10})
    with atomic():
        commands.undo(SYSTEM, run)
        commands.undo_batch(SYSTEM, run.id, 0, 4)
    tasks.carry_on()
    assert queries.run(run.id).state == "undone"
    assert queries.endings(run.id) == {"taken_back": 10}


def test_a_run_that_fails_holds_up_no_other(village):
    broken, fine = village.begin(many(2)), village.begin(GOOD)
    with atomic():
        db.session.delete(db.session.get(ImportFile, broken.id))
    tasks.carry_on()
    states = [queries.run(run.id).state for run in (broken, fine)]
    assert states == ["applying", "applied"]


def test_a_batch_is_taken_once(village):
    run = village.begin(many(10))
    posts = queries.scan(run).posts
    with atomic():
        assert commands.apply(SYSTEM, run.id, 0, posts[:4])
    with atomic():
        assert not commands.apply(SYSTEM, run.id, 0, posts[:4])
    run = runner.carry_on(run.id)
    assert run.counts == {"created": 10}
    with atomic():
        commands.undo(SYSTEM, run)
        assert commands.undo_batch(SYSTEM, run.id, 0, 4)
        assert not commands.undo_batch(SYSTEM, run.id, 0, 4)


def test_two_who_carry_on_at_once_bring_each_row_once(village, world, monkeypatch):
    monkeypatch.setattr(runner, "BATCH", 3)
    run_id = village.begin(many(40)).id
    raised = []

    def carry_on():
        try:
            with world.app_context():
                runner.carry_on(run_id)
        except Exception as error:  # noqa: BLE001 - the test shows it
            raised.append(error)

    threads = [threading.Thread(target=carry_on) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    run = queries.run(run_id)
    assert (run.state, run.counts) == ("applied", {"created": 40})
    assert db.session.scalar(select(func.count()).select_from(ImportRow)) == 40


def test_runs_are_paged(village):
    for _ in range(3):
        village.bring_in(GOOD)
    with count_statements(db.engine, 1):
        assert [run.space.slug for run in queries.runs().items] == ["lamps"] * 3
    assert isinstance(queries.runs().items[0], ImportRun)
    assert set(actions(queries.runs().items[0]).values()) == {"same"}
    with pytest.raises(Missing):
        queries.run(99)


def test_the_command_takes_back_and_lists_what_stays(village, world):
    run = village.bring_in(GOOD)
    idea = imported("1")
    with atomic():
        ideas.follow(village.people["ben"], db.session.get(Idea, idea.id))
    shell = world.test_cli_runner()
    said = shell.invoke(args=["imports", "undo", str(run.id)]).output
    assert "2 rows taken back, 1 kept." in said
    assert f"/ideas/{idea.number} (1): followed" in said
    again = shell.invoke(args=["imports", "undo", str(run.id)])
    assert (again.exit_code, "Only an import that is done" in again.output) == (1, True)
    assert shell.invoke(args=["imports", "undo", "99"]).exit_code == 1


def test_what_a_person_brought_in_is_in_their_export(village, world):
    ada, ben = village.people["ada"], village.people["ben"]
    run = village.undo(village.bring_in(GOOD))
    mine = queries.personal(ada)["imports"]
    assert mine == [{"at": run.at.isoformat(), "file": "ideas.csv", "state": "undone"}]
    assert queries.personal(ben) == {"imports": []}
    assert "imports" in personal.domains()
