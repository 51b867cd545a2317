"""Clock, ids, duties, approvals, pages, rules, files, pictures, relay."""

import io
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest
from PIL import Image
from sqlalchemy import select, text

from app.kernel import (
    approvals,
    audit,
    clock,
    duties,
    events,
    ids,
    mail,
    pages,
    pictures,
    relay,
    rules,
    site,
    storage,
)
from app.kernel.actor import ANONYMOUS, SYSTEM, Actor
from app.kernel.db import UtcDateTime, atomic, db
from app.kernel.errors import Conflict, Missing, NotAllowed
from app.kernel.events import Event, ParkedEvent, emit
from app.kernel.policies import require
from app.people.models import Person


def test_the_clock_stands_and_shifts():
    with clock.at("2026-08-21 09:00Z") as then:
        assert clock.now() == then == datetime(2026, 8, 21, 9, tzinfo=UTC)
        assert clock.today("Asia/Tokyo") == date(2026, 8, 21)
    before = clock.now()
    clock.shift(timedelta(days=2))
    assert clock.now() - before >= timedelta(days=2)
    clock.shift(timedelta(days=-2))


def test_naive_times_are_refused():
    with pytest.raises(ValueError, match="no zone"):
        clock.parse("2026-08-21 09:00")
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # noqa: DTZ001


def test_ids_are_time_ordered_and_secret():
    with clock.at("2026-08-21 09:00Z"):
        first = ids.new_id()
    with clock.at("2026-08-21 09:01Z"):
        assert first < ids.new_id()
    assert first[14] == "7"
    assert len({ids.token() for _ in range(50)}) == 50


def test_actors():
    assert isinstance(SYSTEM, Actor)
    assert (ANONYMOUS.id, SYSTEM.id) == (None, 1)
    assert not ANONYMOUS.has_role("admin")
    assert not SYSTEM.is_person


def test_a_policy_names_its_refusal():
    def may_fly(_actor):
        return False

    with pytest.raises(NotAllowed, match="may_fly"):
        require(may_fly, ANONYMOUS)
    assert str(Conflict(a=1)).startswith("conflict:")


def test_business_days_skip_weekends_and_holidays(session):
    friday = datetime(2026, 8, 21, 9, tzinfo=UTC)
    assert duties.business_days(2, friday) == datetime(2026, 8, 26, tzinfo=UTC)
    assert duties.business_days(
        1, friday, "Asia/Tokyo", [date(2026, 8, 24)]
    ) == datetime(2026, 8, 25, 15, tzinfo=UTC)


def test_a_duty_is_opened_and_met_once(session, ana, space):
    due = clock.now() - timedelta(hours=1)
    subject = ("idea", 7)
    one = duties.open(
        kind="gate",
        subject=subject,
        owner_role="moderator",
        due_at=due,
        waiting_id=ana.id,
    )
    same = duties.open(kind="gate", subject=subject, owner_role="moderator", due_at=due)
    assert (one.id, one.is_overdue) == (same.id, True)
    assert duties.open_ones(["gate"]) == [one]
    duties.meet("gate", subject)
    duties.meet("gate", subject)
    assert duties.open_ones(["gate"]) == []


def test_four_eyes(session, ana, ben):
    with pytest.raises(approvals.NothingToCheck):
        approvals.check(ben, "run.approve", "run", 1, "h")
    approvals.make(ana, "run.approve", "run", 1, "h")
    with pytest.raises(approvals.SamePerson):
        approvals.check(ana, "run.approve", "run", 1, "h")
    with pytest.raises(approvals.SubjectChanged):
        approvals.check(ben, "run.approve", "run", 1, "other")
    approvals.make(ana, "run.approve", "run", 1, "other")
    assert approvals.check(ben, "run.approve", "run", 1, "other").is_complete
    with pytest.raises(approvals.AlreadyChecked):
        approvals.check(ben, "run.approve", "run", 1, "other")
    with pytest.raises(approvals.AlreadyChecked):
        approvals.make(ana, "run.approve", "run", 1, "third")
    approvals.void("run.approve", "run", 1)
    approvals.void("run.approve", "run", 1)
    assert approvals.of("run.approve", "run", 1) is None
    assert len(approvals.rounds("run.approve", "run", 1)) == 2


