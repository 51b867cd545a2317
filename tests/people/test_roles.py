"""Granting, ending, shutting out; the first admin's link."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.db import db
from app.kernel.errors import Missing, NotAllowed
from app.people import commands, login, queries
from app.people.models import OneTimeLink, RoleGrant
from tests.people.helpers import LONG, SHORT, enrol, join


def test_a_role_is_granted_and_written_down(session, ada, ana):
    stamp = ana.security_stamp
    grant = commands.grant_role(ada, ana, "moderator")
    assert ana.has_role("moderator")
    assert ana.security_stamp != stamp
    event = session.scalar(
        select(AuditEvent).where(AuditEvent.act == "people.grant_role")
    )
    assert (event.actor_id, event.subject_id) == (ada.id, ana.id)
    assert event.values == {"role": "moderator", "space_id": None}
    commands.end_role(ada, grant)
    assert not ana.has_role("moderator")
    assert [each.role for each in queries.grants_of(ana)] == []


def test_a_role_may_hold_for_one_space(session, ada, ana, space):
    commands.grant_role(ada, ana, "product", space)
    assert ana.has_role("product", space.id)
    assert not ana.has_role("product")
    assert ana in queries.holders_of("product", space.id)
    assert ana not in queries.holders_of("product")


@pytest.mark.parametrize("role", ["finance", "auditor", "admin"])
def test_money_and_the_site_know_no_spaces(session, ada, ana, space, role):
    with pytest.raises(commands.SiteRole):
        commands.grant_role(ada, ana, role, space)
    row = RoleGrant(
        person_id=ana.id, role=role, space_id=space.id, granted_by_id=ada.id
    )
    session.add(row)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_one_role_in_a_space_and_in_all_of_them_are_two(session, ada, ana, space):
    commands.grant_role(ada, ana, "product", space)
    commands.grant_role(ada, ana, "product")
    with pytest.raises(commands.AlreadyGranted):
        commands.grant_role(ada, ana, "product", space)


def test_granting_twice_is_refused_and_again_after_the_end_is_not(session, ada, ana):
    grant = commands.grant_role(ada, ana, "moderator")
    with pytest.raises(commands.AlreadyGranted):
        commands.grant_role(ada, ana, "moderator")
    commands.end_role(ada, grant)
    commands.grant_role(ada, ana, "moderator")


def test_only_an_admin_grants_and_ends(session, mo, finn, ana):
    for actor in (mo, finn, ana):
        with pytest.raises(NotAllowed, match="may_grant"):
            commands.grant_role(actor, ana, "moderator")
        with pytest.raises(NotAllowed, match="may_manage_people"):
            commands.end_role(actor, queries.grants_of(mo)[0])


def test_staff_needs_a_long_password(session, ada):
    nora = join(password=SHORT)
    with pytest.raises(commands.PasswordTooWeak):
        commands.grant_role(ada, nora, "moderator")
    commands.change_password(nora, nora, login.hash_password(LONG))
    commands.grant_role(ada, nora, "moderator")


def test_the_last_admin_stays(session, ada, ana):
    with pytest.raises(commands.LastAdmin):
        commands.end_role(ada, queries.grants_of(ada)[0])
    commands.grant_role(ada, ana, "admin")
    with pytest.raises(commands.LastAdmin):  # ana's rights have not begun
        commands.end_role(ada, queries.grants_of(ada)[0])
    enrol(ana)
    commands.end_role(ana, queries.grants_of(ada)[0])
    assert not ada.has_role("admin")


def test_shutting_out_and_letting_in(session, ada, ben):
    commands.disable(ada, ben)
    first = ben.disabled_at
    commands.disable(ada, ben)
    assert ben.disabled_at == first
    with pytest.raises(NotAllowed, match="may_grant"):
        commands.grant_role(ada, ben, "moderator")
    commands.enable(ada, ben)
    assert ben.disabled_at is None
    for act in (commands.disable, commands.enable):
        with pytest.raises(NotAllowed, match="may_disable"):
            act(ben, ada)


def test_holders_are_those_whose_rights_have_begun(session, ada, ana, finn, fay):
    commands.grant_role(ada, ana, "finance")
    assert queries.holders_of("finance") == [finn, fay]
    commands.disable(ada, fay)
    assert queries.holders_of("finance") == [finn]


def test_the_database_knows_roles_and_living_grants(session, ana, ada):
    def grant(role):
        return RoleGrant(person_id=ana.id, role=role, granted_by_id=ada.id)

    for rows in ([grant("king")], [grant("design"), grant("design")]):
        session.add_all(rows)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_people_by_key_number_and_name(session, people):
    ana = people["ana"]
    assert queries.get(ana.id) is queries.by_number(ana.number) is ana
    assert queries.by_ids([ana.id, 10_000]) == {ana.id: ana}
    assert queries.by_ids([]) == {}
    nora = join()
    assert queries.acting("nora") is nora
    for unknown in (lambda: queries.get(0), lambda: queries.by_number(0)):
        with pytest.raises(Missing):
            unknown()
    with pytest.raises(Missing):
        queries.acting("nobody")
    nora.disabled_at = clock.now()
    session.commit()
    with pytest.raises(Missing):
        queries.acting("nora")
    with pytest.raises(Missing):
        queries.public(1)


# --- the first door ---------------------------------------------------------


@pytest.fixture
def no_admin(session, people):
    grant = queries.grants_of(people["ada"])[0]
    grant.ended_at = clock.now()
    session.flush()
    session.expire(people["ada"], ["grants"])
    session.commit()


def _link(token: str) -> OneTimeLink:
    return queries.link("admin", token)


def _new(name="First") -> commands.SignUp:
    return commands.SignUp(name, login.hash_password(LONG), 1980)


def test_the_first_admin_comes_by_the_link_once(session, no_admin):
    token = commands.admin_link(SYSTEM)
    link = _link(token)
    person = commands.first_admin(link, _new())
    assert person.was_granted("admin")
    assert not person.has_role("admin")
    with pytest.raises(Missing):
        _link(token)
    with pytest.raises(Missing):
        commands.first_admin(link, _new("Second"))


def test_a_newer_link_ends_the_former_and_24_hours_end_all(session, no_admin):
    with clock.at("2026-08-21 09:00Z"):
        old, new = commands.admin_link(SYSTEM), commands.admin_link(SYSTEM)
        with pytest.raises(Missing):
            _link(old)
    with clock.at("2026-08-22 08:59Z"):
        assert _link(new).person_id is None
    with clock.at("2026-08-22 09:00Z"), pytest.raises(Missing):
        _link(new)


def test_an_admin_without_second_factor_is_let_in(session, no_admin):
    first = commands.first_admin(_link(commands.admin_link(SYSTEM)), _new())
    link = _link(commands.admin_link(SYSTEM))
    assert link.person_id == first.id
    assert commands.enter_as_admin(link) is first


def test_from_the_first_second_factor_on_there_is_no_link(session, ada):
    with pytest.raises(commands.AdminThere):
        commands.admin_link(SYSTEM)
    demo = _link(commands.admin_link(SYSTEM, is_demo=True))
    assert commands.enter_as_admin(demo, is_demo=True) is ada


def test_a_link_made_earlier_does_not_outlive_the_rule(session, no_admin, ada):
    early = _link(commands.admin_link(SYSTEM))
    other = OneTimeLink(
        token_hash="x", purpose="admin", expires_at=clock.now(), person_id=ada.id
    )
    session.add(other)
    commands.grant_role(SYSTEM, ada, "admin")
    with pytest.raises(commands.AdminThere):
        commands.first_admin(early, _new())
    with pytest.raises(commands.AdminThere):
        commands.enter_as_admin(other)


def test_nobody_enters_where_there_is_no_admin(session, no_admin):
    with pytest.raises(Missing):
        commands.enter_as_admin(_link(commands.admin_link(SYSTEM)))


def test_only_the_machine_and_admins_make_links(session, ana):
    with pytest.raises(NotAllowed, match="may_manage_people"):
        commands.admin_link(ana)


def test_the_database_knows_purposes(session):
    session.add(OneTimeLink(token_hash="x", purpose="joke", expires_at=clock.now()))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    assert db.session.scalar(select(func.count(OneTimeLink.id))) == 0
