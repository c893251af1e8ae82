"""What stands in a mail: one recipient, plain text first, HTML beside it, in their language."""

import re
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import factories
import pytest
from factories import DAY, HOUR, NOW
from lxml import html

from guideline_workshop import models
from guideline_workshop.exports.characters import visible
from guideline_workshop.mail.message import compose
from guideline_workshop.rules.notifications import Frequency, MailKind
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import (
    amendments,
    comments,
    digests,
    feedback,
    invitations,
    outbox,
    password_resets,
    reminders,
    revising,
    unsubscribing,
)
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.settings import Settings

SETTINGS = Settings(
    database_url="sqlite://",
    secret="only-for-tests-0123456789abcdef0123456789",
    public_url="https://werkstatt.example.org",
    mail_url="smtp://mail.example.org",
    mail_from="leitlinien@werkstatt.example.org",
)
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "{{ 7 * 7 }} {% if 1 %}",
    "=?utf-8?q?x?=",
    "\u202egnp.exe \u200b",
    "https://evil.example/?unsubscribe",
    "%(name)s ${name} %s",
    "\n-- \nUnsubscribe: https://evil.example",
)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def reader(db, world):
    """Somebody who reads English and wants to be told at once."""
    found = db.get_one(models.User, world.delegates[1].user_id)
    found.language, found.frequency = "en", Frequency.IMMEDIATELY
    digests.order_due(db, zone=BERLIN, now=NOW)
    return found


def newest(db, to):
    db.expire_all()
    found = db.query(models.Mail).filter_by(address=to).order_by(models.Mail.id.desc())
    return found.first()


def written(db, to, *, now=NOW):
    """Write the newest mail to an address, and read it as a mail program does."""
    message = compose(db, newest(db, to), SETTINGS, now=now)
    if message is None:
        return None
    return message_from_bytes(message.as_bytes(), policy=default)


def text_of(message):
    return message.get_body(("plain",)).get_content()


def page_of(message):
    return html.fromstring(message.get_body(("html",)).get_content().encode())


def digest(db, reader):
    digests.order_due(db, zone=BERLIN, now=NOW + HOUR)
    return written(db, reader.email)


def comment(db, world, body):
    round_ = world.round(db, RoundKind.COMMENT)
    return comments.write(db, round_, provision_key="p2", body=body, by=world.delegates[0], now=NOW)


def test_whoever_submits_gets_a_receipt_with_the_whole_text(db, world, reader):
    by = world.delegates[1]
    draft = factories.draft(db, world.round(db), by, title="Kostenlos")
    made = revising.submit(db, draft, by=by, now=NOW)
    message = written(db, reader.email)
    assert message["Subject"] == f"A {made.number} has been submitted"
    said = text_of(message)
    assert made.digest in said
    assert "> Der Kreis fördert [inserted: kostenlose] Sprachkurse." in said
    assert "Rationale:\n> Weil es besser ist." in said
    assert f"/consultations/{world.consultation.slug}/amendments/{made.number}" in said
    assert message["List-Unsubscribe"] is None  # it answers what one has done oneself

    again = revising.begin(db, made, by=by, now=NOW)
    edits = [Edit(Place.REPLACE, "p2", "Der Kreis bezahlt Sprachkurse.")]
    amendments.save(
        db, again, title="", rationale="Kürzer.", edits=edits, revision=again.revision, now=NOW
    )
    revising.submit(db, again, by=by, now=NOW)
    later = text_of(written(db, reader.email))
    assert "Wording: 2" in later
    assert made.digest in later
    assert made.digest not in said


def test_a_digest_has_the_headers_that_programs_look_for(db, world, reader):
    comment(db, world, "Gut.")
    message = digest(db, reader)
    assert message["From"] == "Leitlinien-Werkstatt <leitlinien@werkstatt.example.org>"
    assert message["To"] == reader.email
    assert message["Message-ID"].endswith("@werkstatt.example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(
        r"<https://werkstatt\.example\.org/unsubscribe/(\S+)>", message["List-Unsubscribe"]
    )
    found = unsubscribing.find(db, SETTINGS.secret, link[1])
    assert (found.user.id, found.consultation.id) == (reader.id, world.consultation.id)
    assert message.get_content_type() == "multipart/alternative"


def test_a_digest_shows_changes_in_words_and_in_colour(db, world, reader):
    world.amendment(
        db, world.round(db), "p2", "Der Kreis bezahlt Sprachkurse.", state=AmendmentState.SUBMITTED
    )
    message = digest(db, reader)
    assert "> Der Kreis [struck: fördert] [inserted: bezahlt] Sprachkurse." in text_of(message)
    assert "Rationale:\n> Weil es besser ist." in text_of(message)
    page = page_of(message)
    assert page.xpath("string(//del)").strip() == "[struck: fördert]"
    assert page.xpath("string(//ins)").strip() == "[inserted: bezahlt]"
    assert page.xpath("//h3/a/@href") == [
        f"https://werkstatt.example.org/consultations/{world.consultation.slug}/amendments/1",
        f"https://werkstatt.example.org/consultations/{world.consultation.slug}",
    ]


