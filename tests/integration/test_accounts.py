"""Accounts as the administration manages them (threats 38 and 39)."""

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import JournalEntry, Login, Mail
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import accounts, logins
from guideline_workshop.services.errors import Conflict


@pytest.fixture
def user(db):
    return factories.user(db, "Ada Kanari", roles=[GlobalRole.MODERATOR])


def logins_of(db, user):
    return db.scalar(sa.select(sa.func.count()).where(Login.user_id == user.id))


def told(db, user):
    """What mails tell somebody about their account."""
    of = Mail.kind == MailKind.ACCOUNT, Mail.user_id == user.id
    return [one.data["what"] for one in db.scalars(sa.select(Mail).where(*of).order_by(Mail.id))]


def newest(db):
    return db.scalars(sa.select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()


def test_a_new_account_gets_a_link_to_choose_a_password(db, world):
    made = accounts.create(
        db,
        email="Neu@Kreis.example",
        name="Neu",
        roles=[GlobalRole.BOARD],
        language="de",
        by=world.administrator,
        now=NOW,
    )
    mail = db.scalars(sa.select(Mail).where(Mail.kind == MailKind.PASSWORD_RESET)).one()
    assert (mail.address, mail.user_id) == ("neu@kreis.example", made.id)
    assert accounts.find(db, made.id).roles[0].role is GlobalRole.BOARD


def test_who_loses_a_role_is_logged_out_everywhere(db, world, user):
    """Threat 6, threat 39."""
    token = factories.login(db, user)
    found = accounts.find(db, user.id)
    accounts.change_roles(db, found, [GlobalRole.BOARD], by=world.administrator, now=NOW)
    assert logins.identify(db, token, now=NOW) is None
    entry = newest(db)
    assert entry.act is Act.ROLES_CHANGED
    assert entry.details["before"] == ["moderator"]
    assert entry.details["after"] == ["board"]


def test_who_gains_a_role_stays_logged_in(db, world, user):
    token = factories.login(db, user)
    roles = [GlobalRole.MODERATOR, GlobalRole.BOARD]
    accounts.change_roles(db, accounts.find(db, user.id), roles, by=world.administrator, now=NOW)
    assert logins.identify(db, token, now=NOW).is_board


def test_roles_that_stay_the_same_are_no_act(db, world, user):
    before = newest(db)
    roles = [GlobalRole.MODERATOR]
    accounts.change_roles(db, accounts.find(db, user.id), roles, by=world.administrator, now=NOW)
    assert newest(db) == before


def test_who_is_locked_is_out_at_once_and_comes_back_when_unlocked(db, world, user):
    """Threat 6."""
    token = factories.login(db, user)
    found = accounts.find(db, user.id)
    accounts.lock(db, found, reason="Verdacht", by=world.administrator, now=NOW)
    assert logins.identify(db, token, now=NOW) is None
    assert logins_of(db, user) == 0
    assert (newest(db).act, newest(db).reason) == (Act.USER_LOCKED, "Verdacht")
    with pytest.raises(Conflict):
        accounts.lock(db, found, reason="Noch einmal", by=world.administrator, now=NOW)
    accounts.unlock(db, found, reason="Geklärt", by=world.administrator, now=NOW)
    assert told(db, user) == [Act.USER_LOCKED, Act.USER_UNLOCKED]
    assert logins.identify(db, factories.login(db, user), now=NOW) is not None
    with pytest.raises(Conflict):
        accounts.unlock(db, found, reason="Noch einmal", by=world.administrator, now=NOW)


def test_who_lost_the_second_factor_gets_in_again(db, world, user):
    user.totp_secret = "sealed"
    token = factories.login(db, user)
    accounts.withdraw_factor(db, accounts.find(db, user.id), by=world.administrator, now=NOW)
    assert logins.identify(db, token, now=NOW) is None
    assert accounts.find(db, user.id).totp_secret is None
    assert newest(db).act is Act.SECOND_FACTOR_REMOVED
    oneself = accounts.find(db, world.administrator.user_id)
    with pytest.raises(Conflict):
        accounts.withdraw_factor(db, oneself, by=world.administrator, now=NOW)


def test_nobody_raises_or_locks_themselves(db, world):
    """Threat 38."""
    oneself = accounts.find(db, world.administrator.user_id)
    for roles in ([], list(GlobalRole)):
        with pytest.raises(Conflict):
            accounts.change_roles(db, oneself, roles, by=world.administrator, now=NOW)
    with pytest.raises(Conflict):
        accounts.lock(db, oneself, reason="Pause", by=world.administrator, now=NOW)


@pytest.mark.parametrize(
    ("words", "found"), [("kanari", True), ("EXAMPLE.ORG", True), ("%", False), ("_", False)]
)
def test_people_are_found_by_parts_of_name_or_address(db, user, words, found):
    names = {one.name for one in accounts.search(db, words, limit=50)}
    assert (user.name in names) is found


def test_the_list_has_pages(db):
    for number in range(7):
        factories.user(db, f"Zz {number}")
    first = accounts.search(db, "Zz", limit=5)
    rest = accounts.search(db, "Zz", limit=5, after=5)
    assert [one.name for one in first + rest] == [f"Zz {number}" for number in range(7)]
