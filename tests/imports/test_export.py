"""The public export: what an anonymous reader sees, in an order that stays."""

import csv

from sqlalchemy import select

from app.comments import commands as comments
from app.comments.models import Thread
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.imports import csv_source, runner
from app.kernel import clock, relay
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.spaces import commands as spaces
from app.support import commands as support
from tests.imports.conftest import HEADER
from tests.support import making


def rows_of(folder, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_only_what_everyone_reads_is_in_it(village, tmp_path):
    """Hidden, of the team, removed, withdrawn, of the signed-in: none of it."""
    ana, ben, mo, tess = (village.people[n] for n in ("ana", "ben", "mo", "tess"))
    with atomic():
        hidden = making.idea(ana, village.space, "Hidden one")
        ideas.conceal(mo, hidden, "advertising")
        making.idea(ana, village.space, "Draft", state="draft", published_at=None)
        inner = spaces.create(SYSTEM, spaces.NewSpace("inner", "Inner"), {})
        inner.audience = "signed_in"
        making.idea(ana, inner, "Inner one")
        thread = comments.open_thread(SYSTEM, village.space.id, "idea", "/ideas/1")
        idea = db.session.get(Idea, village.idea.id)
        idea.thread_id = thread.id
        db.session.flush()
        comments.write(ben, thread, "Where to?")
        comments.answer(mo, thread, "Soon.")
        comments.write_to_team(mo, thread, "Never.")
        comments.remove(ben, comments.write(ben, thread, "Oops"))
        support.give(ben, idea)
        support.give(tess, idea)
        support.withdraw(tess, idea)
    relay.drain()
    runner.export(tmp_path)
    (post,) = rows_of(tmp_path, "posts")
    assert post["title"] == "A lamp that folds"
    assert (post["vote_count"], post["imported_count"]) == ("1", "0")
    said = [(row["body"], row["is_staff"]) for row in rows_of(tmp_path, "comments")]
    assert said == [("Where to?", "0"), ("Soon.", "1")]
    (vote,) = rows_of(tmp_path, "votes")
    assert vote == {
        "post_id": post["source_id"],
        "created_on": clock.now().date().isoformat(),
    }
    assert "ben" not in (tmp_path / "votes.csv").read_text().lower()


def test_no_cell_runs_in_a_spreadsheet_and_it_reads_back(village, tmp_path):
    title = "=HYPERLINK(A1)"
    village.bring_in(HEADER + f"1,'{title},'@home,0,01/02/2024,\n")
    runner.export(tmp_path)
    row = rows_of(tmp_path, "posts")[1]
    assert (row["title"], row["content"]) == (f"'{title}", "'@home")
    back = csv_source.read((tmp_path / "posts.csv").read_bytes(), {})
    assert (back[1].title, back[1].body) == (title, "@home")


def test_it_is_in_order_of_the_numbers_over_batches(village, tmp_path, monkeypatch):
    monkeypatch.setattr("app.imports.queries._BATCH", 2)
    village.bring_in(
        HEADER + "".join(f"{n},Idea {n},,0,01/02/2024,\n" for n in range(9, 4, -1))
    )
    runner.export(tmp_path)
    numbers = [int(row["source_id"]) for row in rows_of(tmp_path, "posts")]
    assert numbers == sorted(numbers)
    assert len(numbers) == 6


def test_the_command_names_its_files(village, world, tmp_path):
    said = world.test_cli_runner().invoke(
        args=["imports", "export", str(tmp_path / "out")]
    )
    names = [line.rsplit("/", 1)[1] for line in said.output.splitlines()]
    assert names == ["posts.csv", "comments.csv", "votes.csv", "bugs.csv"]
    assert db.session.scalars(select(Thread)).all() == []
