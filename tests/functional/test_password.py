"""A forgotten password, from the question to the new one (threats 8, 10, 13, 64)."""

import factories
import pytest
import sqlalchemy as sa
from support.scene import CSRF

from guideline_workshop.models import JournalEntry, Login, Mail, PasswordReset, User
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.notifications import MailKind
from guideline_workshop.services import attempts, logins, password_resets
from guideline_workshop.services.clock import database_now

PASSWORD = "richtig pferd batterie"
NEW = "ein neues Passwort"


@pytest.fixture
def person(site):
    with site.data() as db:
        factories.user(db)
        made = factories.user(db, "Eva Kern")
        made.password_hash = logins.hash_password(PASSWORD)
    return made


def post(browser, page, path, **fields):
    token = CSRF.search(page.body)[1].decode()
    return browser.post(path, {"csrf_token": token, **fields}, expect_errors=True)


def ask(site, email):
    browser = site.visitor()
    return post(browser, browser.get("/password"), "/password", email=email)


def mails(site):
    with site.data() as db:
        return db.scalars(sa.select(Mail).order_by(Mail.id)).all()


def mailed(site, person):
    """Ask for a link and return the token that the mail got."""
    ask(site, person.email)
    with site.data() as db:
        reset = max(db.scalars(sa.select(PasswordReset.id)))
        return password_resets.link_token(db, reset, now=database_now(db))


def follow(site, token):
    browser = site.visitor()
    return browser, browser.get(f"/password/{token}", expect_errors=True)


def choose(browser, page, password=NEW, again=None):
    return post(browser, page, "/password/new", password=password, again=again or password)


def test_known_and_unknown_addresses_get_one_answer_and_cost_one_write(site, person):
    """Threat 8: even the mail is ordered, to nobody."""
    with site.data() as db:
        locked = factories.user(db)
        locked.locked_at = database_now(db)
    addresses = (person.email, "niemand@example.org", locked.email)
    answers = [ask(site, email) for email in addresses]
    assert {(one.status_int, one.headers["Location"]) for one in answers} == {
        (303, "http://localhost/login")
    }
    assert len({CSRF.sub(b"", one.follow().body) for one in answers}) == 1
    ordered = mails(site)
    assert [one.address for one in ordered] == [
        person.email,
        password_resets.NOBODY,
        password_resets.NOBODY,
    ]
    assert {one.kind for one in ordered} == {MailKind.PASSWORD_RESET}
    with site.data() as db:
        tokens = [
            password_resets.link_token(db, one.data["reset"], now=database_now(db))
            for one in ordered
        ]
    assert [token is not None for token in tokens] == [True, False, False]


def test_mails_cannot_be_ordered_without_end(site, person):
    """Threats 9 and 44."""
    for email in (person.email, "niemand@example.org"):
        for _ in range(attempts.LIMITS[attempts.Kind.RESET].subject):
            assert ask(site, email).status_int == 303
        answer = ask(site, email)
        assert answer.status_int == 429
        assert int(answer.headers["Retry-After"]) > 0


class TestTheLink:
    def test_it_leads_to_a_page_without_its_token(self, site, person):
        """Threats 13 and 64."""
        token = mailed(site, person)
        browser, answer = follow(site, token)
        assert answer.headers["Location"] == "http://localhost/password/new"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        page = answer.follow()
        assert token not in page.text
        answer = choose(browser, page)
        assert answer.headers["Location"] == "http://localhost/login"
        assert token not in answer.follow().text

    def test_looking_does_not_use_it_up_but_choosing_does(self, site, person):
        """Threat 10: programs that check mails look too."""
        token = mailed(site, person)
        for _ in range(3):
            browser, answer = follow(site, token)
        page = answer.follow()
        late_browser, late = follow(site, token)
        late_page = late.follow()
        assert choose(browser, page).status_int == 303
        assert choose(late_browser, late_page, "noch ein anderes Wort").status_int == 410
        assert follow(site, token)[1].status_int == 410
        with site.data() as db:
            assert factories.sign_in(db, person.email, NEW)

    @pytest.mark.parametrize("token", ["x" * 43, "-" * 20])
    def test_an_invented_one_is_as_good_as_a_used_one(self, site, token):
        assert follow(site, token)[1].status_int == 410

    def test_it_is_good_for_an_hour(self, site, person):
        token = mailed(site, person)
        browser, answer = follow(site, token)
        page = answer.follow()
        with site.data() as db:
            for reset in db.scalars(sa.select(PasswordReset)):
                reset.expires_at = database_now(db)
        assert follow(site, token)[1].status_int == 410
        assert choose(browser, page).status_int == 410

    def test_a_newer_mail_replaces_the_token_and_a_choice_ends_all(self, site, person):
        first, second = mailed(site, person), mailed(site, person)
        browser, answer = follow(site, first)
        assert choose(browser, answer.follow()).status_int == 303
        assert follow(site, second)[1].status_int == 410

    def test_who_was_locked_meanwhile_is_not_let_in(self, site, person):
        token = mailed(site, person)
        with site.data() as db:
            db.get_one(User, person.id).locked_at = database_now(db)
        assert follow(site, token)[1].status_int == 410

    def test_only_its_hash_is_stored(self, site, person):
        token = mailed(site, person)
        with site.data() as db:
            stored = [str(vars(one)) for one in db.scalars(sa.select(PasswordReset))]
            stored += [str(vars(one)) for one in db.scalars(sa.select(Mail))]
        assert not any(token in one for one in stored)


class TestChoosing:
    @pytest.mark.parametrize(
        ("password", "again", "field"),
        [
            ("kurz", None, "password"),
            ("Passwort2026!", None, "password"),
            ("eva kern liest gern", None, "password"),
            ("x" * 300, None, "password"),
            (NEW, NEW.upper(), "again"),
        ],
    )
    def test_what_is_wrong_stands_beside_the_field(self, site, person, password, again, field):
        browser, answer = follow(site, mailed(site, person))
        answer = choose(browser, answer.follow(), password, again)
        assert answer.status_int == 422
        assert answer.html.find(id=f"{field}-error")
        assert choose(browser, answer).status_int == 303

    def test_all_logins_end_and_the_person_is_told(self, site, person):
        """Threat 6."""
        elsewhere = site.signed_in(person)
        browser, answer = follow(site, mailed(site, person))
        choose(browser, answer.follow())
        assert elsewhere.get("/profile/second-factor").status_int == 303
        with site.data() as db:
            assert not db.scalars(sa.select(Login)).all()
            assert factories.sign_in(db, person.email, PASSWORD) is None
            (row,) = db.scalars(sa.select(JournalEntry))
            assert (row.act, row.details) == (Act.PASSWORD_RESET, {"user": person.id})
        told = mails(site)[-1]
        assert (told.kind, told.data["what"]) == (MailKind.ACCOUNT, Act.PASSWORD_CHANGED)

    def test_without_a_link_there_is_nothing_to_choose(self, site):
        browser = site.visitor()
        assert browser.get("/password/new", status=410)
        assert choose(browser, browser.get("/login")).status_int == 410
