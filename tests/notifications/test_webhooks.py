"""A chat of the team hears of builds and goals, each once, as its vendor wants it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.builds.events import BuildPublished
from app.ideas.events import RungReached
from app.kernel import clock, outbound, site
from app.kernel.actor import SYSTEM
from app.kernel.audit import AuditEvent
from app.kernel.db import db
from app.kernel.errors import NotAllowed
from app.notifications import commands, mails, queries, runner, tasks
from app.notifications.models import CHAT_LABELS, WEBHOOK_KINDS, Webhook, WebhookPost
from tests.notifications.test_makers import build, hear
from tests.support import making

__all__ = ["build"]
URL = "https://chat.example/hook?key=secret"


@pytest.fixture
def chat(monkeypatch):
    """What was posted; `chat.answers` are the next answers, else all is taken."""

    class Chat:
        posted, answers = [], []

        def post_json(self, url, body):
            self.posted.append((url, json.loads(body)))
            return self.answers.pop(0) if self.answers else outbound.Answer(200, b"ok")

    made = Chat()
    made.posted, made.answers = [], []
    monkeypatch.setattr(outbound, "post_json", made.post_json)
    return made


@pytest.fixture
def hooked(ada, space):
    commands.set_webhook(ada, space, "slack", URL)
    db.session.commit()
    return space


def rows():
    return list(db.session.scalars(select(WebhookPost).order_by(WebhookPost.id)))


def tell(space, cause="c"):
    values = {"what": "build_out", "version": "26.45"}
    commands.post(SYSTEM, space.id, cause=cause, path="/builds/1", values=values)
    db.session.commit()


def test_a_build_is_posted_once(hooked, build, chat):
    hear(BuildPublished(build.id, build.train_id, hooked.id))
    db.session.commit()
    assert runner.post_due() == 1
    assert runner.post_due() == 0
    ((url, body),) = chat.posted
    assert url == URL
    assert body["text"].startswith("Build 26.45 is out.")
    assert body["text"].endswith(f"http://127.0.0.1:8000/builds/{build.number}")


def test_a_goal_is_posted_once(hooked, ana, chat):
    lamp = making.idea(ana, hooked)
    hear(RungReached(lamp.id, 1, 1000))
    db.session.commit()
    assert runner.post_due() == 1
    assert chat.posted[0][1]["text"].startswith(f"“{lamp.title}” reached 1,000")


def test_a_space_without_a_chat_posts_nothing(space, ana):
    hear(RungReached(making.idea(ana, space).id, 1, 1000))
    assert rows() == []


def test_it_speaks_the_language_of_the_site(hooked, chat):
    site.put(SYSTEM, "language", "ja")
    tell(hooked)
    runner.post_due()
    assert "is out" not in chat.posted[0][1]["text"]


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("feishu", {"msg_type": "text", "content": {"text": "W"}}),
        ("wecom", {"msgtype": "text", "text": {"content": "W"}}),
        ("dingtalk", {"msgtype": "text", "text": {"content": "W"}}),
        ("slack", {"text": "W"}),
        ("discord", {"content": "W", "allowed_mentions": {"parse": []}}),
    ],
)
def test_each_chat_has_its_shape(kind, shape, session):
    values = {"what": "build_out", "version": "26.45"}
    posted = mails.posted(kind, values, "/builds/1").decode()
    words = "Build 26.45 is out. Try it and say what happened.\\nhttp://127.0.0.1:8000/builds/1"
    assert json.loads(posted.replace(words, "W")) == shape


@pytest.mark.parametrize("kind", WEBHOOK_KINDS)
def test_a_title_calls_nobody(kind, session):
    title = '<!channel> @everyone <at user_id="all">all</at> <@U1> &lt;'
    values = {"what": "rung", "title": title, "threshold": 5}
    posted = mails.posted(kind, values, "/").decode()
    words = json.dumps(json.loads(posted), ensure_ascii=False)
    assert not set("<>@&") & set(words)
    assert "everyone" in words


def test_every_chat_has_a_name():
    assert tuple(CHAT_LABELS) == WEBHOOK_KINDS


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (outbound.Answer(404), "status 404"),
        (outbound.Answer(302), "status 302"),
        (outbound.Answer(fault="gaierror"), "gaierror"),
        (outbound.Answer(200, b'{"errcode": 93000}'), "code 93000"),
        (outbound.Answer(200, b'{"code": 19001, "msg": "no"}'), "code 19001"),
        (outbound.Answer(200, b'{"errcode": 0}'), None),
        (outbound.Answer(200, b'{"code": 0}'), None),
        (outbound.Answer(204), None),
        (outbound.Answer(200, b"[1]"), None),
    ],
)
def test_what_a_chat_answers(answer, fault, hooked, chat):
    tell(hooked)
    chat.answers.append(answer)
    assert runner.post_due() == int(fault is None)
    (row,) = rows()
    assert row.error == fault
    assert (row.sent_at is None) is (fault is not None)


def test_it_is_tried_again_and_parked_in_the_end(hooked, chat):
    tell(hooked)
    chat.answers[:] = [outbound.Answer(500)] * 10
    assert runner.post_due() == runner.post_due() == 0
    assert rows()[0].attempts == 1
    for day in range(1, 9):
        with clock.at(clock.now() + timedelta(days=2 * day)):
            runner.post_due()
    (row,) = rows()
    assert row.attempts == len(chat.posted) == len(runner.WAITS) + 1
    assert row.parked_at is not None


def test_a_chat_that_is_gone_gets_nothing(hooked, ada, chat):
    tell(hooked)
    commands.remove_webhook(ada, hooked)
    db.session.commit()
    assert runner.post_due() == 0
    assert chat.posted == []
    assert rows()[0].parked_at is not None


def test_the_demo_posts_nothing(hooked, chat, app, monkeypatch):
    tell(hooked)
    monkeypatch.setitem(app.config, "STORE", "demo")
    tasks.post_to_chats()
    assert chat.posted == []
    monkeypatch.setitem(app.config, "STORE", "own")
    tasks.post_to_chats()
    assert len(chat.posted) == 1


@pytest.mark.parametrize(
    ("kind", "url", "refusal"),
    [
        ("icq", URL, commands.UnknownChat),
        ("slack", "http://chat.example/", outbound.BadUrl),
        ("slack", "https://a@127.0.0.1/", outbound.BadUrl),
    ],
)
def test_what_is_no_chat_is_refused(kind, url, refusal, ada, space):
    with pytest.raises(refusal):
        commands.set_webhook(ada, space, kind, url)
    assert queries.webhook_of(space.id) is None


def test_only_admins_choose(priya, space):
    with pytest.raises(NotAllowed, match="may_manage"):
        commands.set_webhook(priya, space, "slack", URL)
    with pytest.raises(NotAllowed, match="may_manage"):
        commands.remove_webhook(priya, space)


@pytest.mark.parametrize(
    ("kind", "url", "rule"), [("icq", URL, "kind"), ("slack", "http://x", "url")]
)
def test_the_database_knows_it_too(kind, url, rule, space, session):
    row = Webhook(space_id=space.id, kind=kind, url=url, created_at=clock.now())
    wrong = pytest.raises(IntegrityError, match=f"ck_webhooks_{rule}")
    with wrong, session.begin_nested():
        session.add(row)
        session.flush()


def test_the_page_sets_it_and_never_shows_it(ada, space, sign_in, chat):
    browser = sign_in(ada)
    path = f"/staff/spaces/{space.slug}/chat"
    answer = browser.post(path, data={"kind": "feishu", "url": URL})
    assert (answer.status_code, answer.location) == (303, path)
    tell(space)
    runner.post_due()
    page = browser.get(path).text
    assert "News goes to Feishu" in page
    assert "taken" in page
    assert "secret" not in page
    browser.post(path, data={"kind": "discord", "url": URL})
    assert queries.webhook_of(space.id).kind == "discord"
    bad = browser.post(path, data={"kind": "slack", "url": "https://a@b/"})
    assert bad.status_code == 422
    assert "leads to the internet" in bad.text
    assert browser.post(f"{path}/removal").status_code == 303
    assert queries.webhook_of(space.id) is None
    told = select(AuditEvent.values).where(
        AuditEvent.act == "notifications.set_webhook"
    )
    assert [v["kind"] for v in db.session.scalars(told)] == ["feishu", "discord"]


@pytest.mark.parametrize("name", ["priya", "ben"])
def test_nobody_else_gets_in(name, people, space, sign_in):
    browser = sign_in(people[name])
    path = f"/staff/spaces/{space.slug}/chat"
    assert browser.get(path).status_code == 403
    assert browser.post(path).status_code == 403
    assert browser.post(f"{path}/removal").status_code == 403