def test_four_eyes_hold_in_the_database(session, ana):
    approval = approvals.make(ana, "run.approve", "run", 1, "h")
    statement = text("UPDATE approvals SET checker_id = maker_id WHERE id = :id")
    with pytest.raises(Exception, match="four_eyes"):
        session.execute(statement, {"id": approval.id})


def test_one_person_alone_where_rules_allow_it(session, ana):
    assert approvals.alone(ana, "goal", "idea", 3, "h").is_complete
    assert approvals.of("goal", "idea", 3).solo_at is not None


@pytest.mark.parametrize(
    "verb", ["UPDATE audit_events SET act = 'x'", "DELETE FROM audit_events"]
)
def test_the_audit_is_append_only(session, ana, verb):
    audit.record(ana, "site.put", "site", values={"key": "name"})
    session.flush()
    with pytest.raises(Exception, match="append-only"):
        session.execute(text(verb))


def test_mail_is_written_once_a_cause(session, ana):
    mail.send(ana.id, None, mail.Mail("Hello", "World"), cause="x:1")
    mail.send(ana.id, None, mail.Mail("Hello", "Again"), cause="x:1")
    assert session.scalar(select(mail.MailRow.text)) == "World"


def test_site_settings_have_defaults_and_are_kept(session, ana):
    assert site.get("name") == "Cobuild"
    site.put(ana, "name", "Halden Labs")
    assert (site.get("name"), site.get("timezone")) == ("Halden Labs", "UTC")
    with pytest.raises(KeyError):
        site.get("no such key")


def test_pages_follow_a_cursor(session, people):
    order = [Person.display_name.desc(), Person.id.desc()]
    seen, after = [], None
    while True:
        page = pages.page(select(Person), order, after, size=4)
        seen += page.items
        after = page.next
        if after is None:
            break
    names = [person.display_name for person in seen]
    assert names == sorted(names, reverse=True)
    assert len(names) == len(people) + 1
    by_time = pages.page(select(Person), [Person.created_at, Person.id], None, size=2)
    assert pages.page(
        select(Person), [Person.created_at, Person.id], by_time.next
    ).items


@pytest.mark.parametrize("cursor", ["x", "bm8", "W10", "WzEuNSwyXQ", "eyJhIjoxfQ"])
def test_a_broken_cursor_is_refused(session, cursor):
    with pytest.raises(pages.BadCursor):
        pages.page(select(Person), [Person.display_name, Person.id], cursor)


def test_rules_fill_in_defaults_and_refuse_strangers():
    book = rules.book({"ideas": {"ladder": [1, 2, 3], "ladder_days": [1, 1, 1]}})
    assert book.ideas.ladder == (1, 2, 3)
    for bad in ({"nothing": {}}, {"ideas": {"nothing": 1}}):
        with pytest.raises(rules.UnknownRule):
            rules.book(bad)


def test_files_are_named_by_their_content(app, session):
    name = storage.put(b"words", "txt")
    assert storage.put(b"words", "txt") == name
    assert storage.get(name) == b"words"
    for bad in ("../etc/passwd", "a.txt", "0" * 64 + ".txt"):
        with pytest.raises(Missing):
            storage.find(bad)


def _png(size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, "PNG")
    return out.getvalue()


def test_pictures_are_encoded_anew(app, session, client):
    picture = pictures.encode(_png())
    assert (picture.width, picture.height) == (40, 30)
    with client.get(f"/files/{picture.name}") as answer:
        assert answer.headers["Content-Type"] == "image/webp"
        assert "immutable" in answer.headers["Cache-Control"]
    other = storage.put(b"<script>", "html")
    with client.get(f"/files/{other}") as shown:
        assert shown.headers["Content-Disposition"].startswith("attachment")


