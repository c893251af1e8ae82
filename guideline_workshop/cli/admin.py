"""Bring in people and associations, and help in emergencies."""

import argparse
import getpass
import warnings
from collections.abc import Callable
from typing import Any

from guideline_workshop.cli.ini import add_ini, engine_of
from guideline_workshop.i18n import DEFAULT_LANGUAGE, LANGUAGES, _
from guideline_workshop.models.engine import session_factory
from guideline_workshop.rules import passwords
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import accounts, people, registry, second_factors
from guideline_workshop.services.clock import database_now
from guideline_workshop.services.errors import Invalid


def add_to(commands: Any) -> None:
    """Add `admin create-association|create-user|reset-password|… INI …`."""
    parser = commands.add_parser("admin", help=__doc__, description=__doc__)
    acts = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_create_association(acts)
    _add_create_user(acts)
    _add_reset_password(acts)
    words = "take app, codes and passkeys from somebody who lost them, end all logins"
    _add_email(_add(acts, "remove-second-factor", remove_second_factor, words))
    _add_roles(acts)
    _add_locks(acts)
    _add(acts, "list", list_, "list users with their roles, and associations")


def create_association(options: argparse.Namespace) -> int:
    """Make an association and say by which name users are added to it."""
    with engine_of(options.ini) as engine, session_factory(engine).begin() as db:
        entered = {name: getattr(options, name) for name in ("name", "short_name", "kind")}
        made = registry.create(db, entered, by=None, now=database_now(db))
    print(f"Association {made.name} has been added; its short name is {made.short_name}.")
    return 0


def create_user(options: argparse.Namespace) -> int:
    """Make a user with roles and memberships."""
    password = _password(options)
    with engine_of(options.ini) as engine, session_factory(engine).begin() as db:
        made = people.create_user(
            db,
            email=options.email,
            name=options.name,
            password=password,
            roles=[GlobalRole(role) for role in options.role],
            delegate_of=options.delegate_of,
            drafter_of=options.drafter_of,
            language=options.language,
            by=None,
            now=database_now(db),
        )
    print(f"{made.name} can sign in as {made.email}.")
    _show(options, password)
    return 0


def reset_password(options: argparse.Namespace) -> int:
    """Give a user a new password, which ends all their logins."""
    password = _password(options)
    with engine_of(options.ini) as engine, session_factory(engine).begin() as db:
        user = people.reset_password(db, options.email, password, by=None, now=database_now(db))
    print(f"{user.email} has a new password; all logins of this user have ended.")
    _show(options, password)
    return 0


def remove_second_factor(options: argparse.Namespace) -> int:
    """Let a user in with the password alone again, until they set up another second factor."""
    with engine_of(options.ini) as engine, session_factory(engine).begin() as db:
        user = people.known(db, options.email)
        second_factors.withdraw(db, user, by=None, now=database_now(db))
    print(f"{user.email} logs in with the password alone; all logins of this user have ended.")
    return 0


def grant_role(options: argparse.Namespace) -> int:
    """Give a user a global role."""
    return _change_roles(options, lambda held: held | {GlobalRole(options.role)})


def revoke_role(options: argparse.Namespace) -> int:
    """Take a global role from a user, which ends all their logins."""
    return _change_roles(options, lambda held: held - {GlobalRole(options.role)})


def lock(options: argparse.Namespace) -> int:
    """Keep a user out at once."""
    return _lock_or_unlock(options, accounts.lock, "locked; all logins of this user have ended")


def unlock(options: argparse.Namespace) -> int:
    """Let a user sign in again."""
    return _lock_or_unlock(options, accounts.unlock, "unlocked")


def _change_roles(
    options: argparse.Namespace, change: Callable[[set[GlobalRole]], set[GlobalRole]]
) -> int:
    with engine_of(options.ini) as engine, session_factory(engine).begin() as db:
        user = people.known(db, options.email)
        wanted = change({one.role for one in user.roles})
        accounts.change_roles(db, user, wanted, by=None, now=database_now(db))
    print(f"Roles of {user.email}: {', '.join(sorted(wanted)) or 'none'}.")
    return 0


