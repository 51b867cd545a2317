"""What stands for an idea elsewhere: link cards, posters, the tags of its page."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from app.ideas import commands as idea_commands
from app.kernel import pictures
from app.web import cards
from tests.ideas import make
from tests.support import making


def face(**changed):
    values = {
        "number": 7,
        "title": "A lamp that folds flat",
        "site": "Cobuild",
        "supporters": 9_612,
        "goal": 10_000,
        "percent": 96,
        "cover": None,
    }
    return cards.Face(**(values | changed))


@pytest.fixture
def idea(session, ana, mo, space):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#123456").save(out, "WEBP")
    cover = pictures.keep(out.getvalue())
    made = make.published(ana, mo, space, "A lamp that folds flat")
    made.cover_name = cover.name
    session.commit()
    return made


def opened(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def drawn(**changed):
    return opened(cards.card(face(**changed)).content)


def test_a_card_is_a_light_jpeg_of_the_right_size(client, idea):
    answer = client.get(f"/ideas/{idea.number}/card.jpg")
    assert answer.mimetype == "image/jpeg"
    assert opened(answer.data).size == cards.CARD
    assert len(answer.data) < 150_000


def test_a_card_shows_the_cover(client, idea):
    card = opened(client.get(f"/ideas/{idea.number}/card.jpg").data)
    red, green, blue = card.getpixel((280, 315))
    assert (abs(red - 0x12), abs(green - 0x34), abs(blue - 0x56)) < (8, 8, 8)


def test_a_poster_carries_a_code(client, idea):
    answer = client.get(f"/ideas/{idea.number}/poster.jpg")
    poster = opened(answer.data).convert("L")
    assert poster.size == cards.POSTER
    code = poster.crop((684, 1072, 684 + 324, 1072 + 324))
    dark = sum(code.histogram()[:64]) / (324 * 324)
    assert 0.25 < dark < 0.6


def test_the_title_stands_on_the_card(app, session):
    assert drawn().tobytes() != drawn(title="").tobytes()


def test_a_title_without_a_font_is_left_out(app, session, monkeypatch):
    monkeypatch.setattr(cards, "_NOTO", Path("/no/such/font"))
    monkeypatch.setitem(app.config, "OG_FONT", "")
    assert (
        drawn(number=8, title="会呼吸的小夜灯").tobytes() == drawn(title="").tobytes()
    )


def test_a_given_font_is_asked_second(app, session, monkeypatch):
    own = app.extensions["assets"]["root"] / "vendor/bricolage-grotesque/display.woff2"
    monkeypatch.setattr(cards, "_NOTO", Path("/no/such/font"))
    monkeypatch.setitem(app.config, "OG_FONT", str(own))
    assert len(list(cards._fonts(40))) == 2
    asked = []
    monkeypatch.setattr(
        cards, "_covers", lambda font, _words: asked.append(font) or len(asked) == 2
    )
    assert cards._font_for("灯", 40) is asked[1]


def test_signs_of_joy_do_not_cost_the_title(app, session):
    assert drawn(title="A lamp 🎉").tobytes() == drawn(title="A lamp").tobytes()


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("one two three", 10_000, ["one two three"]),
        ("one two three", 1, ["one", "two", "three"]),
        ("", 100, [""]),
    ],
)
def test_lines_break_between_words(app, session, words, width, lines):
    assert list(cards._broken(words, cards._display(40), width)) == lines


def test_east_asian_lines_break_anywhere(app, session):
    lines = list(cards._broken("会呼吸的小夜灯", cards._display(40), 90))
    assert "".join(lines) == "会呼吸的小夜灯"
    assert len(lines) > 2


def test_equal_faces_are_drawn_once_and_old_ones_go(app, session, monkeypatch):
    first = cards.card(face(number=11))
    monkeypatch.setattr(cards, "_card", None)
    assert cards.card(face(number=11)) == first
    monkeypatch.undo()
    second = cards.card(face(number=11, supporters=9_613))
    assert second.digest != first.digest
    folder = Path(app.config["FILES"]).parent / "cards"
    assert [path.stem.split("-")[2] for path in folder.glob("card-11-*")] == [
        second.digest
    ]


def test_who_has_the_card_is_sent_nothing(client, idea):
    path = f"/ideas/{idea.number}/card.jpg"
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("picture", ["card", "poster"])
def test_what_is_not_public_has_no_picture(picture, client, sign_in, ana, space):
    draft = make.draft(ana, space, "A secret drawer")
    path = f"/ideas/{draft.number}/{picture}.jpg"
    assert client.get(path).status_code == 404
    assert sign_in(ana).get(path).status_code == 404


def test_what_is_hidden_loses_its_picture(client, mo, idea, session):
    idea_commands.conceal(mo, idea, "This breaks a rule of the house, sadly.")
    session.commit()
    assert client.get(f"/ideas/{idea.number}/card.jpg").status_code == 404


def test_the_page_carries_the_tags_of_its_card(client, idea):
    head = client.get(f"/ideas/{idea.number}").text.split("</head>")[0]
    tags = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', head))
    root = "http://127.0.0.1:8000"
    assert tags["og:title"] == idea.title
    assert tags["og:url"] == f"{root}/ideas/{idea.number}"
    assert tags["og:image"] == f"{root}/ideas/{idea.number}/card.jpg"
    assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")


def test_a_closed_place_hands_nothing_on(sign_in, ana, idea, space, session):
    space.audience = "signed_in"
    session.commit()
    assert "og:title" not in sign_in(ana).get(f"/ideas/{idea.number}").text


def test_an_idea_can_be_handed_on(client, ana, space, session):
    idea = making.idea(ana, space)
    session.commit()
    page = client.get(f"/ideas/{idea.number}").text
    assert f'value="http://127.0.0.1:8000/ideas/{idea.number}"' in page
    assert f'href="/ideas/{idea.number}/poster.jpg"' in page
