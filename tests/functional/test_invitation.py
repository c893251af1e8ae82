"""Accepting an invitation by the link of its mail."""

import datetime as dt

import factories
import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import (
    Association,
    Consultation,
    Mail,
    Membership,
    MembershipInvitation,
    User,
)
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import invitations, memberships, people

PASSWORD = "vier lange Wörter Kürbis"
EMAIL = "nadia@example.org"
READING = "/consultations/beteiligung/documents/leitlinien/versions/1"


def invite(proposing, email=EMAIL, *, now=NOW, role=MembershipRole.DELEGATE, member_invites=False):
    """Let the moderation, or a delegate, invite to the first association; return the link."""
    with proposing.site.data() as db:
        association = db.scalars(
            sa.select(Association).where(Association.name == "Sprachverein")
        ).one()
        by = proposing.delegate if member_invites else proposing.moderator
        made = invitations.invite(
            db,
            association,
            email=email,
            role=role,
            consultation=None if member_invites else db.scalars(sa.select(Consultation)).one(),
            by=factories.identity(db, db.get_one(User, by.id)),
            now=now,
        )
        token = invitations.link_token(db, made.id, now=now)
        for mail in db.scalars(sa.select(Mail)):
            mail.sent_at, mail.due_at = now, None
    return f"/invitations/{token}"


def form_of(page, field):
    return next(form for form in page.forms.values() if field in form.fields)


def accept(browser, link, **fields):
    """Fill in the form; without a name and a password the button alone is pressed."""
    page = browser.get(link)
    form = next(form for form in page.forms.values() if form.action.endswith(link))
    for name, value in fields.items():
        form[name] = value
    return form.submit(expect_errors=True)


def members(proposing):
    with proposing.site.data() as db:
        return {
            one.user.name: one.role
            for one in db.scalars(sa.select(Membership))
            if one.association.name == "Sprachverein"
        }


def stored(proposing):
    with proposing.site.data() as db:
        return db.scalars(sa.select(MembershipInvitation)).one()


def test_name_and_password_are_all_that_is_asked_for(proposing):
    page = proposing.site.visitor().get(invite(proposing))
    page.mustcontain("Mo Deration", "Sprachverein", "Beteiligung", EMAIL)
    form = form_of(page, "password")
    fields = [(name, field.attrs.get("type")) for name, (field,) in form.fields.items() if name]
    assert fields == [("csrf_token", "hidden"), ("name", "text"), ("password", "password")]


def test_whoever_accepts_is_signed_in_and_stands_before_the_text(proposing):
    browser = proposing.site.visitor()
    answer = accept(browser, invite(proposing), name="Nadia", password=PASSWORD)
    assert answer.location.endswith(READING)
    page = answer.follow()
    page.mustcontain("Nadia", "Sprachverein")
    assert form_of(page, "place")  # the passages can be amended at once
    assert members(proposing)["Nadia"] is MembershipRole.DELEGATE


def test_the_account_works_with_the_password_that_was_chosen(proposing):
    accept(proposing.site.visitor(), invite(proposing), name="Nadia", password=PASSWORD)
    browser = proposing.site.visitor()
    form = form_of(browser.get("/login"), "email")
    form["email"], form["password"] = EMAIL, PASSWORD
    form.submit().follow().mustcontain("Nadia")


def test_looking_does_not_use_the_link_up(proposing):
    """Threat 10: scanners of mails follow links."""
    link = invite(proposing)
    for _ in range(20):
        proposing.site.visitor().get(link)
        proposing.site.visitor().head(link)
    assert stored(proposing).accepted_at is None
    assert accept(proposing.site.visitor(), link, name="Nadia", password=PASSWORD).status_int == 303


def test_a_link_is_good_for_one_person(proposing):
    """Threat 10."""
    link = invite(proposing)
    first, second = proposing.site.visitor(), proposing.site.visitor()
    form = form_of(second.get(link), "password")
    accept(first, link, name="Nadia", password=PASSWORD)
    form["name"], form["password"] = "Eve", PASSWORD
    assert form.submit(expect_errors=True).status_int == 410
    assert "Eve" not in members(proposing)
    assert second.get(link, expect_errors=True).status_int == 410
    assert first.get(link, expect_errors=True).status_int == 410


def test_a_link_that_is_too_old_orders_a_new_one_once(proposing):
    """Threat 10."""
    old = invite(proposing, now=NOW - dt.timedelta(hours=73))
    browser = proposing.site.visitor()
    page = browser.get(old, expect_errors=True)
    assert page.status_int == 410
    renew = next(form for form in page.forms.values() if form.action.endswith("/renew"))
    renew.submit().follow()
    with proposing.site.data() as db:
        assert [one.address for one in db.scalars(sa.select(Mail))] == [EMAIL] * 2
    assert renew.submit(expect_errors=True).status_int == 410
    page = browser.get(old, expect_errors=True)
    assert not [form for form in page.forms.values() if form.action.endswith("/renew")]


def test_a_revoked_link_and_one_that_nobody_has_are_gone(proposing):
    link = invite(proposing)
    with proposing.site.data() as db:
        db.scalars(sa.select(MembershipInvitation)).one().revoked_at = NOW
    for gone in (link, "/invitations/" + "x" * 43):
        page = proposing.site.visitor().get(gone, expect_errors=True)
        assert page.status_int == 410
        assert not [form for form in page.forms.values() if "password" in form.fields]


