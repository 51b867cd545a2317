"""The door for systems that make builds."""

import pytest
from sqlalchemy import func, select

from app.builds import commands, policies, queries
from app.builds.commands import Sent, SentItem
from app.builds.models import Build, BuildHook, BuildItem, BuildRegistration
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotAllowed
from app.kernel.events import OutboxEvent
from app.spaces import commands as spaces
from app.spaces import queries as spaces_queries
from app.web.limits import limiter
from tests.builds.conftest import TUESDAY

URL = "/hooks/builds"


@pytest.fixture(autouse=True)
def tuesday():
    with clock.at(TUESDAY):
        yield
    limiter.reset()


@pytest.fixture
def token(session, space, train, eddy):
    made = commands.make_hook(eddy, space, "Nightly runner")
    session.commit()
    return made


@pytest.fixture
def hook(token):
    return queries.hook_of(token)


def body(**more):
    known = {
        "source": "ci.example",
        "source_id": "run-7",
        "git_ref": "v26.11.6-rc1",
        "artifact_url": "https://example.org/lamp.bin",
        "sha256": "ab" * 32,
        "size": 1_048_576,
        "items": [{"kind": "fix", "title": "It hums no more", "bugs": [3, 4]}],
    }
    return {**known, **more}


@pytest.fixture
def send(client, token):
    def post(sent, token=token, **more):
        headers = {"Authorization": f"Bearer {token}"}
        return client.post(URL, json=sent, headers=headers, **more)

    return post


def test_a_build_is_registered_for_the_week_to_come(send, session, build, idea):
    dims = {"kind": "feature", "title": "Dim to 1 %", "idea": idea.number}
    answer = send(body(items=[dims, body()["items"][0]]))
    assert answer.status_code == 201
    assert answer.json["number"] == build.number
    session.refresh(build, ["items"])
    assert (build.size, build.git_ref) == (1_048_576, "v26.11.6-rc1")
    assert [one.title for one in build.items] == ["Dim to 1 %", "It hums no more"]
    assert build.items[0].idea_id == idea.id
    told = select(OutboxEvent.body).where(OutboxEvent.name == "builds.registered")
    (event,) = session.scalars(told)
    assert event["fixes"] == [f"{build.items[1].id}:3", f"{build.items[1].id}:4"]


def test_the_same_twice_is_once(send, session, build):
    assert [send(body()).status_code for _ in range(3)] == [201, 200, 200]
    assert session.scalar(select(func.count()).select_from(BuildItem)) == 1
    assert session.scalar(select(func.count()).select_from(BuildRegistration)) == 1


def test_the_same_key_with_another_content_is_a_conflict(send, build):
    send(body())
    answer = send(body(size=5))
    assert (answer.status_code, answer.json["code"]) == (409, "other_content")
    assert answer.json["errors"][0]["field"] == "source_id"


def test_the_next_run_of_the_week_adds_what_is_new(send, session, build):
    send(body())
    more = [*body()["items"], {"title": "It is quieter"}]
    assert send(body(source_id="run-8", git_ref="rc2", items=more)).status_code == 201
    session.refresh(build)
    assert build.git_ref == "rc2"
    titles = session.scalars(select(BuildItem.title).order_by(BuildItem.id))
    assert list(titles) == ["It hums no more", "It is quieter"]


