"""The admin's side of mail: sender, trial, outbox."""

import pytest
from sqlalchemy import select

from app.kernel import clock, mail, site, smtp
from app.kernel.audit import AuditEvent
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.kernel.mail import Mail, MailRow
from app.notifications import commands, queries, staff_views
from app.web.limits import limiter
from tests.kernel import dialogue

SETTINGS = {"sender": "hello@lamps.example", "weekday": "3", "hour": "9"}


@pytest.fixture
def admin(ada, sign_in):
    limiter.reset()
    return sign_in(ada)


def write(person, cause, address=None, **changed):
    text = f"It is out.\n\nhttps://lamps.example/ideas/7#{cause}\n\nGoodbye\n"
    mail.send(person.id, address, Mail(f"About {cause}", text), cause)
    row = db.session.scalar(select(MailRow).where(MailRow.cause == cause))
    for name, value in changed.items():
        setattr(row, name, value)
    db.session.commit()
    return row


def test_every_step_of_a_mail_has_its_advice():
    assert tuple(staff_views.STEPS) == smtp.STEPS
    assert set(staff_views.STATE_LABELS) == set(queries.STATES)


def test_without_a_server_the_page_says_that_all_is_well(admin):
    page = admin.get("/staff/site/mail").text
    assert "none is needed" in page
    assert "/staff/site/mail/trial" not in page


def test_who_mails_are_from_and_when(admin, ada):
    answer = admin.post("/staff/site/mail", data=SETTINGS)
    assert (answer.status_code, answer.location) == (303, "/staff/site/mail")
    known = ("mail_from", "digest_weekday", "digest_hour")
    assert [site.get(key) for key in known] == ["hello@lamps.example", 3, 9]
    acts = db.session.scalars(
        select(AuditEvent.act).where(AuditEvent.actor_id == ada.id)
    )
    assert list(acts).count("site.put") == 3
    admin.post("/staff/site/mail", data={**SETTINGS, "sender": ""})
    assert mail.sender() == "no-reply@127.0.0.1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender": "nobody"},
        {"sender": "a@b\r\nBcc: c@d"},
        {"sender": "a@b," * 100},
        {"weekday": "7"},
        {"hour": "24"},
        {"hour": "noon"},
    ],
)
def test_what_cannot_be_is_refused(wrong, admin):
    answer = admin.post("/staff/site/mail", data=SETTINGS | wrong)
    assert answer.status_code == 422
    assert site.get("mail_from") == ""


def test_commands_refuse_what_forms_cannot_send(ada, ben):
    with pytest.raises(commands.BadMailHour):
        commands.set_up_mail(ada, "", 7, 18)
    with pytest.raises(commands.BadMailHour):
        commands.set_up_mail(ada, "", 4, 24)
    with pytest.raises(NotAllowed, match="may_run_mail"):
        commands.set_up_mail(ben, "", 4, 18)
    with pytest.raises(NotAllowed, match="may_run_mail"):
        commands.retry(ben)


@pytest.fixture
def post(app, monkeypatch, socket_enabled):
    with dialogue.running() as server:
        port = server.server_address[1]
        url = f"smtp://post:secret@127.0.0.1:{port}"
        monkeypatch.setitem(app.config, "SMTP_URL", url)
        yield server


def try_mail(browser):
    return browser.post("/staff/site/mail/trial", data={"address": "ada@example.org"})


def test_the_trial_names_the_step_and_what_to_do(admin, post):
    answer = try_mail(admin)
    assert answer.status_code == 200
    assert "The mail did not go." in answer.text
    assert "Check name and password in COBUILD_SMTP_URL" in answer.text
    assert answer.text.count('aria-current="step"') == 1
    assert "secret" not in answer.text


def test_the_trial_that_goes_well(admin, post, app, monkeypatch):
    url = app.config["SMTP_URL"].replace("post:secret@", "")
    monkeypatch.setitem(app.config, "SMTP_URL", url)
    answer = try_mail(admin)
    assert "The server took the mail." in answer.text
    (text,) = post.received
    assert "Subject: Cobuild: Mail works." in text
    assert "To: ada@example.org" in text


