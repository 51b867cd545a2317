"""Runs and statements, to the cent."""

import json

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.kernel import approvals, clock
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent
from app.ledger import commands as ledger
from app.ledger import queries as books
from app.royalties import commands, queries
from app.royalties.commands import NewShare, Upload
from app.royalties.engine.terms import Terms
from app.royalties.models import RoyaltyRun, RunLine
from app.royalties.queries import own
from tests.royalties import make
from tests.royalties.make import line, sales_file


@pytest.fixture
def products(people, space, session):
    made = make.two_products(people, space)
    session.commit()
    return made


@pytest.fixture
def sold(products, people, session):
    make.accepted(people, make.FIRST)
    session.commit()


@pytest.fixture
def first(sold, people, session):
    run = make.posted(people, "2026Q1")
    session.commit()
    return run


@pytest.fixture
def second(first, people, session):
    make.accepted(people, make.SECOND)
    run = make.posted(people, "2026Q2")
    session.commit()
    return run


def of(person, currency, period):
    return next(
        s
        for s in queries.statements_of(person.id)
        if (s.currency, s.period) == (currency, period)
    )


def codes(run):
    return [(finding["code"], finding["blocks"]) for finding in run.findings]


def pay(person, minor, currency="EUR", key="payout:1"):
    """Money leaves as the payouts domain would book it."""
    payable = queries.payable_code(person.number, currency)
    ledger.account(f"asset:bank:{currency}", "asset", currency)
    legs = (
        ledger.Leg(payable, minor, currency),
        ledger.Leg(f"asset:bank:{currency}", -minor, currency),
    )
    ledger.post(
        SYSTEM, ledger.Posting(key, "payout", clock.today(), legs, source="test")
    )


def test_the_two_quarters_to_the_cent(second, first, people):
    assert make.parts_of(first) == {
        ("Clip Lamp", "EUR"): (455_20, [273_12, 182_08]),
        ("Cable Nest", "USD"): (123_46, [41_16, 41_15, 41_15]),
    }
    assert make.parts_of(second) == {
        ("Clip Lamp", "EUR"): (-126_47, [-75_88, -50_59]),
        ("Cable Nest", "USD"): (150_00, [50_00, 50_00, 50_00]),
    }
    assert books.verify() == []
    assert books.trial_balance() == [
        ("expense:royalty:PROD1:EUR", "EUR", 328_73),
        ("expense:royalty:PROD2:USD", "USD", 273_46),
        (f"liability:payable:P{people['ana'].number}:EUR", "EUR", -197_24),
        (f"liability:payable:P{people['ana'].number}:USD", "USD", -91_16),
        (f"liability:payable:P{people['ben'].number}:EUR", "EUR", -131_49),
        (f"liability:payable:P{people['ben'].number}:USD", "USD", -91_15),
        (f"liability:payable:P{people['tess'].number}:USD", "USD", -91_15),
    ]
    deed = queries.runs.pools_of([first.id])[0].version.deed_id
    assert books.by_key(f"royalty:{first.id}:{deed}.1:EUR") is not None


def test_a_statement_says_where_each_cent_comes_from(first, ana):
    statement = of(ana, "EUR", "2026Q1")
    body = json.loads(statement.body)
    assert (body["opening"], body["earned"], body["paid"]) == ("0.00", "273.12", "0.00")
    assert (body["closing"], body["payable"], body["carried"]) == (
        "273.12",
        "273.12",
        "0.00",
    )
    (one,) = body["lines"]
    assert {key: one[key] for key in ("gross", "returns", "net", "pool")} == {
        "gross": "60000.00",
        "returns": "-1500.00",
        "net": "45520.00",
        "pool": "455.20",
    }
    assert (one["weight"], one["weight_total"], one["rate_bp"]) == (60, 100, 100)
    assert (one["pool_exact"], one["earned_exact"]) == ("455.200000", "273.120000")
    assert one["legal_entity"] == make.FIRM
    assert statement.ledger_seq == body["ledger"]["seq"] == books.head()[0]
    assert body["ledger"]["head"] == books.head()[1]
    assert len(body["sales_files"]) == 1


