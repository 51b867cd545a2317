"""The page of imports: the same as the command, with a look before and a way back."""

import io
import re

import pytest
from sqlalchemy import select

from app.ideas.models import Idea, IdeaRevision
from app.imports import commands, queries, runner, staff_views, tasks
from app.imports.models import STATES, ImportRow
from app.kernel import relay
from app.kernel.db import atomic, db
from app.people.models import Person
from tests.conftest import browser_of, count_statements
from tests.imports.conftest import GOOD, HEADER

FORMAT = "%d/%m/%Y"


@pytest.fixture
def ada(village, world):
    """Ada's browser."""
    return signed_in(world, village.people["ada"])


def signed_in(world, person):
    """The browser of somebody who signed in; each request has a session of its own."""
    db.session.info["loose"] = True
    browser = browser_of(world, db.session.get(Person, person.id))
    db.session.remove()
    return browser


def work():
    """What the minute does; what the requests wrote is read afresh."""
    db.session.rollback()
    tasks.carry_on()
    db.session.rollback()


def upload(browser, words: bytes | str = GOOD, name: str = "ideas.csv", **changed):
    content = words.encode() if isinstance(words, str) else words
    form = {"space": "lamps", "file": (io.BytesIO(content), name)} | changed
    return browser.post("/staff/imports/new", data=form)


def columns(**changed) -> dict[str, str]:
    """The form of the columns as the page guesses it for our file."""
    return {
        "title": "title",
        "content": "description",
        "author_name": "",
        "vote_count": "cached_votes_up",
        "created_at": "created_at",
        "withdrawn_at": "retired_at",
        "source_id": "id",
        "date_format": FORMAT,
        "author": "Imported",
    } | changed


def brought() -> list[tuple]:
    """All that an import writes, but its keys and times of its own."""
    rows = (
        select(
            Idea.source,
            Idea.source_id,
            Idea.title,
            Idea.state,
            Idea.imported_count,
            Idea.published_at,
            IdeaRevision.body_html,
            Person.display_name,
            ImportRow.action,
            ImportRow.seen,
            ImportRow.version,
        )
        .join(ImportRow, ImportRow.idea_id == Idea.id)
        .join(IdeaRevision, IdeaRevision.idea_id == Idea.id)
        .join(Person, Person.id == Idea.author_id)
    )
    ordered = db.session.execute(rows.order_by(Idea.source_id))
    return [(*tuple(row)[:9], sorted(row.seen), row.version) for row in ordered]


def test_the_page_does_the_same_as_the_command(village, world, ada, tmp_path):
    path = tmp_path / "ideas.csv"
    path.write_bytes(GOOD.encode())
    command = ["imports", "csv", str(path), "--space", "lamps", "--date-format", FORMAT]
    assert world.test_cli_runner().invoke(args=command).exit_code == 0
    by_command = brought()
    before = runner.export(tmp_path / "command")[0].read_bytes()
    world.test_cli_runner().invoke(args=["imports", "undo", "1"])
    with atomic():  # as if it had never been here
        for idea in db.session.scalars(select(Idea).where(Idea.source.is_not(None))):
            idea.source = "elsewhere"
        db.session.flush()

    where = upload(ada).headers["Location"]
    ada.post(f"{where}/columns", data=columns())
    ada.post(f"{where}/application")
    work()
    by_page = [row for row in brought() if row[0] == "csv:lamps"]
    assert by_page == by_command
    after = runner.export(tmp_path / "page")[0].read_bytes()
    numbers = re.compile(rb"^\d+,", re.MULTILINE)
    assert numbers.sub(b"", after) == numbers.sub(b"", before)


def test_from_a_file_to_its_undo_without_javascript(village, ada):
    answer = upload(ada)
    assert answer.status_code == 303
    where = answer.headers["Location"]
    shown = ada.get(where).get_data(as_text=True)
    assert "A fountain, with water" in shown
    assert "3 rows cannot be read" in shown
    assert "Line 2, column created_at: 01/02/2024 is not an ISO date." in shown
    assert "/application" not in shown

    answer = ada.post(f"{where}/columns", data=columns())
    assert answer.headers["Location"] == f"{where}#look"
    shown = ada.get(where).get_data(as_text=True)
    assert "Bring 3 ideas in" in shown
    db.session.rollback()
    assert db.session.scalars(select(ImportRow)).all() == []

    assert ada.post(f"{where}/application").headers["Location"] == where
    shown = ada.get(where).get_data(as_text=True)
    assert "0 of 3 ideas are in." in shown
    assert re.search(rf'<a class="btn" href="{where}">.*Look again', shown)

    work()
    shown = ada.get(where).get_data(as_text=True)
    assert "What came in" in shown
    assert "Look again" not in shown
    assert ada.post(f"{where}/undo").status_code == 303
    assert "0 of 3 ideas are taken back." in ada.get(where).get_data(as_text=True)
    work()
    assert "What was taken back" in ada.get(where).get_data(as_text=True)
    assert ada.post(f"{where}/undo").status_code == 409
    assert "Taken back" in ada.get("/staff/imports").get_data(as_text=True)


