"""Links and device codes that let testers in."""

from sqlalchemy import select

from app.builds.models import ChannelPass
from app.kernel import pages
from app.kernel.db import db
from app.kernel.errors import Missing
from app.spaces import queries as spaces

# A device's code is this long; a link is longer and keeps its case.
CODE_SIGNS = 16


def open_pass(token: str) -> ChannelPass:
    """A pass by its link or code; Missing once it is over."""
    wanted = select(ChannelPass).where(
        ChannelPass.token_hash == spaces.hash_of(plain_token(token))
    )
    found = db.session.scalar(wanted)
    if found is None or not found.is_open:
        raise Missing
    return found


def plain_token(words: str) -> str:
    """A code as it is kept: people type it with other signs between, in any case."""
    bare = words.replace("-", "").replace(" ", "")
    return bare.upper() if len(bare) <= CODE_SIGNS else words.strip()


def passes_page(channel_id: int, after: str | None) -> pages.Page[ChannelPass]:
    """The passes of a channel, the newest first."""
    statement = select(ChannelPass).where(ChannelPass.channel_id == channel_id)
    return pages.page(statement, [ChannelPass.id.desc()], after, 10)


def pass_in(channel_id: int, pass_id: int) -> ChannelPass:
    """A pass of a channel, over or not."""
    found = db.session.get(ChannelPass, pass_id)
    if found is None or found.channel_id != channel_id:
        raise Missing
    return found
