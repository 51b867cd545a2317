"""Two people seal a period; then nothing is posted into it."""

from datetime import date

import pytest

from app.kernel.approvals import AlreadyChecked, SamePerson, SubjectChanged
from app.kernel.errors import NotAllowed
from app.ledger import commands as ledger
from tests.ledger.books import royalty

Q3 = ("2026Q3", date(2026, 7, 1), date(2026, 9, 30))


def test_a_sealed_period_takes_nothing(session, finn, fay):
    assert ledger.seal(finn, *Q3).sealed_at is None
    royalty("before")
    assert ledger.seal(fay, *Q3).checker_id == fay.id
    royalty("before")
    with pytest.raises(ledger.PeriodSealed, match="period_sealed"):
        royalty("after")
    royalty("later", on=date(2026, 10, 1))


def test_one_person_seals_nothing(session, finn):
    ledger.seal(finn, *Q3)
    with pytest.raises(SamePerson):
        ledger.seal(finn, *Q3)


def test_the_second_person_seals_what_was_put_forward(session, finn, fay):
    ledger.seal(finn, *Q3)
    with pytest.raises(SubjectChanged):
        ledger.seal(fay, "2026Q3", date(2026, 7, 1), date(2026, 9, 29))


def test_sealing_again_is_refused(session, finn, fay):
    ledger.seal(finn, *Q3)
    ledger.seal(fay, *Q3)
    with pytest.raises(AlreadyChecked):
        ledger.seal(finn, *Q3)


def test_a_stranger_seals_nothing(session, olaf):
    with pytest.raises(NotAllowed, match="may_keep"):
        ledger.seal(olaf, *Q3)
