"""The command palette and the keys: fragments for dialogs, pages without JavaScript."""

import re

import pytest

from app.web.nav import GO

ASKED = {"HX-Request": "true"}
OPTION = re.compile(r'role="option"[^>]* href="([^"]+)"')


def test_without_javascript_it_is_the_search(client):
    answer = client.get("/palette?q=lamp")
    assert (answer.status_code, answer.location) == (303, "/search?q=lamp")


def test_it_opens_with_every_place_one_may_go(client, sign_in, priya):
    visitor = client.get("/palette", headers=ASKED).text
    assert visitor.count("<dialog") == 1
    assert "<html" not in visitor
    assert {"/", "/ideas", "/roadmap", "/builds"} <= set(OPTION.findall(visitor))
    assert "/me" not in OPTION.findall(visitor)
    staff = OPTION.findall(sign_in(priya).get("/palette", headers=ASKED).text)
    assert {"/me", "/staff"} <= set(staff)
    assert len(staff) == len(set(staff))


def test_words_find_places_and_ideas(client, shelf):
    found = client.get("/palette?q=lamp", headers=ASKED).text
    assert "<dialog" not in found
    assert OPTION.findall(found) == [f"/ideas/{shelf['lamp'].number}"]
    assert OPTION.findall(client.get("/palette?q=ROAD", headers=ASKED).text) == [
        "/roadmap"
    ]


def test_what_is_nowhere_can_still_be_searched(client):
    found = client.get("/palette?q=%3Czebra%26", headers=ASKED).text
    assert OPTION.findall(found) == ["/search?q=%3Czebra%26"]


@pytest.mark.parametrize("path", ["/palette", "/palette?q=a"])
def test_every_choice_can_be_named(path, client, shelf):
    found = client.get(path, headers=ASKED).text
    ids = re.findall(r'role="option"[^>]* id="([^"]+)"', found)
    assert len(ids) == len(set(ids)) == len(OPTION.findall(found)) > 0


def test_typing_asks_little_of_the_database(client, shelf, assert_queries):
    client.get("/palette?q=lamp", headers=ASKED)
    with assert_queries(3):
        client.get("/palette?q=lamp", headers=ASKED)


def test_the_keys_are_a_page_and_a_dialog(client, sign_in, ben):
    page = client.get("/keys").text
    assert "<h1>Keyboard shortcuts</h1>" in page
    dialog = sign_in(ben).get("/keys", headers=ASKED).text
    assert dialog.lstrip().startswith("<dialog")
    assert "Switch single keys off" in dialog
    for key in ("Ctrl", "/", "s", "?", *GO.values()):
        assert f"<kbd>{key}</kbd>" in page
        assert f"<kbd>{key}</kbd>" in dialog


def test_every_key_to_go_has_its_link(client):
    page = client.get("/").text
    for letter in GO.values():
        assert f'data-go="{letter}"' in page
    assert 'data-key="/"' in page
    assert 'data-key="?"' in page
