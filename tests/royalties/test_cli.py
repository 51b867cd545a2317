"""The money steps by the command line, with real commits."""

import csv
import io
import random
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.kernel.db import atomic, db
from app.ledger import queries as books
from app.people.models import Credential, Person
from app.royalties import queries
from app.royalties.models import RoyaltyRun, RunLine, SalesImport, Statement
from app.spaces.models import Space
from tests import cast
from tests.conftest import SECRET
from tests.royalties import make

ROOT = Path(__file__).parents[2]
# Forks a child for each word on stdin; the child posts, and kills itself at that point.
POSTER = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from app import create_app
from app.kernel.db import atomic, db
from app.people import queries as people
from app.royalties import commands, queries
from config import Settings

url, data, secret = sys.argv[1:4]
settings = Settings(data=Path(data), database_url=url, secret_key=secret, testing=True)
app = create_app(settings)

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def post(point):
    seen = []
    def count(*_):
        seen.append(1)
        if len(seen) == int(point):
            die()
    with app.app_context():
        if point.isdigit():
            event.listen(db.engine, "before_cursor_execute", count)
        if point == "commit":
            event.listen(db.engine, "commit", die)
        with atomic():
            commands.post(people.acting("finn"), queries.runs.of_period("2026Q1"))
        die()

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        post(line.strip())
    print(os.WTERMSIG(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def shop(world, tmp_path):
    """The cast with sign-in names, two products in force, a folder for files."""
    with world.app_context():
        with atomic():
            people = cast.people()
            for name, person in people.items():
                row = Credential(person_id=person.id, kind="password", secret="x")
                row.rename(name)
                db.session.add(row)
            space = cast.space(people)
            make.two_products(people, space)
        yield world, tmp_path


def flask(shop, *words, code=0):
    """Run `flask royalties ...`; what it printed."""
    result = shop[0].test_cli_runner().invoke(args=["royalties", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


def file_of(shop, name, content):
    path = shop[1] / name
    path.write_bytes(content)
    return path


def accepted(shop, name, content):
    path = file_of(shop, name, content)
    said = flask(shop, "sales", path, "--source", "shop", "--as", "finn")
    number = said.split("upload ")[1].split()[0]
    flask(shop, "accept", number, "--as", "fay")


def posted(shop, period):
    said = flask(shop, "compute", "--period", period, "--as", "finn")
    digest = said.split()[-1]
    flask(shop, "approve", "--period", period, "--hash", digest, "--as", "fay")
    return said + flask(shop, "post", "--period", period, "--as", "finn")


def test_two_quarters_by_files_and_commands(shop):
    accepted(shop, "q1.csv", make.FIRST)
    said = posted(shop, "2026Q1")
    assert "Clip Lamp: net 45520.00 EUR, 455.20 = 273.12 + 182.08" in said
    assert "Cable Nest: net 12345.67 USD, 123.46 = 41.16 + 41.15 + 41.15" in said
    accepted(shop, "q2.csv", make.SECOND)
    said = posted(shop, "2026Q2")
    assert "Clip Lamp: net -12647.06 EUR, -126.47 = -75.88 + -50.59" in said
    assert "Cable Nest: net 15000.00 USD, 150.00 = 50.00 + 50.00 + 50.00" in said
    assert "Ana: 273.12 + -75.88 - 0.00 = 197.24 EUR; payable 197.24" in flask(
        shop, "statements", "--period", "2026Q2"
    )
    for period in ("2026Q1", "2026Q2"):
        once = flask(shop, "statements", "--period", period, "--csv")
        assert once == flask(shop, "statements", "--period", period, "--csv")
        assert "byte-equal" in flask(shop, "recompute", "--period", period)
    assert books.verify() == []
    assert sum(amount for _, _, amount in books.trial_balance()) == 0


def test_a_dry_run_and_a_bad_line_keep_nothing(shop):
    path = file_of(shop, "q1.csv", make.FIRST)
    options = ("--source", "shop", "--as", "finn")
    assert "45520.00 EUR net" in flask(shop, "sales", path, *options, "--dry-run")
    bad = file_of(shop, "bad.csv", make.FIRST.replace(b"60000.00", b"60000.001"))
    said = flask(shop, "sales", bad, *options, code=1)
    assert "Line 2, column gross_amount" in said
    assert db.session.scalar(select(func.count()).select_from(SalesImport)) == 0


def test_totals_may_be_typed(shop):
    rows = [make.line("1", "OTHER", "5.00")]
    path = file_of(shop, "plain.csv", make.sales_file(*rows))
    options = ("--source", "shop", "--as", "finn")
    said = flask(shop, "sales", path, *options, code=1)
    assert "no control total for EUR" in said
    said = flask(shop, "sales", path, *options, "--total", "1,EUR,1,5.00,5.00")
    assert "OTHER leads to no agreement yet" in said


def test_the_same_file_twice_is_refused(shop):
    accepted(shop, "q1.csv", make.FIRST)
    copy = file_of(shop, "copy.csv", make.FIRST)
    said = flask(shop, "sales", copy, "--source", "b", "--as", "finn", code=1)
    assert "is here already" in said


def test_a_maker_who_checks_is_refused(shop):
    path = file_of(shop, "q1.csv", make.FIRST)
    flask(shop, "sales", path, "--source", "shop", "--as", "finn")
    assert "second person" in flask(shop, "accept", 1, "--as", "finn", code=1)
    flask(shop, "accept", 1, "--as", "fay")
    assert "accepted or rejected" in flask(
        shop, "reject", 1, "--reason", "no", "--as", "fay", code=1
    )
    digest = flask(shop, "compute", "--period", "2026Q1", "--as", "finn").split()[-1]
    options = ("--period", "2026Q1", "--hash", digest, "--as")
    assert "second person" in flask(shop, "approve", *options, "finn", code=1)
    assert "may_handle_money" in flask(shop, "approve", *options, "ana", code=1)


def test_codes_are_mapped_by_two(shop):
    flask(shop, "map-sku", "X", "--product", 1, "--as", "finn")
    assert "is mapped" in flask(shop, "map-sku", "X", "--product", 1, "--as", "fay")
    said = flask(shop, "map-sku", "Y", "--no-deed", "--as", "finn")
    assert "waits for a second person" in said
    for words in (("--product", 1, "--no-deed"), ()):
        flask(shop, "map-sku", "Z", *words, "--as", "finn", code=2)
    with atomic():
        people = {p.display_name: p for p in db.session.scalars(select(Person))}
        space = db.session.get(Space, 1)
        make.product(people["Ana"], space, "Without deed")
    flask(shop, "map-sku", "Z", "--product", 3, "--as", "finn", code=1)


def test_what_blocks_is_printed_and_unknown_things_are_missing(shop):
    path = file_of(shop, "q1.csv", make.FIRST)
    flask(shop, "sales", path, "--source", "shop", "--as", "finn")
    said = flask(shop, "compute", "--period", "2026Q1", "--as", "finn")
    assert "BLOCKS: The sales file q1.csv waits" in said
    flask(shop, "reject", 1, "--reason", "wrong", "--as", "finn")
    for words in (
        ("recompute", "--period", "2025Q1"),
        ("accept", 99, "--as", "fay"),
        ("compute", "--period", "2026Q1", "--as", "nobody"),
    ):
        flask(shop, *words, code=1)


def test_a_difference_ends_with_one(shop):
    accepted(shop, "q1.csv", make.FIRST)
    posted(shop, "2026Q1")
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    with atomic():
        on = "" if is_sqlite else " ON run_pools"
        db.session.execute(text(f"DROP TRIGGER run_pools_posted_update{on}"))
        db.session.execute(text("UPDATE run_pools SET pool_minor = pool_minor + 1"))
    assert "pools differ" in flask(shop, "recompute", "--period", "2026Q1", code=1)


def test_a_killed_posting_is_whole_or_not_at_all(shop):
    """Kill -9 at four statements, before COMMIT and right after it."""
    accepted(shop, "q1.csv", make.FIRST)
    digest = flask(shop, "compute", "--period", "2026Q1", "--as", "finn").split()[-1]
    flask(shop, "approve", "--period", "2026Q1", "--hash", digest, "--as", "fay")
    db.session.commit()
    with poster(shop) as kill_at:
        for point in ("5", "20", "35", "50", "commit"):
            assert kill_at(point) == "9"
            assert state_of_posting() == ("approved", 0, 0, 0)
        assert kill_at("after") == "9"
    assert state_of_posting() == ("posted", 3, 5, 2)
    assert books.verify() == []
    flask(shop, "post", "--period", "2026Q1", "--as", "finn")
    assert "byte-equal" in flask(shop, "recompute", "--period", "2026Q1")


def state_of_posting():
    """State of the run; lines it took, statements, transactions in the books."""
    db.session.rollback()
    counts = (
        db.session.scalar(select(func.count()).select_from(each))
        for each in (RunLine, Statement)
    )
    return (db.session.scalar(select(RoyaltyRun.state)), *counts, books.head()[0])


@contextmanager
def poster(shop):
    """A process that posts and is killed at the point it is told."""
    app, folder = shop
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", POSTER, url, str(folder), SECRET],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def kill_at(point):
        process.stdin.write(f"{point}\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    try:
        yield kill_at
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(timeout=60)


def test_years_of_small_sales_sum_to_the_rounded_whole(shop):
    """A file of the shape of a shop's history: many small lines, one product."""
    people = {p.display_name.lower(): p for p in db.session.scalars(select(Person))}
    with atomic():
        for person in people.values():
            db.session.refresh(person, ["grants"])
        space = db.session.get(Space, 1)
        disc = make.product(people["ana"], space, "Disc")
        shares = [
            (people[name], weight)
            for name, weight in (("ana", 7), ("ben", 5), ("tess", 3))
        ]
        make.frozen(people, disc, shares, ["CD"])
    accepted(shop, "history.csv", history(random.Random(7), 600))  # noqa: S311 - a shop
    posted(shop, "2026Q2")
    (pool,) = queries.runs.pools_of([db.session.scalars(select(RoyaltyRun.id)).one()])
    assert pool.pool_minor == round(pool.net_minor / 100)
    assert sum(part.minor for part in pool.parts) == pool.pool_minor


def history(chance, count):
    """`count` sales over 18 months: customer, day, pieces, dollars."""
    first, rows, sums = date(2025, 1, 1), [], [0, 0]
    for number in range(count):
        day = (first + timedelta(days=chance.randrange(540))).isoformat()
        pieces, cents = chance.randrange(1, 9), chance.randrange(0, 12_000)
        amount = f"{cents // 100}.{cents % 100:02d}"
        rows.append(
            make.line(
                f"L{number}",
                "CD",
                amount,
                currency="USD",
                units=str(pieces),
                period_start=day,
                period_end=day,
            )
        )
        sums[0] += pieces
        sums[1] += cents
    total = f"{sums[1] // 100}.{sums[1] % 100:02d}"
    totals = [f"{count},USD,{sums[0]},{total},{total}"]
    content = make.sales_file(*rows, totals=totals)
    assert len(list(csv.reader(io.StringIO(content.decode())))) == count + 2
    return content
