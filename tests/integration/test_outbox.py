"""Mails wait in the outbox until they have left, whatever happens on the way."""

import threading
from collections import Counter

import factories
import pytest
import sqlalchemy as sa
from factories import HOUR, NOW

from guideline_workshop import models
from guideline_workshop.jobs.delivery import deliver_due
from guideline_workshop.jobs.transport import Refused, Unavailable
from guideline_workshop.rules.notifications import PAUSES, MailKind, MailState
from guideline_workshop.services import outbox
from guideline_workshop.services.errors import Invalid
from guideline_workshop.settings import Settings

SETTINGS = Settings(
    database_url="sqlite://",
    secret="only-for-tests-0123456789abcdef0123456789",
    public_url="https://werkstatt.example.org",
    mail_url="smtp://mail.example.org",
    mail_from="leitlinien@werkstatt.example.org",
)


class Letterbox:
    """Takes mails, or answers as it is told."""

    def __init__(self, *answers):
        self.messages = []
        self.answers = list(answers)

    def send(self, message):
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.messages.append(message)


@pytest.fixture
def person(db):
    made = factories.user(db, "Eva Kern")
    made.language = "en"
    db.commit()
    return made


def order(db, person, number=1, now=NOW, address=None):
    mail = outbox.order(
        db,
        MailKind.ACCOUNT,
        thing=f"account test {number}",
        address=address or person.email,
        user_id=person.id,
        data={"what": "password_changed"},
        now=now,
    )
    db.commit()
    return mail


def deliver(new_session, transport, now=NOW):
    return deliver_due(new_session, transport, SETTINGS, clock=lambda _: now)


def stored(db, mail):
    """Read a mail anew, and let go of the database."""
    db.expire_all()
    found = db.get_one(models.Mail, mail.id)
    db.expunge(found)
    db.rollback()
    return found


def in_state(db, state):
    found = [one.id for one in outbox.newest(db, state)]
    db.rollback()
    return found


def test_a_mail_leaves_once(db, new_session, person):
    mail = order(db, person)
    box = Letterbox()
    assert deliver(new_session, box) == 1
    assert deliver(new_session, box, NOW + HOUR) == 0
    (message,) = box.messages
    assert message["To"] == person.email
    assert stored(db, mail).sent_at == NOW
    assert in_state(db, MailState.SENT) == [mail.id]


def test_what_a_mail_was_about_is_forgotten_when_it_has_left(db, new_session, person):
    """Threat 63: what readers report is nowhere but in the mail."""
    mail = order(db, person)
    deliver(new_session, Letterbox())
    db.refresh(mail)
    assert mail.data == {}


def test_what_is_rolled_back_never_leaves(db, new_session, person):
    outbox.order(
        db,
        MailKind.ACCOUNT,
        thing="account 1",
        address=person.email,
        user_id=person.id,
        data={"what": "locked"},
        now=NOW,
    )
    db.rollback()
    assert deliver(new_session, Letterbox()) == 0


def test_nobody_gets_two_mails_for_one_thing(db, new_session, person):
    assert order(db, person)
    assert order(db, person) is None
    assert deliver(new_session, Letterbox()) == 1
    assert order(db, person, now=NOW + HOUR) is None
    assert deliver(new_session, Letterbox(), NOW + HOUR) == 0


@pytest.mark.parametrize(
    "address",
    [
        "eva@example.org\nBcc: all@example.org",
        "eva@example.org\r\nSubject: x",
        "eva@example.org,all@example.org",
        "eva@example.org;all@example.org",
        "Eva <eva@example.org>",
        "eva@example.org all@example.org",
        "eva",
        "",
        "eva@example.org\x00",
    ],
)
def test_only_one_address_is_taken(db, person, address):
    """Threat 43."""
    with pytest.raises(Invalid):
        outbox.order(
            db,
            MailKind.ACCOUNT,
            thing="account 1",
            address=address,
            user_id=person.id,
            data={"what": "locked"},
            now=NOW,
        )
    assert db.scalars(sa.select(models.Mail)).all() == []


def test_an_address_that_came_in_by_another_way_is_not_written_to(db, new_session, person):
    """Threat 43."""
    mail = order(db, person)
    mail.address = "eva@example.org,all@example.org"
    db.commit()
    box = Letterbox()
    deliver(new_session, box)
    assert box.messages == []
    assert "not an e-mail address" in stored(db, mail).error


