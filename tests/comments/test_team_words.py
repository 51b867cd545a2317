"""What the team says among itself reaches no page, count, search, notice or mail."""

import json

import pytest

from app.comments import commands, queries
from app.kernel import relay
from app.kernel.db import db
from app.kernel.events import OutboxEvent
from app.kernel.mail import MailRow
from app.notifications.models import Notice
from app.support import commands as support
from tests.ideas import make

pytestmark = pytest.mark.slow

CANARY = "Zanzibarquartz"
# Stands beside it, so that a search page does not say the canary itself.
SEARCHED = "Kumquatfalle"
# ana made the idea, ben supports and follows it, tess was named, finn only pays.
OTHERS = ("ana", "ben", "tess", "finn", "fay", "mei", "olaf")
TEAM = ("mo", "priya", "paul", "eddy", "ada")


@pytest.fixture
def idea(ana, mo, space):
    return make.published(ana, mo, space)


@pytest.fixture
def thread(ana, idea):
    return queries.thread(ana, idea.thread_id)


@pytest.fixture
def secret(ben, tess, mo, priya, idea, thread):
    """Team-only words in every place there is: first, below, edited, named, linked."""
    support.give(ben, idea)
    asked = commands.write(ben, thread, "Will it fit a shelf?")
    said = commands.write_to_team(priya, thread, f"{CANARY} {SEARCHED}")
    commands.edit(priya, said, f"{CANARY} {SEARCHED} {commands.link_to(tess)}", 1)
    commands.write(mo, thread, f"{CANARY} below", parent_id=said.id)
    commands.write_to_team(mo, thread, f"{CANARY} to ben", parent_id=asked.id)
    commands.react(mo, said, "eyes")
    db.session.commit()
    relay.drain()
    db.session.commit()
    return said


def paths(app, idea, thread, secret):
    """Every page without an argument, and all that concern the idea and its talk."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments:
            yield rule.rule
    yield f"/search?q={SEARCHED}"
    yield from (f"/ideas/{idea.number}{part}" for part in ("", "/more", "/history"))
    yield f"/threads/{thread.id}/comments"
    yield f"/threads/{thread.id}/comments?before={secret.id + 5}"
    yield f"/threads/{thread.id}/people?q={SEARCHED}"
    for part in ("", "/history", "/edit", "/reactions"):
        yield f"/comments/{secret.id}{part}"
    yield f"/people/{secret.author.number}"


@pytest.mark.nodb
@pytest.mark.unmeasured
@pytest.mark.parametrize("name", [None, *OTHERS])
def test_no_page_of_others_shows_it(
    app, client, sign_in, people, idea, thread, secret, name
):
    browser = sign_in(people[name]) if name else client
    for path in paths(app, idea, thread, secret):
        page = browser.get(path, follow_redirects=True)
        assert CANARY not in page.text, path


@pytest.mark.parametrize("name", TEAM)
def test_the_team_reads_it(sign_in, people, idea, secret, name):
    assert CANARY in sign_in(people[name]).get(f"/ideas/{idea.number}").text


@pytest.mark.parametrize("name", [None, *OTHERS])
def test_nobody_else_acts_on_it(client, sign_in, people, secret, name):
    browser = sign_in(people[name]) if name else client
    status = 404 if name else 403
    for part in ("/reactions", "/question", "/pin", "/removal"):
        answer = browser.post(f"/comments/{secret.id}{part}", data={"kind": "up"})
        assert answer.status_code == status, part


def test_no_reply_to_it_is_taken(sign_in, ben, thread, secret):
    said = {"body": "I read you", "parent_id": secret.id}
    answer = sign_in(ben).post(f"/threads/{thread.id}/comments", data=said)
    assert answer.status_code == 422
    db.session.expire_all()
    assert queries.count_of(thread.id) == 1


def test_no_count_grows_and_nobody_speaks_there(ben, thread, secret):
    assert queries.count_of(thread.id) == 1
    assert queries.people_in(thread.id) == [ben.id]


def test_it_is_told_to_nobody_outside_the_team(people, secret):
    others = {people[name].id for name in OTHERS}
    hidden = {str(n) for n in range(secret.id, secret.id + 3)}
    for row in db.session.query(Notice):
        assert CANARY not in json.dumps(row.values)
        about = row.url.partition("comment-")[2]
        assert row.person_id not in others or about not in hidden, row.url
    for row in db.session.query(MailRow):
        assert CANARY not in row.text + row.subject
    for row in db.session.query(OutboxEvent):
        assert CANARY not in json.dumps(row.body)


def test_it_is_in_no_ones_export_but_the_writers(people, secret):
    for name in OTHERS:
        assert CANARY not in json.dumps(queries.personal(people[name]))
    assert CANARY in json.dumps(queries.personal(people["priya"]))
