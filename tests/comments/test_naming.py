"""Whom a comment names: by key, never by what somebody is called."""

import pytest

from app.comments import commands, queries
from app.comments.events import Mentioned
from app.comments.models import CommentMention
from app.kernel.db import db
from app.kernel.events import OutboxEvent
from app.people import queries as people_of
from app.people.models import Person, RoleGrant
from tests import cast
from tests.ideas import make


@pytest.fixture
def thread(ana, mo, space):
    idea = make.published(ana, mo, space)
    return queries.thread(ana, idea.thread_id)


@pytest.fixture
def twins(session, thread):
    """Two people called Li Wei, who both speak here."""
    pair = [Person(number=n, display_name="Li Wei") for n in (701, 702)]
    session.add_all(pair)
    session.flush()
    pair = [people_of.get(one.id) for one in pair]
    for one in pair:
        commands.write(one, thread, "I am Li Wei.")
    session.commit()
    return pair


def named_in(comment):
    rows = db.session.query(CommentMention).filter_by(comment_id=comment.id)
    return {row.person_id for row in rows}


def told():
    rows = db.session.query(OutboxEvent).filter_by(name=Mentioned.name)
    return [row.body["person_id"] for row in rows.order_by(OutboxEvent.id)]


def test_a_name_is_a_link_to_one_person(ben, tess, thread):
    said = commands.write(ben, thread, f"Ask [@Tess](/people/{tess.number}).")
    assert f'<a href="/people/{tess.number}">@Tess</a>' in said.body_html
    assert named_in(said) == {tess.id}
    row = db.session.query(OutboxEvent).filter_by(name=Mentioned.name).one()
    assert row.body == {
        "comment_id": said.id,
        "thread_id": thread.id,
        "person_id": tess.id,
        "author_id": ben.id,
    }


def test_two_people_of_one_name_never_mix(ben, thread, twins):
    first, second = twins
    said = commands.write(ben, thread, commands.link_to(second))
    assert named_in(said) == {second.id}
    assert told() == [second.id]
    vague = commands.write(ben, thread, "Ask @Li Wei about it.")
    assert named_in(vague) == set()
    assert "<a " not in vague.body_html
    assert first in queries.to_name(ben, thread, "li w")
    assert second in queries.to_name(ben, thread, "li w")


def test_nobody_is_shown_under_another_name(ben, tess, thread):
    said = commands.write(ben, thread, f"[@Priya](/people/{tess.number})")
    assert "@Tess" in said.body_html
    assert "Priya" not in said.body_source


def test_who_is_not_there_is_not_linked(ben, thread):
    said = commands.write(ben, thread, "[@Ghost](/people/99999) and @Nobody")
    assert said.body_plain == "@Ghost and @Nobody"
    assert told() == []


@pytest.mark.parametrize(
    "words", ["@Priya, please", "ask @priya", "(@Priya)", "@Ana and @Priya"]
)
def test_a_typed_name_of_one_person_here_is_enough(ben, priya, thread, words):
    assert priya.id in named_in(commands.write(ben, thread, words))


@pytest.mark.parametrize("words", ["mail me@priya.example", "@Priyanka", "@Olaf", "@"])
def test_what_only_looks_like_a_name_is_none(ben, thread, words):
    assert named_in(commands.write(ben, thread, words)) == set()


def test_names_with_markup_are_written_as_they_are(session, ben, thread):
    odd = Person(number=703, display_name="*A* [b](c)")
    session.add(odd)
    session.flush()
    said = commands.write(ben, thread, "[@x](/people/703)")
    assert said.body_plain == "@*A* [b](c)"
    assert named_in(said) == {odd.id}
    again = commands.edit(ben, said, f"{said.body_source} again", said.version)
    assert named_in(again) == {odd.id}


