"""Pictures, videos and files of a build."""

import hashlib
import io
import re

import pytest
from PIL import Image
from sqlalchemy.exc import IntegrityError

from app.builds import commands, queries
from app.builds.commands import attachments as acts
from app.builds.models import BuildAttachment
from app.kernel import clock, storage
from app.kernel.errors import NotAllowed
from app.kernel.pictures import Picture
from app.spaces import commands as spaces
from tests.builds.conftest import EVENING, FRIDAY, TUESDAY

LAMP = b"\x7fELF a lamp's own software"


@pytest.fixture(autouse=True)
def tuesday():
    with clock.at(TUESDAY):
        yield


def stored(build, content=LAMP, name="lamp.bin"):
    return commands.store_file(build, content, name)


def kept(build):
    return [(one.kind, one.words) for one in queries.attachments_of(build)]


def text_of(answer):
    return answer.get_data(as_text=True)


def png():
    sent = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(sent, "PNG")
    sent.seek(0)
    return sent


def test_size_and_checksum_are_worked_out_here(build, priya):
    commands.add_file(priya, build, stored(build))
    commands.add_file(priya, build, stored(build))
    (file,) = queries.files_of(build)
    assert (file.words, file.size) == ("lamp.bin", len(LAMP))
    assert file.sha256 == hashlib.sha256(LAMP).hexdigest()
    assert storage.get(file.name) == LAMP


def test_a_name_leads_nowhere(build):
    assert stored(build, name='../a\r\n"b\\c.bin').words == "..abc.bin"
    assert stored(build, name=" / ").words == "file"


def test_nothing_and_too_much_are_refused(space, build, ada):
    with pytest.raises(commands.FileIsEmpty):
        stored(build, b"")
    with clock.at("2026-10-02 09:00Z"):
        small = {"builds": {"file_mb": 1}}
        spaces.add_rule_set(ada, space, small, effective_at=clock.now())
    with pytest.raises(commands.FileTooLarge, match="1 MB"):
        stored(build, b"x" * (1_000_001))


BINARY_STL = b"\0" * 80 + (2).to_bytes(4, "little") + b"\0" * 100


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("name", "content", "is_printable"),
    [
        ("a.stl", BINARY_STL, True),
        ("a.STL", b"solid lamp\nfacet normal 0 0 1", True),
        ("a.step", b"\nISO-10303-21;", True),
        ("a.stp", b"ISO-10303-21;", True),
        ("a.3mf", b"PK\x03\x04", True),
        ("a.stl", BINARY_STL + b"x", False),
        ("a.stl", b"\0" * 84, False),
        ("a.stl", b"solid <script>", False),
        ("a.3mf", BINARY_STL, False),
        ("a.step", b"PK\x03\x04", False),
        ("a.exe", b"MZ", False),
        ("stl", BINARY_STL, False),
    ],
)
def test_what_can_be_printed(name, content, is_printable):
    assert acts._is_printable(content, name) is is_printable


def test_a_print_file_is_one_that_can_be_printed(build):
    build.kind = "print_file"
    with pytest.raises(commands.NotPrintable):
        stored(build)
    assert stored(build, BINARY_STL, "hook.stl").size == len(BINARY_STL)


def test_what_is_out_keeps_its_files_but_may_get_pictures(out, build, priya):
    held = stored(out)
    with pytest.raises(commands.BuildIsOut):
        commands.add_file(priya, out, held)
    commands.add_picture(priya, out, Picture("a.webp", 4, 3), "At night")
    commands.add_video(priya, out, "HTTPS://video.example/1", "It dims")
    assert kept(out) == [("picture", "At night"), ("video", "It dims")]
    assert queries.attachments_of(out)[1].url == "https://video.example/1"
    assert queries.attachments_of(out)[1].host == "video.example"


def test_files_may_be_taken_away_until_it_is_out(session, build, train, item, priya):
    commands.add_file(priya, build, stored(build))
    commands.add_file(priya, build, stored(build, b"other", "b.bin"))
    first, second = queries.files_of(build)
    commands.detach(priya, build, first.id)
    commands.detach(priya, build, first.id)
    assert queries.files_of(build) == [second]
    with clock.at(FRIDAY):
        commands.publish(priya, train)
        with pytest.raises(commands.BuildIsOut):
            commands.detach(priya, build, second.id)
    assert queries.files_of(build) == [second]


@pytest.mark.parametrize(
    ("url", "words", "refusal"),
    [
        ("http://video.example/1", "It dims", commands.VideoNeedsLink),
        ("javascript:alert(1)", "It dims", commands.VideoNeedsLink),
        ("https://", "It dims", commands.VideoNeedsLink),
        ("https:///etc/passwd", "It dims", commands.VideoNeedsLink),
        ("https://video.example/1", "  ", commands.VideoNeedsName),
    ],
)
def test_a_video_is_a_safe_link_with_a_name(build, priya, url, words, refusal):
    with pytest.raises(refusal):
        commands.add_video(priya, build, url, words)