def test_failures_are_retried_ever_later_and_given_up_in_the_end(db, new_session, person):
    mail = order(db, person)
    now = NOW
    box = Letterbox(*[Refused("451 Try again later", for_good=False)] * (len(PAUSES) + 1))
    for pause in PAUSES:
        deliver(new_session, box, now)
        waiting = stored(db, mail)
        assert (waiting.due_at, waiting.given_up_at) == (now + pause, None)
        assert deliver(new_session, box, now + pause / 2) == 0
        now += pause
    deliver(new_session, box, now)
    given_up = stored(db, mail)
    assert (given_up.due_at, given_up.given_up_at) == (None, now)
    assert given_up.error == "451 Try again later"
    assert in_state(db, MailState.UNDELIVERABLE) == [mail.id]
    assert deliver(new_session, box, now + 1000 * HOUR) == 0


def test_what_was_given_up_can_be_tried_again(db, new_session, person):
    mail = order(db, person)
    box = Letterbox(Refused("550 No such user", for_good=True))
    deliver(new_session, box)
    assert stored(db, mail).given_up_at == NOW
    outbox.try_again(db, outbox.find(db, mail.id), now=NOW + HOUR)
    db.commit()
    assert deliver(new_session, box, NOW + HOUR) == 1
    assert in_state(db, MailState.UNDELIVERABLE) == []


def test_a_mail_that_was_sent_is_not_tried_again(db, new_session, person):
    mail = order(db, person)
    deliver(new_session, Letterbox())
    outbox.try_again(db, outbox.find(db, mail.id), now=NOW)
    db.commit()
    assert deliver(new_session, Letterbox(), NOW + HOUR) == 0


def test_one_mail_that_cannot_leave_does_not_keep_the_others(db, new_session, person):
    order(db, person, 1)
    unwritable = order(db, person, 2)
    unwritable.data = {}
    db.commit()
    order(db, person, 3)
    box = Letterbox(Refused("450 Mailbox busy", for_good=False))
    assert deliver(new_session, box) == 1
    assert len(box.messages) == 1
    assert "KeyError" in stored(db, unwritable).error


def test_while_the_server_is_away_the_others_wait_without_a_try(db, new_session, person):
    first, second = order(db, person, 1), order(db, person, 2)
    assert deliver(new_session, Letterbox(Unavailable("no route"))) == 0
    assert (stored(db, first).attempts, stored(db, second).attempts) == (1, 0)


def test_who_was_removed_gets_no_mail(db, new_session, person):
    mail = order(db, person)
    person.removed_at = NOW
    db.commit()
    assert deliver(new_session, Letterbox()) == 0
    assert in_state(db, MailState.UNNEEDED) == [mail.id]


def test_what_a_killed_worker_had_in_hand_is_delivered_after_the_lease(db, new_session, person):
    order(db, person)
    with new_session() as killed, killed.begin():
        assert outbox.claim(killed, now=NOW)
    assert deliver(new_session, Letterbox(), NOW + outbox.LEASE / 2) == 0
    assert deliver(new_session, Letterbox(), NOW + outbox.LEASE) == 1


def test_a_mail_that_is_sent_twice_after_a_crash_is_recognised(db, new_session, person):
    mail = order(db, person)
    box, before = Letterbox(), mail.data
    deliver(new_session, box)
    as_it_was = sa.update(models.Mail).values(sent_at=None, due_at=NOW, data=before)
    db.execute(as_it_was.where(models.Mail.id == mail.id))
    db.commit()
    deliver(new_session, box, NOW + HOUR)
    first, second = box.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_several_workers_at_once_send_every_mail_once(db, new_session, person):
    numbers = range(60)
    for number in numbers:
        order(db, person, number)
    boxes = [Letterbox() for _ in range(4)]
    barrier = threading.Barrier(len(boxes))

    def work(box):
        barrier.wait()
        deliver(new_session, box)

    threads = [threading.Thread(target=work, args=(box,)) for box in boxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = Counter(message["Message-ID"] for box in boxes for message in box.messages)
    assert len(ids) == len(numbers)
    assert set(ids.values()) == {1}
    assert in_state(db, MailState.WAITING) == []
