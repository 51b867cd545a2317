"""bin/newcomer as the shell sees it; its walk takes a minute and is run by hand."""

import subprocess
from pathlib import Path

import pytest

NEWCOMER = Path(__file__).parent.parent.parent / "bin" / "newcomer"
pytestmark = pytest.mark.nodb


def say(*options: str) -> str:
    """What it says before it begins anything."""
    ended = subprocess.run(
        [NEWCOMER, *options], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    return ended.stderr.strip()


def test_an_unknown_option_shows_the_known_ones():
    said = say("--nope")
    assert said.startswith("newcomer: --nope is not known.\nUsage: bin/newcomer")


def test_an_option_without_its_value_is_said():
    assert say("--lang") == "newcomer: --lang needs a value."
