"""Pictures of an idea: the cover, the order, the job that prepares them."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy.exc import IntegrityError

from app.ideas import commands as ideas
from app.ideas import queries, runner
from app.ideas.commands import refusals
from app.ideas.models import IdeaPicture
from app.kernel import clock, jobs, pictures, relay, storage
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.errors import NotAllowed
from app.kernel.pictures import Picture
from tests.ideas import make


def png(size=(1000, 500)):
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def draft(ana, space):
    return make.draft(ana, space)


@pytest.fixture
def three(ana, draft):
    return [
        ideas.attach(ana, draft, Picture(f"{name}.webp", 4, 3), name) for name in "abc"
    ]


@pytest.fixture
def sent(ana, draft):
    row = ideas.send_picture(ana, draft, pictures.stash(png()), "lamp.png", "A lamp")
    db.session.commit()
    return row


def order(idea):
    return [row.alt for row in queries.pictures_of(idea.id)]


def test_the_first_picture_is_the_cover(ana, draft):
    first = ideas.attach(ana, draft, Picture("a.webp", 4, 3), " One ")
    second = ideas.attach(ana, draft, Picture("b.webp", 4, 3), "Two")
    assert (draft.cover_name, draft.cover_alt) == ("a.webp", "One")
    ideas.arrange(ana, draft, {first.id: ideas.Look("Uno"), 0: ideas.Look("nothing")})
    assert draft.cover_alt == "Uno"
    ideas.detach(ana, draft, first.id)
    ideas.detach(ana, draft, first.id)
    assert draft.cover_name == "b.webp"
    assert queries.pictures_of(draft.id) == [second]
    ideas.detach(ana, draft, second.id)
    assert draft.cover_name is None
    assert draft.cover_sizes == []


def test_five_pictures_are_enough(ana, draft):
    for n in range(5):
        ideas.attach(ana, draft, Picture(f"{n}.webp", 4, 3), "")
    with pytest.raises(refusals.TooManyPictures):
        ideas.attach(ana, draft, make.COVER, "")
    with pytest.raises(refusals.TooManyPictures):
        ideas.send_picture(ana, draft, "0" * 32, "sixth.png")


def test_only_its_author_arranges_them(ben, mo, ana, draft, three):
    for other in (ben, mo):
        with pytest.raises(NotAllowed, match="may_edit"):
            ideas.arrange(other, draft, {})
        with pytest.raises(NotAllowed, match="may_edit"):
            ideas.detach(other, draft, three[0].id)
        with pytest.raises(NotAllowed, match="may_edit"):
            ideas.send_picture(other, draft, "0" * 32, "x.png")


@pytest.mark.parametrize(
    ("places", "wanted"),
    [((3, 2, 1), "cba"), ((1, 1, 3), "bac"), ((2, 3, 1), "cab"), ((1, 2, 3), "abc")],
)
def test_their_order_is_the_authors(ana, draft, three, places, wanted):
    looks = {
        row.id: ideas.Look(row.alt, place=place)
        for row, place in zip(three, places, strict=True)
    }
    ideas.arrange(ana, draft, looks)
    assert order(draft) == list(wanted)
    assert draft.cover_alt == wanted[0]
    assert [row.place for row in queries.pictures_of(draft.id)] == [1, 2, 3]


def test_what_matters_in_a_picture_keeps_to_what_pages_know(ana, draft, three):
    ideas.arrange(ana, draft, {three[0].id: ideas.Look("a", focus=(34, 400))})
    assert (three[0].focus_x, three[0].focus_y) == (30, 100)
    assert (draft.cover_focus_x, draft.cover_focus_y) == (30, 100)


def test_what_only_decorates_says_nothing(ana, draft, three):
    ideas.arrange(ana, draft, {three[0].id: ideas.Look("Words", is_decorative=True)})
    assert (three[0].alt, three[0].is_described) == ("", True)


def test_a_sent_picture_waits_and_is_prepared(ana, draft, sent):
    version = draft.version
    assert (sent.state, draft.cover_name) == ("waiting", None)
    stash = sent.stash
    assert runner.prepare_pictures() == 1
    assert runner.prepare_pictures() == 0
    db.session.refresh(sent)
    assert [size[:2] for size in sent.sizes] == [[480, 240], [800, 400], [1000, 500]]
    assert all(storage.find(name) for _, _, name in sent.sizes)
    assert (draft.cover_name, draft.cover_sizes) == (sent.name, sent.sizes)
    # who writes at the idea meanwhile has no conflict with a job
    assert draft.version == version
    with pytest.raises(pictures.PictureLost):
        pictures.prepare(stash)


def test_a_bad_file_names_its_reason_and_loses_nothing(ana, draft):
    bad = pictures.stash(png()[:60])
    row = ideas.send_picture(ana, draft, bad, "torn.png", "A lamp")
    gone = ideas.send_picture(ana, draft, "0" * 32, "gone.png", "A lamp")
    fine = ideas.send_picture(ana, draft, pictures.stash(png()), "fine.png", "A lamp")
    db.session.commit()
    assert runner.prepare_pictures() == 3
    for known in (row, gone, fine):
        db.session.refresh(known)
    assert (row.state, row.failed_code, row.file_name, row.alt) == (
        "failed",
        "bad_picture",
        "torn.png",
        "A lamp",
    )
    assert gone.failed_code == "picture_lost"
    assert draft.cover_name == fine.name


def test_two_jobs_never_prepare_the_same(draft, sent):
    with atomic():
        assert ideas.claim_picture(SYSTEM) == (sent.id, sent.stash)
        assert ideas.claim_picture(SYSTEM) is None
    with clock.at(clock.now() + timedelta(minutes=6)), atomic():
        assert ideas.claim_picture(SYSTEM) == (sent.id, sent.stash)


def test_finishing_twice_or_late_is_finishing_once(ana, draft, sent):
    sizes = [Picture("a.webp", 4, 3)]
    ideas.finish_picture(SYSTEM, sent.id, sizes)
    ideas.finish_picture(SYSTEM, sent.id, [Picture("b.webp", 4, 3)])
    ideas.fail_picture(SYSTEM, sent.id, "bad_picture")
    assert (sent.name, sent.state) == ("a.webp", "ready")
    ideas.detach(ana, draft, sent.id)
    ideas.finish_picture(SYSTEM, sent.id, sizes)
    assert draft.cover_name is None


def test_people_do_not_play_the_job(ana, draft, sent):
    with pytest.raises(NotAllowed, match="may_prepare"):
        ideas.claim_picture(ana)
    with pytest.raises(NotAllowed, match="may_prepare"):
        ideas.finish_picture(ana, sent.id, [make.COVER])
    with pytest.raises(NotAllowed, match="may_prepare"):
        ideas.fail_picture(ana, sent.id, "bad_picture")


def test_a_sent_picture_asks_for_its_job_at_once(draft, sent, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "_queues", [asked.append])
    relay.drain()
    assert asked == ["ideas.prepare_pictures"]


@pytest.mark.parametrize(
    "changes",
    [{"state": "ready"}, {"state": "lost"}, {"state": "waiting", "focus_x": 101}],
)
def test_the_database_refuses_what_no_page_could_show(draft, changes):
    db.session.add(IdeaPicture(idea_id=draft.id, place=1, **changes))
    with pytest.raises(IntegrityError):
        db.session.flush()
