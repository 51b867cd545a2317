"""One-time codes and recovery codes."""

import threading

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import atomic, db
from app.kernel.errors import NotAllowed
from app.people import commands, queries
from app.people.login import factors
from app.people.models import Credential
from tests.people.helpers import NOON, code_of, enrol, join


def test_rights_begin_with_the_second_factor(session, ada):
    nora = join()
    commands.grant_role(ada, nora, "finance")
    assert nora.was_granted("finance")
    assert not nora.has_role("finance")
    before = nora.security_stamp
    secret, codes = enrol(nora)
    assert nora.has_role("finance")
    assert nora.security_stamp != before
    assert len(set(codes)) == 10
    assert queries.recovery_codes_left(nora) == 10
    assert queries.second_factor(nora).secret == secret
    kept = session.scalars(
        select(Credential.secret).where(Credential.kind == "recovery")
    )
    assert not set(kept) & set(codes)


def test_beginning_again_forgets_the_former_secret(session):
    nora = join()
    first = commands.begin_second_factor(nora, nora).secret
    second = commands.begin_second_factor(nora, nora).secret
    assert first != second
    with pytest.raises(commands.WrongCode):
        commands.confirm_second_factor(nora, nora, code_of(first))
    commands.confirm_second_factor(nora, nora, code_of(second))


def test_nothing_begun_is_nothing_to_confirm(session, ana):
    with pytest.raises(commands.AlreadyEnrolled):
        commands.confirm_second_factor(ana, ana, "123456")
    with pytest.raises(commands.AlreadyEnrolled):
        commands.renew_recovery_codes(ana, ana)


def test_factors_are_ones_own(session, ana, ada):
    for act in (commands.begin_second_factor, commands.renew_recovery_codes):
        with pytest.raises(NotAllowed, match="may_change"):
            act(ada, ana)
    with pytest.raises(NotAllowed, match="may_change"):
        commands.confirm_second_factor(ada, ana, "123456")


@pytest.mark.parametrize(
    ("steps", "is_right"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)]
)
def test_a_code_holds_one_step_before_and_after(steps, is_right):
    secret = factors.new_secret()
    with clock.at(NOON) as now:
        code = code_of(secret, steps)
        step = factors.matching_step(secret, f" {code[:3]} {code[3:]} ", now)
    assert (step is not None) == bool(is_right)


def test_a_step_counts_once(session):
    with clock.at("2026-08-21 11:00Z"):
        nora = join()
        secret, _codes = enrol(nora)
        with pytest.raises(commands.WrongCode):
            commands.prove_second_factor(nora, code_of(secret))
    with clock.at(NOON):
        commands.prove_second_factor(nora, code_of(secret))
        with pytest.raises(commands.WrongCode):
            commands.prove_second_factor(nora, code_of(secret))
        with pytest.raises(commands.WrongCode):
            commands.prove_second_factor(nora, code_of(secret, -1))
        commands.prove_second_factor(nora, code_of(secret, 1))


def test_a_recovery_code_counts_once(session):
    nora, ole = join(), join("Ole")
    _secret, codes = enrol(nora)
    enrol(ole)
    with pytest.raises(commands.WrongCode):
        commands.prove_second_factor(ole, codes[0])
    commands.prove_second_factor(nora, codes[0].upper().replace("-", " "))
    with pytest.raises(commands.WrongCode):
        commands.prove_second_factor(nora, codes[0])
    assert queries.recovery_codes_left(nora) == 9


def test_new_recovery_codes_end_the_former(session):
    nora = join()
    _secret, old = enrol(nora)
    new = commands.renew_recovery_codes(nora, nora)
    with pytest.raises(commands.WrongCode):
        commands.prove_second_factor(nora, old[1])
    commands.prove_second_factor(nora, new[1])


def test_without_a_factor_no_code_is_right(session, ana):
    with pytest.raises(commands.WrongCode):
        commands.prove_second_factor(ana, "123456")


def test_another_phone_replaces_the_first(session):
    nora = join()
    old, _codes = enrol(nora)
    since = nora.second_factor_at
    begun = commands.begin_second_factor(nora, nora)
    assert queries.second_factor(nora).secret == old
    commands.confirm_second_factor(nora, nora, code_of(begun.secret))
    assert queries.second_factor(nora).secret == begun.secret
    assert nora.second_factor_at == since


def test_an_admin_removes_a_lost_factor(session, ada):
    nora = join()
    enrol(nora)
    commands.reset_second_factor(ada, nora)
    assert nora.second_factor_at is None
    assert queries.second_factor(nora) is None
    assert queries.recovery_codes_left(nora) == 0
    with pytest.raises(NotAllowed, match="may_reset"):
        commands.reset_second_factor(nora, ada)


def test_the_picture_is_an_svg_of_the_address():
    words = factors.address("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "nora", "Halden")
    assert words.startswith(
        "otpauth://totp/Halden:nora?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    )
    assert b"<svg" in factors.picture(words)


def test_one_code_sent_at_once_by_many_counts_once(world):
    """Real commits on real connections: the step is taken by one UPDATE."""
    with world.app_context(), atomic():
        nora = join()
        secret, _codes = enrol(nora)
        number = nora.id
    code = code_of(secret, 1)
    taken = []

    def prove():
        with world.app_context():
            try:
                with atomic():
                    commands.prove_second_factor(queries.get(number), code)
            except commands.WrongCode:
                taken.append(False)
            else:
                taken.append(True)
            db.session.remove()

    threads = [threading.Thread(target=prove) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 5 + [True]
