"""Signing in and out, and who is behind a login."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop import models
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.services import logins

PASSWORD = "richtig pferd batterie"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def person(db, world):
    made = factories.member(db, world.associations[0], MembershipRole.DRAFTER, name="Eva Kern")
    made.password_hash = logins.hash_password(PASSWORD)
    db.flush()
    return made


def logins_of(db, person):
    return db.scalars(sa.select(models.Login).where(models.Login.user_id == person.id)).all()


def test_the_right_password_begins_a_login(db, person):
    token = factories.sign_in(db, person.email, PASSWORD)
    found = logins.identify(db, token, now=NOW)
    assert (found.user_id, found.name) == (person.id, "Eva Kern")


def test_the_address_is_taken_as_people_type_it(db, person):
    assert factories.sign_in(db, f"  {person.email.upper()} ", PASSWORD)


@pytest.mark.parametrize("password", ["", "falsch", PASSWORD + " ", "x" * 10_000, "\x00"])
def test_a_wrong_password_begins_none(db, person, password):
    assert factories.sign_in(db, person.email, password) is None
    assert logins_of(db, person) == []


@pytest.mark.parametrize("email", ["niemand@example.org", "", "%", "'"])
def test_an_unknown_address_begins_none_and_costs_a_verification(db, person, email, monkeypatch):
    """Threat 8."""
    verified = []
    real = type(logins.hasher).verify

    def verify(self, hash_, password):
        verified.append(hash_)
        return real(self, hash_, password)

    monkeypatch.setattr(type(logins.hasher), "verify", verify)
    assert factories.sign_in(db, email, PASSWORD) is None
    assert len(verified) == 1
    assert verified[0].split("$")[:4] == person.password_hash.split("$")[:4]


def test_who_has_no_password_yet_cannot_sign_in(db):
    made = factories.user(db)  # its hash is the word "none"
    assert factories.sign_in(db, made.email, "none") is None


def test_the_token_is_stored_hashed_only(db, person):
    token = logins.begin(db, person, now=NOW)
    (stored,) = logins_of(db, person)
    assert len(token) >= 43  # 256 bits
    assert token not in str(vars(stored))
    assert stored.token_hash != token


def test_a_login_ends_by_itself(db, person):
    token = logins.begin(db, person, now=NOW)
    assert logins.identify(db, token, now=NOW + logins.LIFETIME - SECOND)
    assert logins.identify(db, token, now=NOW + logins.LIFETIME) is None


def test_signing_out_is_final_and_ends_this_login_only(db, person):
    """Threat 6."""
    here, there = logins.begin(db, person, now=NOW), logins.begin(db, person, now=NOW)
    logins.sign_out(db, logins.identify(db, here, now=NOW))
    assert logins.identify(db, here, now=NOW) is None
    assert logins.identify(db, there, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "ä\x00"])
def test_an_unknown_token_is_nobody(db, person, token):
    logins.begin(db, person, now=NOW)
    assert logins.identify(db, token, now=NOW) is None


def test_rights_are_read_anew_with_every_request(db, world, person):
    """Threat 39."""
    token = logins.begin(db, person, now=NOW)
    before = logins.identify(db, token, now=NOW)
    assert before.acting.role is MembershipRole.DRAFTER
    db.add(models.UserRole(user_id=person.id, role=GlobalRole.BOARD))
    db.add(models.Moderation(user_id=person.id, consultation_id=world.consultation.id))
    db.execute(sa.delete(models.Membership).where(models.Membership.user_id == person.id))
    db.flush()
    after = logins.identify(db, token, now=NOW)
    assert (after.acting, after.associations) == (None, ())
    assert after.global_roles == {GlobalRole.BOARD}
    assert after.moderates == {world.consultation.id}


def test_one_acts_for_ones_own_associations_only(db, world, person):
    factories.membership(db, person, world.associations[2], MembershipRole.DELEGATE)
    token = logins.begin(db, person, now=NOW)
    identity = logins.identify(db, token, now=NOW)
    assert logins.act_for(db, identity, world.associations[2].id)
    db.flush()
    acting = logins.identify(db, token, now=NOW).acting
    assert (acting.association_id, acting.role) == (
        world.associations[2].id,
        MembershipRole.DELEGATE,
    )
    assert not logins.act_for(db, identity, world.associations[1].id)
    db.flush()
    assert logins.identify(db, token, now=NOW).acting == acting


def test_who_belongs_to_no_association_acts_for_none(db, world):
    assert world.board.acting is None
    assert world.board.associations == ()
    assert not logins.act_for(db, world.board, world.associations[0].id)


def test_two_people_cannot_have_one_address(db, person):
    db.add(models.User(email=person.email, name="Andere", password_hash="none", created_at=NOW))
    with pytest.raises(sa.exc.IntegrityError):
        db.flush()


@pytest.mark.parametrize("since", ["locked_at", "removed_at"])
def test_who_is_locked_or_removed_is_nobody_and_cannot_sign_in(db, person, since):
    """Threat 6."""
    token = logins.begin(db, person, now=NOW)
    setattr(person, since, NOW)
    db.flush()
    assert logins.identify(db, token, now=NOW) is None
    assert factories.sign_in(db, person.email, PASSWORD) is None


def test_a_login_that_waits_for_its_second_factor_is_nobody(db, person):
    token = logins.begin(db, person, now=NOW, complete=False)
    assert logins.identify(db, token, now=NOW) is None
    (waiting,) = logins_of(db, person)
    assert waiting.expires_at == NOW + logins.WAITING
    assert logins.of(db, person.id, now=NOW) == []


def test_roles_without_the_second_factor_they_need_do_not_count(db, world, person):
    db.add(models.UserRole(user_id=person.id, role=GlobalRole.BOARD))
    db.add(models.Moderation(user_id=person.id, consultation_id=world.consultation.id))
    db.flush()
    for second_factor, needed in ((False, False), (False, True), (True, False), (True, True)):
        token = logins.begin(db, person, now=NOW, second_factor=second_factor)
        found = logins.identify(db, token, now=NOW, needs_second_factor=needed)
        lacks = needed and not second_factor
        assert (found.second_factor, found.lacks_second_factor) == (second_factor, lacks)
        assert found.global_roles == (set() if lacks else {GlobalRole.BOARD})
        assert found.moderates == (set() if lacks else {world.consultation.id})
        assert found.acting is not None


def test_who_has_no_role_lacks_no_second_factor(db, person):
    token = logins.begin(db, person, now=NOW)
    assert not logins.identify(db, token, now=NOW, needs_second_factor=True).lacks_second_factor


def test_all_logins_of_a_person_end_at_once_but_the_one_that_is_kept(db, person):
    """Threat 6."""
    stranger = factories.user(db)
    theirs = logins.begin(db, stranger, now=NOW)
    tokens = [logins.begin(db, person, now=NOW, device=f"Browser {n}") for n in range(3)]
    assert [one.device for one in logins.of(db, person.id, now=NOW)] == [
        "Browser 2",
        "Browser 1",
        "Browser 0",
    ]
    kept = logins.identify(db, tokens[1], now=NOW)
    logins.end(db, person.id, keep=kept.login_id)
    assert [bool(logins.identify(db, token, now=NOW)) for token in tokens] == [False, True, False]
    logins.end(db, person.id)
    assert logins.of(db, person.id, now=NOW) == []
    assert logins.identify(db, theirs, now=NOW)