def test_a_third_is_shown_with_its_rounding(first, ana, ben):
    (mine,) = json.loads(of(ana, "USD", "2026Q1").body)["lines"]
    (his,) = json.loads(of(ben, "USD", "2026Q1").body)["lines"]
    assert (mine["earned"], mine["earned_exact"]) == ("41.16", "41.153333")
    assert (mine["earned_rounding"], his["earned_rounding"]) == (
        "0.006667",
        "-0.003333",
    )
    assert mine["pool_rounding"] == "0.003300"


def test_closing_is_the_next_opening_whatever_was_paid(first, people, session):
    ana = people["ana"]
    pay(ana, 273_12)
    make.accepted(people, make.SECOND)
    make.posted(people, "2026Q2")
    late = of(ana, "EUR", "2026Q2")
    assert (late.opening_minor, late.earned_minor) == (273_12, -75_88)
    assert (late.paid_minor, late.closing_minor) == (273_12, -75_88)
    assert (late.payable_minor, late.carried_reason) == (0, "negative")
    (earned,) = [e for e in queries.earnings_of(ana) if e.currency == "EUR"]
    assert (earned.paid, earned.next, earned.held) == (273_12, 0, -75_88)
    assert earned.earned == earned.paid + earned.on_the_way + earned.next + earned.held


def test_below_the_minimum_is_carried_until_it_is_reached(first, second, tess):
    assert of(tess, "USD", "2026Q1").carried_reason == "below_minimum"
    assert of(tess, "USD", "2026Q1").payable_minor == 0
    late = of(tess, "USD", "2026Q2")
    assert (late.opening_minor, late.closing_minor) == (41_15, 91_15)
    assert (late.payable_minor, late.carried_reason) == (91_15, "")


def test_what_is_payable_follows_the_books(first, people):
    ana, ben = people["ana"], people["ben"]
    (mine, his) = [p for p in queries.payable() if p.currency == "EUR"]
    assert [(p.person_id, p.minor) for p in (mine, his)] == [
        (ana.id, 273_12),
        (ben.id, 182_08),
    ]
    assert mine.statement_ids == [of(ana, "EUR", "2026Q1").id]
    pay(ana, 273_12)
    assert [p.person_id for p in queries.payable("2026Q1")] == [ben.id]


def test_somebody_without_new_sales_still_gets_the_balance(first, people, session):
    only_usd = sales_file(
        line("7", "CN-1", "1.00", currency="USD", period="2026Q2"),
        totals=["1,USD,1,1.00,1.00"],
    )
    make.accepted(people, only_usd)
    run = make.posted(people, "2026Q2")
    assert make.parts_of(run)["Cable Nest", "USD"] == (1, [1, 0, 0])
    idle = of(people["ben"], "EUR", "2026Q2")
    assert (idle.opening_minor, idle.earned_minor, idle.closing_minor) == (
        182_08,
        0,
        182_08,
    )
    assert json.loads(idle.body)["lines"] == []


def test_the_first_payout_waits(people, space, session):
    ana = people["ana"]
    make.frozen(people, make.product(ana, space), [(ana, 1)], ["W"], wait_days=90)
    content = sales_file(
        line("w", "W", "10000.00", period="2026Q3", period_start="2026-09-01"),
        totals=["1,EUR,1,10000.00,10000.00"],
    )
    make.accepted(people, content)
    with clock.at("2026-10-05 09:00Z"):
        make.posted(people, "2026Q3")
        statement = of(ana, "EUR", "2026Q3")
        assert (statement.payable_minor, statement.carried_reason) == (0, "waiting")
        assert statement.waits_until.isoformat() == "2026-11-30"
        assert queries.payable() == []
    with clock.at("2026-11-30 09:00Z"):
        assert [p.minor for p in queries.payable()] == [100_00]
        pay(ana, 40_00)
        assert [p.minor for p in queries.payable()] == [60_00]


