"""Spaces, their versions of rules, the site."""

import dataclasses

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.kernel import clock, site
from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.errors import Missing, NotAllowed
from app.spaces import commands, queries, rules

SMALL = {"ideas": {"ladder": [10, 50, 250, 500], "ladder_days": [60, 365, 182, 182]}}


def _values(space, **changed):
    fields = [field.name for field in dataclasses.fields(commands.SpaceValues)]
    known = {name: getattr(space, name) for name in fields}
    return commands.SpaceValues(**{**known, **changed})


def test_a_space_begins_with_version_1(session, space):
    assert queries.rule_set(space.id).version == 1
    assert queries.rules_of(space.id).ideas.ladder == (100, 1000, 5000, 10000)
    with pytest.raises(commands.SlugTaken):
        commands.create(SYSTEM, commands.NewSpace("lamps", "Lamps again"))


def test_a_new_version_leaves_the_former_as_it_was(session, space, ada):
    then = clock.now()
    row = commands.change_rules(ada, space, SMALL, seen=1)
    assert (row.version, row.created_by_id) == (2, ada.id)
    assert queries.rule_set(space.id).version == 2
    assert queries.rule_set(space.id, at=then).version == 1
    found = queries.versions_page(space.id, None).items
    assert [each.version for each in found] == [2, 1]
    event = session.scalar(
        select(AuditEvent).where(AuditEvent.act == "spaces.change_rules")
    )
    assert event.values == {"version": 2, "sha256": row.sha256}
    assert event.subject_id == space.id


def test_nothing_changed_is_no_version(session, space, ada):
    same = {"ideas": {"open_drafts": 5}}
    with pytest.raises(commands.NothingChanged):
        commands.change_rules(ada, space, same, seen=1)


def test_two_admins_do_not_overwrite_each_other(session, space, ada):
    commands.change_rules(ada, space, SMALL, seen=1)
    with pytest.raises(commands.RulesMoved):
        commands.change_rules(ada, space, {}, seen=1)


def test_a_number_beyond_its_bounds_is_refused(session, space, ada):
    for wrong in ({"ideas": {"fix_days": -1}}, {"builds": {"publish_weekday": 7}}):
        with pytest.raises(rules.OutOfBounds):
            commands.change_rules(ada, space, wrong, seen=1)
    assert queries.rule_set(space.id).version == 1


def test_a_rule_set_is_never_changed(session, space):
    for statement in (
        "UPDATE rule_sets SET note = 'x'",
        "DELETE FROM rule_sets",
    ):
        with pytest.raises(DatabaseError, match="append"):
            session.execute(text(statement))
        session.rollback()


def test_an_import_has_rules_in_force_for_nobody_else(session, space, ada):
    row = commands.add_rule_set(ada, space, {}, effective_at=None)
    assert row.version == 2
    assert queries.rule_set(space.id).version == 1


def test_a_space_changes_what_it_is_for(session, space, ada, paul):
    new = _values(space, name="Lights", has_revenue=False, budget_owner_id=None)
    commands.change(ada, space, new)
    event = session.scalar(select(AuditEvent).where(AuditEvent.act == "spaces.change"))
    assert event.values["has_revenue"] == [True, False]
    assert "purpose" not in event.values
    assert (space.name, space.has_revenue, space.budget_owner_id) == (
        "Lights",
        False,
        None,
    )
    commands.set_owners(ada, space, product_owner_id=paul.id, budget_owner_id=paul.id)
    assert queries.owned_by(paul.id) == [space]


def test_only_admins_shape_spaces_and_the_site(session, space, mo, priya):
    acts = (
        lambda who: commands.change(who, space, _values(space)),
        lambda who: commands.change_rules(who, space, SMALL, seen=1),
        lambda who: commands.set_owners(
            who, space, product_owner_id=1, budget_owner_id=1
        ),
        lambda who: commands.change_site(who, {"name": "Mine"}),
        lambda who: commands.create(who, commands.NewSpace("mine", "Mine")),
    )
    for act in acts:
        for who in (mo, priya, ANONYMOUS):
            with pytest.raises(NotAllowed, match="may_manage"):
                act(who)


def test_the_site_is_named(session, ada):
    commands.change_site(ada, {"legal_entity": "Halden GmbH"})
    assert site.get("legal_entity") == "Halden GmbH"


def test_what_is_for_the_signed_in_is_hidden_from_visitors(session, space, ana):
    commands.change(SYSTEM, space, _values(space, audience="signed_in"))
    assert queries.by_slug(ana, "lamps") is space
    with pytest.raises(Missing):
        queries.by_slug(ANONYMOUS, "lamps")
    assert space not in queries.all_of(ANONYMOUS)
    assert space in queries.all_of(ana)
    assert queries.by_slug_for_system("lamps") is space
    assert session.scalars(queries.ids_visible_to(ana)).all() == [space.id]
    commands.change(SYSTEM, space, _values(space, audience="invited"))
    assert space not in queries.all_of(ana)
    assert space in queries.all_of(SYSTEM)


def test_what_is_not_there_is_missing(session, space):
    for ask in (
        lambda: queries.get(0),
        lambda: queries.rule_set(0),
        lambda: queries.by_slug_for_system("none"),
    ):
        with pytest.raises(Missing):
            ask()
    assert queries.get(space.id) is space


def test_an_erased_person_owns_nothing(session, space, priya, paul):
    assert queries.personal(priya)["owner_of"] == ["lamps"]
    commands.erase(SYSTEM, priya)
    assert space.product_owner_id is None
    assert space.budget_owner_id == paul.id
    assert queries.personal(priya) == {"owner_of": [], "member_of": []}


def test_rules_know_every_setting(app):
    assert (
        rules.changes({}, {"ideas": {"open_drafts": 6}})[0].name == "ideas.open_drafts"
    )
