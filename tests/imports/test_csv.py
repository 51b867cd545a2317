"""Ideas from a file: all of it or nothing, and a second time nothing new."""

import pytest
from sqlalchemy import func, select

from app.ideas.models import Idea, IdeaRevision
from app.imports import csv_source, queries
from app.imports.models import ImportRow
from app.kernel import clock
from app.kernel.db import db
from app.people.models import Person
from app.spaces.models import RuleSet, Space
from app.support.models import Support
from tests.imports.conftest import GOOD, HEADER

FORMAT = "%d/%m/%Y"


def read(words: str, **mapping: str):
    return csv_source.read(words.encode(), mapping, FORMAT)


@pytest.fixture
def run_file(world, tmp_path):
    """Run `flask imports csv` on words: (exit code, what it said)."""

    def run(words: str, *options: str, answer: str = ""):
        path = tmp_path / "ideas.csv"
        path.write_bytes(words.encode())
        command = ["imports", "csv", str(path), "--space", "madrid", *options]
        result = world.test_cli_runner().invoke(args=command, input=answer)
        return result.exit_code, result.output

    return run


def test_rows_are_read_with_their_lines():
    posts = read(GOOD)
    assert [(post.line, post.title, post.votes) for post in posts] == [
        (2, "A tree", 15),
        (3, "A bench", 3),
        (4, "A fountain, with water", 0),
    ]
    assert [post.is_withdrawn for post in posts] == [False, True, False]
    assert posts[0].body == "Plant **one**.\n\nalert(1)" or "**one**" in posts[0].body
    assert posts[1].body == ""


@pytest.mark.parametrize(
    ("words", "refusal", "said"),
    [
        (
            HEADER + "1,T,,x,01/02/2024,\n",
            csv_source.BadCell,
            "Line 2, column cached_votes_up: x",
        ),
        (
            HEADER + "1,T,,1,2024-02-01,\n",
            csv_source.BadCell,
            "Line 2, column created_at",
        ),
        (
            HEADER + "1, ,,1,01/02/2024,\n",
            csv_source.TitleMissing,
            "Line 2, column title",
        ),
        (
            HEADER + "1,A,,1,01/02/2024,\n1,B,,1,01/02/2024,\n",
            csv_source.SameKeyTwice,
            "Line 3, column id: 1 stands on line 2 too",
        ),
        ("id,votes\n1,2\n", csv_source.NoHeader, "title"),
        ("", csv_source.NoHeader, "title"),
        (
            HEADER + f"1,T,{'x' * 20_001},1,01/02/2024,\n",
            csv_source.BadCell,
            "at most 20 kB",
        ),
    ],
)
def test_the_first_thing_wrong_is_named(words, refusal, said):
    with pytest.raises(refusal, match=said):
        read(words)


def test_other_encodings_and_columns_are_refused():
    with pytest.raises(csv_source.NotUtf8):
        csv_source.read("título".encode("latin-1"), {}, None)
    with pytest.raises(csv_source.UnknownColumn):
        read(GOOD, content="no such column")
    with pytest.raises(csv_source.UnknownField):
        read(GOOD, colour="title")


def test_every_fault_is_found_and_the_first_fifty_kept():
    broken = "".join(f"{n},,,{n},01/02/2024,\n" for n in range(60))
    found = csv_source.scan((GOOD + broken).encode(), {}, FORMAT)
    assert len(found.posts) == 3
    assert (len(found.faults), found.fault_count) == (50, 60)
    assert found.faults[0].values["line"] == 6


def test_what_is_not_csv_is_named():
    words = GOOD + f'4,"{"x" * 140_000}"\n'
    with pytest.raises(csv_source.NotCsv, match="After line 5"):
        read(words)


def test_the_header_is_guessed_and_shown_with_rows():
    head = csv_source.head(GOOD.encode())
    assert head.header[:3] == ["id", "title", "description"]
    assert head.guess["vote_count"] == "cached_votes_up"
    assert [row[1] for row in head.samples][:2] == ["A tree", "A bench"]
    with pytest.raises(csv_source.NoHeader):
        csv_source.head(b"")


def test_a_guessed_column_can_be_left_out():
    posts = read(GOOD, withdrawn_at="", vote_count="")
    assert [post.is_withdrawn for post in posts] == [False] * 3
    assert [post.votes for post in posts] == [0] * 3
    with pytest.raises(csv_source.NoHeader):
        read(GOOD, title="")


