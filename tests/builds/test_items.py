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
        lambda: commands.describe(ana, build, Description(), 1),
        lambda: commands.set_picture(ana, build, Picture("a.webp", 4, 3), ""),
    ):
        with pytest.raises(NotAllowed, match="may_fill"):
            act()


def test_what_is_out_keeps_its_changes(out, item, priya):
    with pytest.raises(commands.BuildIsOut):
        commands.add_item(priya, out, NewItem("fix", "Late"))
    with pytest.raises(commands.BuildIsOut):
        commands.slip(priya, item, "Oh no")


def test_what_slipped_says_why_and_is_not_shown(build, item, priya, session):
    with pytest.raises(commands.SlipNeedsReason):
        commands.slip(priya, item, " ")
    commands.slip(priya, item, "Two lamps went dark.")
    session.refresh(build, ["items"])
    assert (item.state, build.shown_items) == ("slipped", [])


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
