"""Pages about mails: ending them, those of the demonstration, and what became of all."""

import factories
import pytest
from factories import NOW
from support.pages import Site
from support.server import SECRET, app_settings
from support.world import make_world

from guideline_workshop import models
from guideline_workshop.app import main
from guideline_workshop.jobs.delivery import deliver_due
from guideline_workshop.jobs.transport import transport_of
from guideline_workshop.models.engine import session_factory
from guideline_workshop.rules.notifications import Frequency, MailKind
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import comments, feedback, outbox, paths, unsubscribing


@pytest.fixture
def person(site):
    with site.data() as db:
        moderator = factories.moderator(db)
        factories.consultation(db, moderator, title="Sprache")
        return db.get_one(models.User, moderator.user_id)


def link(site, person, *, to_all=False):
    with site.data() as db:
        consultation = db.query(models.Consultation).one()
        token = unsubscribing.token(SECRET, person.id, None if to_all else consultation.id)
    return f"/unsubscribe/{token}"


def frequencies(site, person):
    with site.data() as db:
        choices = [one.frequency for one in db.query(models.NotificationChoice)]
        return db.get_one(models.User, person.id).frequency, choices


def test_mails_about_a_consultation_are_ended_without_signing_in(site, person):
    page = site.visitor().get(link(site, person))
    assert "Sprache" in page
    assert frequencies(site, person) == (Frequency.DAILY, [])
    done = page.forms[1].submit()
    assert done.status_int == 200
    assert frequencies(site, person) == (Frequency.DAILY, [Frequency.NEVER])


def test_all_of_them_are_ended_with_the_link_of_a_mail_about_several(site, person):
    site.visitor().post(link(site, person))
    site.visitor().post(link(site, person, to_all=True))
    assert frequencies(site, person) == (Frequency.NEVER, [])


