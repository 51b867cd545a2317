"""Pictures, videos and files of a build."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from app.builds import policies, queries
from app.builds.commands.items import BuildIsOut
from app.builds.models import Build, BuildAttachment
from app.kernel import audit, storage
from app.kernel.actor import Actor
from app.kernel.db import db, insert_once
from app.kernel.errors import Conflict, Invalid
from app.kernel.pictures import Picture
from app.kernel.policies import require
from app.kernel.words import N_
from app.spaces import queries as spaces

MOST = {"picture": 8, "video": 4, "file": 10}
_MB = 1_000_000
_VIDEO = re.compile(r"https://[^\s\\/]+(?:/[^\s\\]*)?", re.IGNORECASE)
# What a name may not hold where it is written into a header or onto a disk.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"/\\]")
_BINARY_STL_HEAD = 84
_BINARY_STL_FACET = 50
PRINTED = (".stl", ".step", ".stp", ".3mf")


class FileTooLarge(Invalid):
    code = "file_too_large"
    text = N_(
        "This file is larger than %(size)s MB. Put it elsewhere and give its link."
    )


class FileIsEmpty(Invalid):
    code = "file_is_empty"
    text = N_("There is nothing in this file. Choose another one.")


class NotPrintable(Invalid):
    code = "not_printable"
    text = N_("A file to print is an STL, STEP or 3MF file. Choose one of these.")


class VideoNeedsLink(Invalid):
    code = "video_needs_link"
    text = N_("The link of a video must begin with https://.")


class VideoNeedsName(Invalid):
    code = "video_needs_name"
    text = N_("Say in a few words what the video shows.")


class TooMany(Conflict):
    code = "too_many_attachments"
    text = N_("A build holds %(most)s of these. Take one away first.")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies in the store: its name there and at home, size and checksum."""

    name: str
    words: str
    size: int
    sha256: str


def most_bytes(build: Build) -> int:
    """How large a file of this build may be."""
    found: int = spaces.rules_of(build.space_id).builds.file_mb * _MB
    return found


def store_file(build: Build, content: bytes, words: str) -> StoredFile:
    """Check and store what was sent; its row comes later, in a transaction.

    It is kept as bytes of no kind: no browser ever shows it.
    """
    name = _UNSAFE.sub("", words).strip()[-100:] or "file"
    most = most_bytes(build)
    if not content:
        raise FileIsEmpty(field="file")
    if len(content) > most:
        raise FileTooLarge(field="file", size=most // _MB)
    if build.kind == "print_file" and not _is_printable(content, name):
        raise NotPrintable(field="file")
    digest = hashlib.sha256(content).hexdigest()
    return StoredFile(storage.put(content, "bin"), name, len(content), digest)


def add_file(actor: Actor, build: Build, stored: StoredFile) -> None:
    """Offer a file to whoever gets the build; the same one twice is one.

    What is out keeps its files: people have checked their sums.
    """
    require(policies.may_fill, actor, build)
    if build.is_published:
        raise BuildIsOut
    _add(
        actor,
        build,
        BuildAttachment(
            build_id=build.id,
            kind="file",
            words=stored.words,
            name=stored.name,
            size=stored.size,
            sha256=stored.sha256,
        ),
    )


def add_picture(actor: Actor, build: Build, picture: Picture, alt: str) -> None:
    """Show one more picture around what changed; it always has words."""
    require(policies.may_fill, actor, build)
    _add(
        actor,
        build,
        BuildAttachment(
            build_id=build.id,
            kind="picture",
            words=alt.strip() or build.name,
            name=picture.name,
            width=picture.width,
            height=picture.height,
        ),
    )


def add_video(actor: Actor, build: Build, url: str, words: str) -> None:
    """Link a video that shows what changed; nothing of it is loaded from here."""
    require(policies.may_fill, actor, build)
    if not _VIDEO.fullmatch(url.strip()):
        raise VideoNeedsLink(field="url")
    if not words.strip():
        raise VideoNeedsName(field="words")
    # the scheme in small letters, as the table asks for it
    link = "https" + url.strip()[5:]
    row = BuildAttachment(
        build_id=build.id, kind="video", words=words.strip(), url=link
    )
    _add(actor, build, row)


def detach(actor: Actor, build: Build, attachment_id: int) -> None:
    """Take a picture, video or file away again; twice is the same as once."""
    require(policies.may_fill, actor, build)
    found = queries.attachment(build, attachment_id)
    if found is None:
        return
    if found.kind == "file" and build.is_published:
        raise BuildIsOut
    db.session.delete(found)
    audit.record(actor, "builds.detach", "build", build.id, values={"kind": found.kind})
    db.session.flush()


def _add(actor: Actor, build: Build, row: BuildAttachment) -> None:
    """Add what is not there yet, as long as there is room for one more."""
    most = MOST[row.kind]
    if insert_once(row) is None:
        return
    if queries.count_attachments(build.id, row.kind) > most:
        raise TooMany(most=most)
    audit.record(actor, "builds.attach", "build", build.id, values={"kind": row.kind})


def _is_printable(content: bytes, name: str) -> bool:
    """Whether a file is what its ending says: STL, STEP or 3MF."""
    ending = PurePath(name).suffix.lower()
    if ending == ".3mf":
        return content.startswith(b"PK\x03\x04")
    if ending in (".step", ".stp"):
        return content.lstrip().startswith(b"ISO-10303-21")
    return ending == ".stl" and _is_stl(content)


def _is_stl(content: bytes) -> bool:
    """Text that begins with `solid`, or a head, a count and that many facets."""
    facets = int.from_bytes(content[_BINARY_STL_HEAD - 4 : _BINARY_STL_HEAD], "little")
    whole = _BINARY_STL_HEAD + _BINARY_STL_FACET * facets
    is_binary = facets > 0 and len(content) == whole
    is_text = content.lstrip().startswith(b"solid") and b"facet" in content
    return is_binary or is_text
