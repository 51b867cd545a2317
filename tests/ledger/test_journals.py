"""A journal file is made by one person and posted by another."""

import pytest

from app.kernel.approvals import SamePerson
from app.kernel.errors import NotAllowed
from app.ledger import commands as ledger
from app.ledger import queries

HEADER = "key,kind,effective_on,account,currency,debit,credit,memo\n"
TOPUP = (
    "topup:1,topup,2026-01-05,asset:stripe:EUR,EUR,1200.00,,first\n"
    "topup:1,topup,2026-01-05,asset:bank:EUR,EUR,,1200.00,first\n"
)
ADVANCE = (
    "advance:1,advance,2026-01-10,asset:advance:P4:EUR,EUR,200.00,,\n"
    "advance:1,advance,2026-01-10,asset:stripe:EUR,EUR,,200.00,\n"
)


def test_two_people_post_a_file_whole(session, finn, fay):
    content = "\ufeff" + HEADER + TOPUP + ADVANCE
    assert ledger.keep_journal(finn, "jan.csv", content).posted_at is None
    assert queries.head()[0] == 0
    kept = ledger.keep_journal(fay, "renamed.csv", content)
    assert (kept.maker_id, kept.checker_id) == (finn.id, fay.id)
    assert queries.trial_balance() == [
        ("asset:advance:P4:EUR", "EUR", 20_000),
        ("asset:bank:EUR", "EUR", -120_000),
        ("asset:stripe:EUR", "EUR", 100_000),
    ]
    with pytest.raises(ledger.JournalPosted):
        ledger.keep_journal(finn, "jan.csv", content)


def test_nobody_checks_his_own_file(session, finn):
    ledger.keep_journal(finn, "jan.csv", HEADER + TOPUP)
    with pytest.raises(SamePerson):
        ledger.keep_journal(finn, "jan.csv", HEADER + TOPUP)


def test_a_stranger_keeps_no_journal(session, olaf):
    with pytest.raises(NotAllowed, match="may_keep"):
        ledger.keep_journal(olaf, "jan.csv", HEADER + TOPUP)


ROW = "k,topup,2026-01-05,asset:bank:EUR,EUR,1.00,,\n"


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("", 1, "key"),
        ("a,b\n", 1, "key"),
        (HEADER, 2, "key"),
        (HEADER + "k,topup\n", 2, "memo"),
        (HEADER + ROW.replace("k,", ",", 1), 2, "key"),
        (HEADER + ROW.replace("topup", " "), 2, "kind"),
        (HEADER + ROW + ROW.replace("2026-01-05", "5.1.2026"), 3, "effective_on"),
        (HEADER + ROW.replace("2026-01-05", "2026-13-05"), 2, "effective_on"),
        (HEADER + ROW + ROW.replace("2026-01-05", "2026-01-06"), 3, "effective_on"),
        (HEADER + ROW.replace("1.00,", "1.00,1.00"), 2, "debit"),
        (HEADER + ROW.replace("1.00,", ","), 2, "debit"),
        (HEADER + ROW.replace("1.00,", ",1.001"), 2, "credit"),
        (HEADER + ROW.replace("1.00", "-1.00"), 2, "debit"),
    ],
)
def test_a_bad_line_is_named(session, finn, content, line, column):
    with pytest.raises(ledger.BadJournal) as refusal:
        ledger.keep_journal(finn, "bad.csv", content)
    assert (refusal.value.values["line"], refusal.value.values["column"]) == (
        line,
        column,
    )
