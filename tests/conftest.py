"""Fixtures: a database built by `upgrade head`, a thrown-away transaction a test.

`session` gives one test its own savepoint; `world` gives one test its own database
with real commits, for threads, journeys and crashes.
"""

import functools
import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask
import pytest
from alembic import command
from alembic.config import Config
from argon2 import PasswordHasher
from coverage import Coverage
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import BytecodeCache
from sqlalchemy import event
from sqlalchemy.orm import Session as OrmSession
from xdist.scheduler import LoadScopeScheduling

from app import create_app
from app.kernel import clock, ids
from app.kernel.db import atomic, db
from app.people.login import passwords
from app.people.models import Person
from app.people.models import Session as SignInSession
from app.web import csrf
from config import Settings
from tests import cast
from tests.databases import Database, databases_for

pytest_plugins = ["tests.town"]
ROOT = Path(__file__).parent.parent
SECRET = "a secret for tests, long enough to be taken seriously"

REAL_HASHER = passwords._hasher
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

hypothesis_settings.register_profile(
    "short",
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
hypothesis_settings.register_profile(
    "deep", parent=hypothesis_settings.get_profile("short"), max_examples=2000
)
hypothesis_settings.register_profile(
    "fast", parent=hypothesis_settings.get_profile("short"), max_examples=20
)


def pytest_addoption(parser):
    parser.addoption(
        "--database-url", default="sqlite", help="sqlite, or a PostgreSQL URL"
    )
    parser.addoption("--deep", action="store_true", help="the long forms")
    parser.addoption("--fast", action="store_true", help="the shortest forms")


def pytest_configure(config):
    forms = ("deep", "fast")
    form = next((name for name in forms if config.getoption(f"--{name}")), "short")
    hypothesis_settings.load_profile(form)
    for line in (
        "browser: drives a real Chromium",
        "nodb: does not depend on the database, so one run is enough",
        "unmeasured: walks far through what other tests measure",
        "slow: long ways, processes, own stores: left out by `bin/test --fast`",
    ):
        config.addinivalue_line("markers", line)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whatever has an application of its own is slow."""
    for item in items:
        if {"world", "town"} & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


# What can tell the databases apart: on the second one coverage is measured here alone.
MEASURED_TWICE = tuple(
    f"tests/{folder}/"
    for folder in ("discovery", "kernel", "ledger", "store", "support")
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Coverage makes a test half as long again: it rests where it would add nothing."""
    measuring = None if _is_measured(item) else Coverage.current()
    if measuring:
        measuring.stop()
    try:
        return (yield)
    finally:
        if measuring:
            measuring.start()


def _is_measured(item) -> bool:
    if item.get_closest_marker("unmeasured"):
        return False
    is_first = item.config.getoption("--database-url") == "sqlite"
    return is_first or item.nodeid.startswith(MEASURED_TWICE)


# What looks at the demo world, which each process builds for itself.
OF_THE_TOWN = (
    "tests/setup/",
    "tests/discovery/test_",
    "tests/web/test_budgets",
    "tests/web/test_crawl",
    "tests/web/test_permissions",
)


class ByFile(LoadScopeScheduling):
    """Shares out whole files; what looks at the demo world stays together."""

    def _split_scope(self, nodeid):
        path = nodeid.split("::")[0]
        return "the town" if path.startswith(OF_THE_TOWN) else path


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


def pytest_collection_finish():
    """What is loaded by now stays: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Hash passwords at the lowest cost; what the real one is has a test of its own."""
    passwords._hasher = CHEAP_HASHER
    yield
    passwords._hasher = REAL_HASHER


@pytest.fixture(scope="session")
def deep(request) -> bool:
    return request.config.getoption("--deep")


@pytest.fixture(scope="session")
def template(request, tmp_path_factory) -> Iterator[Database]:
    """The migrated database that every other one is a copy of."""
    folder = tmp_path_factory.mktemp("databases")
    with databases_for(request.config.getoption("--database-url"), folder) as database:
        app = build_app(database.url, folder)
        migrate(app)
        with app.app_context():
            db.engine.dispose()
        yield database


@pytest.fixture(scope="session")
def app(template, tmp_path_factory) -> Iterator[flask.Flask]:
    """One application for all tests that throw their transaction away."""
    folder = tmp_path_factory.mktemp("data")
    with template.copy(folder) as url:
        app = build_app(url, folder)
        with app.app_context(), atomic():
            cast.people()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def session(app) -> Iterator[OrmSession]:
    """A session inside an outer transaction that is rolled back at the end."""
    with app.app_context():
        app.extensions.pop("site_settings", None)
        with thrown_away():
            yield db.session


@pytest.fixture
def people(session) -> dict[str, Person]:
    """The cast, committed into the savepoint."""
    return cast.known()


def _member(name: str):
    @pytest.fixture(name=name)
    def member(people) -> Person:
        return people[name]

    return member


for _name in cast.ROLES:
    globals()[_name] = _member(_name)


@pytest.fixture
def space(session, people):
    """A space with product and budget owners, default rules, goals [1, 2, 3] unset."""
    return cast.space(people)


@pytest.fixture
def client(app, session) -> "Browser":
    """Someone with a browser who is not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app, session):
    """Sign a person in: `sign_in(ana).post("/ideas", data=...)`."""

    def enter(person: Person, *, stepped_up: bool = False) -> Browser:
        return browser_of(app, person, stepped_up=stepped_up)

    return enter


@pytest.fixture
def assert_queries(app, session):
    """Bound the statements of a block, transactions aside."""
    return functools.partial(count_statements, db.engine)


@pytest.fixture
def world(template, tmp_path) -> Iterator[flask.Flask]:
    """An application on its own copy of the database, with real commits."""
    with template.copy(tmp_path) as url:
        app = build_app(url, tmp_path)
        yield app
        with app.app_context():
            db.engine.dispose()


class Browser(FlaskClient):
    """A test client that sends what a browser sends from our own pages."""

    csrf_token = ""

    def open(self, *args, **kwargs):
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Sec-Fetch-Site", "same-origin")
        if kwargs.get("method") == "POST" and self.csrf_token:
            headers.setdefault("X-CSRF-Token", self.csrf_token)
        if flask.has_app_context():
            # the requests of a test share its context: nobody is remembered by it
            flask.g.__dict__.clear()
        return super().open(*args, headers=headers, **kwargs)


def browser_of(app, person: Person, *, stepped_up: bool = False) -> Browser:
    """A browser whose session cookie is that of a person; writes the session row."""
    token = ids.token()
    row = SignInSession(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        person_id=person.id,
        stamp=person.security_stamp,
        created_at=clock.now(),
        last_seen_at=clock.now(),
        stepped_up_at=clock.now() if stepped_up else None,
    )
    db.session.add(row)
    db.session.flush()
    db.session.commit()
    browser = app.test_client()
    browser.set_cookie(app.config["COOKIE_NAME"], token)
    browser.session_id = row.id
    with app.app_context():
        browser.csrf_token = csrf._sign(row.id)
    return browser


class Compiled(BytecodeCache):
    """Each template is compiled once for all the applications of a run."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket):
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket):
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def build_app(url: str, data: Path, **settings) -> flask.Flask:
    """An application on that database, with its files in that folder."""
    app = create_app(
        Settings(
            data=data, database_url=url, secret_key=SECRET, testing=True, **settings
        )
    )
    app.jinja_env.bytecode_cache = COMPILED
    app.test_client_class = Browser
    return app


