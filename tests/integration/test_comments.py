"""Comments: on a passage or the whole, in their round, with replies."""

import factories
import pytest
from factories import DAY, NOW

from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import comments, journal, reading
from guideline_workshop.services.errors import Conflict, Invalid


@pytest.fixture
def round_(db, world):
    return world.round(db, RoundKind.COMMENT, closes_at=NOW + DAY)


def write(db, world, round_, key="p2", body="Sehr gut.", *, by=None, now=NOW):
    who = by or world.delegates[0]
    return comments.write(db, round_, provision_key=key, body=body, by=who, now=now)


def test_a_comment_belongs_to_its_passage_and_association(db, world, round_):
    made = write(db, world, round_, body="  Sehr gut.  ")
    assert (made.provision_key, made.body) == ("p2", "Sehr gut.")
    assert made.association_id == world.associations[0].id
    assert made.author_id == world.delegates[0].user_id


def test_a_comment_may_be_about_the_whole(db, world, round_):
    write(db, world, round_, None)
    write(db, world, round_, "p2")
    write(db, world, round_, "p2")
    counts = {key: one.comments for key, one in reading.marks_on(db, world.version).items()}
    assert counts == {"": 1, "p2": 2}


def test_a_passage_that_does_not_exist_is_refused(db, world, round_):
    with pytest.raises(Invalid):
        write(db, world, round_, "p99")


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 20_001])
def test_a_comment_has_something_to_say_and_is_not_endless(db, world, round_, body):
    before = journal.head(db)
    with pytest.raises(Invalid):
        write(db, world, round_, body=body)
    assert journal.head(db) == before
    assert comments.threads_on(db, world.version) == []


@pytest.mark.parametrize("now", [NOW - 30 * DAY, NOW + DAY, NOW + 2 * DAY])
def test_comments_are_written_while_the_round_is_open(db, world, round_, now):
    with pytest.raises(Conflict):
        write(db, world, round_, now=now)


def test_replies_stand_below_their_comment_in_the_order_of_writing(db, world, round_):
    first, second = write(db, world, round_), write(db, world, round_, "p3")
    said = [
        comments.reply(db, first, "Eins", by=world.delegates[1], now=NOW),
        comments.reply(db, first, "Zwei", by=world.moderator, now=NOW),
    ]
    said.append(comments.reply(db, said[0], "Drei", by=world.delegates[2], now=NOW))
    threads = comments.threads_on(db, world.version)
    assert [(one.comment, one.replies) for one in threads] == [
        (first, tuple(said)),
        (second, ()),
    ]
    assert [one.provision_key for one in said] == ["p2"] * 3


def test_the_moderation_speaks_for_no_association(db, world, round_):
    first = write(db, world, round_)
    assert comments.reply(db, first, "Danke.", by=world.moderator, now=NOW).association_id is None


def test_a_reply_after_the_round_is_refused(db, world, round_):
    first = write(db, world, round_)
    with pytest.raises(Conflict):
        comments.reply(db, first, "Zu spät.", by=world.delegates[1], now=NOW + DAY)


def test_a_comment_of_another_consultation_is_not_found(db, world, round_):
    made = write(db, world, round_)
    assert comments.find(db, world.consultation, made.id) is made
    other = factories.consultation(db, world.moderator)
    assert comments.find(db, other, made.id) is None


def test_each_comment_is_one_row_without_its_words(db, world, round_):
    before, _ = journal.head(db)
    made = write(db, world, round_, body="Geheimnis")
    (row,) = journal.entries(db, world.consultation.id, now=NOW, limit=1)
    assert (row.act, row.details) == (
        Act.COMMENT_WRITTEN,
        {"comment": made.id, "provision": "p2"},
    )
    assert journal.head(db)[0] == before + 1