def test_one_deed_waits_and_another_is_paid(people, space, session):
    ana = people["ana"]
    for sku, wait in (("A", 0), ("B", 365)):
        made = make.product(ana, space, sku)
        make.frozen(people, made, [(ana, 1)], [sku], wait_days=wait)
    content = sales_file(
        line("a", "A", "10000.00", period="2026Q3"),
        line("b", "B", "20000.00", period="2026Q3"),
        totals=["2,EUR,2,30000.00,30000.00"],
    )
    make.accepted(people, content)
    make.posted(people, "2026Q3")
    statement = of(ana, "EUR", "2026Q3")
    assert (statement.closing_minor, statement.payable_minor) == (300_00, 100_00)
    assert (statement.carried_reason, statement.carried_minor) == ("waiting", 200_00)
    (earned,) = queries.earnings_of(ana)
    assert (earned.next, earned.held, earned.reason) == (100_00, 200_00, "waiting")


def test_every_byte_is_made_again(first, second, ana):
    for run in (first, second):
        assert own.differences(run) == []
    pay(ana, 100)
    assert own.differences(first) == []


@pytest.mark.parametrize(
    ("table", "change", "found"),
    [
        (
            "royalty_runs",
            "input_sha256 = 'x', approved_sha256 = 'x'",
            "the input hash differs",
        ),
        ("run_pools", "net_minor = net_minor + 1", "the pools differ"),
        ("statements", "body = '{}'", "the statement of P"),
    ],
)
def test_a_changed_row_is_found(first, session, table, change, found):
    """Somebody takes the guards off and changes history: recomputing names it."""
    kept = {
        "royalty_runs": "royalty_runs_posted",
        "run_pools": "run_pools_posted_update",
    }
    trigger = kept.get(table, f"{table}_no_update")
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    on = "" if is_sqlite else f" ON {table}"
    session.execute(text(f"DROP TRIGGER {trigger}{on}"))
    session.execute(text(f"UPDATE {table} SET {change}"))  # noqa: S608 - our own words
    session.expire_all()
    assert found in own.differences(queries.runs.run(first.id))[0]


def test_an_approval_is_of_exactly_what_was_seen(sold, people):
    finn, fay = people["finn"], people["fay"]
    run = commands.compute(finn, "2026Q1")
    with pytest.raises(approvals.SamePerson):
        commands.approve(finn, run, run.input_sha256)
    with pytest.raises(approvals.SubjectChanged):
        commands.approve(fay, run, "0" * 64)
    with pytest.raises(commands.RunNotReady):
        commands.post(finn, run)
    assert commands.approve(fay, run, run.input_sha256).state == "approved"
    with pytest.raises(commands.RunNotReady):
        commands.approve(fay, run, run.input_sha256)
    again = commands.compute(finn, "2026Q1")
    assert (again.id, again.state, again.checker_id) == (run.id, "computed", None)


def test_new_lines_void_what_was_computed_and_approved(sold, people):
    finn, fay = people["finn"], people["fay"]
    run = commands.compute(finn, "2026Q1")
    more = sales_file(line("8", "CL-1", "1.00"), totals=["1,EUR,1,1.00,1.00"])
    kept = commands.upload_sales(finn, Upload(more, "shop"))
    with pytest.raises(approvals.SubjectChanged):
        commands.approve(fay, run, run.input_sha256)
    commands.accept_sales(fay, kept)
    with pytest.raises(approvals.SubjectChanged):
        commands.approve(fay, run, run.input_sha256)
    run = commands.compute(finn, "2026Q1")
    commands.approve(fay, run, run.input_sha256)
    make.accepted(people, more.replace(b"\n8,", b"\n9,"))
    with pytest.raises(approvals.SubjectChanged):
        commands.post(finn, run)


def test_posting_twice_is_posting_once(first, people, session):
    seq = books.head()
    assert commands.post(people["finn"], first).id == first.id
    assert books.head() == seq


def test_a_posted_period_is_closed_and_late_lines_enter_the_next(first, people):
    late = sales_file(
        line("late", "CL-1", "100.00", period="2026Q1"),
        totals=["1,EUR,1,100.00,100.00"],
    )
    make.accepted(people, late)
    with pytest.raises(commands.PeriodClosed):
        commands.compute(people["finn"], "2026Q1")
    run = make.posted(people, "2026Q2")
    assert make.parts_of(run) == {("Clip Lamp", "EUR"): (1_00, [60, 40])}
    assert ("late_lines", False) in codes(run)
    with pytest.raises(commands.PeriodClosed):
        commands.compute(people["finn"], "2025Q4")