def test_what_the_server_says_is_shown_as_words(admin, post, app, monkeypatch):
    post.refusals["MAIL"] = "550 <script>alert(1)</script>"
    url = app.config["SMTP_URL"].replace("post:secret@", "")
    monkeypatch.setitem(app.config, "SMTP_URL", url)
    page = try_mail(admin).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "Enter a sender" in page


@pytest.mark.parametrize("address", ["", "a@b\r\nBcc: c@d", "not one", "a@b, c@d"])
def test_a_trial_goes_to_one_address(address, admin, post):
    answer = admin.post("/staff/site/mail/trial", data={"address": address})
    assert answer.status_code == 422
    assert post.received == []


def test_a_demo_tries_nothing(admin, post, app, monkeypatch):
    monkeypatch.setitem(app.config, "STORE", "demo")
    assert try_mail(admin).status_code == 422
    assert "The demo world sends no mail." in admin.get("/staff/site/mail").text


def test_the_outbox_sorts_mails_by_what_became_of_them(admin, ben):
    now = clock.now()
    write(ben, "waiting", "ben@example.org")
    write(ben, "kept")
    write(ben, "sent", "ben@example.org", sent_at=now)
    write(ben, "parked", "ben@example.org", parked_at=now, error="550 <b>no</b>")
    states = ("waiting", "parked", "kept", "sent")
    for state in states:
        page = admin.get(f"/staff/site/mail/outbox?state={state}").text
        assert [s for s in states if f"About {s}" in page] == [state]
        assert f"https://lamps.example/ideas/7#{state}" in page
        assert "It is out." not in page, "the words are their reader's"
        assert "<b>no</b>" not in page
    assert admin.get("/staff/site/mail/outbox?state=lost").status_code == 404
    assert "One mail was given up" in admin.get("/staff/site/mail").text


def test_a_link_that_opens_a_door_is_not_shown(admin, ben):
    write(ben, "door", "ben@example.org", is_secret=True)
    page = admin.get("/staff/site/mail/outbox").text
    assert "About door" in page
    assert "https://lamps.example" not in page
    assert "only the mailbox may show" in page


def test_the_outbox_comes_in_pages(admin, ben, assert_queries):
    for n in range(33):
        write(ben, f"mail-{n}-", "ben@example.org")
    with assert_queries(8):
        page = admin.get("/staff/site/mail/outbox").text
    assert "About mail-32-" in page
    assert "About mail-1-" not in page
    after = queries.outbox_page("waiting", None).next
    page = admin.get(f"/staff/site/mail/outbox?state=waiting&after={after}").text
    assert "About mail-1-" in page


def test_what_was_given_up_is_tried_again(admin, ben, ada):
    now = clock.now()
    first, second = (
        write(ben, name, "ben@example.org", parked_at=now, attempts=6)
        for name in ("first", "second")
    )
    kept = write(ben, "sent", "ben@example.org", sent_at=now)
    data = {"id": [first.id, kept.id]}
    assert admin.post("/staff/site/mail/outbox/retries", data=data).status_code == 303
    db.session.expire_all()
    assert (first.parked_at, first.attempts) == (None, 0)
    assert second.parked_at is not None
    admin.post("/staff/site/mail/outbox/retries")
    db.session.expire_all()
    assert second.parked_at is None
    assert kept.next_try_at is None
    wanted = select(AuditEvent.subject_id).where(
        AuditEvent.act == "notifications.retry"
    )
    assert list(db.session.scalars(wanted)) == [first.id, second.id]


@pytest.mark.parametrize("name", ["ben", "mo", "finn"])
def test_only_admins_get_in(name, people, sign_in):
    browser = sign_in(people[name])
    for path in ("/staff/site/mail", "/staff/site/mail/outbox"):
        assert browser.get(path).status_code == 403
    for path in (
        "/staff/site/mail",
        "/staff/site/mail/trial",
        "/staff/site/mail/outbox/retries",
    ):
        assert browser.post(path).status_code == 403
