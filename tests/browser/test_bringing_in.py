"""From a moderator who has never seen the product to an association that has submitted."""

import re
from email.message import EmailMessage

import factories
from support.people import Opener, Person
from support.server import Server, app_settings

from guideline_workshop.jobs.delivery import deliver_due
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.settings import read_settings

EMAIL = "chor@example.org"


class Letterbox:
    """Takes the mails that leave."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.mails: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        """Keep the mail."""
        self.mails.append(message)

    def link(self, address: str) -> str:
        """Deliver what waits; return the link in the newest mail to `address`."""
        url, database_url = self._server.url, self._server.database_url
        settings = app_settings(database_url, url) | {"gw.mail_from": "werkstatt@kreis.example"}
        engine = create_engine(database_url)
        deliver_due(session_factory(engine), self, read_settings(settings, {}))
        engine.dispose()
        mail = next(one for one in reversed(self.mails) if one["To"] == address)
        text = mail.get_body(("plain",))
        assert text is not None
        found = re.search(rf"{re.escape(url)}(/invitations/\S+)", text.get_content())
        assert found
        return found[1]


def test_an_association_is_brought_in_and_submits(person: Opener, server: Server) -> None:
    """The moderator presses three times and fills in two fields; all else is the association's."""
    moderator = person(a_moderator_with_an_open_round(server))
    box = Letterbox(server)

    moderator.go("/")
    moderator.follow("/consultations/beteiligung")
    moderator.follow("/associations")
    moderator.fill(**{"row0-name": "Chor der Kulturen e. V.", "row0-email": EMAIL})
    moderator.press_named("act", "invite")
    moderator.sees(EMAIL)
    moderator.look(again=True)

    link = box.link(EMAIL)
    scanner, delegate = person(), person()
    scanner.go(link)  # mail scanners look at every link before the recipient does
    delegate.go(link)
    delegate.fill(name="Nadia Haddad", password="vier lange Wörter Kürbis")
    delegate.press(link)
    assert delegate.page.url.endswith("/documents/leitlinien/versions/1")
    delegate.look(again=True)
    propose_and_submit(delegate)
    assert delegate.page.url.endswith("/amendments/1")
    delegate.sees("Chor der Kulturen")

    moderator.go("/consultations/beteiligung/associations")
    moderator.sees("Nadia Haddad")
    moderator.go("/consultations/beteiligung/amendments/1")
    moderator.sees("Chor der Kulturen")


def test_a_delegate_brings_in_a_deputy_and_may_leave_then(person: Opener, server: Server) -> None:
    token = a_delegate(server)
    delegate, deputy = person(token), person()
    delegate.go("/members")
    delegate.does_not_see('a[href="/members/leave"]')
    delegate.fill(email=EMAIL)
    delegate.choose("role", "delegate")
    delegate.press("/members")
    link = Letterbox(server).link(EMAIL)
    deputy.go(link)
    deputy.fill(name="Ben Deputy", password="vier lange Wörter Kürbis")
    deputy.press(link)
    delegate.go("/members")
    delegate.sees("Ben Deputy")
    delegate.look(again=True)
    delegate.follow("/members/leave")
    delegate.press("/members/leave")
    deputy.go("/members")
    deputy.sees("Ben Deputy")
    deputy.does_not_see('a[href="/members/leave"]')


def propose_and_submit(delegate: Person) -> None:
    passage = delegate.page.locator(".gw-provision--paragraph").first
    passage.locator("summary").click()
    with delegate.page.expect_navigation():
        passage.locator('button[form="gw-replace"]').click()
    delegate.look()
    delegate.fill(text="Der Kreis fördert Chöre.", rationale="Weil Singen verbindet.")
    delegate.press_named("act", "review")
    delegate.press("/submit")


def a_moderator_with_an_open_round(server: Server) -> str:
    """Make a consultation with a draft and an open round; return the moderator's login."""
    engine = create_engine(server.database_url)
    with session_factory(engine).begin() as db:
        user = factories.user(db, "Mo Moderation", roles=[factories.GlobalRole.MODERATOR])
        moderator = factories.identity(db, user)
        first = factories.association(db, "Sportkreis")
        factories.member(db, first)
        of = factories.consultation(db, moderator, [first], title="Beteiligung")
        _document, version = factories.document_with_version(db, of, moderator)
        factories.round_(db, version, moderator)
        token = factories.login(db, user)
    engine.dispose()
    return token


def a_delegate(server: Server) -> str:
    """Make an association with one delegate; return their login."""
    engine = create_engine(server.database_url)
    with session_factory(engine).begin() as db:
        token = factories.login(db, factories.member(db, factories.association(db)))
    engine.dispose()
    return token
