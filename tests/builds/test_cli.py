"""`flask --app wsgi builds ...`."""

import pytest

from app.builds import commands
from app.kernel import clock
from app.kernel.actor import SYSTEM
from app.people.models import Credential
from tests.builds.conftest import EVENING, FRIDAY, TUESDAY


@pytest.fixture
def shell(app, session, people):
    """Run `flask builds ...`; how it ended and what it printed."""
    for name in ("eddy", "ana"):
        row = Credential(person_id=people[name].id, kind="password", secret="x")
        row.rename(name)
        session.add(row)

    def run(*words):
        session.commit()
        result = app.test_cli_runner().invoke(args=["builds", *map(str, words)])
        return result.exit_code, result.output

    return run


def test_never_early_from_the_shell(shell, build, item):
    with clock.at(TUESDAY):
        code, words = shell("publish", build.number)
    assert code == 1
    assert "cannot go out before" in words


def test_publish_halt_and_resume_as_somebody(shell, session, build, item, train):
    with clock.at(FRIDAY):
        assert shell("publish", build.number, "--as", "eddy") == (
            0,
            f"Build {build.number} (26.11.6) is out.\n",
        )
    with clock.at(EVENING):
        words = shell("halt", build.number, "--reason", "Battery", "--as", "eddy")
        assert words == (0, f"Build {build.number} (26.11.6) is halted.\n")
        session.refresh(train)
        assert (train.state, train.reason) == ("halted", "Battery")
        code, _words = shell("resume", build.number, "--reason", "Charger")
        session.refresh(train)
        assert (code, train.state) == (0, "published")


def test_a_fan_may_not(shell, session, out):
    with clock.at(EVENING):
        code, words = shell("halt", out.number, "--reason", "No", "--as", "ana")
    assert code == 1
    assert "You may not do that." in words


def test_a_reason_is_needed(shell, out):
    assert shell("halt", out.number)[0] == 2


def test_who_or_what_is_unknown_is_said(shell, out):
    for words in (("publish", 999), ("publish", out.number, "--as", "nobody")):
        code, said = shell(*words)
        assert code == 1
        assert "We could not find that." in said


def test_status_says_what_comes_and_why(shell, session, space, train, build, priya):
    with clock.at(TUESDAY):
        assert "No week is announced." not in shell("status")[1]
        at = clock.parse("2026-11-09 17:00Z")
        commands.reschedule(priya, train, at, "Late parts")
        commands.plan_ahead(SYSTEM)
        code, words = shell("status")
    lines = words.splitlines()
    moved = (
        f"lamps  weekly  build {build.number}  delayed  2026-11-09 17:00Z  Late parts"
    )
    assert (code, moved in lines) == (0, True)
    assert "lamps  weekly  no build yet  planned  2026-11-13 17:00Z" in lines


def test_status_of_a_site_without_weeks(shell, session, space):
    assert shell("status") == (0, "No week is announced.\n")
