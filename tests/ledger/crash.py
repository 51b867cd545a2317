"""Posts until it is killed: `python -m tests.ledger.crash URL FOLDER`.

For each line it reads, it forks a child that posts; its pid is the first line out.
"""

import os
import sys
from pathlib import Path

from app.kernel.db import atomic, db
from app.ledger import queries
from tests.conftest import build_app
from tests.ledger.books import royalty


def main(url: str, folder: str) -> None:
    app = build_app(url, Path(folder))
    for _ in sys.stdin:
        if (child := os.fork()) == 0:
            with app.app_context():
                post_for_ever()
        os.waitpid(child, 0)
        print("dead", flush=True)  # noqa: T201 - said to the test


def post_for_ever() -> None:
    print(os.getpid(), flush=True)  # noqa: T201 - said to the test
    place = queries.head()[0]
    db.session.rollback()
    while True:
        with atomic():
            royalty(f"royalty:{place}", 100 + place)
        place += 1
        print(place, flush=True)  # noqa: T201 - acknowledged to the test


if __name__ == "__main__":
    main(*sys.argv[1:])
