"""People, and what they may do everywhere."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.rules.notifications import Frequency
from guideline_workshop.rules.roles import GlobalRole


class User(Base):
    """A person who can sign in."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="de")
    created_at: Mapped[dt.datetime]
    locked_at: Mapped[dt.datetime | None]
    """Since when the administration keeps the person from signing in."""
    removed_at: Mapped[dt.datetime | None]
    """When the person had their data removed; name and address are pseudonyms since then."""
    frequency: Mapped[Frequency] = mapped_column(
        stored_enum(Frequency, checked=False), default=Frequency.DAILY
    )
    """How often they want to be told what happened, where they chose nothing else."""
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    """The secret shared with their authenticator app, sealed with the secret of the settings."""
    totp_step: Mapped[int | None]
    """The time step of the last code taken: a code is good for one sign-in."""

    roles: Mapped[list["UserRole"]] = relationship(cascade="all, delete-orphan")


class UserRole(Base):
    """A global role of a user."""

    __tablename__ = "user_roles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[GlobalRole] = mapped_column(stored_enum(GlobalRole), primary_key=True)


class Passkey(Base):
    """A WebAuthn credential of a user."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """32 bits without a sign, which an integer of PostgreSQL does not hold."""
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class RecoveryCode(Base):
    """A code that replaces the second factor once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of user and code; a code has enough bits of its own."""
    used_at: Mapped[dt.datetime | None]


class ExternalIdentity(Base):
    """Who a user is at an OpenID provider."""

    __tablename__ = "external_identities"

    issuer: Mapped[str] = mapped_column(String(200), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
