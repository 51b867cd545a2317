"""`flask demo build` refuses where it must not build."""

from app.setup import cli
from app.setup.demo.world import World


def test_an_own_store_is_refused(app, session):
    answer = app.test_cli_runner().invoke(args=["demo", "build"])
    assert answer.exit_code == 1
    assert "not the demo store" in answer.output


def test_a_built_store_is_refused(town):
    answer = town.test_cli_runner().invoke(args=["demo", "build"])
    assert answer.exit_code == 1
    assert "stays as it is" in answer.output


def test_a_build_says_how_long_it_took(town, monkeypatch):
    def quick(say):
        say("  at it ...")
        return World(now=None, scale=1, say=say, pictures=None)

    monkeypatch.setattr(cli, "build_world", quick)
    answer = town.test_cli_runner().invoke(args=["demo", "build"])
    assert answer.exit_code == 0
    assert "ready in 0 s" in answer.output
