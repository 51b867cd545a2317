"""Tags: chosen by authors, kept in order by moderators."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.ideas import commands as ideas
from app.ideas import queries
from app.ideas.commands import refusals
from app.ideas.models import IdeaTag, Tag
from app.kernel.actor import ANONYMOUS
from app.kernel.clock import now
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.people.models import RoleGrant
from tests import cast
from tests.ideas import make


@pytest.fixture
def lamp(ana, space):
    idea = make.with_picture(ana, space, "A lamp")
    ideas.set_tags(ana, idea, ["Light", "desk"])
    return idea


def public(ana, mo, idea):
    ideas.submit(ana, idea, idea.version)
    ideas.publish(mo, idea)


def tag(space, name):
    return queries.tag_named(space.id, name)


def listed(**filters):
    found = queries.list_page(ANONYMOUS, queries.Filters(**filters))
    return [idea.title for idea in found.items]


def test_an_author_chooses_a_few_words(ana, lamp):
    assert lamp.tag_names == ["Light", "desk"]
    version = lamp.version
    ideas.set_tags(ana, lamp, [" Light ", "DESK", "", "#light"])
    assert (lamp.tag_names, lamp.version) == (["Light", "desk"], version)
    ideas.set_tags(ana, lamp, ["desk"])
    assert lamp.tag_names == ["desk"]
    ideas.set_tags(ana, lamp, [])
    assert lamp.tag_names == []


def test_two_spellings_are_one_tag_with_the_first_ones_letters(ana, ben, space, lamp):
    other = make.draft(ben, space)
    ideas.set_tags(ben, other, ["LIGHT"])
    assert other.tag_names == ["Light"]
    assert len(db.session.scalars(select(Tag)).all()) == 2


def test_words_and_their_number_have_limits(ana, lamp):
    with pytest.raises(refusals.TooManyTags):
        ideas.set_tags(ana, lamp, ["a", "b", "c", "d"])
    with pytest.raises(refusals.TagTooLong):
        ideas.set_tags(ana, lamp, ["x" * 25])
    ideas.set_tags(ana, lamp, ["光" * 24])


def test_others_do_not_choose(ben, mo, lamp):
    for other in (ben, mo, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_edit"):
            ideas.set_tags(other, lamp, ["mine"])


def test_a_list_is_narrowed_to_a_tag(people, ana, mo, space, lamp):
    public(ana, mo, lamp)
    make.published(ana, mo, space, "Without")
    elsewhere = make.with_picture(ana, cast.space(people, "desks"), "Elsewhere")
    ideas.set_tags(ana, elsewhere, ["light"])
    public(ana, mo, elsewhere)
    drawer = make.draft(ana, space, "In a drawer")
    ideas.set_tags(ana, drawer, ["light"])
    assert listed(tag="light") == ["Elsewhere", "A lamp"]
    assert listed(tag=" LIGHT", space="lamps") == ["A lamp"]
    assert listed(tag="nothing") == []


def test_words_of_drafts_are_not_offered(ana, mo, space, lamp):
    assert queries.tags_offered(space.id) == []
    public(ana, mo, lamp)
    assert queries.tags_offered(space.id) == ["desk", "Light"]


def test_a_moderator_renames_a_tag_everywhere(ana, ben, mo, space, lamp):
    other = make.draft(ben, space)
    ideas.set_tags(ben, other, ["light"])
    ideas.rename_tag(mo, tag(space, "light"), " Lighting ")
    assert lamp.tag_names == ["Lighting", "desk"]
    assert other.tag_names == ["Lighting"]
    ideas.rename_tag(mo, tag(space, "lighting"), "LIGHTING")
    assert other.tag_names == ["LIGHTING"]
    with pytest.raises(refusals.TagExists):
        ideas.rename_tag(mo, tag(space, "desk"), "lighting")
    with pytest.raises(refusals.TagNameless):
        ideas.rename_tag(mo, tag(space, "desk"), " # ")


def test_two_tags_become_one_and_no_idea_loses_the_word(ana, ben, mo, space, lamp):
    other = make.draft(ben, space)
    ideas.set_tags(ben, other, ["desk", "table"])
    ideas.merge_tags(mo, tag(space, "table"), tag(space, "desk"))
    assert other.tag_names == ["desk"]
    ideas.merge_tags(mo, tag(space, "light"), tag(space, "desk"))
    assert lamp.tag_names == ["desk"]
    assert [row.name for row in db.session.scalars(select(Tag))] == ["desk"]
    assert len(db.session.scalars(select(IdeaTag)).all()) == 2


def test_tags_of_two_places_stay_apart(people, ana, mo, space, lamp):
    desks = cast.space(people, "desks")
    idea = make.draft(ana, desks)
    ideas.set_tags(ana, idea, ["light"])
    light = tag(space, "light")
    for other in (tag(desks, "light"), light):
        with pytest.raises(refusals.TagsApart):
            ideas.merge_tags(mo, light, other)


def test_only_moderators_of_the_place_keep_its_tags(people, ana, ben, mo, space, lamp):
    light, desk = tag(space, "light"), tag(space, "desk")
    desks = cast.space(people, "desks")
    db.session.add(
        RoleGrant(
            person_id=ben.id,
            role="moderator",
            space_id=desks.id,
            granted_by_id=1,
            granted_at=now(),
        )
    )
    ben.second_factor_at = now()
    db.session.flush()
    db.session.refresh(ben, ["grants"])
    for other in (ana, ben, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_keep_tag"):
            ideas.rename_tag(other, light, "x")
        with pytest.raises(NotAllowed, match="may_keep_tag"):
            ideas.merge_tags(other, light, desk)
    assert queries.tags_page(ben, None).items == []
    assert queries.tags_page(mo, None).items == [desk, light]


def test_tags_are_exported_and_go_with_their_author(session, ana, mo, space, lamp):
    public(ana, mo, lamp)
    assert queries.personal(ana)["ideas"][0]["tags"] == ["Light", "desk"]
    drawer = make.draft(ana, space, "In a drawer")
    ideas.set_tags(ana, drawer, ["desk"])
    ideas.erase(ana, ana)
    assert lamp.tag_names == []
    assert db.session.scalars(select(IdeaTag)).all() == []


def test_the_database_keeps_one_tag_a_word(space, lamp):
    db.session.add(Tag(space_id=space.id, key="light", name="light"))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_form_the_card_and_the_filter(sign_in, client, ana, mo, space):
    browser = sign_in(ana)
    data = {
        "space": "lamps",
        "outcome": "improvement",
        "title": "A lamp",
        "problem": "Dark.",
        "body": "",
        "lang": "en",
        "tag_0": "light",
        "tag_2": "at home",
    }
    browser.post("/ideas/new", data=data)
    (idea,) = queries.drafts_of(ana)
    assert idea.tag_names == ["light", "at home"]
    edit = browser.get(f"/ideas/{idea.number}/edit").text
    assert 'value="at home"' in edit
    changed = {**data, "tag_2": "desk", "version": idea.version}
    browser.post(f"/ideas/{idea.number}/edit", data=changed)
    assert idea.tag_names == ["light", "desk"]
    many = {**data, "tag_1": "b", "tag_3": "d", "version": idea.version}
    refused = browser.post(f"/ideas/{idea.number}/edit", data=many)
    assert refused.status_code == 422
    assert "at most 3 tags" in refused.text
    ideas.submit(ana, idea, idea.version)
    ideas.publish(mo, idea)
    db.session.commit()
    assert 'href="/ideas?tag=light"' in client.get("/ideas").text
    assert 'href="/ideas?tag=desk"' in client.get(f"/ideas/{idea.number}").text
    narrowed = client.get("/ideas?tag=LIGHT&sort=most").text
    assert narrowed.count('<article class="card') == 1
    assert 'name="tag" value="LIGHT" checked' in narrowed
    assert client.get("/ideas?tag=other").text.count('<article class="card') == 0
    assert "for example: desk, light" in browser.get("/ideas/new?space=lamps").text


def test_the_page_of_tags(sign_in, ana, mo, space, lamp):
    db.session.commit()
    browser = sign_in(mo)
    page = browser.get("/staff/tags").text
    assert "Light" in page
    assert "1 idea" in page
    light = tag(space, "light").id
    assert browser.post(f"/staff/tags/{light}/name", data={"name": "L"}).location == (
        "/staff/tags"
    )
    assert lamp.tag_names == ["L", "desk"]
    taken = browser.post(f"/staff/tags/{light}/name", data={"name": "desk"})
    assert taken.status_code == 422
    assert "join the two instead" in taken.text
    unknown = browser.post(f"/staff/tags/{light}/merger", data={"into": "zzz"})
    assert unknown.status_code == 422
    browser.post(f"/staff/tags/{light}/merger", data={"into": "Desk"})
    assert lamp.tag_names == ["desk"]
    assert sign_in(ana).get("/staff/tags").status_code == 403
    assert sign_in(ana).post(f"/staff/tags/{light}/name").status_code == 403
    assert sign_in(ana).post(f"/staff/tags/{light}/merger").status_code == 403


def test_no_tags_yet(sign_in, mo, space):
    assert "No tags yet" in sign_in(mo).get("/staff/tags").text