def test_what_is_no_picture_is_refused(app, session):
    with pytest.raises(pictures.BadPicture):
        pictures.encode(b"GIF89a not a picture")
    with pytest.raises(pictures.PictureTooLarge):
        pictures.encode(b"x" * (pictures.MAX_BYTES + 1))
    with pytest.raises(pictures.PictureTooLarge):
        pictures.encode(_png((7000, 7000)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", 0)


@pytest.mark.parametrize("side", [7_000, 30_000])
def test_a_bomb_is_refused_by_its_header_alone(app, session, side):
    # a few bytes that only claim to be so large: decoding them could not succeed
    size = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    header = b"IHDR" + size
    checked = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    bomb = b"\x89PNG\r\n\x1a\n" + checked + _chunk(b"IDAT", b"")
    with pytest.raises(pictures.PictureTooLarge):
        pictures.prepare(pictures.stash(bomb))


def test_a_stashed_picture_is_prepared_in_each_size(app, session):
    token = pictures.stash(_png((2000, 1000)))
    made = pictures.prepare(token)
    assert [(one.width, one.height) for one in made] == [
        (480, 240),
        (800, 400),
        (1200, 600),
    ]
    assert all(storage.find(one.name) for one in made)
    assert pictures.prepare(token) == made
    pictures.drop(token)
    pictures.drop(token)
    with pytest.raises(pictures.PictureLost):
        pictures.prepare(token)


def test_forgotten_stashes_are_swept_up(app, session):
    token = pictures.stash(_png())
    pictures.sweep()
    assert pictures.prepare(token)
    with clock.at(clock.now() + timedelta(days=8)):
        pictures.sweep()
    with pytest.raises(pictures.PictureLost):
        pictures.prepare(token)


def test_a_small_picture_has_one_size_and_is_never_blown_up(app, session):
    made = pictures.prepare(pictures.stash(_png((40, 30))))
    assert [(one.width, one.height) for one in made] == [(40, 30)]


def test_a_stash_takes_pictures_only(app, session):
    with pytest.raises(pictures.BadPicture):
        pictures.stash(b"<svg/>")
    with pytest.raises(pictures.PictureTooLarge):
        pictures.stash(b"x" * (pictures.MAX_BYTES + 1))
    for token in ("../secret_key", "x", ""):
        with pytest.raises(pictures.PictureLost):
            pictures.prepare(token)
    broken = pictures.stash(_png()[:60])
    with pytest.raises(pictures.BadPicture):
        pictures.prepare(broken)


def test_what_a_camera_wrote_is_dropped_and_its_turn_is_kept(app, session):
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "Home, 52.5 N 13.4 E"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(out, "JPEG", exif=exif)
    (made,) = pictures.prepare(pictures.stash(out.getvalue()))
    assert (made.width, made.height) == (30, 40)
    kept = storage.get(made.name)
    assert b"52.5" in out.getvalue()
    assert b"52.5" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_what_lets_through_stands_on_white(app, session):
    out = io.BytesIO()
    Image.new("RGBA", (8, 6), (0, 0, 0, 0)).save(out, "PNG")
    (made,) = pictures.prepare(pictures.stash(out.getvalue()))
    kept = Image.open(io.BytesIO(storage.get(made.name))).convert("RGB")
    assert min(kept.getpixel((4, 3))) > 250


@dataclass(frozen=True, slots=True)
class Rang(Event):
    name: ClassVar[str] = "tests.rang"
    times: int


@pytest.fixture
def bell(monkeypatch):
    heard: list[int] = []

    def listen(event: Rang) -> None:
        if event.times == 13:
            raise ValueError("unlucky")
        heard.append(event.times)

    monkeypatch.setattr(events, "_listeners", {"tests.bell:tests.rang": (Rang, listen)})
    return heard


def test_events_reach_their_listener_in_order_and_park_the_bad(session, bell):
    with atomic():
        for times in (1, 13, 2):
            emit(Rang(times=times))
    assert relay.lag() == 3
    relay.drain()
    relay.drain()
    assert bell[-2:] == [1, 2]
    assert relay.lag() == 0
    parked = session.scalars(select(ParkedEvent)).all()
    assert len(parked) == 1
    assert "unlucky" in parked[0].error
    places = session.scalars(select(events.OutboxEvent.position)).all()
    assert sorted(places) == list(range(1, len(places) + 1))


def test_nothing_is_said_of_what_was_taken_back(session, bell):
    with pytest.raises(ZeroDivisionError), atomic():
        emit(Rang(times=1))
        raise ZeroDivisionError
    relay.drain()
    assert bell == []


def test_an_event_forgets_fields_it_no_longer_has():
    assert events.revive(Rang, {"times": 3, "gone": 1}) == Rang(times=3)


def test_a_person_with_grants_outlives_a_rollback(session, ada):
    db.session.rollback()
    assert ada.has_role("admin")
