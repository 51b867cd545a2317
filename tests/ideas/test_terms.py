"""The terms: versions in every language, asked again only for a new one."""

from datetime import timedelta

import pytest

from app.ideas import commands, policies, queries
from app.ideas.commands import refusals
from app.kernel import clock, site
from app.kernel.actor import ANONYMOUS
from app.kernel.errors import NotAllowed
from tests import cast
from tests.ideas import make

TEXTS = {
    "en": "Be **kind**.",
    "zh_Hans": "请友善。",
    "zh_Hant": "請友善。",
    "ja": "親切に。",
}


@pytest.fixture
def first(session, ada):
    """The number of a version beside the one that a site begins with."""
    version = commands.publish_terms(ada, TEXTS, clock.today())
    session.commit()
    return version


def test_a_version_is_there_in_every_language(session, ada, first):
    for lang, text in TEXTS.items():
        found = queries.terms_in(lang)
        assert (found.version, found.lang, found.body_source) == (first, lang, text)
    assert "<strong>kind</strong>" in queries.terms_in("en").body_html
    assert queries.terms_in("de").lang == "en"
    assert commands.publish_terms(ada, TEXTS, clock.today()) == first + 1


def test_a_version_holds_from_its_day_on(session, ada, first):
    later = clock.today() + timedelta(days=3)
    commands.publish_terms(ada, {**TEXTS, "en": "Be kinder."}, later)
    assert queries.terms_in("en").version == first
    with clock.at(f"{later} 00:00Z"):
        assert queries.terms_in("en").version == first + 1
    listed = [row.version for row in queries.terms_page(None).items]
    assert listed[:2] == [first + 1, first]
    assert queries.newest_terms()["en"] == "Be kinder."


def test_what_was_accepted_is_asked_again_only_for_a_new_version(
    session, ada, ana, space, first
):
    one = make.with_picture(ana, space)
    commands.submit(ana, one, one.version, accepts_terms=True)
    two = make.with_picture(ana, space, "A lamp that sings")
    commands.submit(ana, two, two.version, accepts_terms=False)
    commands.take_back(ana, two)
    commands.publish_terms(ada, TEXTS, clock.today())
    with pytest.raises(refusals.TermsNotAccepted):
        commands.submit(ana, two, two.version, accepts_terms=False)
    commands.submit(ana, two, two.version, accepts_terms=True)
    assert queries.revision_of(two.id).terms_version == first + 1
    assert queries.revision_of(one.id).terms_version == first


def test_a_page_that_was_open_meanwhile_accepts_nothing_unseen(
    session, ada, ana, space, first, sign_in
):
    one = make.submitted(ana, space)
    two = make.with_picture(ana, space, "A lamp that sings")
    session.commit()
    browser = sign_in(ana)
    path = f"/ideas/{two.number}/submission"
    assert 'name="terms"' not in browser.get(path).text
    commands.publish_terms(ada, TEXTS, clock.today())
    session.commit()
    answer = browser.post(path, data={"version": str(two.version)})
    assert answer.status_code == 422
    assert 'name="terms"' in answer.text
    assert one.state == "submitted"


def test_a_language_that_is_offered_may_not_be_missing(session, ada):
    with pytest.raises(refusals.TermsIncomplete):
        commands.publish_terms(ada, {**TEXTS, "ja": " "}, clock.today())
    site.put(ada, "languages", ["ja"])
    with pytest.raises(refusals.TermsIncomplete):
        commands.publish_terms(ada, {"ja": "親切に。"}, clock.today())
    site.put(ada, "languages", ["en"])
    commands.publish_terms(ada, {"en": "Be kind."}, clock.today())
    assert queries.terms_in("ja").body_source == "Be kind."


def test_terms_do_not_begin_in_the_past(session, ada):
    with pytest.raises(refusals.TermsInThePast):
        commands.publish_terms(ada, TEXTS, clock.today() - timedelta(days=1))


@pytest.mark.parametrize("name", cast.ROLES)
def test_who_publishes_terms(people, name):
    assert policies.may_publish_terms(people[name]) is (name == "ada")


def test_strangers_publish_no_terms(session, mo):
    for who in (mo, ANONYMOUS):
        with pytest.raises(NotAllowed, match="may_publish_terms"):
            commands.publish_terms(who, TEXTS, clock.today())


def test_the_page_publishes_a_version(session, sign_in, ada, mo):
    browser = sign_in(ada)
    today = clock.today().isoformat()
    sent = {**TEXTS, "effective_on": today}
    assert browser.post("/staff/terms", data=sent).status_code == 303
    page = browser.get("/staff/terms").text
    assert "Version 2" in page
    assert "請友善。" in page
    assert browser.post("/staff/terms", data={**sent, "ja": ""}).status_code == 422
    past = {**sent, "effective_on": "2020-01-01"}
    assert "today or later" in browser.post("/staff/terms", data=past).text
    later = {**sent, "effective_on": "2999-01-01"}
    assert browser.post("/staff/terms", data=later).status_code == 303
    assert "not yet" in browser.get("/staff/terms").text
    assert sign_in(mo).get("/staff/terms").status_code == 403
