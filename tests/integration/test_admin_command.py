"""The command that brings in the first people, as an operator types it."""

import getpass
import re

import factories
import pytest
from factories import NOW

from guideline_workshop.cli.main import main
from guideline_workshop.models import JournalEntry, RecoveryCode
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import journal, logins, people, second_factors
from guideline_workshop.services.second_factors import Factors

PASSWORD = "richtig pferd batterie"
INI = """[app:main]
use = egg:guideline-workshop
gw.database_url = {url}
gw.secret = only-for-tests-0123456789abcdef0123456789
gw.public_url = http://localhost:6543
"""


@pytest.fixture
def admin(tmp_path, sqlite_url):
    """Run `guideline-workshop admin COMMAND INI …` over a migrated database."""
    ini = tmp_path / "settings.ini"
    ini.write_text(INI.format(url=sqlite_url), encoding="utf-8")
    return lambda command, *more: main(["admin", command, str(ini), *more])


@pytest.fixture
def typing(monkeypatch):
    """Let somebody type these answers; returns what they were asked."""

    def answer(*answers):
        asked, left = [], list(answers)

        def ask(prompt):
            asked.append(prompt)
            return left.pop(0)

        monkeypatch.setattr(getpass, "getpass", ask)
        return asked

    return answer


@pytest.fixture
def session(sqlite_url):
    """Look into the database, each time anew."""
    engine = create_engine(sqlite_url)
    yield session_factory(engine)
    engine.dispose()


EVA = ("--email", "eva@example.org", "--name", "Eva Kern")
SCHOOLS = ("--name", "Schulverein Nord", "--short-name", "Schulen", "--kind", "Schule")


def test_a_district_brings_in_its_first_people(admin, typing, session, capsys):
    asked = typing(PASSWORD, PASSWORD)
    assert admin("create-association", *SCHOOLS) == 0
    roles = ("--role", "moderator", "--role", "board")
    assert admin("create-user", *EVA, *roles, "--delegate-of", "Schulen", "--language", "en") == 0
    said = capsys.readouterr()
    assert "Schulverein Nord has been added; its short name is Schulen." in said.out
    assert "Eva Kern can sign in as eva@example.org." in said.out
    assert PASSWORD not in said.out + said.err
    assert len(asked) == 2
    with session() as db:
        token = factories.sign_in(db, "eva@example.org", PASSWORD)
        identity = logins.identify(db, token, now=NOW)
        assert identity.global_roles == {"moderator", "board"}
        assert (identity.acting.short_name, identity.acting.role) == ("Schulen", "delegate")
        assert identity.language == "en"
        assert journal.first_altered(db) is None


def test_a_generated_password_is_printed_once_and_works(admin, session, capsys):
    assert admin("create-user", *EVA, "--generate-password") == 0
    first = printed_password(capsys)
    assert admin("reset-password", "eva@example.org", "--generate-password") == 0
    second = printed_password(capsys)
    with session() as db:
        assert factories.sign_in(db, "eva@example.org", first) is None
        assert factories.sign_in(db, "eva@example.org", second)


def printed_password(capsys):
    said = capsys.readouterr()
    (found,) = re.findall(r"^Password \(shown this once\): (\S{20,})$", said.out, re.MULTILINE)
    assert (said.out + said.err).count(found) == 1
    return found


def test_a_new_password_is_asked_for_and_ends_the_logins(admin, typing, session, capsys):
    admin("create-user", *EVA, "--generate-password")
    with session.begin() as db:
        token = logins.begin(db, people.everybody(db)[0].user, now=NOW)
    typing(PASSWORD, PASSWORD)
    assert admin("reset-password", "EVA@example.org") == 0
    assert "all logins of this user have ended" in capsys.readouterr().out
    with session() as db:
        assert logins.identify(db, token, now=NOW) is None
        assert factories.sign_in(db, "eva@example.org", PASSWORD)


def test_the_list_says_who_may_do_what(admin, capsys):
    admin("create-association", *SCHOOLS)
    admin("create-association", "--name", "Wohnverein", "--short-name", "Wohnen")
    more = ("--role", "moderator", "--drafter-of", "Wohnen", "--delegate-of", "Schulen")
    admin("create-user", *EVA, *more, "--generate-password")
    capsys.readouterr()
    assert admin("list") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Associations: 2",
        "  Schulen, Schulverein Nord, Schule",
        "  Wohnen, Wohnverein",
        "Users: 1",
        "  eva@example.org, Eva Kern, moderator, delegate of Schulen, drafter of Wohnen",
    ]