def test_the_quote_before_a_formula_is_no_part_of_it():
    (post,) = read(HEADER + "1,'=SUM(A1),'- a list,0,01/02/2024,\n")
    assert (post.title, post.body) == ("=SUM(A1)", "- a list")
    (post,) = read(HEADER + "1,A\0 tree,,0,01/02/2024,\n")
    assert post.title == "A tree"
    (post,) = read(HEADER + "1,'Tis a tree,,0,01/02/2024,\n")
    assert post.title == "'Tis a tree"


def test_a_row_without_key_and_date_keeps_its_key():
    words = b"title,author\nA tree,Ana\n"
    with clock.at("2026-01-01 09:00Z"):
        first = csv_source.read(words, {})
    assert first[0].source_id == csv_source.read(words, {})[0].source_id


def test_a_map_an_iso_date_and_no_key():
    words = "Betreff,Wer,created\nA tree,Ana,2024-02-01T10:00:00+01:00\nA bench,,\n"
    posts = csv_source.read(words.encode(), {"title": "betreff", "author_name": "Wer"})
    assert posts[0].created_at.isoformat() == "2024-02-01T09:00:00+00:00"
    assert len(posts[0].source_id) == 64
    assert posts[0].author_name == "Ana"


def test_long_titles_run_on_into_the_body():
    post = read(HEADER + f"1,{'a' * 130},text,0,01/02/2024,\n")[0]
    assert len(post.title) == 120
    assert post.body == f"…{'a' * 10}\n\ntext"


def test_a_file_comes_in_once(run_file, world):
    code, said = run_file(GOOD, "--date-format", FORMAT, "--space-name", "Madrid")
    assert (code, "3 created, 0 updated, 0 unchanged." in said) == (0, True)
    code, said = run_file(GOOD, "--date-format", FORMAT)
    assert (code, "0 created, 0 updated, 3 unchanged." in said) == (0, True)
    with world.app_context():
        ideas = db.session.scalars(select(Idea).order_by(Idea.number)).all()
        assert [idea.state for idea in ideas] == [
            "supporting",
            "withdrawn",
            "supporting",
        ]
        assert [idea.imported_count for idea in ideas] == [15, 3, 0]
        assert {idea.support_count for idea in ideas} == {0}
        assert {idea.deadline_at for idea in ideas} == {None}
        assert db.session.scalar(select(func.count()).select_from(Support)) == 0
        pages = db.session.scalars(select(IdeaRevision.body_html)).all()
        assert not any("<script" in page for page in pages)
        states = [run.state for run in queries.runs().items]
        assert states == ["applied", "applied"]
        assert db.session.scalar(select(func.count()).select_from(ImportRow)) == 6
        clockless = select(RuleSet).where(RuleSet.effective_at.is_(None))
        assert len(db.session.scalars(clockless).all()) == 1
        names = db.session.scalars(select(Person.display_name)).all()
        assert "Imported" in names


def test_a_changed_total_is_updated(run_file):
    run_file(GOOD, "--date-format", FORMAT, "--space-name", "Madrid")
    changed = GOOD.replace(",15,", ",16,")
    _, said = run_file(changed, "--date-format", FORMAT)
    assert "0 created, 1 updated, 2 unchanged." in said


def test_one_broken_date_imports_nothing(run_file, world):
    broken = GOOD.replace("03/02/2024", "2024/02/33")
    code, said = run_file(broken, "--date-format", FORMAT, "--space-name", "Madrid")
    assert code == 1
    assert "Line 4, column created_at: 2024/02/33 is not %d/%m/%Y." in said
    with world.app_context():
        assert db.session.scalars(select(Idea)).all() == []
        assert db.session.scalars(select(Space)).all() == []


def test_a_dry_run_changes_nothing(run_file, world):
    code, said = run_file(GOOD, "--date-format", FORMAT, "--dry-run")
    assert (code, "3 ideas, 1 of them withdrawn, 18 supports." in said) == (0, True)
    with world.app_context():
        assert db.session.scalars(select(Idea)).all() == []


def test_a_missing_space_is_asked_for(run_file):
    code, said = run_file(GOOD, "--date-format", FORMAT, answer="Madrid\n")
    assert (code, "What is its name" in said) == (0, True)


def test_a_map_must_be_a_pair(run_file):
    code, said = run_file(GOOD, "--map", "title")
    assert (code, "is not field=header" in said) == (2, True)
