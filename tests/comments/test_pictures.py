"""Pictures of a comment: sent with words, prepared by a job, taken off."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy.exc import IntegrityError

from app.comments import commands, queries, runner
from app.comments.models import CommentPicture
from app.kernel import clock, jobs, pictures, relay, storage
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic, db
from app.kernel.errors import NotAllowed
from app.kernel.pictures import Picture
from tests.ideas import make
from tests.moderation import make as reports


def png(size=(1000, 500)):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


def file():
    return io.BytesIO(png((40, 30)))


@pytest.fixture
def thread(ana, mo, space):
    idea = make.published(ana, mo, space)
    return queries.thread(ana, idea.thread_id)


@pytest.fixture
def comment(ben, thread):
    said = commands.write(ben, thread, "Look:")
    db.session.commit()
    return said


def send(actor, comment, alt="A hinge", stash="0" * 32):
    row = commands.send_picture(actor, comment, stash, "hinge.png", alt)
    db.session.commit()
    return row


def alts(comment):
    return [row.alt for row in queries.pictures_of(comment.id)]


def test_they_need_words_and_have_an_end(ben, comment):
    with pytest.raises(commands.AltMissing):
        send(ben, comment, "  ")
    for n in range(3):
        send(ben, comment, f" Picture {n} ")
    with pytest.raises(commands.TooManyPictures):
        send(ben, comment, "One more")
    second = queries.pictures_of(comment.id)[1]
    commands.detach(ben, comment, second.id)
    commands.detach(ben, comment, second.id)
    send(ben, comment, "Picture 3")
    assert alts(comment) == ["Picture 0", "Picture 2", "Picture 3"]
    assert comment.picture_count == 3


def test_they_are_the_authors_alone(ana, mo, ben, thread, comment):
    picture = send(ben, comment)
    for other in (ana, mo):
        with pytest.raises(NotAllowed, match="may_edit"):
            send(other, comment)
        with pytest.raises(NotAllowed, match="may_edit"):
            commands.detach(other, comment, picture.id)
    commands.lock(ana, thread, "Decided.")
    with pytest.raises(commands.ThreadIsLocked):
        commands.detach(ben, comment, picture.id)
    with pytest.raises(commands.ThreadIsLocked):
        send(ben, comment)


@pytest.mark.parametrize(
    "changes",
    [
        {"alt": ""},
        {"state": "ready", "name": ""},
        {"state": "ready", "width": 0},
        {"state": "lost"},
    ],
)
def test_the_database_refuses_what_no_page_could_show(comment, changes):
    fine = {"name": "x", "width": 1, "height": 1, "alt": "A hinge", "state": "waiting"}
    row = CommentPicture(comment_id=comment.id, place=0, **{**fine, **changes})
    db.session.add(row)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_erasing_takes_them_along(ana, ben, comment):
    send(ben, comment)
    commands.erase(ana, ben)
    assert alts(comment) == []
    assert comment.picture_count == 0


def test_a_sent_picture_waits_and_is_prepared_in_sizes_for_phones(ben, comment):
    row = send(ben, comment, stash=pictures.stash(png()))
    assert row.state == "waiting"
    assert runner.prepare_pictures() == 1
    assert runner.prepare_pictures() == 0
    db.session.refresh(row)
    assert [size[:2] for size in row.sizes] == [[480, 240], [800, 400], [1000, 500]]
    assert all(storage.find(name) for _, _, name in row.sizes)
    assert (row.state, row.name, row.stash) == ("ready", row.sizes[-1][2], "")


def test_a_bad_file_names_its_reason_and_the_others_are_shown(ben, comment):
    torn = send(ben, comment, "Torn", pictures.stash(png()[:60]))
    lost = send(ben, comment, "Lost")
    fine = send(ben, comment, "Fine", pictures.stash(png()))
    assert runner.prepare_pictures() == 3
    for row in (torn, lost, fine):
        db.session.refresh(row)
    found = [(row.state, row.failed_code) for row in (torn, lost, fine)]
    assert found == [
        ("failed", "bad_picture"),
        ("failed", "picture_lost"),
        ("ready", ""),
    ]


def test_two_jobs_never_prepare_the_same(ben, comment):
    row = send(ben, comment)
    with atomic():
        assert commands.claim_picture(SYSTEM) == (row.id, "0" * 32)
        assert commands.claim_picture(SYSTEM) is None
    with clock.at(clock.now() + timedelta(minutes=6)), atomic():
        assert commands.claim_picture(SYSTEM) == (row.id, "0" * 32)


def test_finishing_twice_or_late_is_finishing_once(ben, comment):
    row = send(ben, comment)
    commands.finish_picture(SYSTEM, row.id, [Picture("a.webp", 4, 3)])
    commands.finish_picture(SYSTEM, row.id, [Picture("b.webp", 4, 3)])
    commands.fail_picture(SYSTEM, row.id, "bad_picture")
    assert (row.name, row.state) == ("a.webp", "ready")
    commands.detach(ben, comment, row.id)
    commands.finish_picture(SYSTEM, row.id, [Picture("a.webp", 4, 3)])
    assert alts(comment) == []


def test_people_do_not_play_the_job(ben, comment):
    row = send(ben, comment)
    with pytest.raises(NotAllowed, match="may_prepare"):
        commands.claim_picture(ben)
    with pytest.raises(NotAllowed, match="may_prepare"):
        commands.finish_picture(ben, row.id, [Picture("a.webp", 4, 3)])
    with pytest.raises(NotAllowed, match="may_prepare"):
        commands.fail_picture(ben, row.id, "bad_picture")


def test_a_sent_picture_asks_for_its_job_at_once(ben, comment, monkeypatch):
    send(ben, comment)
    asked = []
    monkeypatch.setattr(jobs, "_queues", [asked.append])
    relay.drain()
    assert asked == ["comments.prepare_pictures"]


def test_they_come_with_the_comment(sign_in, client, ben, thread):
    browser = sign_in(ben)
    url = f"/threads/{thread.id}/comments"
    sent = {
        "body": "Look:",
        "picture_0": (io.BytesIO(png()), "a.png"),
        "alt_0": "A hinge",
    }
    assert browser.post(url, data=sent).status_code == 303
    comment = queries.of_threads(ben, [thread.id])[0]
    (row,) = queries.pictures_of(comment.id)
    assert "a.png is being prepared." in browser.get(thread.url).text
    others = client.get(thread.url).text
    assert "1 picture is being prepared." in others
    assert "a.png" not in others
    runner.prepare_pictures()
    db.session.refresh(row)
    page = client.get(thread.url).text
    assert 'alt="A hinge"' in page
    assert all(f"/files/{name} {width}w" in page for width, _, name in row.sizes)
    change = f"/comments/{comment.id}/edit"
    assert "Take off" in browser.get(change).text
    gone = {"body": "Look:", "version": 1, "picture_off": row.id}
    assert browser.post(change, data=gone).status_code == 303
    assert alts(comment) == []
    more = {"body": "x", "version": 2, "picture_0": (file(), "b.png"), "alt_0": "B"}
    assert browser.post(change, data=more).status_code == 303
    assert alts(comment) == ["B"]
    assert "b.png" in browser.get(change).text


def test_its_author_asks_again_until_it_is_there(sign_in, ana, ben, comment):
    row = send(ben, comment, stash=pictures.stash(png()))
    browser = sign_in(ben)
    address = f"/comments/{comment.id}/pictures/{row.id}"
    waiting = browser.get(address).text
    assert f'data-hx-get="{address}"' in waiting
    assert sign_in(ana).get(address).status_code == 403
    assert browser.get(f"/comments/{comment.id}/pictures/0").status_code == 404
    runner.prepare_pictures()
    db.session.expire_all()
    shown = browser.get(address).text
    assert 'alt="A hinge"' in shown
    assert "data-hx-get" not in shown


def test_only_its_author_reads_why_a_picture_is_not_shown(
    sign_in, client, ben, thread, comment
):
    send(ben, comment, stash=pictures.stash(png()[:60]))
    runner.prepare_pictures()
    db.session.expire_all()
    page = sign_in(ben).get(thread.url).text
    assert "hinge.png cannot be shown" in page
    assert "This file is not a picture we can read" in page
    assert "hinge.png" not in client.get(thread.url).text


@pytest.mark.parametrize(
    ("content", "alt", "words"),
    [
        (b"no picture", "A hinge", "This file is not a picture"),
        (None, " ", "Say in a few words what each picture shows."),
    ],
)
def test_a_bad_picture_keeps_the_words(sign_in, ben, thread, content, alt, words):
    upload = io.BytesIO(content) if content else file()
    sent = {"body": "my long thoughts", "picture_0": (upload, "a.png"), "alt_0": alt}
    answer = sign_in(ben).post(f"/threads/{thread.id}/comments", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert "my long thoughts" in answer.text
    assert queries.count_of(thread.id) == 0


def test_moderators_see_the_pictures_of_a_reported_comment(
    sign_in, ana, ben, mo, comment
):
    row = send(ben, comment)
    commands.finish_picture(SYSTEM, row.id, [Picture("0" * 64 + ".webp", 4, 3)])
    reports.report(ana, comment, "comment")
    page = sign_in(mo).get(f"/staff/queue/reports/comment/{comment.id}").text
    assert 'alt="A hinge"' in page