def test_whatever_is_sent_along_the_link_decides(proposing):
    """Threats 10, 11 and 48: association, role and address are those of the invitation."""
    link = invite(proposing, role=MembershipRole.DRAFTER)
    browser = proposing.site.visitor()
    form = form_of(browser.get(link), "password")
    fields = dict(form.submit_fields()) | {"name": "Nadia", "password": PASSWORD}
    with proposing.site.data() as db:
        other = db.scalars(sa.select(Association).where(Association.name == "Wohnverein")).one()
    wanted = {"association": other.id, "association_id": other.id, "role": "delegate"}
    browser.post(link, fields | wanted | {"email": "eve@example.org"})
    assert members(proposing)["Nadia"] is MembershipRole.DRAFTER
    with proposing.site.data() as db:
        nadia = db.scalars(sa.select(User).where(User.name == "Nadia")).one()
        assert nadia.email == EMAIL
        assert [one.name for one in db.scalars(sa.select(User).where(User.name == "Eve"))] == []
        assert memberships.find(db, other.id, nadia.id) is None


@pytest.mark.parametrize(
    ("name", "password"), [("", PASSWORD), ("Nadia", ""), ("Nadia", "kurz"), ("x" * 201, PASSWORD)]
)
def test_what_is_wrong_stands_beside_the_field_and_the_link_lives_on(proposing, name, password):
    link = invite(proposing)
    answer = accept(proposing.site.visitor(), link, name=name, password=password)
    assert answer.status_int == 422
    assert answer.html.select("[aria-invalid=true]")
    assert form_of(answer, "password")["name"].value == name
    assert stored(proposing).accepted_at is None


def test_who_has_an_account_signs_in_first_and_then_presses_one_button(proposing):
    link = invite(proposing, proposing.stranger.email)
    page = proposing.site.visitor().get(link)
    assert not [form for form in page.forms.values() if "password" in form.fields]
    assert page.html.find("a", href=f"/login?next={link.replace('/', '%2F')}")
    answer = accept(proposing.site.signed_in(proposing.stranger), link)
    assert answer.location.endswith(READING)
    assert proposing.stranger.name in members(proposing)
    answer.follow().mustcontain("Sprachverein")


def test_nobody_accepts_what_went_to_another_address(proposing):
    """Threat 10."""
    link = invite(proposing)
    browser = proposing.site.signed_in(proposing.stranger)
    page = browser.get(link)
    page.mustcontain(EMAIL)
    assert not [form for form in page.forms.values() if form.action.endswith(link)]
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    answer = browser.post(link, {"csrf_token": token}, expect_errors=True)
    assert answer.status_int == 409
    assert proposing.stranger.name not in members(proposing)


def test_an_account_made_meanwhile_is_not_taken_over(proposing):
    link = invite(proposing)
    browser = proposing.site.visitor()
    form = form_of(browser.get(link), "password")
    with proposing.site.data() as db:
        factories.user(db, "Nadia Selbst").email = EMAIL
    form["name"], form["password"] = "Eve", PASSWORD
    assert form.submit(expect_errors=True).status_int == 409
    assert stored(proposing).accepted_at is None


def test_whom_a_member_invites_comes_to_the_start_page(proposing):
    link = invite(proposing, member_invites=True)
    answer = accept(proposing.site.visitor(), link, name="Nadia", password=PASSWORD)
    assert answer.location == "http://localhost/"
    answer.follow().mustcontain("Sprachverein")


def test_without_an_open_round_one_comes_to_the_consultation(proposing):
    link = invite(proposing)
    with proposing.site.data() as db:
        db.get_one(factories.Round, proposing.round_id).closes_at = NOW - dt.timedelta(hours=1)
    answer = accept(proposing.site.visitor(), link, name="Nadia", password=PASSWORD)
    assert answer.location.endswith("/consultations/beteiligung")


def test_the_journal_names_no_address_and_no_person(proposing):
    """Threat 63."""
    accept(proposing.site.visitor(), invite(proposing), name="Nadia", password=PASSWORD)
    rows = proposing.site.signed_in(proposing.moderator).get(
        "/consultations/beteiligung/journal/export/json"
    )
    assert EMAIL not in rows.text
    assert "Nadia" not in rows.text


def test_nothing_is_locked_while_the_password_of_a_new_member_is_hashed(proposing, monkeypatch):
    """Others write meanwhile; a link that was revoked in between opens nothing."""
    pool = proposing.site.application.registry.gw_engine.pool
    hashed = []

    def hash_password(_password):
        hashed.append(pool.checkedout())
        with proposing.site.data() as db:
            db.execute(sa.update(MembershipInvitation).values(revoked_at=NOW))
        return "hashed"

    monkeypatch.setattr(people, "hash_password", hash_password)
    answer = accept(proposing.site.visitor(), invite(proposing), name="Nadia", password=PASSWORD)
    assert (answer.status_int, hashed) == (410, [0])
    with proposing.site.data() as db:
        assert db.scalar(sa.select(User.id).where(User.email == EMAIL)) is None