def test_a_digest_is_written_in_the_language_of_the_reader(db, world, reader):
    comment(db, world, "Gut.")
    assert "Hello " in text_of(digest(db, reader))
    reader.language = "de"
    db.flush()
    message = written(db, reader.email)
    assert page_of(message).get("lang") == message["Content-Language"] == "de"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_stays_text_in_every_mail(db, world, reader, text):
    """Threat 16."""
    words = f"Vorher {text} nachher"
    world.consultation.title = words.replace("\n", " ")[:200]
    db.flush()
    comment(db, world, words)
    message = digest(db, reader)
    page = page_of(message)
    assert page.xpath("//script | //img | //svg | //@onerror | //@onload") == []
    hosts = {link.split("/")[2] for link in page.xpath("//@href")}
    assert hosts == {"werkstatt.example.org"}
    assert f"> Vorher {visible(text.splitlines()[0])}".rstrip() in text_of(message)
    own = [line for line in text_of(message).splitlines() if not line.startswith(">")]
    assert not [line for line in own if line.startswith("Unsubscribe: https://evil")]
    for sign in "\u202e\u200b":
        assert sign not in text_of(message)
        assert sign not in page.text_content()
        assert sign not in message["Subject"]


def test_a_subject_is_one_line_that_fits_a_list_of_mails(db, world, reader):
    world.consultation.title = "Ein Verfahren mit einem sehr langen Namen " * 4
    db.flush()
    comment(db, world, "Gut.")
    message = digest(db, reader)
    assert len(message["Subject"]) <= 80
    assert message["Subject"].endswith(" …")


def test_when_nothing_is_left_to_tell_there_is_no_mail(db, world, reader):
    comment(db, world, "Gut.")
    digests.order_due(db, zone=BERLIN, now=NOW + HOUR)
    db.delete(db.get_one(models.Membership, (reader.id, world.associations[1].id)))
    db.flush()
    assert written(db, reader.email) is None


def test_a_reminder_names_drafts_and_leads_to_the_round(db, world, reader):
    round_ = world.round(db, closes_at=NOW + 7 * DAY, opens_at=NOW - DAY)
    draft = world.amendment(db, round_, "p2", "Neu.", by=1, state=AmendmentState.DRAFT)
    reminders.order_due(db, now=NOW)
    message = written(db, reader.email)
    assert message["Subject"] == f"7 days left: {round_.title}"
    links = page_of(message).xpath("//a/@href")
    base = f"https://werkstatt.example.org/consultations/{world.consultation.slug}"
    assert f"{base}/amendments/d{draft.id}" in links
    assert f"{base}/rounds/{round_.number}" in links
    assert message["List-Unsubscribe"]


def test_an_invitation_carries_a_link_that_opens_it_once(db, world):
    made = invitations.invite(
        db,
        world.associations[0],
        email="neu@example.org",
        role=MembershipRole.DELEGATE,
        consultation=world.consultation,
        by=world.moderator,
        now=NOW,
    )
    message = written(db, "neu@example.org")
    token = re.search(r"https://werkstatt\.example\.org/invitations/(\S+)", text_of(message))[1]
    assert invitations.by_token(db, token).id == made.id
    assert world.associations[0].name in text_of(message)
    assert message["List-Unsubscribe"] is None
    made.revoked_at = NOW
    db.flush()
    assert written(db, "neu@example.org") is None


def test_a_mail_for_a_new_password_carries_its_link(db, reader):
    password_resets.order(db, reader.email, now=NOW)
    message = written(db, reader.email)
    token = re.search(r"https://werkstatt\.example\.org/password/(\S+)", text_of(message))[1]
    assert password_resets.find(db, token, now=NOW).id == reader.id


def test_no_token_of_a_link_is_stored(db, reader):
    password_resets.order(db, reader.email, now=NOW)
    mail = newest(db, reader.email)
    token = re.search(r"/password/(\S+)", text_of(written(db, reader.email)))[1]
    assert token not in str(mail.data)
    assert token not in str([vars(one) for one in db.query(models.PasswordReset)])


@pytest.mark.parametrize("what", ["password_changed", "user_locked", "something_new"])
def test_whatever_changed_about_an_account_can_be_told(db, reader, what):
    outbox.order(
        db,
        MailKind.ACCOUNT,
        thing="account 1",
        address=reader.email,
        user_id=reader.id,
        data={"what": what},
        now=NOW,
    )
    assert "Your account: " in written(db, reader.email)["Subject"]


@pytest.mark.parametrize(("email", "reply_to"), [("a@example.org", "a@example.org"), ("", None)])
def test_a_report_can_be_answered_to_who_gave_an_address(db, email, reply_to):
    feedback.report(
        db,
        message="Die Schrift\nist zu klein.",
        page="/",
        email=email,
        operator="operator@example.org",
        now=NOW,
    )
    message = written(db, "operator@example.org")
    assert message["Reply-To"] == reply_to
    assert "> Die Schrift\n> ist zu klein." in text_of(message)


def test_a_long_link_in_a_header_stays_in_one_piece(db, world, reader):
    comment(db, world, "Gut.")
    digests.order_due(db, zone=BERLIN, now=NOW + HOUR)
    message = compose(db, newest(db, reader.email), SETTINGS, now=NOW)
    (line,) = re.findall(rb"^List-Unsubscribe: .*$", message.as_bytes(), re.MULTILINE)
    assert line.endswith(b">")
