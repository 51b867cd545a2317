"""Drafting, signing and freezing agreements."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from app.ideas import queries as ideas
from app.kernel import approvals, relay, site
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.errors import Missing, NotAllowed
from app.kernel.events import OutboxEvent, emit
from app.people.models import RoleGrant
from app.roadmap import queries as roadmap
from app.roadmap.events import ProductPlanned
from app.royalties import commands, queries
from app.royalties.commands import NewShare
from app.royalties.engine.terms import (
    TermNotComputed,
    TermOutOfRange,
    TermRefused,
    Terms,
)
from app.royalties.models import DeedVersion, SkuMap
from tests.royalties import make

NEW_SIGNATURE = """
INSERT INTO deed_signatures (version_id, person_id, as_role, sha256, signed_at)
SELECT id, 1, 'party', sha256, signed_at FROM deed_versions
"""


@pytest.fixture
def lamp(ana, space, session):
    made = make.product(ana, space)
    session.commit()
    return made


@pytest.fixture
def opened(lamp, priya, ana, ben, session):
    version = make.open_for_signing(priya, lamp, [(ana, 60), (ben, 40)])
    session.commit()
    return version


@pytest.fixture
def signed(lamp, people, ana, ben, session):
    version = make.signed(people, lamp, [(ana, 60), (ben, 40)])
    session.commit()
    return version


@pytest.fixture
def frozen(lamp, people, ana, ben, session):
    version = make.frozen(people, lamp, [(ana, 60), (ben, 40)], ["CL-1", "CL-2"])
    session.commit()
    return version


def clearances(product):
    """What the idea of a product was cleared for."""
    (idea_id,) = roadmap.ideas_of_product(product.id)
    asked = text("SELECT kind FROM idea_clearances WHERE idea_id = :id")
    return set(db.session.scalars(asked, {"id": idea_id}))


def events(name):
    asked = select(OutboxEvent.body).where(OutboxEvent.name == name)
    return list(db.session.scalars(asked))


def test_a_planned_product_gets_a_draft_with_its_author(lamp, ana, session):
    emit(ProductPlanned(product_id=lamp.id, item_id=lamp.item_id))
    emit(ProductPlanned(product_id=lamp.id, item_id=lamp.item_id))
    emit(ProductPlanned(product_id=9_999, item_id=9_999))
    session.commit()
    relay.drain()
    (version,) = queries.deeds.versions()
    assert (version.state, version.n, version.created_by_id) == ("draft", 1, 1)
    assert [(s.person_id, s.group, s.weight) for s in version.shares] == [
        (ana.id, "creator", 1)
    ]
    assert version.terms["rate_bp"] == 200
    assert events("royalties.deed_drafted") == [
        {"version_id": version.id, "product_id": lamp.id}
    ]


@pytest.mark.parametrize(
    "terms",
    [
        {"reserve_bp": 1_000},
        {"advance": "200.00"},
        {"tiers": ((50_000, 150),)},
        {"buckets": (("creator", 5_000),)},
        {"share_mode": "bucket"},
        {"minimum_guarantee": "100.00"},
        {"cross_collateral": True},
    ],
)
def test_terms_that_nobody_computes_yet_are_refused(terms):
    with pytest.raises(TermNotComputed, match=next(iter(terms)).split("_bp")[0][:5]):
        Terms(**terms).check()


@pytest.mark.parametrize(
    "terms",
    [
        {"base": "net_receipts"},
        {"pool_cap": "100.00"},
        {"excluded_channels": ("outlet",)},
        {"excluded_territories": ("US",)},
        {"cost_deductions": ("marketing",)},
    ],
)
def test_terms_that_take_from_creators_are_refused(terms):
    with pytest.raises(TermRefused):
        Terms(**terms).check()


@pytest.mark.parametrize(
    "terms", [{"rate_bp": 0}, {"creator_floor_bp": 99}, {"minimum": "-1.00"}]
)
def test_terms_out_of_range_are_refused(terms):
    with pytest.raises(TermOutOfRange):
        Terms(**terms).check()


def test_the_minimum_is_per_currency():
    terms = Terms(minimums={"USD": "30.00"})
    assert [terms.minimum_in(c) for c in ("USD", "EUR", "JPY")] == [3_000, 2_500, 25]
    assert Terms.of(terms.as_dict()) == terms


def test_creators_keep_their_floor(lamp, priya, ana, ben):
    shares = [(ana, 40), (ben, 60, "other")]
    make.draft(priya, lamp, shares, rate_bp=250)
    with pytest.raises(commands.CreatorFloor, match="1 %"):
        make.draft(priya, lamp, shares, rate_bp=249)


@pytest.mark.parametrize(
    "shares",
    [
        [("ana", "creator", 0)],
        [("ana", "creator", 1), ("ana", "creator", 2)],
        [("ana", "owner", 1)],
        [("ana", "other", 1)],
        [],
    ],
)
def test_a_wrong_share_table_is_refused(lamp, people, shares):
    version = commands.draft_deed(people["priya"], lamp)
    table = [NewShare(people[name].id, group, n) for name, group, n in shares]
    with pytest.raises(commands.SharesWrong):
        commands.set_terms(people["priya"], version, Terms(), table)


def test_no_author_is_left_out(lamp, priya, ben):
    with pytest.raises(commands.AuthorMissing, match="Ana"):
        make.draft(priya, lamp, [(ben, 1)])


def test_parties_are_grown_up(lamp, priya, ana, ben):
    ben.birth_year = 2010
    with pytest.raises(commands.PartyTooYoung, match="Ben"):
        make.draft(priya, lamp, [(ana, 1), (ben, 1)])


def test_the_firm_has_a_name_before_anybody_signs(lamp, priya, ana):
    version = make.draft(priya, lamp, [(ana, 1)])
    with pytest.raises(commands.NoLegalEntity):
        commands.open_signing(priya, version)


def test_strangers_draft_nothing(lamp, ana, olaf, priya):
    with pytest.raises(NotAllowed, match="may_draft"):
        commands.draft_deed(olaf, lamp)
    version = make.draft(priya, lamp, [(ana, 1)])
    for act in (commands.open_signing, commands.cancel):
        with pytest.raises(NotAllowed, match="may_draft"):
            act(ana, version)


def test_everybody_signs_exactly_this_text(opened, lamp, people):
    ana, ben, priya, finn = (people[n] for n in ("ana", "ben", "priya", "finn"))
    assert make.FIRM in opened.body
    for signer in (ana, ben, priya):
        version = commands.sign(signer, opened, opened.sha256)
    assert (version.state, clearances(lamp)) == ("signing", set())
    assert commands.sign(ana, version).state == "signing"
    version = commands.sign(finn, version, opened.sha256)
    assert version.state == "signed"
    assert clearances(lamp) == {"deed_signed"}
    (idea_id,) = roadmap.ideas_of_product(lamp.id)
    kinds = {licence.kind for licence in ideas.licences_of(idea_id)}
    assert "product" in kinds
    assert [s.as_role for s in version.signatures] == [
        "party",
        "party",
        "product",
        "finance",
    ]
    assert events("royalties.deed_signed")


def test_another_text_is_not_signed(opened, ana):
    with pytest.raises(approvals.SubjectChanged):
        commands.sign(ana, opened, "0" * 64)


def test_outsiders_and_other_roles_do_not_sign(opened, olaf, mo):
    for person in (olaf, mo):
        with pytest.raises(NotAllowed, match="may_sign"):
            commands.sign(person, opened)


def test_one_person_a_role_signs_for_the_firm(opened, priya, paul):
    version = commands.sign(priya, opened)
    with pytest.raises(commands.FirmHasSigned):
        commands.sign(paul, version)


def test_a_party_never_signs_for_the_firm(lamp, people, ana, finn):
    version = make.open_for_signing(people["priya"], lamp, [(ana, 60), (finn, 40)])
    version = commands.sign(finn, version)
    assert [s.as_role for s in version.signatures] == ["party"]
    assert not commands.sign(finn, version).signatures[1:]


def test_a_draft_is_not_signed_and_an_open_text_not_edited(lamp, opened, priya, ana):
    table = [NewShare(ana.id, "creator", 1)]
    with pytest.raises(commands.VersionFixed):
        commands.set_terms(priya, opened, Terms(), table)
    with pytest.raises(commands.VersionFixed):
        commands.open_signing(priya, opened)
    assert commands.cancel(priya, opened).state == "cancelled"
    with pytest.raises(commands.NotOpenForSigning):
        commands.sign(ana, opened)


def test_a_signed_agreement_is_not_cancelled(signed, priya):
    with pytest.raises(commands.VersionFixed):
        commands.cancel(priya, signed)


CHANGES_OF_WHAT_WAS_SIGNED = [
    "UPDATE deed_versions SET body = 'other'",
    "UPDATE deed_versions SET terms = '{}'",
    "UPDATE deed_versions SET state = 'signing'",
    "UPDATE deed_versions SET state = 'draft'",
    "DELETE FROM deed_versions",
    "UPDATE deed_shares SET weight = 99",
    "DELETE FROM deed_shares",
    "INSERT INTO deed_shares SELECT version_id, 9, 1, 'other', 1 FROM deed_shares",
    "UPDATE deed_signatures SET sha256 = 'x'",
    "DELETE FROM deed_signatures",
    NEW_SIGNATURE,
]


def test_what_was_signed_stays_by_sql_too(signed, session):
    for change in CHANGES_OF_WHAT_WAS_SIGNED:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(change))


def test_two_freeze_and_name_the_codes(signed, lamp, priya, paul, session):
    version = commands.freeze(priya, signed, ["CL-2 ", "CL-1", "CL-1"])
    assert (version.state, version.wanted_skus) == ("signed", ["CL-1", "CL-2"])
    version = commands.freeze(priya, version, ["CL-1"])
    with pytest.raises(approvals.SubjectChanged):
        commands.freeze(paul, version, ["CL-1", "CL-2"])
    version = commands.freeze(paul, version, ["CL-1"])
    assert (version.state, [s.sku for s in version.skus]) == ("frozen", ["CL-1"])
    assert (version.freeze_maker_id, version.freeze_checker_id) == (priya.id, paul.id)
    assert clearances(lamp) == {"deed_signed", "deed_frozen"}
    assert queries.sales.maps_in_force() == {"CL-1": version.deed_id}
    assert events("royalties.deed_frozen")


def test_freezing_is_for_two_of_the_firm(signed, ana, mo, priya):
    for person in (ana, mo):
        with pytest.raises(NotAllowed, match="may_freeze"):
            commands.freeze(person, signed, ["CL-1"])
    with pytest.raises(commands.NoSkus):
        commands.freeze(priya, signed, [" "])


def test_an_unsigned_deed_is_not_frozen(opened, priya):
    with pytest.raises(commands.DeedUnsigned):
        commands.freeze(priya, opened, ["CL-1"])


def test_one_person_does_not_freeze_by_sql(signed, priya, session):
    change = update(DeedVersion).where(DeedVersion.id == signed.id)
    values = {"freeze_maker_id": priya.id, "freeze_checker_id": priya.id}
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(change.values(state="frozen", **values))
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(change.values(state="frozen"))


def test_a_frozen_version_stays_frozen(frozen, session):
    for values in ({"state": "signed"}, {"from_period": "2027Q1"}):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(update(DeedVersion).values(**values))


def test_a_code_belongs_to_one_deed(frozen, people, space, ana):
    other = make.product(ana, space, "Cable Nest")
    with pytest.raises(commands.SkuTaken, match="CL-1"):
        make.frozen(people, other, [(ana, 1)], ["CL-1"])


def test_a_code_without_agreement_may_come_under_one(
    signed, finn, fay, priya, paul, session
):
    commands.map_sku(finn, "CL-1", None)
    commands.map_sku(fay, "CL-1", None)
    for person in (priya, paul):
        version = commands.freeze(person, signed, ["CL-1"])
    assert queries.sales.maps_in_force() == {"CL-1": version.deed_id}
    assert len(session.scalars(select(SkuMap)).all()) == 2


def test_the_next_version_follows_from_the_next_quarter(frozen, people):
    ana, ben, tess, priya = (people[n] for n in ("ana", "ben", "tess", "priya"))
    version = commands.next_version(priya, frozen.deed)
    assert (version.n, [s.weight for s in version.shares]) == (2, [60, 40])
    with pytest.raises(commands.VersionOpen):
        commands.next_version(priya, frozen.deed)
    table = [NewShare(ana.id, "creator", 1), NewShare(tess.id, "other", 1)]
    version = commands.set_terms(priya, version, Terms(rate_bp=300), table)
    version = commands.open_signing(priya, version)
    for person in (ana, tess, priya, people["fay"]):
        version = commands.sign(person, version)
    assert version.state == "signing", "ben loses his share, so he signs too"
    version = commands.sign(ben, version)
    for person in (priya, people["paul"]):
        version = commands.freeze(person, version, ["CL-1"])
    assert version.state == "frozen"
    assert version.from_period is not None
    assert queries.deeds.version(frozen.id).state == "superseded"
    assert queries.deeds.before(version).id == frozen.id
    assert [v.n for v in queries.deeds.versions_of(frozen.deed_id)] == [2, 1]


def test_a_rate_never_falls(frozen, ana, ben, priya):
    version = commands.next_version(priya, frozen.deed)
    table = [NewShare(ana.id, "creator", 60), NewShare(ben.id, "creator", 40)]
    lower = Terms(rate_bp=100, creator_floor_bp=100)
    version = commands.set_terms(priya, version, lower, table)
    assert commands.open_signing(priya, version).state == "signing"
    commands.cancel(priya, version)
    db.session.flush()


def test_a_falling_rate_is_refused(lamp, people, ana, priya):
    first = make.frozen(people, lamp, [(ana, 1)], ["CL-1"], rate_bp=200)
    version = commands.next_version(priya, first.deed)
    table = [NewShare(ana.id, "creator", 1)]
    version = commands.set_terms(priya, version, Terms(rate_bp=199), table)
    with pytest.raises(commands.RateFalls):
        commands.open_signing(priya, version)


def test_parties_read_their_own_agreement_and_nobody_else(opened, people):
    ana, priya = people["ana"], people["priya"]
    assert queries.deeds.version_for(ana, opened.id).id == opened.id
    assert queries.deeds.version_for(priya, opened.id).id == opened.id
    for name in ("olaf", "mo", "tess"):
        with pytest.raises(Missing):
            queries.deeds.version_for(people[name], opened.id)
    assert [v.id for v in queries.deeds.versions_of_person(ana.id)] == [opened.id]


def test_missing_things_are_missing(session, people):
    for ask in (queries.deeds.version, queries.deeds.deed):
        with pytest.raises(Missing):
            ask(9_999)


def test_a_person_with_both_roles_signs_once(opened, session, priya):
    session.add(RoleGrant(person_id=priya.id, role="finance", granted_by_id=1))
    session.flush()
    session.refresh(priya, ["grants"])
    version = commands.sign(priya, opened)
    assert len(commands.sign(priya, version).signatures) == 1
    site.put(SYSTEM, "legal_entity", "Another Ltd")
    assert queries.deeds.version(opened.id).legal_entity == make.FIRM
