"""Links that work without a session: the end of a mail, and the own feed."""

import re

import pytest

from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.kernel.signing import signed
from app.notifications import commands, mails, queries


@pytest.fixture
def path(ben, app):
    return mails.unsubscribe_path(ben.id, "digest")


def has_digest(person):
    return queries.choices_of(person.id).has_digest


def test_opening_the_link_changes_nothing(client, ben, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "Stop these mails?" in page.text
    assert has_digest(ben)


def test_its_button_ends_the_mails_and_can_be_undone(client, ben, path):
    answer = client.post(path)
    assert (answer.status_code, answer.location) == (303, path)
    assert client.post(path).status_code == 303
    assert not has_digest(ben)
    page = client.get(path).text
    assert "These mails are stopped" in page
    assert client.post(f"{path}/undoing").location == path
    assert has_digest(ben)


def test_a_mail_program_does_it_in_one_click(client, ben, path):
    answer = client.post(
        path,
        data={"List-Unsubscribe": "One-Click"},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"},
    )
    assert answer.status_code == 200, "it follows no redirect"
    assert not has_digest(ben)


def test_the_session_of_another_does_not_matter(sign_in, ana, ben, path):
    sign_in(ana).post(path)
    assert not has_digest(ben)
    assert has_digest(ana)


def test_mails_of_one_kind_end_alone(client, ben):
    commands.choose_boxes(ben, ben, {(k, "mail"): True for k in ("reply", "build")})
    db.session.commit()
    client.post(mails.unsubscribe_path(ben.id, "reply"))
    choices = queries.choices_of(ben.id)
    assert not choices.wants("reply", "mail")
    assert choices.wants("reply", "site")
    assert choices.wants("build", "mail")
    assert choices.has_digest
    client.post(mails.unsubscribe_path(ben.id, "reply") + "/undoing")
    assert queries.choices_of(ben.id).wants("reply", "mail")


@pytest.mark.parametrize("tail", ["x", ".x", ""])
def test_a_link_that_is_not_ours_is_not_found(tail, client, ben, tess, path):
    forged = path.replace(f"/{ben.id}.", f"/{tess.id}.") if not tail else path + tail
    for answer in (client.get(forged), client.post(forged)):
        assert answer.status_code == 404
    assert has_digest(ben)
    assert has_digest(tess)


def test_a_signature_is_good_for_one_purpose(client, ben):
    token = signed("feed", f"{ben.id}.digest")
    assert client.get(f"/unsubscribe/{token}").status_code == 404
    token = signed(mails.PURPOSE, f"{ben.id}.1")
    assert client.get(f"/notices/feed/{token}").status_code == 404


def test_a_new_key_knows_links_of_the_one_before(client, ben, path, app, monkeypatch):
    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(
        app.config, "SECRET_KEY", "another secret, long enough to be one"
    )
    assert client.get(path).status_code == 404
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert client.get(path).status_code == 200


def test_who_is_erased_has_no_links(client, ben, path):
    ben.state = "erased"
    db.session.commit()
    assert client.get(path).status_code == 404


def tell(person, kind, cause):
    values = {"what": "rung", "title": "<b>A lamp</b>", "threshold": 1000}
    commands.tell(SYSTEM, [person.id], kind, cause=cause, url="/ideas/7", values=values)
    db.session.commit()


def feed_path(browser):
    page = browser.get("/me/notices").text
    return re.search(r'value="[^"]*(/notices/feed/[^"]+)"', page)[1]


def test_the_own_feed_tells_what_was_chosen(client, ben, tess, sign_in):
    commands.choose_boxes(ben, ben, {("build", "feed"): False})
    tell(ben, "rung", "a")
    tell(ben, "build", "b")
    tell(tess, "rung", "c")
    path = feed_path(sign_in(ben))
    answer = client.get(path)
    assert answer.mimetype == "application/atom+xml"
    assert answer.text.count("<entry>") == 1
    assert "1,000 supporters" in answer.text
    assert "<b>" not in answer.text


def test_a_new_address_ends_the_one_before(client, ben, sign_in):
    browser = sign_in(ben)
    path = feed_path(browser)
    assert browser.post("/me/notices/feed").status_code == 303
    assert client.get(path).status_code == 404
    assert client.get(feed_path(browser)).status_code == 200


def test_a_feed_speaks_its_owners_language(client, ken, sign_in):
    tell(ken, "rung", "a")
    text = client.get(feed_path(sign_in(ken))).text
    assert "1,000" in text
    assert "supporters" not in text


def test_who_is_shut_out_reads_no_feed(client, ken):
    token = signed("feed", f"{ken.id}.1")
    assert client.get(f"/notices/feed/{token}").status_code == 200
    ken.disabled_at = clock.now()
    db.session.commit()
    assert client.get(f"/notices/feed/{token}").status_code == 404