def _lock_or_unlock(options: argparse.Namespace, act: Callable[..., None], done: str) -> int:
    with engine_of(options.ini) as engine, session_factory(engine).begin() as db:
        user = people.known(db, options.email)
        act(db, user, reason=_reason(options), by=None, now=database_now(db))
    print(f"{user.email} is {done}.")
    return 0


def _reason(options: argparse.Namespace) -> str:
    reason = people.line(options.reason, longest=500, required=False)
    if not reason:
        raise Invalid(_("Please give a reason: those concerned have a right to it."))
    return reason


def list_(options: argparse.Namespace) -> int:
    """Print all users and associations."""
    with engine_of(options.ini) as engine, session_factory(engine)() as db:
        associations, everybody = registry.all_of(db), people.everybody(db)
    print(f"Associations: {len(associations)}")
    for one in associations:
        print("  " + ", ".join(filter(None, (one.short_name, one.name, one.kind))))
    print(f"Users: {len(everybody)}")
    for person in everybody:
        held = [f"{one.role} of {one.association.short_name}" for one in person.memberships]
        print("  " + ", ".join([person.user.email, person.user.name, *person.roles, *held]))
    return 0


def _add_create_association(acts: Any) -> None:
    parser = _add(acts, "create-association", create_association, "add an association")
    parser.add_argument("--name", required=True)
    parser.add_argument("--short-name", required=True, help="what lists and votes call it")
    parser.add_argument("--kind", default="", help="such as Wohlfahrtsverband or Schule")


def _add_create_user(acts: Any) -> None:
    parser = _add(acts, "create-user", create_user, "add somebody who can sign in")
    parser.add_argument("--email", required=True)
    parser.add_argument("--name", required=True)
    several = {"action": "append", "default": []}
    parser.add_argument("--role", choices=sorted(GlobalRole), **several)
    for role in ("delegate", "drafter"):
        parser.add_argument(f"--{role}-of", metavar="SHORT_NAME", **several)
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    _add_generate_password(parser)


def _add_reset_password(acts: Any) -> None:
    parser = _add(acts, "reset-password", reset_password, "set a new password, end all logins")
    _add_email(parser)
    _add_generate_password(parser)


def _add_roles(acts: Any) -> None:
    for name, run, words in (
        ("grant-role", grant_role, "give somebody a global role"),
        ("revoke-role", revoke_role, "take one away, end all logins"),
    ):
        parser = _add(acts, name, run, words)
        _add_email(parser)
        parser.add_argument("role", choices=sorted(GlobalRole), metavar="ROLE")


def _add_locks(acts: Any) -> None:
    for name, run, words in (
        ("lock", lock, "keep somebody from signing in, end all logins"),
        ("unlock", unlock, "let somebody sign in again"),
    ):
        parser = _add(acts, name, run, words)
        _add_email(parser)
        parser.add_argument("--reason", required=True, help="stands in the journal")


def _add_email(parser: Any) -> None:
    parser.add_argument("email", metavar="EMAIL")


def _add(acts: Any, name: str, run: Any, words: str) -> Any:
    parser = acts.add_parser(name, help=words, description=words)
    add_ini(parser)
    parser.set_defaults(run=run)
    return parser


def _add_generate_password(parser: Any) -> None:
    parser.add_argument(
        "--generate-password",
        action="store_true",
        help="make one and print it once, instead of asking for it",
    )


def _password(options: argparse.Namespace) -> str:
    """Make a password or ask for it: never an argument, which other users of the machine see.

    It is asked for before the transaction begins, so that nobody waits for a person who types.
    """
    if options.generate_password:
        return people.strong_password()
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # it would show what is typed
        try:
            password = getpass.getpass(f"Password ({passwords.SHORTEST} characters or more): ")
            again = getpass.getpass("The same again: ")
        except (getpass.GetPassWarning, EOFError):
            raise Invalid(
                _("There is no terminal to ask for a password: use --generate-password.")
            ) from None
    if password != again:
        raise Invalid(_("The two passwords are not the same."))
    return password


def _show(options: argparse.Namespace, password: str) -> None:
    if options.generate_password:
        print(f"Password (shown this once): {password}")
