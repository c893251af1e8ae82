"""The second factor: codes of an app, recovery codes, and who may change them."""

import factories
import pytest
import sqlalchemy as sa
import time_machine
from support.codes import with_app
from support.server import SECRET

from guideline_workshop.models import JournalEntry, Mail, RecoveryCode, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.services import journal, logins, second_factors, sign_ins
from guideline_workshop.services.clock import database_now
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.second_factors import NotNow


@pytest.fixture
def person(db):
    factories.user(db)
    return factories.user(db, "Eva Kern")


def identity_of(db, user, **more):
    now = database_now(db)
    return logins.identify(db, logins.begin(db, user, now=now, **more), now=now)


def passes(db, user, code, *, key=SECRET):
    db.refresh(user)
    return second_factors.passes(db, user, code, key=key, now=database_now(db))


def remove(db, user, **more):
    second_factors.remove(db, identity_of(db, user, **more), now=database_now(db))


def test_a_code_is_good_once_and_a_moment_before_and_after(db, person):
    app, _codes = with_app(db, person)
    for steps, is_good in ((-2, False), (2, False), (-1, True), (0, True), (1, True)):
        assert passes(db, person, app.code(db, steps)) is is_good
    for steps in (-1, 0, 1):  # all of them are used up now
        assert not passes(db, person, app.code(db, steps))


@pytest.mark.parametrize("code", ["", "000000", "12345", "1234567", "١٢٣٤٥٦", "x" * 500, "\x00"])
def test_what_is_no_code_opens_nothing(db, person, code):
    app, _codes = with_app(db, person)
    code = code if code != app.code(db) else "111111"
    assert not passes(db, person, code)


def test_the_code_may_be_typed_with_a_blank(db, person):
    app, _codes = with_app(db, person)
    code = app.code(db)
    assert passes(db, person, f" {code[:3]} {code[3:]} ")


def test_a_recovery_code_is_good_once_however_it_is_typed(db, person):
    other = factories.user(db)
    with_app(db, other)
    _app, codes = with_app(db, person)
    assert len(set(codes)) == second_factors.RECOVERY_CODES
    assert not passes(db, other, codes[0])
    assert passes(db, person, codes[0].upper().replace("-", " "))
    assert not passes(db, person, codes[0])
    assert passes(db, person, codes[1])
    assert second_factors.of(db, person.id).recovery_codes == second_factors.RECOVERY_CODES - 2


def test_what_is_stored_opens_nothing(db, person):
    """The secret is sealed with that of the settings, and recovery codes are hashed."""
    app, codes = with_app(db, person)
    stored = str(db.execute(sa.text("SELECT * FROM users")).all()) + str(
        db.execute(sa.text("SELECT * FROM recovery_codes")).all()
    )
    secret = second_factors.opened(person.totp_secret, person.id, SECRET)
    assert secret not in stored
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert not passes(db, person, app.code(db), key="another secret")
    other = factories.user(db)
    other.totp_secret = person.totp_secret  # copied by somebody who can write to the database
    db.flush()
    assert not passes(db, other, app.code(db))


def test_setting_up_needs_the_code_of_the_very_secret(db, person):
    identity = identity_of(db, person)
    proposal = second_factors.propose(identity, SECRET)
    now = database_now(db)
    with pytest.raises(Invalid):
        second_factors.set_up(db, identity, proposal, "000000", key=SECRET, now=now)
    foreign = second_factors.propose(identity_of(db, factories.user(db)), SECRET)
    for wrong in (foreign, "nonsense", "ä"):
        with pytest.raises(Conflict):
            second_factors.set_up(db, identity, wrong, "000000", key=SECRET, now=now)
    with time_machine.travel(now + second_factors.SET_UP_WITHIN * 1.1), pytest.raises(Conflict):
        second_factors.set_up(db, identity, proposal, "000000", key=SECRET, now=now)
    assert not second_factors.of(db, person.id)


def test_changes_are_recorded_and_told_and_end_the_other_logins(db, person):
    """Threat 6, and threat 36."""
    elsewhere = logins.begin(db, person, now=database_now(db))
    with_app(db, person)
    assert logins.identify(db, elsewhere, now=database_now(db)) is None
    remove(db, person, second_factor=True)
    acts = [Act.SECOND_FACTOR_ADDED, Act.SECOND_FACTOR_REMOVED]
    rows = db.scalars(sa.select(JournalEntry).order_by(JournalEntry.sequence)).all()
    assert [row.act for row in rows] == acts
    assert all(row.details == {"user": person.id, "factor": "app"} for row in rows)
    mails = db.scalars(sa.select(Mail).order_by(Mail.id)).all()
    assert [mail.data["what"] for mail in mails] == acts
    assert {(mail.kind, mail.address) for mail in mails} == {(MailKind.ACCOUNT, person.email)}
    assert journal.first_altered(db) is None
    assert person.email not in str([vars(row) for row in rows])


def test_a_password_alone_changes_nothing_about_a_second_factor(db, person):
    """Somebody with a stolen password adds none of their own, and removes none."""
    with_app(db, person)
    weak = identity_of(db, person)
    now = database_now(db)
    with pytest.raises(NotNow):
        second_factors.remove(db, weak, now=now)
    with pytest.raises(NotNow):
        second_factors.new_recovery_codes(db, weak, now=now)
    proposal = second_factors.propose(weak, SECRET)
    with pytest.raises(NotNow):
        second_factors.set_up(db, weak, proposal, "000000", key=SECRET, now=now)


def test_new_recovery_codes_replace_the_old_ones(db, person):
    _app, codes = with_app(db, person)
    identity = identity_of(db, person, second_factor=True)
    new = second_factors.new_recovery_codes(db, identity, now=database_now(db))
    assert not set(new) & set(codes)
    assert not passes(db, person, codes[0])
    assert passes(db, person, new[0])


def test_the_administration_lets_somebody_in_again_who_lost_everything(db, person):
    with_app(db, person)
    token = logins.begin(db, person, now=database_now(db), second_factor=True)
    second_factors.withdraw(db, person, by=None, now=database_now(db))
    assert not second_factors.of(db, person.id)
    assert db.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 0
    assert logins.identify(db, token, now=database_now(db)) is None


def test_the_waiting_login_is_exchanged_for_one_with_another_token(db, person):
    """Threat 7."""
    app, _codes = with_app(db, person)
    now = database_now(db)
    made = sign_ins.begin(db, person, second_factor=False, device="Firefox", now=now)
    assert not made.is_complete
    assert sign_ins.complete(db, made.token, "000000", key=SECRET, device="", now=now) is None
    db.expire(person)
    done = sign_ins.complete(db, made.token, app.code(db), key=SECRET, device="Firefox", now=now)
    assert done.token != made.token
    assert logins.identify(db, done.token, now=now).second_factor
    assert sign_ins.waiting(db, made.token, now=now) is None
    assert logins.identify(db, made.token, now=now) is None


def test_a_waiting_login_ends_soon_and_a_complete_one_does_not_wait(db, person):
    app, _codes = with_app(db, person)
    now = database_now(db)
    token = sign_ins.begin(db, person, second_factor=False, device="", now=now).token
    late = now + logins.WAITING
    assert sign_ins.complete(db, token, app.code(db), key=SECRET, device="", now=late) is None
    complete = logins.begin(db, db.get_one(User, person.id), now=now)
    assert sign_ins.waiting(db, complete, now=now) is None