def test_a_period_is_computed_when_it_is_over(people, session):
    with pytest.raises(commands.PeriodNotOver):
        commands.compute(people["finn"], "2026Q4")


def test_runs_are_for_finance(sold, people):
    run = commands.compute(people["finn"], "2026Q1")
    acts = (
        lambda person: commands.compute(person, "2026Q1"),
        lambda person: commands.approve(person, run, ""),
        lambda person: commands.post(person, run),
    )
    for name in ("ana", "priya", "ada"):
        for act in acts:
            with pytest.raises(NotAllowed, match="may_handle_money"):
                act(people[name])


def test_what_blocks_a_run_is_listed(products, people):
    finn, fay = people["finn"], people["fay"]
    commands.upload_sales(finn, Upload(make.FIRST, "shop"))
    other = sales_file(
        line("x", "UNKNOWN", "5.00"),
        line("r", "CL-1", "-9.00", kind="return"),
        totals=["2,EUR,0,-4.00,-4.00"],
    )
    make.accepted(people, other, "kiosk")
    run = commands.compute(finn, "2026Q1")
    assert run.state == "draft"
    assert [code for code, blocks in codes(run) if blocks] == [
        "import_waits",
        "unmapped_sku",
        "returns_above_sales",
    ]
    assert [f["code"] for f in run.notes] == ["negative_pool", "lone_returns"]
    with pytest.raises(commands.RunBlocked):
        commands.approve(fay, run, run.input_sha256)


def test_a_code_of_an_unfrozen_deed_blocks(people, space, session):
    deed = commands.draft_deed(people["priya"], make.product(people["ana"], space)).deed
    for name in ("finn", "fay"):
        commands.map_sku(people[name], "CL-1", deed)
    content = sales_file(line("1", "CL-1", "5.00"), totals=["1,EUR,1,5.00,5.00"])
    make.accepted(people, content)
    run = commands.compute(people["finn"], "2026Q1")
    assert run.blockers[0]["code"] == "unfrozen_deed"


def test_lines_without_agreement_are_taken_and_earn_nothing(first, people, session):
    for name in ("finn", "fay"):
        commands.map_sku(people[name], "GIFT", None)
    content = sales_file(
        line("g", "GIFT", "5.00", period="2026Q2"), totals=["1,EUR,1,5.00,5.00"]
    )
    make.accepted(people, content)
    run = make.posted(people, "2026Q2")
    assert codes(run) == [("no_deed", False)]
    assert queries.runs.pools_of([run.id]) == []
    taken = select(RunLine.version_id).where(RunLine.run_id == run.id)
    assert session.scalars(taken).all() == [None]


def test_a_quarter_without_sales_is_closed_too(first, people):
    run = make.posted(people, "2026Q2")
    assert (run.state, run.line_count) == ("posted", 0)
    idle = queries.statements.statements_of_run(run.id)
    assert len(idle) == 5
    assert {s.earned_minor for s in idle} == {0}


def test_a_pool_of_nothing_is_not_booked(products, people):
    tiny = line("t", "CL-1", "0.01", kind="correction")
    make.accepted(people, sales_file(tiny, totals=["1,EUR,1,0.01,0.01"]))
    run = make.posted(people, "2026Q1")
    assert make.parts_of(run) == {("Clip Lamp", "EUR"): (0, [0, 0])}
    assert books.trial_balance() == []
    assert of(people["ana"], "EUR", "2026Q1").waits_until is None
    assert own.differences(run) == []


def test_a_capped_and_a_changed_pool_stand_out(first, people):
    content = sales_file(
        line("c", "CL-1", "100.00", discount_amount="40.00", period="2026Q2"),
        totals=["1,EUR,1,100.00,60.00"],
    )
    make.accepted(people, content)
    run = commands.compute(people["finn"], "2026Q2")
    assert codes(run) == [("deductions_capped", False), ("pool_changed", False)]
    assert run.notes[1]["values"]["was"] == "455.20 EUR"


