"""Nobody's words become a script or a formula: files, searches, mails, errors."""

import csv
import io
from urllib.parse import quote

import pytest

from app.comments import commands as comments
from app.comments import queries as comment_queries
from app.ideas import commands as ideas
from app.imports.models import ImportRun
from app.kernel import mail
from app.kernel.actor import SYSTEM
from app.web.answers import csv_text
from tests.ideas import make
from tests.journeys.vectors import FORMULAS, VECTORS
from tests.reading import dangers, is_formula

pytestmark = [pytest.mark.slow, pytest.mark.unmeasured]

ADDRESSES = ("stage", "tag", "space", "sort", "lang_of", "after", "lang", "next")


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x onerror=alert(1)>",
        "<a href='java&#10;script:1'>x</a>",
        "<a href=' JavaScript:1'>x</a>",
        "<a href='/\\evil.example'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<script src=//evil.example/x.js></script>",
        "<p title='</p><base>'><base>",
        "<meta http-equiv=Refresh content=0>",
    ],
)
def test_a_reader_would_see_it(html):
    assert dangers(html)


def test_plain_words_are_no_danger():
    assert dangers("<p><a href='https://a.example/x'>&lt;script&gt;</a></p>") == []


@pytest.mark.nodb
@pytest.mark.parametrize("words", [*FORMULAS, *VECTORS])
def test_a_cell_is_one_cell_and_no_formula(words):
    text = csv_text(("a", "b"), [(words, "end")])
    (_, (cell, end)) = csv.reader(io.StringIO(text, newline=""))
    assert cell.removeprefix("'") == words.replace("\r", "\n").removeprefix("'")
    assert end == "end"
    assert not is_formula(cell)


@pytest.mark.nodb
@pytest.mark.parametrize("words", ["-5", "+49", "-0.25", "+1.5"])
def test_numbers_stay_numbers(words):
    assert csv_text(("a",), [(words,)]) == f"a\n{words}\n"
    assert csv_text(("a",), [(-5,)]) == "a\n-5\n"


@pytest.mark.parametrize("vector", [*VECTORS[::9], "NUL \0 within"])
def test_what_is_searched_or_asked_for_is_only_words(client, space, vector):
    asked = "&".join(f"{name}={quote(vector)}" for name in ADDRESSES)
    paths = (
        f"/search?q={quote(vector)}&{asked}",
        f"/ideas?{asked}",
        f"/palette?q={quote(vector)}",
    )
    for path in paths:
        for headers in ({}, {"HX-Request": "true"}):
            page = client.get(path, headers=headers)
            assert page.status_code < 500
            assert dangers(page.text) == [], path


def test_mails_are_read_as_words(session, sign_in, ana):
    for place, vector in enumerate(VECTORS):
        words = vector.replace("\0", "")  # which PostgreSQL keeps none of
        told = mail.Mail(words, f"https://ideas.example/{words}\n{words}")
        mail.send(ana.id, None, told, cause=str(place))
    session.commit()
    browser, path, seen = sign_in(ana), "/me/mail", 0
    while path:
        page = browser.get(path).text
        assert dangers(page) == [], path
        seen += page.count('stack-s mail">')
        further = page.partition('class="pager"')[2].partition('href="')[2]
        path = further.partition('"')[0].replace("&amp;", "&")
    assert seen == len(VECTORS)


@pytest.mark.nodb
@pytest.mark.parametrize("vector", VECTORS[::9])
def test_no_error_page_repeats_a_script(client, vector):
    for path in (f"/{quote(vector, safe='/')}", f"/ideas/{quote(vector, safe='')}"):
        page = client.get(path)
        assert page.status_code in (308, 404), path
        assert dangers(page.text) == [], path


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/%5Cevil.example", "/%09/evil.example"]
)
def test_no_link_of_an_error_page_leads_away(client, path):
    assert dangers(client.get(path).text) == []


@pytest.mark.nodb
@pytest.mark.parametrize("vector", VECTORS[::9])
def test_a_file_may_be_named_anything(session, sign_in, ana, ada, mo, space, vector):
    name = vector[:100]
    idea = make.published(ana, mo, space)
    draft = make.draft(ana, space)
    waiting = ideas.send_picture(ana, draft, "0" * 32, name, name)
    said = comments.write(ana, comment_queries.thread(ana, idea.thread_id), "Look:")
    failed = comments.send_picture(ana, said, "0" * 32, name, name or "x")
    comments.fail_picture(SYSTEM, failed.id, "bad_picture")
    run = ImportRun(
        source="csv",
        state="applied",
        file_sha256="x",
        file_name=name,
        space_id=space.id,
        by_id=ada.id,
    )
    session.add(run)
    session.commit()
    author, admin = sign_in(ana), sign_in(ada, stepped_up=True)
    for browser, path in (
        (author, f"/ideas/{draft.number}/edit"),
        (author, f"/ideas/{draft.number}/pictures/{waiting.id}"),
        (author, f"/ideas/{idea.number}"),
        (author, f"/comments/{said.id}/edit"),
        (author, f"/comments/{said.id}/pictures/{failed.id}"),
        (admin, "/staff/imports"),
        (admin, f"/staff/imports/{run.id}"),
    ):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert dangers(page.text) == [], path
