"""Error pages: what happened, why, what next, and the reference to name."""

import re

import pytest
from sqlalchemy.exc import OperationalError

from app.web import errors

WORDS = {
    400: ("We did not understand that", "another way"),
    403: ("This is not yours to do", "another account"),
    404: ("Nothing here", "front page"),
    409: ("That does not fit any more", "Go back"),
    410: ("This is gone", "new link"),
    413: ("That is too large", "smaller"),
    422: ("We could not use that", "still there"),
    429: ("A little slower, please", "Wait a minute"),
    500: ("That is our fault", "reference below"),
    503: ("Back in a moment", "Try again"),
}
# statuses without words of their own
LIKE = {405: 400, 415: 400, 502: 500}


@pytest.mark.parametrize("status", [*WORDS, *LIKE])
def test_each_says_what_why_and_what_next(status, app, session):
    what, next_step = WORDS[LIKE.get(status, status)]
    with app.test_request_context("/somewhere"):
        page, answered = errors._answer(status, None, code="x")
    assert answered == status
    assert re.findall(r"<h1>(.*?)</h1>", page) == [what]
    assert f"<title>{what}" in page
    assert next_step in page
    assert 'href="/"' in page
    assert "canonical" not in page


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/no-such-page", 404), ("POST", "/healthz", 405), ("GET", "/staff", 403)],
)
def test_the_page_names_its_reference(method, path, status, sign_in, ana):
    answer = sign_in(ana).open(path, method=method)
    assert answer.status_code == status
    assert f"<code>{answer.headers['X-Request-Id']}</code>" in answer.text


def test_a_refusal_gives_its_own_sentence(app, session):
    with app.test_request_context("/somewhere"):
        page, _status = errors._answer(409, "The votes are <b>closed</b>.", code="x")
    assert "The votes are &lt;b&gt;closed&lt;/b&gt;." in page


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/ideas?sort=near", "/ideas?sort=near"),
        ("http://localhost/no-such-page", None),
        ("https://evil.example/", None),
        ("http://localhost.evil.example/", None),
        ("", None),
    ],
)
def test_one_can_go_back_to_a_page_of_ours(came_from, back, client):
    page = client.get("/no-such-page", headers={"Referer": came_from}).text
    found = re.search(r'href="([^"]*)"[^>]*>[^>]*>[^>]*></svg><span>Back to', page)
    assert (found and found[1]) == back


def test_a_database_that_is_away_is_not_asked_again(
    app, client, monkeypatch, assert_queries
):
    def gone(**_values):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    gone.access = app.view_functions["health.alive"].access
    monkeypatch.setitem(app.view_functions, "health.alive", gone)
    with assert_queries(0):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "Back in a moment" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/ideas/99999999999999999999999",
        "/people/99999999999999999999",
        "/comments/99999999999999999999",
        "/s/a%00b/feed.atom",
    ],
)
def test_what_no_column_can_hold_names_nothing(path, client, sign_in, ana):
    for browser in (client, sign_in(ana)):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "Nothing here" in answer.text


def test_an_act_upon_it_is_not_understood(sign_in, ana):
    answer = sign_in(ana).post("/ideas/99999999999999999999999/support")
    assert answer.status_code == 400
    assert "We did not understand that" in answer.text


def test_no_other_overflow_is_hidden(app):
    with app.test_request_context("/"), pytest.raises(OverflowError, match="math"):
        errors._beyond(OverflowError("math range error"))


def test_htmx_is_told_in_one_sentence(client):
    answer = client.get("/no-such-page", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert 'id="live"' in answer.text
