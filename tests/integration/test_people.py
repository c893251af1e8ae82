"""Bringing in people and associations, and giving somebody a new password."""

import itertools

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import Association, JournalEntry, Mail, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.services import journal, logins, people, registry
from guideline_workshop.services.errors import Conflict, Invalid, Refused

PASSWORD = "richtig pferd batterie"


@pytest.fixture
def schools(db):
    factories.association(db)
    return association(db, "Schulverein Nord", "Schulen")


def association(db, name, short_name, kind=""):
    entered = {"name": name, "short_name": short_name, "kind": kind}
    return registry.create(db, entered, by=None, now=NOW)


def user(db, email="eva.kern@example.org", **more):
    more = {"name": "Eva Kern", "password": PASSWORD, "by": None, "now": NOW} | more
    return people.create_user(db, email=email, **more)


def last_row(db):
    return db.get_one(JournalEntry, journal.head(db)[0])


def test_a_new_user_signs_in_with_what_was_given(db, schools):
    other = association(db, "Wohnverein", "Wohnen")
    made = user(
        db,
        roles=[GlobalRole.BOARD, GlobalRole.MODERATOR, GlobalRole.BOARD],
        delegate_of=["Schulen"],
        drafter_of=["Wohnen"],
        language="en",
    )
    token = factories.sign_in(db, made.email, PASSWORD)
    identity = logins.identify(db, token, now=NOW)
    assert (identity.name, identity.language) == ("Eva Kern", "en")
    assert identity.global_roles == {GlobalRole.BOARD, GlobalRole.MODERATOR}
    assert {(one.association_id, one.role) for one in identity.associations} == {
        (schools.id, MembershipRole.DELEGATE),
        (other.id, MembershipRole.DRAFTER),
    }


def test_a_user_without_anything_may_only_sign_in(db, schools):
    token = factories.sign_in(db, user(db).email, PASSWORD)
    identity = logins.identify(db, token, now=NOW)
    assert (identity.language, identity.global_roles, identity.associations) == (
        "de",
        frozenset(),
        (),
    )
    assert schools


def test_the_journal_names_the_operator_and_no_personal_data(db, schools):
    moderator = factories.moderator(db)
    made = user(db, roles=[GlobalRole.BOARD], drafter_of=["Schulen"])
    row = last_row(db)
    assert (row.act, row.actor_id, row.consultation_id) == (Act.USER_CREATED, None, None)
    assert row.details == {
        "user": made.id,
        "roles": ["board"],
        "delegate_of": [],
        "drafter_of": [schools.id],
    }
    people.reset_password(db, made.email, PASSWORD[::-1], by=moderator, now=NOW)
    row = last_row(db)
    assert (row.act, row.actor_id) == (Act.PASSWORD_RESET, moderator.user_id)
    assert row.details == {"user": made.id}
    (mail,) = db.scalars(sa.select(Mail).where(Mail.user_id == made.id))
    assert (mail.kind, mail.data["what"]) == (MailKind.ACCOUNT, Act.PASSWORD_CHANGED)
    stored = str([(one.subject, one.details) for one in db.scalars(sa.select(JournalEntry))])
    assert not [word for word in (made.name, made.email, PASSWORD, "argon2") if word in stored]
    assert journal.first_altered(db) is None


def test_the_journal_names_a_new_association(db):
    made = association(db, "  Bund   der Schulen ", "BdS", kind="Schule")
    assert (made.name, made.short_name, made.kind) == ("Bund der Schulen", "BdS", "Schule")
    row = last_row(db)
    assert (row.act, row.subject) == (Act.ASSOCIATION_CREATED, "Bund der Schulen")
    assert row.details == {"association": made.id, "short_name": "BdS"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Eva.Kern@Example.ORG ", "eva.kern@example.org"),
        ("eva+werkstatt@example.org", "eva+werkstatt@example.org"),
        ("eva@BÜRGER.example.org", "eva@bürger.example.org"),
    ],
)
def test_an_address_is_stored_as_people_will_sign_in(db, typed, stored):
    assert user(db, typed).email == stored
    assert factories.sign_in(db, typed, PASSWORD)


