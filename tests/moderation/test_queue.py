"""What waits, in which order, for whom; what changed in words."""

import pytest

from app.ideas import commands as idea_commands
from app.ideas import queries as idea_queries
from app.kernel import clock
from app.moderation import commands, queries
from app.moderation.commands import Words
from app.moderation.queries import Filters
from app.people.models import RoleGrant
from tests import cast
from tests.ideas import make as make_ideas
from tests.moderation import make


def titles(actor, filters=Filters()):  # noqa: B008 - frozen
    return [row.subject.title for row in queries.desk(actor, filters).rows]


@pytest.fixture
def waiting(ana, ben, mei, mo, space):
    """Two ideas, a report and an appeal; noise that waits for nobody."""
    with clock.at("2026-11-10 09:00Z"):
        lamp = make_ideas.published(ana, mo, space, "Lamp")
        make_ideas.draft(ben, space, "Draft")
        hidden = make_ideas.submitted(ana, space, "Hidden")
        commands.conceal(mo, make.subject(hidden), Words("spam"))
    with clock.at("2026-11-20 09:00Z"):
        make_ideas.submitted(mei, space, "台灯", lang="zh_Hans")
        refused = make_ideas.submitted(ana, space, "Refused")
        ruling = commands.refuse(mo, refused, Words("off_topic"))
        commands.appeal(ana, ruling, "Please.")
    with clock.at("2026-11-23 09:00Z"):
        make.report(ben, lamp)
        make_ideas.submitted(ben, space, "Stool")


def test_oldest_due_first_and_nothing_that_waits_for_nobody(waiting, mo):
    assert titles(mo) == ["台灯", "Stool", "Lamp", "Refused"]


def test_one_kind_and_the_languages_somebody_reads(waiting, mo):
    assert titles(mo, Filters("ideas")) == ["台灯", "Stool"]
    assert titles(mo, Filters("reports")) == ["Lamp"]
    assert titles(mo, Filters("appeals")) == ["Refused"]
    assert titles(mo, Filters("ideas", ("en",))) == ["Stool"]
    assert titles(mo, Filters("", ("zh_Hans",))) == ["台灯", "Refused"]
    assert Filters("ideas", ("en",)).args() == {"of": "ideas", "reads": ["en"]}
    assert Filters().args() == {}


def test_counts_stand_beside_the_filters(waiting, mo):
    with clock.at("2026-11-25 09:00Z"):
        desk = queries.desk(mo, Filters())
    assert desk.counts == {"ideas": 2, "reports": 1, "appeals": 1}
    assert (desk.total, desk.overdue) == (4, 1)


def test_urgent_ones_stand_on_top(waiting, mo, priya, ben, space):
    late = make_ideas.published(ben, mo, space, "Urgent")
    make.report(priya, late)
    assert titles(mo)[0] == "Urgent"


@pytest.fixture
def answered(waiting, ana, mo, ben, space):
    """An idea that mo sent back, sent again later than all that waits."""
    idea = make_ideas.submitted(ana, space, "Answered")
    idea_commands.ask_fixes(mo, idea, [idea_commands.Fix("other", "More.")])
    (fix,) = idea_queries.fixes_of(idea.id, 1)
    idea_commands.answer_fixes(ana, idea, {fix.id: "Done."})
    idea_commands.submit(ana, idea, idea.version)
    return idea


def test_whoever_asked_for_changes_reads_them_first(session, answered, mo, tess, priya):
    assert titles(mo)[0] == "Answered"
    assert titles(mo).count("Answered") == 1
    assert titles(mo, Filters("ideas"))[0] == "Answered"
    assert titles(mo, Filters("reports")) == ["Lamp"]
    assert titles(tess)[-1] == "Answered"
    for who in (mo, tess):
        rows = {row.subject.title: row for row in queries.desk(who, Filters()).rows}
        assert rows["Answered"].asked_by.id == mo.id
        assert rows["Stool"].asked_by is None
    late = make_ideas.published(priya, mo, answered.space, "Urgent")
    make.report(tess, late)
    assert titles(mo)[:2] == ["Urgent", "Answered"]


def test_the_pages_say_who_reads_it_first(session, sign_in, answered, ana, mo, tess):
    session.commit()
    assert "You asked for changes" in sign_in(mo).get("/staff/queue").text
    assert "Mo asked for changes" in sign_in(tess).get("/staff/queue").text
    own = sign_in(ana).get(f"/ideas/{answered.number}").text
    assert "Whoever asked for the changes reads it first." in own


def test_the_queue_is_read_in_few_statements(waiting, mo, assert_queries):
    with assert_queries(8):
        queries.desk(mo, Filters())


def test_a_moderator_of_one_space_sees_its_queue_only(
    session, people, waiting, ben, ana
):
    chairs = cast.space(people, "chairs")
    grant = RoleGrant(
        person_id=ben.id, role="moderator", space_id=chairs.id, granted_by_id=1
    )
    session.add(grant)
    session.commit()
    session.refresh(ben, ["grants"])
    make_ideas.submitted(ana, chairs, "Chair")
    make.report(ana, people["olaf"], "person")
    assert titles(ben) == ["Chair"]
    assert titles(people["mo"]).count("Olaf") == 1


def test_pages_follow_each_other(session, mo, ana, ben, mei, space, monkeypatch):
    monkeypatch.setattr("app.moderation.queries.queue.SIZE", 2)
    for n, author in enumerate((ana, ben, mei)):
        make_ideas.submitted(author, space, f"Idea {n}")
    first = queries.desk(mo, Filters())
    second = queries.desk(mo, Filters(), first.next)
    seen = [row.subject.title for row in (*first.rows, *second.rows)]
    assert seen == ["Idea 0", "Idea 1", "Idea 2"]
    assert second.next is None