def test_an_edit_tells_only_those_who_are_new(ben, tess, priya, thread):
    said = commands.write(ben, thread, commands.link_to(tess))
    commands.edit(ben, said, commands.link_to(tess) + commands.link_to(priya), 1)
    assert told() == [tess.id, priya.id]
    commands.edit(ben, said, commands.link_to(priya), 2)
    assert named_in(said) == {priya.id}


def test_nobody_tells_himself(ben, thread):
    commands.write(ben, thread, commands.link_to(ben))
    assert told() == []


def test_team_words_tell_only_those_who_read_them(ben, mo, priya, thread):
    both = commands.link_to(ben) + commands.link_to(mo)
    said = commands.write_to_team(priya, thread, both)
    assert named_in(said) == {mo.id}


def test_who_mutes_the_author_hears_nothing(ben, tess, thread):
    commands.mute(tess, ben)
    said = commands.write(ben, thread, commands.link_to(tess))
    assert named_in(said) == set()
    commands.unmute(tess, ben)
    commands.edit(ben, said, commands.link_to(tess), 1)
    assert named_in(said) == {tess.id}


def test_a_comment_names_not_everybody(people, ana, ben):
    place = cast.space(people, "chairs", comments={"max_mentions": 2})
    thread = commands.open_thread(ana, place.id, "idea", "/ideas/9", owner_id=ana.id)
    three = "".join(commands.link_to(people[n]) for n in ("ana", "mo", "tess"))
    with pytest.raises(commands.TooManyMentions):
        commands.write(ben, thread, three)


def test_whom_one_may_name(session, space, people, ana, ben, tess, thread):
    """Noise: a stranger, a muted one, a disabled one, staff of another space."""
    other = cast.space(people, "chairs")
    session.add(
        RoleGrant(person_id=tess.id, role="design", space_id=other.id, granted_by_id=1)
    )
    commands.write(people["ken"], thread, "loud")
    commands.write(people["mei"], thread, "gone")
    people["mei"].disabled_at = people["mei"].created_at
    session.commit()
    commands.mute(ben, people["ken"])
    found = {person.display_name for person in queries.to_name(ben, thread)}
    assert found == {"Ana", "Mo", "Priya", "Paul", "Eddy", "Ada"}
    assert [p.display_name for p in queries.to_name(ben, thread, "PRI")] == ["Priya"]
    assert queries.to_name(ben, thread, "%") == []


def test_the_list_of_people_as_a_page_and_as_options(sign_in, client, ben, thread):
    address = f"/threads/{thread.id}/people?q=pri"
    assert client.get(address).status_code == 303
    browser = sign_in(ben)
    page = browser.get(address).text
    assert "[@Priya](/people/" in page
    options = browser.get(address, headers={"HX-Request": "true"}).text
    assert options.count('role="option"') == 1
    assert 'data-insert="[@Priya](/people/' in options
    nobody = browser.get(f"/threads/{thread.id}/people?q=zzz").text
    assert "Nobody here is called so." in nobody


def test_erasing_a_person_takes_the_name_from_others_words(ana, ben, tess, thread):
    said = commands.write(ben, thread, f"{commands.link_to(tess)} first")
    commands.edit(ben, said, f"{commands.link_to(tess)} second", 1)
    commands.erase(ana, tess)
    for words in (said, *queries.revisions_of(said.id)):
        assert "Tess" not in words.body_source + words.body_html + words.body_plain
    assert named_in(said) == set()


def test_what_is_held_of_a_person(ana, ben, tess, thread):
    said = commands.write(ben, thread, commands.link_to(tess))
    commands.react(tess, said, "up")
    commands.mute(tess, ana)
    held = queries.personal(tess)
    assert held["named_in"] == [said.id]
    assert held["reactions"][0]["kind"] == "up"
    assert held["muted"] == [ana.number]
    commands.erase(ana, tess)
    held = queries.personal(tess)
    assert (held["named_in"], held["reactions"], held["muted"]) == ([], [], [])
    assert said.reactions == {}
