"""Several at once, with real commits on real connections: one of them wins."""

import threading

import pytest

from app.kernel.db import atomic, db
from app.kernel.errors import Missing, Refusal
from app.people import commands, queries
from tests.people.helpers import join, prove

HOME = "home@example.org"


@pytest.fixture
def at_once(world):
    """Run acts side by side; the code of each one's refusal, or None."""

    def run(acts):
        answers = []
        threads = [
            threading.Thread(target=_try, args=(world, act, answers)) for act in acts
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(answers, key=str)

    return run


def _try(world, act, answers):
    with world.app_context():
        try:
            with atomic():
                act()
        except Refusal as refusal:
            answers.append(refusal.code)
        else:
            answers.append(None)
        db.session.remove()


def test_one_of_many_proves_the_same_address(world, at_once):
    with world.app_context(), atomic():
        crowd = [join(f"Nora {n}") for n in range(4)]
        links = []
        for person in crowd:
            commands.give_address(person, person, HOME)
            token = commands.address_link(person, person)[1]
            links.append((person.id, token))

    def act(person_id, token):
        person = queries.get(person_id)
        link = queries.own_link("address", token, person)
        commands.prove_address(person, person, link)

    answers = at_once([lambda pair=pair: act(*pair) for pair in links])
    refused = commands.AddressTaken.code
    assert answers == [None, *[refused] * 3]
    with world.app_context():
        assert queries.by_address(HOME).id in {person_id for person_id, _ in links}


def test_a_link_for_a_new_password_is_used_once(world, at_once):
    with world.app_context(), atomic():
        nora = join()
        prove(nora, HOME)
        token = commands.forgotten_link(HOME).token

    def act(n):
        commands.renew_password(queries.link("password", token), f"fan$ {n}")

    answers = at_once([lambda n=n: act(n) for n in range(4)])
    assert answers == [None, *[Missing.code] * 3]
