"""Behind a proxy with TLS its word counts; without one nobody's does."""

import pytest
from flask import request

from app import create_app
from app.kernel.db import db
from config import Settings
from tests.conftest import SECRET

pytestmark = pytest.mark.nodb
TOLD = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(
    ("origin", "is_https"), [("https://a.example", True), ("", False)]
)
def test_who_ends_tls_is_believed(origin, is_https, tmp_path):
    settings = Settings(
        data=tmp_path,
        database_url="sqlite://",
        secret_key=SECRET,
        given_origin=origin,
        testing=True,
    )
    app = create_app(settings)
    seen = []
    app.before_request(lambda: seen.append(request.remote_addr))
    answer = app.test_client().get("/healthz", headers=TOLD)
    assert ("Strict-Transport-Security" in answer.headers) is is_https
    assert seen == ["203.0.113.9" if is_https else "127.0.0.1"]
    with app.app_context():
        db.engine.dispose()