def migrate(app: flask.Flask, target: str = "head") -> None:
    """Bring a database to a revision, as `flask migrate` does."""
    with app.app_context():
        command.upgrade(alembic_config(), target)


def alembic_config() -> Config:
    return Config(toml_file=str(ROOT / "pyproject.toml"))


@contextmanager
def thrown_away():
    """All that is written inside is rolled back at the end, also what was committed."""
    connection = db.engine.connect().execution_options(write=True)
    outer = connection.begin()
    kept, db.session = db.session, _joined_to(connection)
    db.session.info["loose"] = True
    try:
        yield connection
    finally:
        db.session.registry().close()
        db.session = kept
        outer.rollback()
        connection.close()


def _joined_to(connection):
    """A scoped session, the same for test and requests, that no request end removes."""
    scoped = db._make_scoped_session(
        {
            "bind": connection,
            "join_transaction_mode": "create_savepoint",
            "scopefunc": lambda: 1,
            "class_": db.session.session_factory.class_,
            "expire_on_commit": False,
        }
    )
    scoped.remove = lambda: None
    return scoped


@contextmanager
def count_statements(engine, expected: int):
    """Count statements but BEGIN, COMMIT, SAVEPOINT; shows each when the sum is off."""
    seen = []

    def note(_conn, _cursor, statement, *_):
        if not statement.startswith(
            ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
        ):
            seen.append(" ".join(statement.split())[:300])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) <= expected, "\n".join([f"{len(seen)} statements:", *seen])
