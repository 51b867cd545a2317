"""What a first view costs: bytes as they are sent, and how many requests."""

import re

import brotli  # type: ignore[import-untyped]
import pytest

from app.kernel.db import db
from app.setup import queries

pytestmark = pytest.mark.nodb

# K = 1,024 bytes after brotli, but for the font, which is packed already.
HTML = 15 * 1024
CSS = 12 * 1024
JS = 20 * 1024
FONT = 20 * 1024
ICONS = 4 * 1024
TOTAL = 130 * 1024
PICTURES = 60 * 1024
REQUESTS = 15
FRAME = ("js/tt.js", "vendor/htmx/htmx.min.js", "js/app.js")
PAGES = ("/", "/ideas", "/ideas/1", "/search?q=lamp", "/people/{author}", "/builds")


@pytest.fixture(scope="module")
def views(town):
    """(path, HTML) of the pages that people meet first."""
    with town.app_context():
        cast = {viewer.part: viewer.number for viewer in queries.cast()}
        db.session.remove()
    browser = town.test_client()
    paths = [path.format(author=cast["author"]) for path in PAGES]
    return {path: browser.get(path).get_data(as_text=True) for path in paths}


def _sent(body: bytes) -> int:
    return len(brotli.compress(body))


def _file(town, name: str) -> bytes:
    assets = town.extensions["assets"]
    if name == "css/app.css":
        return assets["css"].encode()
    return (assets["root"] / name).read_bytes()


def _behaviours(page: str) -> set[str]:
    named = re.findall(r'data-behaviour="([a-z -]+)"', page)
    return {f"js/behaviours/{one}.js" for names in named for one in names.split()}


def _at_once(page: str) -> list[str]:
    """The pictures that a browser asks for before anybody scrolls."""
    images = re.findall(r"<img\b[^>]*>", page)
    return [image for image in images if 'loading="lazy"' not in image]


def _scripts(town, page: str) -> int:
    return sum(_sent(_file(town, name)) for name in (*FRAME, *_behaviours(page)))


def test_there_is_something_to_weigh(views):
    assert all("<h1" in page for page in views.values()), views.keys()


def test_html_is_light(views):
    heavy = {path: _sent(page.encode()) for path, page in views.items()}
    assert {path: size for path, size in heavy.items() if size > HTML} == {}


def test_styles_are_light(town):
    assert _sent(_file(town, "css/app.css")) <= CSS


def test_scripts_of_each_page_are_light(town, views):
    sizes = {path: _scripts(town, page) for path, page in views.items()}
    assert {path: size for path, size in sizes.items() if size > JS} == {}


def test_font_and_icons_are_light(town):
    assert len(_file(town, "vendor/bricolage-grotesque/display.woff2")) <= FONT
    assert _sent(_file(town, "icons/sprite.svg")) <= ICONS


def test_a_first_view_is_light(town, views):
    fixed = _sent(_file(town, "css/app.css")) + _sent(_file(town, "icons/sprite.svg"))
    fixed += len(_file(town, "vendor/bricolage-grotesque/display.woff2"))
    for path, page in views.items():
        words = fixed + _sent(page.encode()) + _scripts(town, page)
        assert words + PICTURES <= TOTAL, path


def test_a_first_view_asks_little(views):
    for path, page in views.items():
        head = re.findall(r'<link rel="(?:stylesheet|preload|icon)"', page)
        scripts = re.findall(r"<script\b", page)
        lazy = _behaviours(page)
        # the page itself and the sprite of its icons besides
        asked = 2 + len(head) + len(scripts) + len(lazy) + len(_at_once(page))
        assert asked <= REQUESTS, (path, asked)


def test_what_is_seen_first_is_asked_for_first(views):
    for path in ("/", "/ideas"):
        first, *others = re.findall(r"<img\b[^>]*>", views[path])
        assert 'fetchpriority="high"' in first, path
        assert all('loading="lazy"' in image for image in others), path


def test_the_styles_are_packed_well(town):
    accept = {"Accept-Encoding": "gzip, deflate, br, zstd"}
    sheet = re.search(
        r'href="([^"]+/css/app\.css)"',
        town.test_client().get("/").get_data(as_text=True),
    )
    answer = town.test_client().get(sheet[1], headers=accept)
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) <= 1.15 * _sent(_file(town, "css/app.css"))


def test_pictures_reserve_their_place(views):
    for path, page in views.items():
        for image in re.findall(r"<img\b[^>]*>", page):
            assert re.search(r'\bwidth="\d+" height="\d+"', image), (path, image)
            assert "alt=" in image, (path, image)


def test_the_font_comes_early_and_code_late(views):
    for path, page in views.items():
        head = page.split("</head>")[0]
        assert re.search(r'<link rel="preload"[^>]+as="font"[^>]+crossorigin>', head), (
            path
        )
        plain = [tag for tag in re.findall(r"<script\b[^>]*>", page) if "src=" in tag]
        assert all("defer" in tag or 'type="module"' in tag for tag in plain), path
