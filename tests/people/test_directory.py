"""The page of people: found, narrowed, read page by page, sent as a file."""

import csv
import io

import pytest
from sqlalchemy import insert

from app.kernel import clock
from app.people import commands, queries
from app.people.models import Person
from app.people.queries import Sought
from app.web.answers import csv_stream
from tests.people.helpers import join

CROWD = 1_200


@pytest.fixture
def crowd(session, people, deep):
    """Many people whom an import brought."""
    rows = [
        {
            "number": 1_000 + n,
            "display_name": f"Crowd {n:05}",
            "state": "placeholder" if n % 3 == 0 else "active",
            "created_at": clock.parse("2026-08-21 09:00Z"),
        }
        for n in range(50_000 if deep else CROWD)
    ]
    session.execute(insert(Person), rows)
    session.commit()
    return len(rows)


def _found(words="", role="", access=""):
    return queries.directory(Sought(words, role, access), None).items


def _names(**sought):
    return [person.display_name for person in _found(**sought)]


def _rows(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_people_are_found_by_either_name(session, people):
    join("Anaïs")
    join("Zoé_1")
    gone, renamed = people["olaf"], people["ben"]
    gone.state = "erased"
    renamed.display_name = "Benedikt"
    nora = join("Nora")
    nora.display_name = "The lamp lady"
    session.commit()
    assert _names(words="ANA") == ["Ana", "Anaïs"]
    assert _names(words="é_1") == _names(words="_") == _names(words="zoé") == ["Zoé_1"]
    assert _names(words="benedikt") == ["Benedikt"]
    assert _names(words="nora") == _names(words="lamp") == ["The lamp lady"]
    assert gone not in _found()
    assert _names(words="olaf") == []


def test_rows_that_no_constructor_made_are_found_too(session):
    row = {"number": 4242, "display_name": "Zoë", "security_stamp": "s"}
    session.execute(insert(Person).values(**row))
    found = _found(words="ZOË")
    assert [person.get_id() for person in found] == [str(queries.by_number(4242).id)]


def test_people_are_narrowed_by_role(session, people, ada, ana, mo, space):
    commands.grant_role(ada, ana, "product", space)
    commands.grant_role(ada, people["ben"], "design")
    ended = queries.grants_of(people["ben"])[0]
    commands.end_role(ada, ended)
    assert _names(role="product") == ["Ana", "Paul", "Priya"]
    assert _names(role="product", words="pa") == ["Paul"]
    assert _names(role="design") == []
    assert "Ben" not in _names(role="any")
    assert {"Ana", "Mo", "Ada", "Finn"} <= set(_names(role="any"))


def test_people_are_narrowed_by_access(session, people, ada, ben):
    commands.disable(ada, ben)
    fan = commands.make_placeholder(ada, "From before", "csv", "1")
    shut = commands.make_placeholder(ada, "Shut", "csv", "2")
    commands.disable(ada, shut)
    assert _names(access="shut_out") == ["Ben", "Shut"]
    assert _found(access="placeholder") == [fan]
    active = _names(access="active")
    assert "Ana" in active
    assert not {"Ben", "From before", "Shut"} & set(active)


def test_many_people_are_read_page_by_page(sign_in, ada, crowd, assert_queries):
    browser = sign_in(ada)
    browser.get("/staff/people")
    seen, after = [], None
    for _page in range(3):
        found = queries.directory(Sought("crowd"), after)
        seen, after = seen + [p.display_name for p in found.items], found.next
    assert seen == [f"Crowd {n:05}" for n in range(90)]
    with assert_queries(7):
        shown = browser.get(f"/staff/people?q=crowd&access=active&after={after}")
    assert "Crowd 00091" in shown.text
    assert "Crowd 00090" not in shown.text  # a placeholder
    assert "q=crowd&amp;access=active&amp;after=" in shown.text


def test_what_the_page_cannot_say_is_left_out(sign_in, ada, ana):
    browser = sign_in(ada)
    assert "Ana" in browser.get("/staff/people?role=king&access=asleep").text
    assert browser.get("/staff/people?after=nonsense").status_code == 422


def test_everyone_is_sent_as_a_file(sign_in, ada, crowd, assert_queries):
    browser = sign_in(ada, stepped_up=True)
    batches = crowd // queries.BATCH + 1
    with assert_queries(5 + 2 * batches):
        answer = browser.get("/staff/people.csv?q=crowd")
        rows = _rows(answer)
    assert answer.mimetype == "text/csv"
    assert 'filename="people.csv"' in answer.headers["Content-Disposition"]
    assert len(rows) == crowd
    assert rows[-1]["name"] == f"Crowd {crowd - 1:05}"
    assert rows[3] == {
        "number": "1003",
        "name": "Crowd 00003",
        "signs_in_as": "",
        "access": "placeholder",
        "roles": "",
        "second_factor": "no",
        "joined_on": "2026-08-21",
    }


def test_the_file_says_roles_and_access(session, sign_in, people, ada, ana, space):
    nora = join("=1+1")
    commands.grant_role(ada, ana, "product", space)
    commands.grant_role(ada, ana, "moderator")
    commands.disable(ada, people["ben"])
    session.commit()
    rows = _rows(sign_in(ada, stepped_up=True).get("/staff/people.csv"))
    by_number = {row["number"]: row for row in rows}
    assert by_number[str(ana.number)]["roles"] == "moderator product@lamps"
    assert by_number[str(people["ben"].number)]["access"] == "shut_out"
    assert by_number[str(people["mo"].number)]["second_factor"] == "yes"
    told = by_number[str(nora.number)]
    assert told["name"] == told["signs_in_as"] == "'=1+1"


def test_the_file_asks_for_the_password_again(sign_in, ada):
    away = sign_in(ada).get("/staff/people.csv?role=any").location
    assert away == "/step-up?next=/staff/people.csv?role%3Dany"


def test_the_file_is_sent_while_it_is_read(app):
    read = []

    def rows():
        for n in range(2_000):
            read.append(n)
            yield (n,)

    with app.test_request_context("/"):
        chunks = csv_stream("numbers", ("n",), rows()).iter_encoded()
        assert next(chunks).startswith(b"n\n0\n1\n")
        assert len(read) < 600
        assert b"".join(chunks).endswith(b"\n1999\n")
