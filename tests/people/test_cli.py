"""`flask people ...`."""

import pytest

from app.kernel.actor import SYSTEM
from app.people import commands, login, queries
from tests.people.helpers import LONG, SHORT, enrol, join


@pytest.fixture
def run(app, session):
    def call(*words, text=None):
        return app.test_cli_runner().invoke(args=["people", *words], input=text)

    return call


def test_a_link_is_printed_while_it_is_needed(run, no_admin):
    printed = run("admin-link").output.strip()
    assert printed.startswith("/welcome/")
    assert queries.link("admin", printed.removeprefix("/welcome/"))


def test_no_link_once_an_admin_has_a_second_factor(run, ada):
    answer = run("admin-link")
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert "has an admin" in answer.stderr


def test_in_the_demo_there_is_always_a_link(app, run, ada, monkeypatch):
    monkeypatch.setitem(app.config, "STORE", "demo")
    assert run("admin-link").output.startswith("/welcome/")


def test_people_are_made_with_roles(run):
    words = ("create", "--name", "Nora", "--role", "product", "--password-stdin")
    answer = run(*words, text=f"{LONG}\n")
    assert "Nora is person" in answer.output
    nora = login.verify("nora", LONG)
    assert nora.has_role("product")


def test_a_password_may_be_typed(run):
    answer = run("create", "--name", "Nora", text=f"{SHORT}\n{SHORT}\n")
    assert answer.exit_code == 0
    assert login.verify("nora", SHORT)


def test_what_is_refused_is_said(run):
    words = ("create", "--name", "Nora", "--role", "product", "--password-stdin")
    answer = run(*words, text=f"{SHORT}\n")
    assert answer.exit_code == 1
    assert "Use 15 or more characters." in answer.output
    answer = run("grant", "Nobody", "product")
    assert "could not find" in answer.output


def test_a_role_is_granted_as_someone(run, session, ada, ben):
    nora = join()
    mallory = join("Mallory")
    session.commit()
    assert run("grant", "nora", "moderator").exit_code == 0
    assert nora.has_role("moderator")
    refused = run("grant", "nora", "design", "--as", "Mallory")
    assert refused.exit_code == 1
    assert "You may not do that." in refused.output
    assert not mallory.is_staff


def test_a_lost_factor_is_removed(run, session):
    nora = join()
    enrol(nora)
    session.commit()
    assert run("reset-second-factor", "nora").exit_code == 0
    assert nora.second_factor_at is None
    assert run("reset-second-factor", "nobody").exit_code == 1


def test_a_forgotten_password_is_helped_on_the_machine(run, session, client):
    join()
    session.commit()
    printed = run("password-link", "nora").output.strip()
    assert client.post(printed, data={"password": SHORT}).status_code == 303
    assert login.verify("nora", SHORT)
    assert run("password-link", "nobody").exit_code == 1
    refused = run("password-link", "nora", "--as", "nora")
    assert "You may not do that." in refused.output


def test_nobody_acts_once_shut_out(run, session, ada, ben):
    """An act of the command line asks for the person and the roles of this moment."""
    nora = join()
    commands.grant_role(ada, nora, "admin")
    enrol(nora)
    session.commit()
    assert run("grant", "nora", "design", "--as", "nora").exit_code == 0
    grants = queries.grants_of(nora)
    commands.end_role(SYSTEM, next(g for g in grants if g.role == "admin"))
    session.commit()
    refused = run("grant", "nora", "brand", "--as", "nora")
    assert "You may not do that." in refused.output
    commands.grant_role(SYSTEM, nora, "admin")
    commands.disable(ada, nora)
    session.commit()
    gone = run("grant", "nora", "brand", "--as", "nora")
    assert "could not find" in gone.output
    assert not nora.was_granted("brand")
