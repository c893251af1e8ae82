"""Bringing in people and associations, and giving somebody a new password."""

import datetime as dt
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from guideline_workshop.i18n import DEFAULT_LANGUAGE, LANGUAGES, _
from guideline_workshop.models import Association, Login, Membership, User, UserRole
from guideline_workshop.rules import passwords
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.passwords import Weakness
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.services import account_changes, addresses, journal
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.services.logins import hash_password

WEAKNESSES = {
    Weakness.TOO_SHORT: _(
        "The password is too short: it needs at least ${shortest} characters.",
        mapping={"shortest": passwords.SHORTEST},
    ),
    Weakness.TOO_LONG: _(
        "The password is too long: at most ${longest} characters can be entered.",
        mapping={"longest": passwords.LONGEST},
    ),
    Weakness.PERSONAL: _("The password contains your name or e-mail address."),
    Weakness.FEW_CHARACTERS: _("The password repeats few characters again and again."),
    Weakness.COMMON: _(
        "The password is made of well-known words, digits or rows of keys. They are tried first. "
        "Four words that have nothing to do with each other are a good one."
    ),
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What is not mistaken for something else when it is read from paper: no i, l, o, 0, 1."""


@dataclass(frozen=True)
class Person:
    """A user with what they may do."""

    user: User
    memberships: tuple[Membership, ...]

    @property
    def roles(self) -> tuple[GlobalRole, ...]:
        """The global roles, in the order of the alphabet."""
        return tuple(sorted(one.role for one in self.user.roles))


def create_user(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session,
    *,
    email: str,
    name: str,
    password: str | None,
    roles: Collection[GlobalRole] = (),
    delegate_of: Collection[str] = (),
    drafter_of: Collection[str] = (),
    language: str = DEFAULT_LANGUAGE,
    by: Identity | None,
    now: dt.datetime,
) -> User:
    """Make a person who can sign in; associations are given by their short names.

    Without a password they choose one by a mailed link first. Raises Conflict when somebody has the
    address already, Invalid when anything else is wrong.
    """
    memberships = _memberships(db, delegate_of, drafter_of)
    hashed = "" if password is None else password_hash(password, email=email, name=name)
    made = add_user(db, email=email, name=name, password_hash=hashed, language=language, now=now)
    made.roles = [UserRole(role=role) for role in sorted(set(roles))]
    db.add_all(
        Membership(user_id=made.id, association_id=association_id, role=role, since=now)
        for association_id, role in memberships.items()
    )
    db.flush()
    details = {
        "roles": sorted(set(roles)),
        "delegate_of": _of_role(memberships, MembershipRole.DELEGATE),
        "drafter_of": _of_role(memberships, MembershipRole.DRAFTER),
    }
    # neither name nor address: rows are never changed, and a person may have their name removed
    journal.record(
        db,
        Act.USER_CREATED,
        by=by,
        now=now,
        subject=f"Konto {made.id}",
        consultation_id=None,
        details={"user": made.id, **details},
    )
    return made


def add_user(  # noqa: PLR0913 -- what is entered, and when
    db: Session, *, email: str, name: str, password_hash: str, language: str, now: dt.datetime
) -> User:
    """Make a person who can sign in; it is part of an act, which writes the row of the journal.

    `password_hash` made the hash. Raises Conflict when somebody has the address already, Invalid
    when anything else is wrong.
    """
    address = addresses.checked(email)
    if language not in LANGUAGES:
        raise Invalid(_("There is no language ${language}.", mapping={"language": language}))
    if with_address(db, address) is not None:
        raise Conflict(_("There is a user with the address ${email}.", mapping={"email": address}))
    made = User(
        email=address,
        name=line(name, longest=200),
        password_hash=password_hash,
        language=language,
        created_at=now,
    )
    db.add(made)
    db.flush()
    return made


def reset_password(
    db: Session, email: str, password: str, *, by: Identity | None, now: dt.datetime
) -> User:
    """Give a user a new password and end all their logins; raises Invalid for an unknown one."""
    user = known(db, email)
    user.password_hash = password_hash(password, email=user.email, name=user.name)
    db.execute(delete(Login).where(Login.user_id == user.id))
    account_changes.record(
        db, Act.PASSWORD_RESET, user, {}, by=by, now=now, what=Act.PASSWORD_CHANGED
    )
    return user


def check_password(password: str, *, email: str, name: str) -> None:
    """Raise Invalid when a password of this person is too easily guessed, and say why."""
    found = passwords.weakness(password, email=email, name=name)
    if found is not None:
        raise Invalid(WEAKNESSES[found])


def password_hash(password: str, *, email: str, name: str) -> str:
    """Check a new password of this person as above, and hash it.

    It takes a while: call it while nothing is locked.
    """
    check_password(password, email=email, name=name)
    return hash_password(password)


def strong_password() -> str:
    """Make a password of 98 bits that can be read out and typed."""
    groups = ("".join(secrets.choice(LETTERS) for _letter in range(5)) for _group in range(4))
    return "-".join(groups)


def everybody(db: Session) -> list[Person]:
    """List all users by name, with their roles and associations."""
    users = db.scalars(
        select(User).order_by(User.name, User.email).options(selectinload(User.roles))
    ).all()
    rows = db.scalars(
        select(Membership)
        .join(Membership.association)
        .order_by(Association.short_name)
        .options(joinedload(Membership.association))
    ).all()
    return [Person(user, tuple(one for one in rows if one.user_id == user.id)) for user in users]


def _memberships(
    db: Session, delegate_of: Collection[str], drafter_of: Collection[str]
) -> dict[int, MembershipRole]:
    twice = sorted(set(delegate_of) & set(drafter_of))
    if twice:
        raise Invalid(
            _(
                "Somebody is either delegate or drafter of ${association}, not both.",
                mapping={"association": twice[0]},
            )
        )
    wanted = dict.fromkeys(drafter_of, MembershipRole.DRAFTER)
    wanted |= dict.fromkeys(delegate_of, MembershipRole.DELEGATE)
    known = {
        one.short_name: one.id
        for one in db.scalars(select(Association).where(Association.short_name.in_(wanted)))
    }
    for unknown in sorted(wanted.keys() - known.keys()):
        raise Invalid(
            _(
                "There is no association with the short name ${association}.",
                mapping={"association": unknown},
            )
        )
    return {known[short_name]: role for short_name, role in wanted.items()}


def _of_role(memberships: Mapping[int, MembershipRole], role: MembershipRole) -> list[int]:
    return sorted(one for one, held in memberships.items() if held is role)


def known(db: Session, email: str) -> User:
    """Return the user whom an operator names by an address; raises Invalid when there is none."""
    user = with_address(db, email.strip().lower())
    if user is None:
        raise Invalid(_("There is no user with the address ${email}.", mapping={"email": email}))
    return user


def with_address(db: Session, address: str) -> User | None:
    """Find the user with an address as it is stored."""
    return db.scalar(select(User).where(User.email == address))


def line(value: str, *, longest: int, required: bool = True) -> str:
    """Return a name as it is stored: one line, NFC; raises Invalid for what cannot be stored."""
    line = " ".join(unicodedata.normalize("NFC", value).split())
    if required and not line:
        raise Invalid(_("A name must not be empty."))
    if len(line) > longest:
        raise Invalid(
            _(
                "A name is too long: at most ${longest} characters can be stored.",
                mapping={"longest": longest},
            )
        )
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in line):
        raise Invalid(_("This contains characters that cannot be stored."))
    return line