def test_what_stays_is_listed_with_its_why(village, ada):
    run = village.bring_in(GOOD)
    idea = db.session.scalars(select(Idea).where(Idea.source_id == "3")).one()
    with atomic():
        db.session.get(Idea, idea.id).version += 1
    village.undo(run)
    shown = ada.get(f"/staff/imports/{run.id}").get_data(as_text=True)
    assert "was changed here since" in shown
    assert f'href="/ideas/{idea.number}"' in shown


def test_progress_asks_again_by_itself_until_it_is_through(village, ada):
    run = village.begin(GOOD)
    asked = {"HX-Request": "true"}
    part = ada.get(f"/staff/imports/{run.id}", headers=asked)
    assert part.get_data(as_text=True).lstrip().startswith('<section class="panel')
    assert 'data-hx-trigger="every 2s"' in part.get_data(as_text=True)
    runner.carry_on(run.id)
    last = ada.get(f"/staff/imports/{run.id}", headers=asked)
    assert (last.status_code, last.headers["HX-Redirect"]) == (
        204,
        f"/staff/imports/{run.id}",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("título".encode("latin-1"), "The file is not UTF-8."),
        (b"", "The file has no header line"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(village, ada, words, said):
    answer = upload(ada, words)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_a_form_without_a_file_or_a_space_comes_back(village, ada):
    answer = ada.post("/staff/imports/new", data={"space": "lamps"})
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)
    assert upload(ada, space="nowhere").status_code == 422
    assert ada.get("/staff/imports/new").status_code == 200


def test_a_file_too_large_says_so(village, ada, monkeypatch):
    monkeypatch.setattr(commands.runs, "MOST_BYTES", 10)
    assert "at most 0 MB" in upload(ada).get_data(as_text=True)


def test_columns_that_are_not_in_the_file_come_back(village, ada):
    where = upload(ada).headers["Location"]
    answer = ada.post(f"{where}/columns", data=columns(title="colour"))
    assert answer.status_code == 422
    answer = ada.post(f"{where}/columns", data=columns(author=""))
    assert answer.status_code == 422


def test_a_file_without_a_known_title_asks_for_it(village, ada):
    where = upload(ada, "Betreff,Wer\nA tree,Ana\n").headers["Location"]
    shown = ada.get(where).get_data(as_text=True)
    assert "has no header line with a title column" in shown
    form = columns(title="Betreff", author_name="Wer", date_format="")
    form |= dict.fromkeys(
        ("content", "vote_count", "created_at", "withdrawn_at", "source_id"), ""
    )
    ada.post(f"{where}/columns", data=form)
    assert "Bring 1 idea in" in ada.get(where).get_data(as_text=True)


def test_faults_are_capped_and_the_file_does_not_begin(village, ada):
    broken = "".join(f"{n},,,0,01/02/2024,\n" for n in range(60))
    where = upload(ada, HEADER + broken).headers["Location"]
    ada.post(f"{where}/columns", data=columns())
    shown = ada.get(where).get_data(as_text=True)
    assert shown.count("the title is missing") == 50
    assert "And more like these." in shown
    answer = ada.post(f"{where}/application")
    assert (answer.status_code, "Nothing was imported" in answer.text) == (422, True)


def test_a_file_can_be_put_away(village, ada):
    where = upload(ada).headers["Location"]
    assert ada.post(f"{where}/removal").headers["Location"] == "/staff/imports"
    assert "Put away" in ada.get("/staff/imports").get_data(as_text=True)
    for act in ("columns", "application", "removal", "undo"):
        assert ada.post(f"{where}/{act}", data=columns()).status_code in (404, 409)


def test_only_admins_see_any_of_it(village, world):
    run = village.keep(GOOD)
    mo = signed_in(world, village.people["mo"])
    place = f"/staff/imports/{run.id}"
    for path in ("/staff/imports", "/staff/imports/new", place):
        assert mo.get(path).status_code == 403
    for act in ("columns", "application", "removal", "undo"):
        assert mo.post(f"{place}/{act}").status_code == 403


def test_every_word_has_its_label():
    assert set(staff_views.STATE_LABELS) == set(STATES)


def test_budgets(village, ada):
    run = village.bring_in(GOOD)
    relay.drain()
    ada.get("/staff/imports")
    with count_statements(db.engine, 5):
        ada.get("/staff/imports")
    with count_statements(db.engine, 6):
        ada.get(f"/staff/imports/{run.id}")
    assert queries.run(run.id).state == "applied"
