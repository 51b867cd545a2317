"""People's words: cleaned once, searched in every script."""

import re

import pytest

from app.kernel import text

pytestmark = pytest.mark.nodb

ALLOWED = re.compile(
    r"</?(?:p|br|hr|h[234]|strong|em|del|blockquote|ul|ol|li|code|pre|table|thead|tbody"
    r"|tr|th|td|a)>|<a (?:rel=\"nofollow ugc noopener\" )?href=\"(?:https?://|mailto:|/[^/\\]|#)[^\"\s]*\">"
)
HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](javascript:123)",
    "[x](vbscript:9)",
    "[x](data:1)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](</\tevil>)",
    '<a href="javascript:123">x</a>',
    '<img src=x onerror="alert(1)">',
    "![x](http://evil.example/pixel.png)",
    "<svg onload=alert(1)>",
    "`<b onclick=1>`",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_that_runs_survives(source):
    page = text.render(source).html
    tags = re.findall(r"<[^>]*>", page)
    assert all(ALLOWED.fullmatch(tag) for tag in tags), tags


def test_good_markdown_stays():
    body = text.render(
        "# Hello\n\n**bold** [link](https://example.org/a?b=1)\n\n| a |\n|---|\n| 1 |"
    )
    assert "<h2>Hello</h2>" in body.html
    assert 'rel="nofollow ugc noopener" href="https://example.org/a?b=1"' in body.html
    assert "<table>" in body.html
    assert body.plain.startswith("Hello bold link")
    assert body.sanitiser == text.SANITISER


def test_own_paths_and_mail_links_stay():
    page = text.render("[a](/ideas/1) [b](mailto:a@b.example) [c](#top)").html
    assert page.count("href=") == 3


def test_too_long_is_refused():
    with pytest.raises(text.TooLong):
        text.render("a" * 20_001)


def test_lengths_are_what_a_reader_counts():
    assert text.graphemes("👨‍👩‍👧e\u0301") == 2
    assert text.weight("灯具 ab") == 9


def test_names_fold_to_one_key():
    assert text.fold("  \uff21na  LI ") == text.fold("ana li")
    assert text.fold("STRASSE") == text.fold("straße")


@pytest.mark.parametrize(
    ("words", "tokens"),
    [
        ("Desk lamp, self-healing!", ["desk", "lamp", "self", "healing"]),
        ("桌面灯", ["桌面", "面灯"]),
        ("檯燈", text.tokens("台灯")),
        ("灯", ["灯"]),
        ("デスクの灯り", ["デス", "スク", "クの", "の灯", "灯り"]),
        ("C and R", ["c", "and", "r"]),
        ("it's", ["it's"]),
        ("", []),
    ],
)
def test_search_tokens(words, tokens):
    assert text.tokens(words) == tokens