def test_who_lost_the_second_factor_signs_in_with_the_password_again(admin, session, capsys):
    admin("create-user", *EVA, "--generate-password")
    with session.begin() as db:
        eva = people.known(db, "eva@example.org")
        eva.totp_secret = "sealed"
        db.add(RecoveryCode(user_id=eva.id, code_hash="x" * 64))
        token = logins.begin(db, eva, now=NOW, second_factor=True)
        assert second_factors.of(db, eva.id)
    capsys.readouterr()
    assert admin("remove-second-factor", "eva@example.org") == 0
    assert "eva@example.org logs in with the password alone" in capsys.readouterr().out
    with session() as db:
        eva = people.known(db, "eva@example.org")
        assert second_factors.of(db, eva.id) == Factors(False, 0, 0)
        assert logins.identify(db, token, now=NOW) is None
        assert last_act(db) == (Act.SECOND_FACTOR_REMOVED, None, "")
        assert journal.first_altered(db) is None


def test_an_operator_gives_and_takes_roles(admin, session, capsys):
    admin("create-user", *EVA, "--role", "board", "--generate-password")
    capsys.readouterr()
    assert admin("grant-role", "eva@example.org", "administrator") == 0
    assert capsys.readouterr().out == "Roles of eva@example.org: administrator, board.\n"
    with session.begin() as db:
        token = logins.begin(db, people.known(db, "eva@example.org"), now=NOW)
    assert admin("revoke-role", "eva@example.org", "board") == 0
    assert capsys.readouterr().out == "Roles of eva@example.org: administrator.\n"
    with session() as db:
        assert logins.identify(db, token, now=NOW) is None
        assert last_act(db) == (Act.ROLES_CHANGED, None, "")


def test_an_operator_locks_an_account_and_unlocks_it(admin, session, capsys):
    admin("create-user", *EVA, "--generate-password")
    password = printed_password(capsys)
    assert admin("lock", "eva@example.org", "--reason", "Gerät gestohlen") == 0
    with session() as db:
        assert factories.sign_in(db, "eva@example.org", password) is None
        assert last_act(db) == (Act.USER_LOCKED, None, "Gerät gestohlen")
    assert admin("lock", "eva@example.org", "--reason", "noch einmal") == 2
    assert admin("unlock", "eva@example.org", "--reason", "Gerät gefunden") == 0
    with session() as db:
        assert factories.sign_in(db, "eva@example.org", password)
        assert last_act(db) == (Act.USER_UNLOCKED, None, "Gerät gefunden")


def last_act(db):
    row = db.get_one(JournalEntry, journal.head(db)[0])
    return row.act, row.actor_id, row.reason


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("create-user", *EVA), "There is a user with the address eva@example.org."),
        (("create-user", "--email", "eva", "--name", "E"), "eva is not an e-mail address."),
        (
            ("create-user", "--email", "a@example.org", "--name", "A", "--drafter-of", "Niemand"),
            "There is no association with the short name Niemand.",
        ),
        (("create-association", *SCHOOLS), "There is an association with this name or short name"),
        (("reset-password", "x@example.org"), "There is no user with the address x@example.org."),
        (("remove-second-factor", "x@example.org"), "There is no user with the address x@example"),
        (("grant-role", "x@example.org", "board"), "There is no user with the address x@example"),
        (("lock", "eva@example.org", "--reason", " "), "Please give a reason"),
    ],
)
def test_what_cannot_be_is_one_clear_line(admin, typing, capsys, command, says):
    typing(PASSWORD, PASSWORD)
    admin("create-association", *SCHOOLS)
    admin("create-user", *EVA, "--generate-password")
    capsys.readouterr()
    assert admin(*command) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"guideline-workshop: {says}")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ((PASSWORD, PASSWORD + "x"), "The two passwords are not the same."),
        (("kurz", "kurz"), "The password is too short: it needs at least 12 characters."),
    ],
)
def test_a_password_mistyped_or_weak_is_not_taken(admin, typing, capsys, answers, says):
    typing(*answers)
    assert admin("create-user", *EVA) == 2
    assert capsys.readouterr().err == f"guideline-workshop: {says}\n"
    assert admin("list") == 0
    assert "Users: 0" in capsys.readouterr().out


def test_without_a_terminal_nothing_is_asked(admin, monkeypatch, capsys):
    monkeypatch.setattr(getpass, "getpass", getpass.fallback_getpass)
    assert admin("create-user", *EVA) == 2
    assert "use --generate-password" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more",
    [("--password", PASSWORD), ("--role", "emperor"), ("--language", "fr")],
)
def test_options_that_do_not_exist_are_refused(admin, capsys, more):
    with pytest.raises(SystemExit) as ended:
        admin("create-user", *EVA, "--generate-password", *more)
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err
