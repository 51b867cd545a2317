"""How often the bug that a duplicate repeats is among the five that a reporter sees.

Usage: .venv/bin/python bin/lib/recall.py FOLDER

FOLDER holds bugs.csv (Issue id, Summary, Description, Created) and
duplicate_pairs.csv (Issue id, Duplicate id), as data/duplicates_en does. Each pair is
asked from its later report to its earlier one, in a store of its own that is thrown
away. Prints recall at 1 and 5, asked by the title alone and by title and words.
"""

import csv
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import click
from alembic import command
from alembic.config import Config

from app import create_app
from app.discovery import commands as search
from app.discovery import queries
from app.feedback import commands as feedback
from app.feedback.commands import ImportedBug
from app.kernel.actor import SYSTEM
from app.kernel.db import atomic
from app.people import commands as people
from app.spaces import commands as spaces
from config import Settings

ROOT = Path(__file__).parents[2]
SHOWN = 5
MOST_LETTERS = 20_000
MOST_ASKED = 1_000


def main(folder: Path) -> None:
    """Index every report, ask for each pair, print what was found."""
    csv.field_size_limit(sys.maxsize)
    rows = {row["Issue id"]: row for row in _rows(folder / "bugs.csv")}
    pairs = [
        tuple(sorted((row["Issue id"], other.strip()), key=int))
        for row in _rows(folder / "duplicate_pairs.csv")
        for other in row["Duplicate id"].split(",")
    ]
    asked = [pair for pair in pairs if set(pair) <= set(rows)]
    with tempfile.TemporaryDirectory() as data:
        app = create_app(
            Settings(
                data=Path(data),
                database_url=f"sqlite:///{data}/recall.db",
                secret_key="of a store that lives for a minute",  # noqa: S106
                testing=True,
            )
        )
        with app.app_context():
            command.upgrade(Config(toml_file=str(ROOT / "pyproject.toml")), "head")
            space, keys = _index(rows)
            click.echo(f"{len(keys)} bugs, {len(asked)} known pairs")
            for name, words in (("title", _title), ("title and words", _whole)):
                places = [_place(space, keys, rows, pair, words) for pair in asked]
                click.echo(
                    f"{name}: {_share(places, 1)} at 1, {_share(places, SHOWN)} at 5"
                )


def _index(rows: dict) -> tuple[int, dict[str, int]]:
    with atomic():
        space = spaces.create(SYSTEM, spaces.NewSpace("recall", "Recall"), {})
        reporter = people.make_placeholder(SYSTEM, "Imported", "recall", "Imported")
        came = {key: _bring_in(space.id, reporter.id, key, rows[key]) for key in rows}
        for bug_id in came.values():
            search.index_bug(bug_id)
    return space.id, came


def _bring_in(space_id: int, reporter_id: int, key: str, row: dict) -> int:
    bug = ImportedBug(
        space_id=space_id,
        reporter_id=reporter_id,
        title=row["Summary"],
        words=row["Description"][:MOST_LETTERS],
        created_at=datetime(2020, 1, 1, tzinfo=UTC),
        source="recall",
        source_id=key,
    )
    return feedback.import_bug(SYSTEM, bug).bug.id


def _place(space: int, keys: dict, rows: dict, pair: tuple, words) -> int:  # noqa: ANN001
    """Where the earlier report stands in the answer to the later one; 0 is nowhere."""
    earlier, later = pair
    found = queries.similar_bugs(SYSTEM, space, words(rows[later]), but=keys[later])
    ids = [bug.id for bug in found]
    return ids.index(keys[earlier]) + 1 if keys[earlier] in ids else 0


def _title(row: dict) -> str:
    return row["Summary"]


def _whole(row: dict) -> str:
    return f"{row['Summary']} {row['Description']}"[:MOST_ASKED]


def _share(places: list[int], most: int) -> str:
    found = sum(0 < place <= most for place in places)
    return f"{found / len(places):.2f}" if places else "-"


def _rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
