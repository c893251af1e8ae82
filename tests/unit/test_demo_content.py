"""The demonstration consultation is complete, and everything it names exists."""

import datetime as dt
import re
import unicodedata
from collections import Counter

import pytest

from guideline_workshop.demo import addressing, content, shapes
from guideline_workshop.rules.ballots import Choice, tally
from guideline_workshop.rules.majorities import Majority
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.text.document import Kind, Provision

FIELDS = (
    "Handlungsfeld",
    "Ziel",
    "Maßnahme",
    "Zielgruppe",
    "Zuständig",
    "Beteiligte",
    "Ressourcen",
    "Zeitrahmen",
    "Indikator",
    "Priorität",
)
LABEL = re.compile(rf"\*\*(?:{'|'.join(FIELDS)}):\*\* ")
MARKS = re.compile(r"^(?:#+|-) |^\| | \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def demo():
    return content.load()


def provisions(markdown):
    """One provision a line, without its mark or label; the importer does this for real."""
    lines = [line for line in markdown.splitlines()[1:] if line and "---" not in line]
    texts = [LABEL.sub("", MARKS.sub("", line)) for line in lines]
    return [Provision(f"p{n}", Kind.PARAGRAPH, 0, text) for n, text in enumerate(texts)]


def text_of(demo, round_key):
    rounds = {round_.key: round_ for round_ in demo.rounds}
    documents = {draft.key: draft for draft in demo.documents}
    return provisions(documents[rounds[round_key].document].markdown)


def places(change):
    return [getattr(change, name) for name in ("at", "after") if hasattr(change, name)]


def touched(amendment):
    """Where the amendment changes something; a move leaves its destination as it is."""
    return {getattr(change, "at", None) or change.after for change in amendment.changes}


def is_adopted(amendment):
    votes = amendment.votes
    return tally(votes.values(), entitled=len(votes), majority=Majority.SIMPLE).adopted


def of_round(demo, key):
    return [amendment for amendment in demo.amendments if amendment.round == key]


def test_the_guidelines_have_five_fields_of_action_and_sixteen_guidelines(demo):
    markdown = demo.documents[0].markdown
    assert len(re.findall("^## Handlungsfeld ", markdown, re.MULTILINE)) == 5
    assert len(re.findall("^### ", markdown, re.MULTILINE)) == 16


def test_the_guidelines_have_about_three_thousand_words(demo):
    words = re.findall(r"[^\W_]+(?:[-.][^\W_]+)*", demo.documents[0].markdown)
    assert 2800 <= len(words) <= 3300


def test_every_recommendation_has_all_fields_and_a_field_of_action_of_the_guidelines(demo):
    guidelines, recommendations = (draft.markdown for draft in demo.documents)
    known = set(re.findall("^## Handlungsfeld (.+)$", guidelines, re.MULTILINE))
    blocks = recommendations.split("\n## ")[1:]
    assert len(blocks) >= 10
    for block in blocks:
        fields = re.findall(r"^\*\*(.+?):\*\* (.+)$", block, re.MULTILINE)
        assert tuple(label for label, _ in fields) == FIELDS
        assert fields[0][1] in known


def test_texts_are_composed_unicode_and_no_provision_stands_twice(demo):
    for draft in demo.documents:
        assert unicodedata.is_normalized("NFC", draft.markdown)
    repeated = Counter(provision.text for provision in provisions(demo.documents[0].markdown))
    assert repeated.most_common(1)[0][1] == 1


def test_eight_associations_take_part_and_each_has_a_delegate(demo):
    keys = {association.key for association in demo.associations}
    assert len(keys) == 8
    assert all(demo.delegates_of(key) for key in keys)
    assert {key for user in demo.users for key in user.memberships} == keys


def test_the_administration_is_staffed_and_somebody_works_for_two_associations(demo):
    roles = Counter(role for user in demo.users for role in user.roles)
    assert roles == {GlobalRole.MODERATOR: 2, GlobalRole.BOARD: 2, GlobalRole.ADMINISTRATOR: 1}
    assert sum(len(user.memberships) == 2 for user in demo.users) == 1
    drafters = [user for user in demo.users if MembershipRole.DRAFTER in user.memberships.values()]
    assert drafters


def test_moderators_of_the_consultation_are_moderators(demo):
    users = {user.key: user for user in demo.users}
    assert all(GlobalRole.MODERATOR in users[key].roles for key in demo.moderators)


def test_logins_use_reserved_addresses_and_long_passwords(demo):
    emails = [user.email for user in demo.users]
    assert len(set(emails)) == len(emails)
    assert all(re.fullmatch(r"[a-z.-]+@[a-z-]+\.example", email) for email in emails)
    assert all(len(user.password) >= 12 for user in demo.users)


def test_every_place_an_amendment_names_is_exactly_one_provision(demo):
    for amendment in demo.amendments:
        text = text_of(demo, amendment.round)
        for change in amendment.changes:
            for place in places(change):
                addressing.find(text, place)


def test_every_edit_and_split_finds_its_phrases_once(demo):
    for amendment in demo.amendments:
        text = text_of(demo, amendment.round)
        for change in amendment.changes:
            match change:
                case shapes.Edit():
                    old = addressing.find(text, change.at).text
                    assert addressing.edited(old, change) != old
                case shapes.Split():
                    old = addressing.find(text, change.at).text
                    assert " ".join(addressing.halves(old, change)) == old


def test_a_place_that_fits_no_provision_or_two_is_refused(demo):
    text = text_of(demo, "antraege-1")
    with pytest.raises(LookupError, match="0 provisions"):
        addressing.find(text, "Steht nirgends")
    with pytest.raises(LookupError, match="provisions begin"):
        addressing.find(text, "Der Kreis")


def test_a_phrase_that_is_not_unique_is_refused():
    edit = shapes.Edit("ein", (shapes.Replacement("ein", "kein"),))
    with pytest.raises(LookupError, match="2 times"):
        addressing.edited("ein Wort und ein Satz", edit)


def test_people_act_only_for_associations_they_belong_to(demo):
    users = {user.key: user for user in demo.users}
    statements = [*demo.amendments, *demo.comments]
    statements += [reply for comment in demo.comments for reply in comment.replies]
    for statement in statements:
        user = users[statement.written.user]
        if statement.association is None:
            assert user.key in demo.moderators
        else:
            assert statement.association in user.memberships


def test_only_delegates_submit(demo):
    users = {user.key: user for user in demo.users}
    for amendment in demo.amendments:
        role = users[amendment.written.user].memberships[amendment.association]
        assert role is MembershipRole.DELEGATE


def test_only_moderators_publish_decide_and_consolidate(demo):
    acts = [demo.founded, demo.invited, *(draft.published for draft in demo.documents)]
    acts += [round_.planned for round_ in demo.rounds]
    acts += [amendment.decision.made for amendment in demo.amendments if amendment.decision]
    acts += [demo.consolidation.begun, demo.consolidation.published]
    assert {act.user for act in acts} <= set(demo.moderators)


def test_everything_is_written_while_its_round_is_open(demo):
    rounds = {round_.key: round_ for round_ in demo.rounds}
    for statement in [*demo.amendments, *demo.comments]:
        round_ = rounds[statement.round]
        for moment in (statement.written.at, *(r.written.at for r in replies_of(statement))):
            assert round_.opens <= moment < round_.closes
            assert moment < shapes.Moment(0, dt.time())


def replies_of(statement):
    return getattr(statement, "replies", ())


def test_comments_and_amendments_stand_in_rounds_of_their_kind(demo):
    kinds = {round_.key: round_.kind for round_ in demo.rounds}
    assert {kinds[comment.round] for comment in demo.comments} == {RoundKind.COMMENT}
    assert {kinds[amendment.round] for amendment in demo.amendments} == {RoundKind.AMENDMENT}


def test_a_reply_follows_what_it_answers(demo):
    for comment in demo.comments:
        moments = [comment.written.at, *(reply.written.at for reply in comment.replies)]
        assert moments == sorted(moments)


def test_amendments_and_comments_of_a_round_stand_in_order_of_time(demo):
    for statements in (demo.amendments, demo.comments):
        for round_ in demo.rounds:
            moments = [each.written.at for each in statements if each.round == round_.key]
            assert moments == sorted(moments)


def test_comments_name_one_provision_or_the_whole_document(demo):
    assert len(demo.comments) >= 15
    assert any(comment.at is None for comment in demo.comments)
    for comment in demo.comments:
        if comment.at is not None:
            addressing.find(text_of(demo, comment.round), comment.at)


def test_a_round_is_planned_on_a_published_text_before_it_opens(demo):
    published = {(draft.key, 1): draft.published.at for draft in demo.documents}
    published["guidelines", 2] = demo.consolidation.published.at
    assert demo.founded.at < demo.invited.at < min(published.values())
    for round_ in demo.rounds:
        assert published[round_.document, round_.version] < round_.planned.at < round_.opens
    assert sorted(demo.rounds, key=lambda round_: round_.opens) == list(demo.rounds)


def test_rounds_follow_one_another(demo):
    by_key = {round_.key: round_ for round_ in demo.rounds}
    published = demo.consolidation.published.at
    assert by_key["antraege-1"].closes < by_key["abstimmung-1"].opens
    assert by_key["abstimmung-1"].closes < demo.consolidation.begun.at < published
    assert published < by_key["antraege-2"].opens
    assert by_key["antraege-2"].opens.day == -6
    assert by_key["antraege-2"].closes.day == 15


def test_the_first_round_is_decided_and_voted_on(demo):
    associations = {association.key for association in demo.associations}
    for amendment in of_round(demo, "antraege-1"):
        assert amendment.decision is not None
        assert set(amendment.votes) <= associations
        admitted = amendment.decision.state is AmendmentState.ADMITTED
        assert bool(amendment.votes) == admitted
        assert admitted or amendment.decision.reason


def test_decisions_fall_between_the_round_and_the_vote(demo):
    by_key = {round_.key: round_ for round_ in demo.rounds}
    for amendment in of_round(demo, "antraege-1"):
        made = amendment.decision.made.at
        assert by_key["antraege-1"].closes < made < by_key["abstimmung-1"].opens


def test_most_amendments_were_adopted_some_not_and_one_ended_in_a_tie(demo):
    voted = [amendment for amendment in demo.amendments if amendment.votes]
    adopted = [amendment for amendment in voted if is_adopted(amendment)]
    ties = [
        amendment
        for amendment in voted
        if Counter(amendment.votes.values())[Choice.YES]
        == Counter(amendment.votes.values())[Choice.NO]
    ]
    assert len(voted) / 2 < len(adopted) < len(voted) - 1
    assert len(ties) == 1


def test_many_amendments_of_the_first_round_overlap(demo):
    spots = Counter(spot for each in of_round(demo, "antraege-1") for spot in touched(each))
    assert sum(count for count in spots.values() if count > 1) >= 6


def test_two_associations_propose_the_same(demo):
    changes = Counter(amendment.changes for amendment in of_round(demo, "antraege-1"))
    assert changes.most_common(1)[0][1] == 2


def test_every_resolution_decides_between_adopted_amendments_at_its_place(demo):
    amendments = {amendment.key: amendment for amendment in demo.amendments}
    for resolution in demo.consolidation.resolutions:
        assert len(resolution.amendments) > 1
        assert set(resolution.take) <= resolution.amendments
        assert bool(resolution.take) != bool(resolution.wording)
        assert resolution.reason
        for key in resolution.amendments:
            assert is_adopted(amendments[key])
            assert resolution.at in touched(amendments[key])


def test_the_second_round_has_submitted_amendments_and_a_draft(demo):
    second = of_round(demo, "antraege-2")
    assert Counter(amendment.is_submitted for amendment in second) == {True: 3, False: 1}
    assert not any(amendment.decision or amendment.votes for amendment in second)


def test_the_second_round_addresses_provisions_that_the_first_left_as_they_were(demo):
    changed = set()
    for amendment in of_round(demo, "antraege-1"):
        if amendment.votes and is_adopted(amendment):
            changed |= touched(amendment)
    for amendment in of_round(demo, "antraege-2"):
        assert not touched(amendment) & changed


def test_a_moment_is_local_time_and_given_in_utc():
    moment = shapes.Moment(-1, dt.time(8))
    assert moment.on(dt.date(2026, 7, 2)) == dt.datetime(2026, 7, 1, 6, tzinfo=dt.UTC)
    assert moment.on(dt.date(2026, 1, 2)) == dt.datetime(2026, 1, 1, 7, tzinfo=dt.UTC)


def test_line_breaks_of_the_files_are_not_in_the_texts(demo):
    assert "\n" not in demo.summary
    assert demo.description.count("\n\n") == 2
    assert "\n" not in demo.description.replace("\n\n", "")
