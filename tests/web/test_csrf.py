"""No other site posts in a person's name."""

import pytest

ACT = "/preferences/theme"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "", "Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "", "Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "", "Origin": "null"}, 403),
    ],
)
def test_other_sites_are_refused(client, headers, status):
    assert (
        client.post(ACT, data={"theme": "dark"}, headers=headers).status_code == status
    )


def test_a_session_without_a_browsers_word_is_refused(sign_in, ana):
    answer = sign_in(ana).post(ACT, headers={"Sec-Fetch-Site": ""})
    assert answer.status_code == 403


def test_a_session_needs_its_own_token(sign_in, ana, ben):
    browser, other = sign_in(ana), sign_in(ben)
    assert browser.post(ACT, headers={"X-CSRF-Token": "wrong"}).status_code == 403
    stolen = {"X-CSRF-Token": other.csrf_token}
    assert browser.post(ACT, headers=stolen).status_code == 403
    assert browser.post(ACT).status_code == 303


def test_the_token_may_come_in_the_form(sign_in, ana):
    browser = sign_in(ana)
    token, browser.csrf_token = browser.csrf_token, ""
    answer = browser.post(ACT, data={"csrf_token": token, "theme": "light"})
    assert answer.status_code == 303
