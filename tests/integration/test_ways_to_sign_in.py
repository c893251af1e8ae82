"""Ways to sign in beside the password, on both databases; the pages have tests of their own."""

import json
from concurrent.futures import ThreadPoolExecutor

import factories
import pytest
import sqlalchemy as sa
from factories import NOW
from support.authenticator import Authenticator

from guideline_workshop.models import ExternalIdentity, Passkey, PasswordReset
from guideline_workshop.services import logins, passkeys, password_resets, providers
from guideline_workshop.services.errors import Gone, Invalid
from guideline_workshop.services.openid import Person
from guideline_workshop.services.passkeys import Site

SITE = Site.of("http://localhost", "Leitlinien-Werkstatt")
HASH = logins.hash_password("ein neues Passwort")


@pytest.fixture
def person(db):
    factories.user(db)
    return factories.user(db, "Eva Kern")


def with_passkey(db, user):
    device = Authenticator()
    identity = factories.identity(db, user)
    asked = passkeys.options_to_add(db, identity, SITE)
    passkeys.add(
        db,
        identity,
        device.create(json.loads(asked.json)),
        challenge=asked.challenge,
        name="Telefon",
        site=SITE,
        now=NOW,
    )
    device.count += 1
    return device


def sign_in(db, device):
    asked = passkeys.options_to_sign_in(SITE)
    answer = device.get(json.loads(asked.json))
    return answer, asked.challenge, enter(db, answer, asked.challenge)


def enter(db, answer, challenge):
    return passkeys.sign_in(db, answer, challenge=challenge, site=SITE, device="", now=NOW)


def test_a_passkey_opens_the_account_of_its_owner_once_an_answer(db, person):
    answer, challenge, made = sign_in(db, with_passkey(db, person))
    found = logins.identify(db, made.token, now=NOW, needs_second_factor=True)
    assert (found.user_id, found.second_factor) == (person.id, True)
    db.execute(sa.update(Passkey).values(sign_count=0))
    with pytest.raises(Invalid):
        enter(db, answer, challenge)


def test_nobody_changes_the_passkey_of_another_person(db, person):
    """Threat 1."""
    with_passkey(db, person)
    stranger = factories.identity(db, factories.user(db))
    (passkey,) = passkeys.of(db, person.id)
    with pytest.raises(Invalid):
        passkeys.rename(db, stranger, passkey.id, "Meins")
    with pytest.raises(Invalid):
        passkeys.remove(db, stranger, passkey.id, now=NOW)
    assert [one.name for one in passkeys.of(db, person.id)] == ["Telefon"]


def test_an_account_of_a_provider_is_found_by_issuer_and_subject_only(db, person):
    there = Person("https://id.example", "1", person.email, second_factor=False)
    made = providers.sign_in(db, there, device="", now=NOW)
    assert logins.identify(db, made.token, now=NOW).user_id == person.id
    elsewhere = Person("https://other.example", "1", "", second_factor=False)
    assert providers.sign_in(db, elsewhere, device="", now=NOW) is None
    namesake = Person("https://id.example", "2", person.email, second_factor=True)
    assert providers.sign_in(db, namesake, device="", now=NOW) is None
    assert db.scalar(sa.select(sa.func.count()).select_from(ExternalIdentity)) == 1


def test_of_two_who_use_one_link_at_once_one_is_late(new_session):
    """Threat 10."""
    with new_session() as db, db.begin():
        user = factories.user(db)
        password_resets.order(db, user.email, now=NOW)
        reset = db.scalars(sa.select(PasswordReset.id)).one()
        token = password_resets.link_token(db, reset, now=NOW)

    def redeem(_number):
        with new_session() as db, db.begin():
            try:
                password_resets.redeem(db, token, HASH, now=NOW)
            except Gone:
                return False
            return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(redeem, range(4))) == [False, False, False, True]


def test_a_link_is_made_anew_for_each_mail_and_not_after_its_use(db, person):
    password_resets.order(db, f" {person.email.upper()}", now=NOW)
    reset = db.scalars(sa.select(PasswordReset.id)).one()
    first = password_resets.link_token(db, reset, now=NOW)
    second = password_resets.link_token(db, reset, now=NOW)
    with pytest.raises(Gone):
        password_resets.find(db, first, now=NOW)
    assert password_resets.redeem(db, second, HASH, now=NOW) is person
    db.expire_all()
    assert password_resets.link_token(db, reset, now=NOW) is None
