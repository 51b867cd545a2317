"""The door to Alembic: tables up to date, by their owner where that is someone else."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from config import ROOT


def run(owner_url: str) -> None:
    """Run what the open store lacks; `owner_url` may name another owner of tables."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    if not owner_url:
        command.upgrade(config, "head")
        return
    owner = sa.create_engine(owner_url)
    with owner.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    owner.dispose()
