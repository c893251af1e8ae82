"""The page of one's own association: what waits, what was submitted, what became of it."""

import factories
from sqlalchemy import event
from support.proposing import propose_decisions

from guideline_workshop.models import Amendment, Round, User
from guideline_workshop.rules.dispositions import Answer
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.rules.submissions import SubmissionKind
from guideline_workshop.services import amendments, backing, new_editions, proposed_decisions
from guideline_workshop.services.drafting import Edit, Place

PAGE = "/my-association"


def own(proposing, user=None):
    return proposing.site.signed_in(user or proposing.delegate)


def identities(proposing, db):
    people = (proposing.delegate, proposing.stranger, proposing.moderator)
    return [factories.identity(db, db.get_one(User, one.id)) for one in people]


def due(page):
    heading = page.html.find("h2", string="Hier wird eine Antwort erwartet")
    items = heading.find_next_sibling()
    return items.get_text(" ", strip=True)


def row(page, title):
    (found,) = [one for one in page.html.select("main tbody tr") if title in one.get_text()]
    return found.get_text(" ", strip=True)


def moved(proposing, db, number, state, reason=""):
    delegate, _stranger, moderator = identities(proposing, db)
    amendment = db.query(Amendment).filter_by(number=number).one()
    by = delegate if state is AmendmentState.WITHDRAWN else moderator
    amendments.move_to(db, amendment, state, reason=reason, by=by, now=factories.NOW)
    return amendment


def test_the_menu_leads_there_and_a_new_association_is_told_how_to_begin(proposing):
    browser = own(proposing)
    page = browser.get("/").click("Mein Verband")
    page.mustcontain(
        "Sprachverein",
        "Zurzeit wartet nichts auf Ihren Verband",
        "Ihr Verband hat noch keinen Änderungsantrag eingereicht",
    )


def test_it_shows_drafts_and_what_was_submitted_but_nothing_of_others(proposing):
    proposing.drafted(proposing.drafter, title="Noch im Entwurf")
    proposing.submitted(proposing.delegate, title="Schon eingereicht")
    proposing.submitted(proposing.stranger, title="Von anderen")
    proposing.drafted(proposing.stranger, title="Geheim")
    page = own(proposing, proposing.drafter).get(PAGE)
    page.mustcontain("Noch im Entwurf", no=["Von anderen", "Geheim"])
    assert "eingereicht" in row(page, "Schon eingereicht")


def test_it_says_what_became_of_each_with_the_reason(proposing):
    for title in ("Eins", "Zwei", "Drei"):
        proposing.submitted(proposing.delegate, title=title)
    with proposing.site.data() as db:
        moved(proposing, db, 1, AmendmentState.ADMITTED)
        moved(proposing, db, 2, AmendmentState.RETURNED, "Die Stelle ist falsch.")
        moved(proposing, db, 3, AmendmentState.NOT_ADMITTED, "Nicht zuständig.")
    page = own(proposing).get(PAGE)
    assert "zugelassen" in row(page, "Eins")
    assert "zurückgegeben" in row(page, "Zwei")
    assert "Die Stelle ist falsch." in row(page, "Zwei")
    assert "Nicht zuständig." in row(page, "Drei")
    assert "Ä 2: Zwei" in due(page)  # it can be submitted anew
    assert "Drei" not in due(page)


def test_a_modified_wording_waits_until_it_is_answered(proposing):
    with proposing.site.data() as db:
        delegate, _stranger, moderator = identities(proposing, db)
        round_ = db.get_one(Round, proposing.round_id)
        number = propose_decisions(db, round_, delegate, moderator).number
    page = own(proposing).get(PAGE)
    assert f"Ä {number}:" in due(page)
    page.mustcontain("ein geänderter Wortlaut wird vorgeschlagen", no="Noch nicht öffentlich")
    with proposing.site.data() as db:
        delegate, _stranger, _moderator = identities(proposing, db)
        amendment = db.query(Amendment).filter_by(number=number).one()
        proposed_decisions.answer(
            db, amendment, Answer.AGREED, reason="", by=delegate, now=factories.NOW
        )
    page = own(proposing).get(PAGE)
    page.mustcontain("Zurzeit wartet nichts", no="ein geänderter Wortlaut")


def test_who_is_asked_to_submit_too_finds_it_before_and_after(proposing):
    proposing.submitted(proposing.stranger, title="Zusammen")
    with proposing.site.data() as db:
        delegate, stranger, _moderator = identities(proposing, db)
        amendment = db.query(Amendment).filter_by(number=1).one()
        backing.ask(db, amendment, [delegate.acting_id], by=stranger, now=factories.NOW)
    page = own(proposing).get(PAGE)
    assert "Zusammen Wohnverein bittet Sie" in due(page)
    with proposing.site.data() as db:
        delegate, _stranger, _moderator = identities(proposing, db)
        amendment = db.query(Amendment).filter_by(number=1).one()
        backing.answer(db, amendment, agrees=True, by=delegate, now=factories.NOW)
    page = own(proposing).get(PAGE)
    assert "eingereicht von Wohnverein, gemeinsam mit Ihnen" in row(page, "Zusammen")
    page = own(proposing, proposing.stranger).get(PAGE)
    assert "gemeinsam mit Sprachverein" in row(page, "Zusammen")


def test_another_wording_than_the_one_agreed_to_is_said(proposing):
    proposing.submitted(proposing.stranger, title="Zusammen")
    with proposing.site.data() as db:
        delegate, stranger, _moderator = identities(proposing, db)
        amendment = db.query(Amendment).filter_by(number=1).one()
        backing.ask(db, amendment, [delegate.acting_id], by=stranger, now=factories.NOW)
        backing.answer(db, amendment, agrees=True, by=delegate, now=factories.NOW)
        new_editions.renew(
            db, amendment, SubmissionKind.REVISED, title="Anders", by=stranger, now=factories.NOW
        )
    page = own(proposing).get(PAGE)
    assert "Anders Wohnverein hat den Wortlaut geändert" in due(page)


def test_it_takes_a_fixed_number_of_statements(proposing):
    proposing.submitted(proposing.delegate)
    browser, sent = own(proposing), []
    browser.get(PAGE)
    engine = proposing.site.application.registry.gw_engine
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    browser.get(PAGE)
    few = len(sent)
    for _ in range(3):
        proposing.submitted(proposing.delegate, Edit(Place.REPLACE, "p5", "Neu."))
        proposing.drafted(proposing.delegate)
    sent.clear()
    browser.get(PAGE)
    assert len(sent) == few