@pytest.mark.parametrize(
    "email",
    ["", "eva", "eva@", "@example.org", "eva@example", "eva kern@example.org", "eva@@example.org",
     "Eva <eva@example.org>", "eva@example.org\x00", "eva@example.org\nBcc: x@example.org",
     "eva@" + "e." * 130 + "org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(db, email):
    with pytest.raises(Invalid):
        user(db, email)


@pytest.mark.parametrize("email", ["eva.kern@example.org", "EVA.Kern@example.org"])
def test_two_users_cannot_have_one_address(db, email):
    user(db)
    with pytest.raises(Conflict, match="There is a user"):
        user(db, email, name="Andere")


@pytest.mark.parametrize(
    ("name", "short_name"),
    [
        ("Ärztebund", "Anders"),
        ("ÄRZTEBUND", "Anders"),
        ("Anderer Verein", "äb"),
        ("ÄB", "Anders"),
        ("Anderer Verein", "Ärztebund"),
    ],
)
def test_two_associations_cannot_be_mistaken_for_each_other(db, name, short_name):
    association(db, "Ärztebund", "ÄB")
    association(db, "Ganz andere", "GA")
    with pytest.raises(Conflict, match="already"):
        association(db, name, short_name)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": " "}, "must not be empty"),
        ({"name": "x" * 201}, "at most 200"),
        ({"name": "Eva\x07"}, "cannot be stored"),
        ({"name": "Eva\udc80"}, "cannot be stored"),
        ({"password": "elf Zeichen"}, "at least 12"),
        ({"password": "x" * 201}, "at most 200"),
        ({"language": "fr"}, "no language fr"),
        ({"delegate_of": ["Schulen", "Niemand"]}, "short name Niemand"),
        ({"drafter_of": ["schulen "]}, "short name schulen"),
        ({"delegate_of": ["Schulen"], "drafter_of": ["Schulen"]}, "not both"),
    ],
)
@pytest.mark.usefixtures("schools")
def test_what_cannot_be_is_refused_and_leaves_nothing(db, wrong, says):
    before = journal.head(db)
    with pytest.raises(Invalid) as refused:
        user(db, **wrong)
    assert says in refused.value.message.interpolate()
    assert db.scalars(sa.select(User)).all() == []
    assert journal.head(db) == before


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"short_name": "  "}, {"name": "x" * 201}, {"short_name": "x" * 41},
     {"kind": "x" * 81}, {"kind": "\x1b[2J"}],
)  # fmt: skip
def test_an_association_needs_names_that_can_be_stored(db, wrong):
    with pytest.raises(Invalid):
        association(db, **({"name": "Schulverein", "short_name": "Schulen"} | wrong))
    assert db.scalars(sa.select(Association)).all() == []


def test_the_longest_that_fits_is_stored(db):
    made = association(db, "ü" * 200, "ß" * 40, kind="€" * 80)
    password = ("Straßenbahn über Brücken " * 10)[:200]
    person = user(db, name="ä" * 200, password=password, delegate_of=["ß" * 40])
    db.expire_all()
    assert (len(made.name), len(person.name)) == (200, 200)
    assert factories.sign_in(db, person.email, password)


def test_a_new_password_ends_all_logins_of_this_user_only(db):
    made, other = user(db), user(db, "other@example.org")
    tokens = [logins.begin(db, made, now=NOW) for _ in range(2)]
    kept = logins.begin(db, other, now=NOW)
    people.reset_password(db, " EVA.KERN@example.org", "ein neues Passwort", by=None, now=NOW)
    assert [logins.identify(db, token, now=NOW) for token in tokens] == [None, None]
    assert logins.identify(db, kept, now=NOW)
    assert factories.sign_in(db, made.email, PASSWORD) is None
    assert factories.sign_in(db, made.email, "ein neues Passwort")
    assert factories.sign_in(db, other.email, PASSWORD)


@pytest.mark.parametrize(
    ("email", "password"), [("niemand@example.org", PASSWORD), ("eva.kern@example.org", "kurz")]
)
def test_a_refused_password_leaves_everything_as_it_was(db, email, password):
    token = logins.begin(db, user(db), now=NOW)
    before = journal.head(db)
    with pytest.raises(Refused):
        people.reset_password(db, email, password, by=None, now=NOW)
    assert logins.identify(db, token, now=NOW)
    assert factories.sign_in(db, "eva.kern@example.org", PASSWORD)
    assert journal.head(db) == before


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("kurz", "short"),
        ("x" * 201, "long"),
        ("Passwort2026!", "well-known"),
        ("abababababab", "repeats"),
        ("eva.kern und mehr", "your name"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_with_the_reason(password, says):
    with pytest.raises(Invalid) as refused:
        people.check_password(password, email="eva.kern@example.org", name="Eva Kern")
    assert says in refused.value.message.interpolate()
    people.check_password(PASSWORD, email="eva.kern@example.org", name="Eva Kern")


def test_strong_passwords_are_long_plain_and_never_the_same():
    made = [people.strong_password() for _ in range(200)]
    assert len(set(made)) == 200
    letters = set("".join(made))
    assert letters <= set(people.LETTERS) | {"-"}
    assert not letters & set("il1o0")
    assert {len(one) for one in made} == {23}


def test_everybody_is_listed_by_name_with_roles_and_associations(db, schools):
    association(db, "Ausländerbeirat", "ALB")
    user(db, "z@example.org", name="Zoe", roles=[GlobalRole.MODERATOR, GlobalRole.BOARD])
    user(db, "a@example.org", name="Ada", delegate_of=["Schulen"], drafter_of=["ALB"])
    found = people.everybody(db)
    assert [one.user.name for one in found] == ["Ada", "Zoe"]
    assert found[1].roles == (GlobalRole.BOARD, GlobalRole.MODERATOR)
    assert [(one.association.short_name, one.role) for one in found[0].memberships] == [
        ("ALB", MembershipRole.DRAFTER),
        ("Schulen", MembershipRole.DELEGATE),
    ]
    names = [one.name for one in registry.all_of(db)]
    assert all(a < b for a, b in itertools.pairwise(names))
    assert schools.name in names
