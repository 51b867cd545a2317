"""Security headers on every route and status."""

import pytest
from flask import Flask

from app.web.headers import CSP

pytestmark = pytest.mark.nodb

ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/csp-reports"',
}
EXAMPLE = {"int": "1", "path": "css/app.css", "string": "x", "default": "x"}


def _check(answer) -> None:
    for name, value in ALWAYS.items():
        assert answer.headers.get(name) == value, (answer.request.path, name)
    assert "payment=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"]
    assert not answer.headers.getlist("Access-Control-Allow-Origin")


def _paths(app: Flask) -> list[tuple[str, str]]:
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = dict.fromkeys(rule.arguments, "1")
        method = "GET" if "GET" in rule.methods else "POST"
        found.append((method, adapter.build(rule.endpoint, values, method=method)))
    return sorted(set(found))


@pytest.mark.unmeasured
@pytest.mark.parametrize("who", ["nobody", "ana", "ada"])
def test_every_route_sends_them(app, people, sign_in, who):
    browser = app.test_client() if who == "nobody" else sign_in(people[who])
    for method, path in _paths(app):
        answer = browser.open(path, method=method)
        assert answer.status_code < 500, path
        _check(answer)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/no-such-page", 404),
        ("DELETE", "/healthz", 405),
        ("GET", "/healthz", 200),
    ],
)
def test_statuses_send_them(client, method, path, status):
    answer = client.open(path, method=method)
    assert answer.status_code == status
    _check(answer)


def test_a_crash_sends_them_and_says_no_internals(app, client, monkeypatch):
    def crash(**_values):
        raise ZeroDivisionError("the secret inside")

    crash.access = app.view_functions["health.alive"].access
    monkeypatch.setitem(app.view_functions, "health.alive", crash)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/healthz")
    app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert b"secret inside" not in answer.data
    assert answer.headers["X-Request-Id"].encode() in answer.data
    _check(answer)


def test_a_body_too_large_sends_them(app, client):
    app.config["MAX_CONTENT_LENGTH"], kept = 10, app.config["MAX_CONTENT_LENGTH"]
    answer = client.post("/preferences/theme", data={"theme": "dark" * 50})
    app.config["MAX_CONTENT_LENGTH"] = kept
    assert answer.status_code == 413
    _check(answer)


def test_https_is_kept(client):
    answer = client.get("/healthz", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_private_pages_are_not_stored(sign_in, ana):
    assert sign_in(ana).get("/").headers["Cache-Control"] == "no-store"


def test_anonymous_pages_set_no_cookie(client):
    assert "Set-Cookie" not in client.get("/").headers
