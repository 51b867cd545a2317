"""Each reader's pages are wholly in his language."""

import html
import re

import pytest
from babel.messages.pofile import read_po

from app.web.i18n import bcp47
from tests.conftest import ROOT
from tests.ideas import make

pytestmark = [pytest.mark.nodb, pytest.mark.slow, pytest.mark.unmeasured]

OTHERS = ("zh_Hans", "zh_Hant", "ja")
PIECES = re.compile(r">([^<>]+)<|(?:placeholder|aria-label|title|alt)=\"([^\"]+)\"")


@pytest.fixture(scope="module")
def english() -> set[str]:
    """Every sentence without a gap that is translated into all three."""
    kept = None
    for name in OTHERS:
        path = ROOT / f"app/translations/{name}/LC_MESSAGES/messages.po"
        with path.open("rb") as file:
            words = {
                m.id
                for m in read_po(file)
                if isinstance(m.id, str)
                and m.id
                and m.string != m.id
                and "%" not in m.id
            }
        kept = words if kept is None else kept & words
    return kept


def _paths(app) -> list[str]:
    adapter = app.url_map.bind("localhost")
    plain = [
        r for r in app.url_map.iter_rules() if "GET" in r.methods and not r.arguments
    ]
    paths = {adapter.build(rule.endpoint) for rule in plain}
    files = (".csv", ".svg")
    return sorted(path for path in paths if not path.endswith(files))


def _english_in(page: str, known: set[str]) -> set[str]:
    found = {html.unescape(a or b).strip() for a, b in PIECES.findall(page)}
    return found & known


@pytest.mark.parametrize("name", OTHERS)
def test_no_english_is_left(name, app, english, people, mo, ana, space, sign_in):
    idea = make.published(
        ana, mo, space, title="灯", problem="灯", body="灯", lang="ja"
    )
    seen = {}
    for who in ("olaf", "mo", "priya", "finn", "ada"):
        browser = sign_in(people[who], stepped_up=True)
        for path in [*_paths(app), f"/ideas/{idea.number}"]:
            answer = browser.get(f"{path}?lang={bcp47(name)}")
            if answer.mimetype == "text/html" and answer.status_code == 200:
                left = _english_in(answer.get_data(as_text=True), english)
                seen.update({(path, words): who for words in left})
    assert seen == {}