def test_what_is_not_sent_stays_as_the_team_wrote_it(send, session, build, priya):
    words = commands.Description(title="Quiet", notes="Hush.", rollback="Back.")
    commands.describe(priya, build, words, build.edits)
    session.commit()
    send(body())
    session.refresh(build)
    assert (build.title, build.body_source, build.rollback_source) == (
        "Quiet",
        "Hush.",
        "Back.",
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"source_id": ""}, "source_id"),
        ({"source": None}, "source"),
        ({"size": "big"}, "size"),
        ({"size": True}, "size"),
        ({"size": -1}, "size"),
        ({"title": "x" * 121}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"kind": "gadget"}, "kind"),
        ({"channel": "inner"}, "channel"),
        ({"published_at": "2026-01-01"}, "published_at"),
        ({"items": {}}, "items"),
        ({"items": [{}]}, "items[0].title"),
        ({"items": ["x"]}, "items[0]"),
        ({"items": [{"title": "x", "kind": "y"}]}, "items[0].kind"),
        ({"items": [{"title": "x", "idea": 99_999}]}, "items[0].idea"),
        ({"items": [{"title": "x", "idea": "seven"}]}, "items[0].idea"),
        ({"items": [{"title": "x", "bugs": [1, "y"]}]}, "items[0].bugs[1]"),
        ({"items": [{"title": "x", "state": "in"}]}, "items[0].state"),
        ({"artifact_url": "javascript:1"}, "artifact_url"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(send, session, build, more, field):
    answer = send(body(**more))
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert [error["field"] for error in answer.json["errors"]] == [field]
    session.refresh(build)
    assert build.git_ref == ""
    assert session.scalar(select(func.count()).select_from(BuildItem)) == 0
    assert session.scalar(select(func.count()).select_from(BuildRegistration)) == 0


def test_an_idea_of_another_space_is_unknown(send, session, build, idea, chairs):
    idea.space_id = chairs.id
    session.commit()
    answer = send(body(items=[{"title": "Dim", "idea": idea.number}]))
    assert answer.json["code"] == "unknown_reference"


@pytest.mark.parametrize("words", [b"{", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(client, token, words):
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post(
        URL, data=words, headers=headers, content_type="application/json"
    )
    assert answer.status_code == 422


def test_another_type_is_refused(client, token):
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post(URL, data={"source": "x"}, headers=headers)
    assert answer.status_code == 422


def test_more_than_256_kilobytes_are_refused(send):
    answer = send(body(notes="x" * (256 * 1024)))
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "wrong", ["", "x", "1.", "{id}.", "{id}.nope", "9999.x", "².x"]
)
def test_a_wrong_token_opens_nothing(send, hook, session, build, wrong):
    answer = send(body(), token=wrong.replace("{id}", str(hook.id)))
    assert (answer.status_code, answer.json["code"]) == (401, "bad_token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert session.scalar(select(func.count()).select_from(BuildRegistration)) == 0


def test_a_session_opens_nothing(sign_in, eddy, hook):
    assert sign_in(eddy).post(URL, json=body()).status_code == 401


def test_the_token_is_kept_as_a_hash_and_ends(send, session, hook, token, eddy, ana):
    kept = session.scalars(select(BuildHook.token_hash)).one()
    assert token.partition(".")[2] not in kept
    assert len(kept) == 64
    with pytest.raises(NotAllowed, match="may_keep_hooks"):
        commands.end_hook(ana, hook)
    commands.end_hook(eddy, hook)
    commands.end_hook(eddy, hook)
    session.commit()
    assert send(body()).status_code == 401


def test_a_space_without_builds_refuses(send, session, space):
    space.has_builds = False
    session.commit()
    answer = send(body())
    assert (answer.status_code, answer.json["code"]) == (409, "no_builds_here")


def test_without_a_week_to_come_it_says_so(send):
    answer = send(body(channel="nightly"))
    assert (answer.status_code, answer.json["code"]) == (409, "no_train_coming")


def test_a_nightly_build_goes_out_the_same_night(send, session, space, ada):
    on = {"builds": {"nightly": True}}
    spaces.change_rules(ada, space, on, spaces_queries.rule_set(space.id).version)
    commands.plan_ahead(SYSTEM)
    session.commit()
    answer = send(body(channel="nightly"))
    assert answer.status_code == 201
    with clock.at("2026-11-03 22:00Z"):
        (night,) = commands.publish_due(SYSTEM)
    assert night.number == answer.json["number"]
    assert night.published_at == clock.parse("2026-11-03 22:00Z")


@pytest.mark.slow
def test_each_token_has_its_own_limit(send, client):
    answers = [send(body()) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {200, 201}
    assert (answers[60].status_code, answers[60].json["code"]) == (429, "too_often")
    guesses = [send(body(), token=f"1.{n}").status_code for n in range(61)]
    assert (set(guesses[:60]), guesses[60]) == ({401}, 429)


def test_only_the_crew_makes_tokens(space, ana, ada, eddy):
    for person in (ana, ada):
        with pytest.raises(NotAllowed, match="may_keep_hooks"):
            commands.make_hook(person, space, "Mine")
    with pytest.raises(commands.HookNeedsName):
        commands.make_hook(eddy, space, "  ")


def test_a_command_takes_the_same_content_for_the_same(session, hook, build):
    item = SentItem(title="It hums no more", bugs=(3,))
    sent = Sent(source="ci", source_id="1", items=(item,))
    assert commands.register(hook, sent)[1]
    found, is_new = commands.register(hook, Sent("ci", "1", items=(item,)))
    assert (found.id, is_new) == (build.id, False)
    assert session.scalar(select(func.count()).select_from(Build)) == 1


def test_the_page_shows_a_token_once_and_ends_it(sign_in, session, space, train, eddy):
    browser, url = sign_in(eddy), "/staff/builds/hooks"
    assert "No token yet." in browser.get(url).text
    assert browser.post(url, data={"space_id": space.id, "name": ""}).status_code == 422
    made = browser.post(url, data={"space_id": space.id, "name": "Runner"})
    row = session.scalars(select(BuildHook)).one()
    assert f'value="{row.id}.' in made.text
    again = browser.get(url).text
    assert "Runner" in again
    assert f'value="{row.id}.' not in again
    assert browser.post(f"{url}/{row.id}/ending").status_code == 303
    assert "Ended" in browser.get(url).text


def test_a_crew_sees_the_tokens_of_its_spaces_alone(hook, eddy, ana, space):
    assert [one.id for one in queries.hooks_page(eddy, None).items] == [hook.id]
    assert queries.hooks_page(ana, None).items == []
    assert not policies.may_keep_hooks(ana, space.id)
