"""Person, Credential, EmailAddress, Session, RoleGrant, OneTimeLink."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.kernel import clock, ids
from app.kernel.actor import ROLES
from app.kernel.db import Model, one_of
from app.kernel.text import fold

STATES = ("active", "placeholder", "erased", "system")
# Their rights begin with a second factor: they move money, or grant the right to.
NEEDS_SECOND_FACTOR = frozenset({"finance", "admin"})
# Money and the site itself know no spaces.
SITE_ROLES = ("finance", "auditor", "admin")
PURPOSES = ("admin", "second_factor", "address", "password")


def _folded(context: Any) -> str:
    """The key of a display name for rows that no constructor made."""
    return fold(context.get_current_parameters()["display_name"])


class Person(Model):
    """A public identity, the owner of everything; maybe a placeholder, maybe erased."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("birth_year BETWEEN 1900 AND 2200", name="birth_year"),
        Index("ix_people_name_key", "name_key", "id"),
        Index(
            "ix_people_shut_out",
            "name_key",
            "id",
            sqlite_where=text("disabled_at IS NOT NULL"),
            postgresql_where=text("disabled_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    display_name: Mapped[str]
    name_key: Mapped[str] = mapped_column(default=_folded)
    state: Mapped[str] = mapped_column(default="active")
    birth_year: Mapped[int | None]
    locale: Mapped[str | None]
    timezone: Mapped[str | None]
    bio: Mapped[str] = mapped_column(default="")
    shows_supports: Mapped[bool] = mapped_column(default=True)
    # asked once: at the first support, or in the settings
    supports_asked_at: Mapped[datetime | None]
    single_keys: Mapped[bool] = mapped_column(default=True)
    security_stamp: Mapped[str] = mapped_column(default=ids.token)
    second_factor_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    # What moderators ruled: until when this person only reads, or writes little.
    suspended_until: Mapped[datetime | None]
    slowed_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    source: Mapped[str | None]
    source_id: Mapped[str | None]

    # Not `raise`: an actor outlives a rollback, and a policy then asks for its roles.
    grants: Mapped[list["RoleGrant"]] = relationship(
        primaryjoin=(
            "and_(RoleGrant.person_id == Person.id, RoleGrant.ended_at.is_(None))"
        ),
        viewonly=True,
    )

    @validates("display_name")
    def _fold(self, _key: str, name: str) -> str:
        """Keep the folded key of the name beside it: people are searched by it."""
        self.name_key = fold(name)
        return name

    @property
    def is_person(self) -> bool:
        return True

    # flask-login's word for "has a session"
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What flask-login calls a person by."""
        return str(self.id)

    def has_role(self, role: str, space_id: int | None = None) -> bool:
        """A living grant for the site or this space, once its rights have begun."""
        if role in NEEDS_SECOND_FACTOR and self.second_factor_at is None:
            return False
        return self.was_granted(role, space_id)

    def was_granted(self, role: str, space_id: int | None = None) -> bool:
        """A living grant, whether or not a second factor is there yet."""
        return any(
            grant.role == role and grant.space_id in (None, space_id)
            for grant in self.grants
        )

    @property
    def is_staff(self) -> bool:
        return bool(self.grants)

    def writes_little(self, days: int) -> bool:
        """Whether daily limits hold: here for fewer than `days`, or slowed down."""
        if self.is_staff or self.state == "system":
            return False
        now = clock.now()
        is_slowed = self.slowed_until is not None and self.slowed_until > now
        return is_slowed or now - self.created_at < timedelta(days=days)

    def renew_stamp(self) -> None:
        """End every session of this person, but one that is stamped anew."""
        self.security_stamp = ids.token()

    def age(self) -> int:
        """Years surely completed: this year - birth year - 1; 0 if unknown."""
        return clock.now().year - self.birth_year - 1 if self.birth_year else 0


def _one_a_person(name: str, which: str) -> Index:
    """At most one row of this kind for a person."""
    return Index(
        name,
        "person_id",
        unique=True,
        sqlite_where=text(which),
        postgresql_where=text(which),
    )


class Credential(Model):
    """A way to sign in: a password under a name, a TOTP secret, a recovery code."""

    __tablename__ = "credentials"
    __table_args__ = (
        CheckConstraint(one_of("kind", ("password", "totp", "recovery")), name="kind"),
        CheckConstraint("kind <> 'password' OR name_key IS NOT NULL", name="name"),
        _one_a_person("uq_credentials_password", "kind = 'password'"),
        _one_a_person(
            "uq_credentials_totp", "kind = 'totp' AND confirmed_at IS NOT NULL"
        ),
        _one_a_person(
            "uq_credentials_totp_begun", "kind = 'totp' AND confirmed_at IS NULL"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str | None]
    name_key: Mapped[str | None] = mapped_column(unique=True)
    secret: Mapped[str]
    last_step: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    def rename(self, name: str) -> None:
        """Set the sign-in name and its folded key."""
        self.name = name
        self.name_key = fold(name)


class EmailAddress(Model):
    """An address of a person; proved when `verified_at` is set.

    One that is proved, and beside it at most one that waits for its proof.
    """

    __tablename__ = "email_addresses"
    __table_args__ = (
        Index(
            "uq_email_addresses_proved",
            "address_key",
            unique=True,
            sqlite_where=text("verified_at IS NOT NULL"),
            postgresql_where=text("verified_at IS NOT NULL"),
        ),
        _one_a_person("uq_email_addresses_own", "verified_at IS NOT NULL"),
        _one_a_person("uq_email_addresses_waiting", "verified_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    address: Mapped[str]
    address_key: Mapped[str]
    verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Session(Model):
    """A sign-in: a hashed 256-bit token, read at each request, never cached."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    stamp: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    stepped_up_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(default="")
    flashes: Mapped[list[Any]] = mapped_column(default=list)

    person: Mapped[Person] = relationship(lazy="raise")

    def push_flash(self, kind: str, text: str) -> None:
        """Keep a sentence for the next page; at most five wait."""
        self.flashes = [*self.flashes, [kind, text]][-5:]

    def take_flashes(self) -> list[Any]:
        """What was kept, once."""
        taken, self.flashes = self.flashes, []
        return taken


class RoleGrant(Model):
    """A role, for the site or one space, from one instant until it is ended."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint(one_of("role", ROLES), name="role"),
        CheckConstraint(
            f"space_id IS NULL OR NOT {one_of('role', SITE_ROLES)}", name="site"
        ),
        Index(
            "uq_role_grants_living",
            "person_id",
            "role",
            text("coalesce(space_id, 0)"),
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]


class OneTimeLink(Model):
    """A token that works once, until it expires.

    `admin`: the admin's first door. `second_factor`: a right password that still waits
    for its code. `address`: proves the address it was sent to. `password`: a forgotten
    one is replaced; by mail it is bound to the address, without it an admin gave it.
    """

    __tablename__ = "one_time_links"
    __table_args__ = (
        CheckConstraint(one_of("purpose", PURPOSES), name="purpose"),
        CheckConstraint(
            "purpose NOT IN ('address', 'password') OR person_id IS NOT NULL "
            "AND (purpose = 'password' OR address_key IS NOT NULL)",
            name="bound",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    address_key: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
