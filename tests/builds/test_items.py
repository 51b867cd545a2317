"""The words, changes and credits of a build."""

import pytest
from sqlalchemy import select

from app.builds import commands
from app.builds.commands import Description, NewItem
from app.builds.models import BuildItemCredit
from app.kernel import clock
from app.kernel.errors import EditConflict, NotAllowed
from app.kernel.pictures import Picture
from tests.builds.conftest import TUESDAY


def credits_of(session, item):
    rows = session.scalars(
        select(BuildItemCredit).where(BuildItemCredit.item_id == item.id)
    )
    return {(row.person_id, row.role) for row in rows}


def test_the_author_of_the_idea_is_credited_by_itself(session, item, ana, eddy):
    assert credits_of(session, item) == {(ana.id, "idea"), (eddy.id, "author")}
    assert item.body_html == "<p>No flicker.</p>\n"
    assert item.state == "planned"


def test_a_credit_twice_is_one(session, item, priya, tess):
    commands.credit(priya, item, tess.id, "tester")
    commands.credit(priya, item, tess.id, "tester")
    assert (tess.id, "tester") in credits_of(session, item)
    assert len(credits_of(session, item)) == 3


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewItem("feature", "  "), commands.ItemNeedsTitle),
        (NewItem("wish", "Dim"), commands.NotOneOf),
        (NewItem("feature", "Dim", idea_id=999), commands.UnknownIdea),
        (NewItem("feature", "Dim", credits=[(1, "boss")]), commands.NotOneOf),
    ],
)
def test_a_change_that_says_too_little(build, priya, new, refusal):
    with pytest.raises(refusal):
        commands.add_item(priya, build, new)


def test_an_idea_of_another_space_is_not_credited_here(
    session, chairs, build, priya, idea
):
    idea.space_id = chairs.id
    session.commit()
    with pytest.raises(commands.UnknownIdea):
        commands.add_item(priya, build, NewItem("feature", "Dim", idea_id=idea.id))


def test_only_the_crew_fills_a_build(build, item, ana):
    for act in (
        lambda: commands.add_item(ana, build, NewItem("fix", "Mine")),
        lambda: commands.credit(ana, item, ana.id, "author"),
        lambda: commands.slip(ana, item, "No"),
        lambda: commands.put_back(ana, item),
        lambda: commands.edit_item(ana, item, NewItem("fix", "Mine")),
        lambda: commands.discredit(ana, item, ana.id, "idea"),
        lambda: commands.describe(ana, build, Description(), 1),
        lambda: commands.set_picture(ana, build, Picture("a.webp", 4, 3), ""),
    ):
        with pytest.raises(NotAllowed, match="may_fill"):
            act()


def test_what_is_out_keeps_its_changes(out, item, priya, ana):
    for act in (
        lambda: commands.add_item(priya, out, NewItem("fix", "Late")),
        lambda: commands.edit_item(priya, item, NewItem("fix", "Late")),
        lambda: commands.discredit(priya, item, ana.id, "idea"),
        lambda: commands.put_back(priya, item),
        lambda: commands.slip(priya, item, "Oh no"),
    ):
        with pytest.raises(commands.BuildIsOut):
            act()


def test_what_slipped_says_why_and_is_not_shown(build, item, priya, session):
    with pytest.raises(commands.SlipNeedsReason):
        commands.slip(priya, item, " ")
    commands.slip(priya, item, "Two lamps went dark.")
    session.refresh(build, ["items"])
    assert (item.state, build.shown_items) == ("slipped", [])


def test_what_slipped_may_make_it_after_all(build, item, priya, session):
    commands.slip(priya, item, "Two lamps went dark.")
    commands.put_back(priya, item)
    commands.put_back(priya, item)
    session.refresh(build, ["items"])
    assert (item.state, item.slip_reason) == ("planned", "")
    assert build.shown_items == [item]


def test_a_change_is_said_better(session, item, priya, idea, tess, ana, eddy):
    better = NewItem("fix", " Dim to 2 % ", "*Soft*", idea.id, [(tess.id, "tester")])
    commands.edit_item(priya, item, better)
    assert (item.kind, item.title) == ("fix", "Dim to 2 %")
    assert "<em>Soft</em>" in item.body_html
    assert credits_of(session, item) == {
        (ana.id, "idea"),
        (eddy.id, "author"),
        (tess.id, "tester"),
    }


def test_without_the_idea_its_author_is_not_thanked_for_it(session, item, priya, eddy):
    commands.edit_item(priya, item, NewItem("fix", "Dim"))
    assert credits_of(session, item) == {(eddy.id, "author")}


def test_a_credit_is_taken_back(session, item, priya, ana, eddy):
    commands.discredit(priya, item, eddy.id, "author")
    commands.discredit(priya, item, eddy.id, "author")
    assert credits_of(session, item) == {(ana.id, "idea")}


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewItem("fix", " "), commands.ItemNeedsTitle),
        (NewItem("wish", "Dim"), commands.NotOneOf),
        (NewItem("fix", "Dim", idea_id=999), commands.UnknownIdea),
    ],
)
def test_a_change_is_not_said_worse(item, priya, new, refusal):
    with pytest.raises(refusal):
        commands.edit_item(priya, item, new)
    assert item.title == "Dim to 1 %"


def test_describe_renders_notes_and_the_way_back(build, priya):
    with clock.at(TUESDAY):
        words = Description(
            title="Nights",
            notes="<b>no</b> *yes*",
            rollback="Back",
            rollback_data="lost",
        )
        commands.describe(priya, build, words, 1)
    assert "<em>yes</em>" in build.body_html
    assert "<b>" not in build.body_html
    assert build.rollback_html == "<p>Back</p>\n"
    assert (build.name, build.rollback_data, build.edits) == ("Nights", "lost", 2)


def test_two_who_describe_at_once(build, priya):
    commands.describe(priya, build, Description(notes="first"), 1)
    with pytest.raises(EditConflict):
        commands.describe(priya, build, Description(notes="second"), 1)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//evil.example", "/\\evil", "lamp.bin", "http://a b"],
)
def test_a_link_that_could_run_is_refused(build, priya, url):
    with pytest.raises(commands.BadLink):
        commands.describe(priya, build, Description(artifact_url=url), 1)


@pytest.mark.parametrize("url", ["https://example.org/a.bin", "/files/a.bin"])
def test_a_plain_link_is_kept(build, priya, url):
    commands.describe(priya, build, Description(artifact_url=url), 1)
    assert build.artifact_url == url


def test_a_picture_always_has_words(build, priya):
    commands.set_picture(priya, build, Picture("a.webp", 4, 3), " ")
    assert (build.picture_name, build.picture_alt) == ("a.webp", "26.11.6")