def test_a_return_falls_under_the_version_of_its_sale(first, products, people):
    ana, priya = people["ana"], people["priya"]
    lamp = products[0]
    deed = queries.deeds.deed_of_product(lamp.id)
    version = commands.next_version(priya, deed)
    table = [NewShare(ana.id, "creator", 1)]
    with clock.at("2026-03-15 09:00Z"):
        version = commands.set_terms(priya, version, Terms(rate_bp=200), table)
        version = commands.open_signing(priya, version)
        for name in ("ana", "ben", "priya", "finn"):
            version = commands.sign(people[name], version)
        for name in ("priya", "paul"):
            version = commands.freeze(people[name], version, ["CL-1"])
    assert version.from_period == "2026Q2"
    content = sales_file(
        line("n", "CL-1", "1000.00", period="2026Q2"),
        line(
            "b", "CL-1", "-100.00", kind="return", period="2026Q2", original_line_id="1"
        ),
        line("o", "CL-1", "200.00", period="2026Q1"),
        totals=["3,EUR,1,1100.00,1100.00"],
    )
    make.accepted(people, content)
    run = make.posted(people, "2026Q2")
    found = [
        (p.version.n, p.net_minor, p.pool_minor)
        for p in queries.runs.pools_of([run.id])
    ]
    assert found == [(1, 100_00, 1_00), (2, 1_000_00, 20_00)]
    assert own.differences(run) == []


CHANGES_OF_A_POSTED_RUN = [
    "UPDATE royalty_runs SET state = 'cancelled'",
    "DELETE FROM royalty_runs",
    "UPDATE run_pools SET pool_minor = 0",
    "DELETE FROM run_parts",
    "UPDATE run_parts SET minor = 0",
    "DELETE FROM run_lines",
    "UPDATE run_lines SET version_id = NULL",
    "UPDATE statements SET payable_minor = 1",
    "DELETE FROM statements",
    "INSERT INTO run_lines SELECT line_id + 99, run_id, version_id FROM run_lines",
]


def test_a_posted_run_stays_by_sql_too(first, session):
    for change in CHANGES_OF_A_POSTED_RUN:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(change))


def test_one_person_approves_no_run_by_sql(sold, people, session):
    run = commands.compute(people["finn"], "2026Q1")
    change = update(RoyaltyRun).where(RoyaltyRun.id == run.id)
    for values in (
        {"checker_id": run.maker_id, "approved_sha256": run.input_sha256},
        {"checker_id": people["fay"].id, "approved_sha256": None},
        {"checker_id": people["fay"].id, "approved_sha256": "other"},
    ):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(change.values(state="approved", **values))


def test_a_line_is_in_one_posted_run_by_sql_too(first, sold, people, session):
    other = RoyaltyRun(
        period="2026Q2", engine="1", input_sha256="x", maker_id=people["finn"].id
    )
    session.add(other)
    session.flush()
    line_id = session.scalar(select(RunLine.line_id).limit(1))
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(
            RunLine.__table__.insert().values(line_id=line_id, run_id=other.id)
        )


def test_readers_see_their_own_statements_only(first, people):
    mine = of(people["ana"], "EUR", "2026Q1")
    for name in ("ana", "finn"):
        assert queries.statements.statement(people[name], mine.id).id == mine.id
    for name in ("ben", "priya", "olaf", "ada"):
        with pytest.raises(Missing):
            queries.statements.statement(people[name], mine.id)


def test_word_goes_out_of_runs_and_statements(first, session):
    names = list(session.scalars(select(OutboxEvent.name)))
    assert names.count("royalties.run_posted") == 1
    assert names.count("royalties.statement_issued") == 5


def test_what_is_held_of_a_person_can_be_read_and_stays(first, ana, people):
    held = queries.personal(ana)
    assert [s["currency"] for s in held["statements"]] == ["USD", "EUR"]
    assert len(held["agreements"]) == 2
    assert queries.personal(ANONYMOUS) == {}
    commands.erase(people["ada"], ana)
    assert queries.personal(ana) == held


def test_an_unknown_run_is_missing(session):
    with pytest.raises(Missing):
        queries.runs.run(9_999)