def test_a_build_holds_so_many_and_no_more(build, priya):
    for place in range(acts.MOST["video"]):
        commands.add_video(priya, build, f"https://video.example/{place}", "It dims")
    with pytest.raises(commands.TooMany):
        commands.add_video(priya, build, "https://video.example/more", "It dims")


def test_only_the_crew_hangs_something_on_a_build(build, ana):
    held = stored(build)
    for act in (
        lambda: commands.add_file(ana, build, held),
        lambda: commands.add_picture(ana, build, Picture("a.webp", 4, 3), ""),
        lambda: commands.add_video(ana, build, "https://video.example/1", "It dims"),
        lambda: commands.detach(ana, build, 1),
    ):
        with pytest.raises(NotAllowed, match="may_fill"):
            act()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("kind", ("poster", "a", "a", "", 1, 1, 1, "")),
        ("words", ("video", "", "", "https://a", 0, 0, 0, "")),
        ("picture", ("picture", "a", "a.webp", "", 0, 3, 0, "")),
        ("video", ("video", "a", "", "javascript:alert(1)", 0, 0, 0, "")),
        ("file", ("file", "a", "a.bin", "", 0, 0, 9, "short")),
    ],
)
def test_the_database_keeps_it_so(session, build, name, values):
    columns = ("kind", "words", "name", "url", "width", "height", "size", "sha256")
    wrong = dict(zip(columns, values, strict=True))
    session.add(BuildAttachment(build_id=build.id, **wrong))
    with pytest.raises(IntegrityError, match=f"ck_build_attachments_{name}"):
        session.flush()


def test_crew_add_and_take_away(sign_in, build, priya):
    browser, url = sign_in(priya), f"/staff/builds/{build.number}"
    assert "No video yet." in text_of(browser.get(f"{url}/attachments"))
    sent = {"picture": (png(), "a.png"), "alt": "At night"}
    assert browser.post(f"{url}/pictures", data=sent).status_code == 303
    sent = {"url": "https://video.example/1", "words": "It dims"}
    assert browser.post(f"{url}/videos", data=sent).status_code == 303
    sent = {"file": (io.BytesIO(LAMP), "lamp.bin")}
    assert browser.post(f"{url}/files", data=sent).status_code == 303
    assert kept(build) == [
        ("picture", "At night"),
        ("video", "It dims"),
        ("file", "lamp.bin"),
    ]
    words = text_of(browser.get(f"{url}/attachments"))
    for removal in re.findall(r'action="([^"]+/removal)"', words):
        assert browser.post(removal).location == f"{url}/attachments"
    assert kept(build) == []


def test_crew_a_refused_form_comes_back_filled(sign_in, build, priya):
    browser, url = sign_in(priya), f"/staff/builds/{build.number}"
    answer = browser.post(
        f"{url}/videos", data={"url": "http://a.example", "words": "It dims"}
    )
    assert answer.status_code == 422
    assert "must begin with https://" in text_of(answer)
    assert 'value="It dims"' in text_of(answer)
    for path in ("pictures", "files"):
        assert browser.post(f"{url}/{path}", data={}).status_code == 422
    assert browser.post(f"{url}/videos", data={}).status_code == 422


def test_pictures_and_videos_stand_around_what_changed(
    session, client, out, item, priya
):
    out.kind = "prototype"
    commands.add_picture(priya, out, Picture("b" * 64 + ".webp", 4, 3), "At night")
    commands.add_video(priya, out, "https://video.example/1", "It dims")
    session.commit()
    words = text_of(client.get(f"/builds/{out.number}"))
    assert 'alt="At night"' in words
    assert 'href="https://video.example/1"' in words
    assert "Prototype" in words


def test_a_file_is_saved_never_shown(session, sign_in, build, train, item, priya, tess):
    commands.add_file(priya, build, stored(build, b"<script>", "läm p.html"))
    (file,) = queries.files_of(build)
    with clock.at(FRIDAY):
        commands.publish(priya, train)
    commands.enrol(tess, queries.of_train(train.id).train.channel)
    session.commit()
    with clock.at(EVENING):
        browser = sign_in(tess)
        url = f"/builds/{build.number}/files/{file.id}"
        words = text_of(browser.get(f"/builds/{build.number}"))
        assert f'href="{url}"' in words
        assert file.sha256 in words
        with browser.get(url) as answer:
            assert answer.data == b"<script>"
        with browser.get(url, headers={"Range": "bytes=1-6"}) as part:
            assert (part.status_code, part.data) == (206, b"script")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''l%C3%A4m%20p.html" in answer.headers["Content-Disposition"]