def test_a_mail_program_ends_them_with_one_request(site, person):
    """RFC 8058: no cookie, no page before it, and no redirect after it."""
    answer = site.visitor().post(
        link(site, person),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert (answer.status_int, "Set-Cookie" in answer.headers) == (200, False)
    assert frequencies(site, person)[1] == [Frequency.NEVER]


def test_the_link_works_for_ever_and_twice(site, person):
    for _ in range(2):
        assert site.visitor().post(link(site, person)).status_int == 200


def test_a_link_that_we_did_not_make_is_unknown(site, person):
    right = link(site, person)
    for wrong in (f"{right}x", right[:-1], "/unsubscribe/x", "/unsubscribe/WzFd.x"):
        site.visitor().get(wrong, status=404)
        site.visitor().post(wrong, status=404)
    assert frequencies(site, person) == (Frequency.DAILY, [])


def test_a_link_for_something_else_does_not_end_mails(site, person, monkeypatch):
    monkeypatch.setattr(unsubscribing, "SALT", "something else")
    other = link(site, person)
    monkeypatch.undo()
    site.visitor().post(other, status=404)


class Demonstration(Site):
    """The application as `make serve` runs it, with mails in a folder."""

    def __init__(self, database_url, folder, **settings):
        super().__init__(database_url)
        self.application.registry.gw_engine.dispose()
        given = app_settings(database_url, "http://localhost") | settings
        given |= {"gw.mail_url": folder.as_uri(), "gw.mail_from": "werkstatt@example.org"}
        self.application = main({}, **given)

    def deliver(self):
        settings = self.application.registry.gw
        return deliver_due(session_factory(self.engine), transport_of(settings), settings)


@pytest.fixture
def demonstration(sqlite_url, tmp_path):
    made = Demonstration(sqlite_url, tmp_path / "mails", **{"gw.demonstration": "true"})
    yield made
    made.engine.dispose()
    made.application.registry.gw_engine.dispose()


def test_the_demonstration_shows_its_mails_with_their_links_newest_first(demonstration):
    assert "<article" not in demonstration.visitor().get("/mail")
    for words in ("Eins", "<b>Zwei</b>"):
        with demonstration.data() as db:
            feedback.report(
                db, message=words, page="/", email="", operator="a@example.org", now=NOW
            )
        assert demonstration.deliver() == 1
    page = demonstration.visitor().get("/mail")
    assert "&lt;b&gt;Zwei&lt;/b&gt;" in page
    assert page.text.index("Zwei") < page.text.index("Eins")
    assert '<a href="http://localhost" rel="noopener">' in page


@pytest.mark.parametrize("words", ["", "Die Schrift ist zu klein."])
def test_a_form_that_orders_a_mail_calls_a_worker_and_others_do_not(
    demonstration, monkeypatch, words
):
    called = []
    jobs = demonstration.application.registry.gw_jobs
    monkeypatch.setattr(jobs, "deliver_soon", lambda: called.append(demonstration.deliver()))
    page = demonstration.visitor().get("/feedback")
    form = next(one for one in page.forms.values() if "message" in one.fields)
    form["message"] = words
    form.submit(status="*")
    assert called == ([1] if words else [])  # committed by then, so that it can be delivered


def test_elsewhere_there_is_no_such_page(site, sqlite_url, tmp_path):
    site.visitor().get("/mail", status=404)
    real = Demonstration(sqlite_url, tmp_path / "mails")
    real.visitor().get("/mail", status=404)
    real.application.registry.gw_engine.dispose()
    real.engine.dispose()


def ordered(site, number, address="a@example.org"):
    with site.data() as db:
        mail = outbox.order(
            db,
            MailKind.ACCOUNT,
            thing=f"account {number}",
            address=address,
            user_id=None,
            data={"what": "password_changed"},
            now=NOW,
        )
        return mail.id


@pytest.fixture
def administration(site):
    with site.data() as db:
        administrator = factories.user(db, roles=[GlobalRole.ADMINISTRATOR])
    return site.signed_in(administrator)


def give_up(site, mail_id):
    with site.data() as db:
        mail = outbox.find(db, mail_id)
        outbox.put_off(db, mail, "550 No such <user>", now=NOW, for_good=True)


def test_the_administration_sees_what_could_not_be_delivered_and_why(site, administration):
    give_up(site, ordered(site, 1))
    ordered(site, 2, "b@example.org")
    page = administration.get("/administration/mails")
    assert "a@example.org" in page
    assert "550 No such &lt;user&gt;" in page
    assert "b@example.org" not in page
    waiting = administration.get("/administration/mails?state=waiting")
    assert "b@example.org" in waiting
    assert "a@example.org" not in waiting


def test_it_can_be_tried_again(site, administration):
    mail_id = ordered(site, 1)
    give_up(site, mail_id)
    page = administration.get("/administration/mails")
    form = next(one for one in page.forms.values() if one.action.endswith(f"/mails/{mail_id}"))
    assert form.submit().follow().status_int == 200
    with site.data() as db:
        assert outbox.find(db, mail_id).given_up_at is None


@pytest.mark.parametrize("query", ["state=lost", "before=x", "before=99999999999"])
def test_a_wrong_filter_is_refused(administration, query):
    administration.get(f"/administration/mails?{query}", status=400)


def test_many_mails_have_pages(site, administration):
    for number in range(51):
        ordered(site, number, f"p{number:02}@example.org")
    page = administration.get("/administration/mails?state=waiting")
    assert "p50@example.org" in page
    assert "p00@example.org" not in page
    older = page.click(href="before=")
    assert "p00@example.org" in older


def test_mails_and_feeds_lead_to_pages_that_exist(site):
    with site.data() as db:
        world = make_world(db)
        amending, voting = world.round(db), world.round(db, RoundKind.BALLOT)
        amendment = world.amendment(db, amending, "p2", "Anders.")
        factories.ballot(db, voting, amendment, world.moderator)
        commenting = world.round(db, RoundKind.COMMENT)
        comment = comments.write(
            db, commenting, provision_key=None, body="Gut.", by=world.delegates[0], now=NOW
        )
        addresses = [
            paths.consultation(world.consultation),
            paths.round_(amending),
            paths.version(world.version),
            paths.comment(world.version, comment.id),
            paths.amendment(amendment),
            paths.ballot(amendment),
        ]
    for address in addresses:
        assert site.visitor().get(address).status_int == 200
    assert f'id="c{comment.id}"' in site.visitor().get(paths.comment(world.version, comment.id))
