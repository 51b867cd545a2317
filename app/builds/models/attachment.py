"""BuildAttachment: what one sees or fetches beside the words of a build."""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db import Model, one_of

ATTACHMENT_KINDS = ("picture", "video", "file")


class BuildAttachment(Model):
    """A picture, the link of a video, or a file to fetch; `name` is as it is stored."""

    __tablename__ = "build_attachments"
    __table_args__ = (
        UniqueConstraint("build_id", "kind", "name", "url"),
        CheckConstraint(one_of("kind", ATTACHMENT_KINDS), name="kind"),
        CheckConstraint("words <> ''", name="words"),
        CheckConstraint(
            "kind <> 'picture' OR (name <> '' AND width > 0 AND height > 0)",
            name="picture",
        ),
        CheckConstraint(
            "kind <> 'video' OR (name = '' AND substr(url, 1, 8) = 'https://')",
            name="video",
        ),
        CheckConstraint(
            "kind <> 'file' OR (name <> '' AND size > 0 AND length(sha256) = 64)",
            name="file",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    build_id: Mapped[int] = mapped_column(ForeignKey("builds.id"))
    kind: Mapped[str]
    # What a picture shows, what a video is called, the name of a file at home.
    words: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def host(self) -> str:
        """Whose site a video lies on."""
        return urlsplit(self.url).hostname or ""
