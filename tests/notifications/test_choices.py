"""Three choices, and every box behind them: what comes to whom on which way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.kernel.actor import ANONYMOUS, SYSTEM
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.notifications import commands, queries
from app.notifications.models import (
    ALWAYS,
    CHANNELS,
    FAMILIES,
    FAMILY_LABELS,
    KIND_LABELS,
    KINDS,
    LEVEL_LABELS,
    LEVELS,
    Notice,
    NoticeChannel,
    is_usual,
)

FREE = [kind for kind in KINDS if kind not in ALWAYS]


def tell(person, kind, cause="c"):
    values = {"what": "rung", "title": "A lamp", "threshold": 5}
    return commands.tell(SYSTEM, [person.id], kind, cause=cause, url="/", values=values)


def told(person):
    return db.session.query(Notice).filter_by(person_id=person.id).one_or_none()


def test_every_kind_has_a_family_and_a_name():
    assert sorted(kind for kinds in FAMILIES.values() for kind in kinds) == sorted(
        KINDS
    )
    assert set(KIND_LABELS) == set(KINDS)
    assert set(FAMILY_LABELS) == set(FAMILIES)
    assert set(LEVEL_LABELS) == set(LEVELS)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("channel", ["site", "mail"])
def test_what_is_marked_always_comes(level, channel):
    assert all(is_usual(level, kind, channel) for kind in ALWAYS)


@pytest.mark.parametrize(
    ("level", "kind", "comes"),
    [
        ("all", "build", True),
        ("mine", "build", False),
        ("must", "build", False),
        ("all", "reply", True),
        ("mine", "reply", True),
        ("must", "reply", False),
        ("must", "to_do", True),
        ("must", "answer_owed", True),
    ],
)
def test_three_choices(level, kind, comes, ben):
    commands.choose_level(ben, ben, level, has_digest=True)
    assert bool(tell(ben, kind)) is comes
    assert (told(ben) is not None) is comes
    assert is_usual(level, kind, "feed") is comes
    assert not is_usual(level, kind, "mail")


def test_without_a_choice_all_comes_and_mails_are_few(ben):
    choices = queries.choices_of(ben.id)
    assert (choices.level, choices.has_digest) == ("all", True)
    mailed = {kind for kind in KINDS if choices.wants(kind, "mail")}
    assert mailed == set(ALWAYS)


def test_a_box_off_the_site_does_not_ring(ben):
    boxes = {
        ("reply", "site"): False,
        ("reply", "mail"): True,
        ("reply", "feed"): False,
    }
    commands.choose_boxes(ben, ben, boxes)
    (one,) = tell(ben, "reply")
    assert one.by_mail
    row = told(ben)
    assert (row.on_site, row.by_mail, row.in_feed) == (False, True, False)
    assert queries.unread_count(ben) == 0
    assert queries.unread_page(ben).items == queries.read_page(ben).items == []
    assert queries.in_feed_of(ben.id) == []
    commands.unread(ben, row.read_at)
    assert queries.unread_count(ben) == 0


@pytest.mark.parametrize("channel", ["site", "mail"])
@pytest.mark.parametrize("kind", ALWAYS)
def test_what_always_comes_cannot_be_switched_off(kind, channel, ben, session):
    with pytest.raises(commands.AlwaysOn):
        commands.choose_boxes(ben, ben, {(kind, channel): False})
    row = NoticeChannel(person_id=ben.id, kind=kind, channel=channel, is_on=False)
    with pytest.raises(IntegrityError, match="always_on"), session.begin_nested():
        session.add(row)
        session.flush()


@pytest.mark.parametrize("box", [("gossip", "site"), ("reply", "pigeon")])
def test_there_are_no_other_boxes(box, ben):
    with pytest.raises(commands.UnknownChoice):
        commands.choose_boxes(ben, ben, {box: True})


def test_there_are_no_other_levels(ben):
    with pytest.raises(commands.UnknownChoice):
        commands.choose_level(ben, ben, "some", has_digest=True)


def test_another_level_sets_site_and_feed_anew_but_keeps_mails(ben):
    wanted = {("build", "site"): False, ("build", "mail"): True}
    commands.choose_boxes(ben, ben, wanted)
    commands.choose_level(ben, ben, "all", has_digest=False)
    assert not queries.choices_of(ben.id).wants("build", "site")
    commands.choose_level(ben, ben, "mine", has_digest=False)
    commands.choose_level(ben, ben, "all", has_digest=False)
    choices = queries.choices_of(ben.id)
    assert choices.wants("build", "site")
    assert choices.wants("build", "mail")
    assert not choices.has_digest


def test_only_ones_own(ben, ana):
    for actor in (ana, ANONYMOUS, SYSTEM):
        for act, rest in (
            (commands.choose_level, ("must",)),
            (commands.choose_boxes, ({},)),
            (commands.switch_mail, ("reply",)),
            (commands.switch_digest, ()),
            (commands.renew_feed, ()),
        ):
            named = {
                commands.choose_level: {"has_digest": True},
                commands.switch_mail: {"is_on": True},
                commands.switch_digest: {"is_on": True},
            }
            with pytest.raises(NotAllowed, match="may_choose"):
                act(actor, ben, *rest, **named.get(act, {}))


@given(
    level=st.sampled_from(LEVELS),
    boxes=st.dictionaries(
        st.tuples(st.sampled_from(FREE), st.sampled_from(CHANNELS)), st.booleans()
    ),
)
def test_what_was_ticked_is_what_comes(level, boxes, ben):
    commands.choose_level(ben, ben, level, has_digest=True)
    commands.choose_boxes(ben, ben, boxes)
    choices = queries.choices_of(ben.id)
    for kind in KINDS:
        for channel in CHANNELS:
            usual = is_usual(level, kind, channel)
            assert choices.wants(kind, channel) is boxes.get((kind, channel), usual)
    assert all(
        box.is_on is not is_usual(level, box.kind, box.channel) for box in _rows(ben)
    )


def test_export_and_erasure_of_choices(ben, tess):
    for person in (ben, tess):
        commands.choose_boxes(person, person, {("reply", "mail"): True})
    mine = queries.personal(ben)["choices"]
    assert (mine["level"], mine["digest"]) == ("all", True)
    assert mine["channels"]["reply"] == ["site", "mail", "feed"]
    commands.erase(ben, ben)
    assert _rows(ben) == []
    assert len(_rows(tess)) == 1
    assert queries.choices_of(ben.id) == queries.Choices()


def _rows(person):
    return db.session.query(NoticeChannel).filter_by(person_id=person.id).all()


def test_the_page_saves_a_level(ben, sign_in):
    browser = sign_in(ben)
    answer = browser.post("/me/notices", data={"level": "must"})
    assert (answer.status_code, answer.location) == (303, "/me/notices")
    choices = queries.choices_of(ben.id)
    assert (choices.level, choices.has_digest) == ("must", False)
    assert browser.post("/me/notices", data={"level": "some"}).status_code == 422


def test_the_page_saves_every_box_but_those_always_on(ben, sign_in):
    browser = sign_in(ben)
    boxes = ["reply:site", "reply:mail", "build:feed"]
    answer = browser.post("/me/notices/boxes", data={"boxes": boxes})
    assert answer.status_code == 303
    choices = queries.choices_of(ben.id)
    assert choices.wants("reply", "mail")
    assert not choices.wants("build", "site")
    assert choices.wants("build", "feed")
    assert not choices.wants("security", "feed")
    assert all(choices.wants(kind, "site") for kind in ALWAYS)
    bad = browser.post("/me/notices/boxes", data={"boxes": "gossip:site"})
    assert bad.status_code == 422


def test_the_page_says_what_always_comes(ben, mo, sign_in):
    page = sign_in(ben).get("/me/notices").text
    assert page.count("always comes") == len(ALWAYS)
    for kind in ALWAYS:
        for channel in ("site", "mail"):
            assert f'value="{kind}:{channel}" checked="" disabled=""' in page
        assert f'value="{kind}:feed" checked=""' in page
    assert page.count("disabled") == 2 * len(ALWAYS)
    assert 'value="reply:mail">' in page
    assert "Answers that the team owes" not in page
    assert "Answers that the team owes" in sign_in(mo).get("/me/notices").text


def test_only_the_signed_in_choose(client):
    assert client.get("/me/notices").status_code == 303
    for path in ("/me/notices", "/me/notices/boxes", "/me/notices/feed"):
        assert client.post(path).status_code == 403
