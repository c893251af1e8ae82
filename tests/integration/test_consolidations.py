"""Consolidation: adopted amendments become the next version, conflicts are decided by people."""

import factories
import pytest
from factories import NOW

from guideline_workshop import models
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import (
    amendments,
    ballots,
    consolidations,
    journal,
    reading,
    versions,
)
from guideline_workshop.services.drafting import Place
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.text.merge import Resolution

FREE = "Der Kreis fördert kostenlose Sprachkurse."
DAILY = "Der Kreis fördert tägliche Sprachkurse."
OPEN = "Die Kurse sind für alle Menschen offen."


@pytest.fixture
def rounds(db, world):
    return world.round(db), world.round(db, RoundKind.BALLOT)


@pytest.fixture
def disjoint(db, world, rounds):
    return [world.adopted(db, rounds, "p2", FREE), world.adopted(db, rounds, "p3", OPEN)]


@pytest.fixture
def conflicting(db, world, rounds):
    return [world.adopted(db, rounds, "p2", FREE), world.adopted(db, rounds, "p2", DAILY)]


def begin(db, world):
    return consolidations.begin(db, world.version, by=world.moderator, now=NOW)


def publish(db, world, consolidation, revision=None):
    seen = consolidation.revision if revision is None else revision
    return consolidations.publish(db, consolidation, revision=seen, by=world.moderator, now=NOW)


def resolve(db, world, consolidation, resolution, revision=None):
    consolidations.resolve(
        db,
        consolidation,
        resolution,
        reason="Darum.",
        revision=consolidation.revision if revision is None else revision,
        by=world.moderator,
        now=NOW,
    )


def the_conflict(db, consolidation):
    (found,) = consolidations.workbench(db, consolidation).merged.conflicts
    return found


def said(version, key):
    return versions.text_of(version)[key].text


def newest_rows(db, world, limit):
    return journal.entries(db, world.consultation.id, now=NOW, limit=limit)


class TestBeginning:
    def test_there_must_be_something_to_merge(self, db, world, rounds):
        rejected = world.amendment(db, rounds[0], "p2", FREE)
        factories.decided(db, rounds[1], rejected, world.moderator, {world.delegates[0]: Choice.NO})
        with pytest.raises(Invalid):
            begin(db, world)

    @pytest.mark.usefixtures("disjoint")
    def test_it_is_begun_once(self, db, world):
        made = begin(db, world)
        assert consolidations.of(db, world.version) is made
        with pytest.raises(Conflict):
            begin(db, world)

    @pytest.mark.usefixtures("disjoint")
    def test_an_older_version_is_not_consolidated(self, db, world):
        versions.publish(
            db,
            world.document,
            title="Neuer",
            content=factories.CONTENT,
            by=world.moderator,
            now=NOW,
        )
        with pytest.raises(Conflict):
            begin(db, world)

    def test_only_what_was_adopted_on_this_very_version_is_merged(
        self, db, world, rounds, disjoint
    ):
        world.amendment(db, rounds[0], "p5", "Nur zugelassen.")
        _, other = factories.document_with_version(db, world.consultation, world.moderator)
        factories.submitted(db, factories.round_(db, other, world.moderator), world.delegates[0])
        assert consolidations.adopted(db, world.version) == disjoint
        assert consolidations.adopted(db, other) == []


class TestMerging:
    def test_disjoint_amendments_merge_into_the_next_version(self, db, world, disjoint):
        version = publish(db, world, begin(db, world))
        assert (version.number, version.base_id) == (2, world.version.id)
        assert (said(version, "p2"), said(version, "p3")) == (FREE, OPEN)
        assert all(one.state is AmendmentState.INCORPORATED for one in disjoint)
        assert versions.latest(db, world.document) is version
        assert said(world.version, "p2") == "Der Kreis fördert Sprachkurse."

    def test_the_new_version_names_the_amendment_behind_each_change(self, db, world, disjoint):
        version = publish(db, world, begin(db, world))
        behind = reading.origins_of(reading.lines_of(version))
        assert behind == {"p2": (disjoint[0].reference,), "p3": (disjoint[1].reference,)}

    @pytest.mark.usefixtures("disjoint")
    def test_each_act_is_one_row(self, db, world):
        before, _ = journal.head(db)
        version = publish(db, world, begin(db, world))
        done, begun = newest_rows(db, world, 2)
        assert [begun.act, done.act] == [Act.CONSOLIDATION_BEGUN, Act.VERSION_CONSOLIDATED]
        assert done.details["amendments"] == [1, 2]
        assert done.details["digest"] == version.digest
        assert journal.head(db)[0] == before + 2

    def test_what_is_struck_and_inserted_is_merged_too(self, db, world, rounds):
        world.adopted(db, rounds, "p7", "")
        world.adopted(db, rounds, "p3", "Neu dazu.", place=Place.AFTER)
        version = publish(db, world, begin(db, world))
        found = [one.text for one in versions.text_of(version).provisions]
        assert "an Alleinstehende." not in found
        assert found[found.index("Die Kurse sind für alle offen.") + 1] == "Neu dazu."

    def test_an_amendment_adopted_meanwhile_joins(self, db, world, rounds, disjoint):
        consolidation = begin(db, world)
        late = world.adopted(db, rounds, "p5", "Der Kreis vermittelt Häuser:")
        bench = consolidations.workbench(db, consolidation)
        assert bench.amendments == (*disjoint, late)


class TestConflicts:
    @pytest.mark.usefixtures("conflicting")
    def test_an_undecided_conflict_keeps_the_version_from_being_published(self, db, world):
        consolidation = begin(db, world)
        before = journal.head(db)
        with pytest.raises(Conflict):
            publish(db, world, consolidation)
        assert versions.latest(db, world.document) is world.version
        assert journal.head(db) == before
        merged = consolidations.workbench(db, consolidation).merged
        assert merged.document["p2"].text == "Der Kreis fördert Sprachkurse."

    def test_one_wording_is_taken(self, db, world, conflicting):
        consolidation = begin(db, world)
        conflict = the_conflict(db, consolidation)
        choice = Resolution(conflict.id, (conflicting[1].reference,), None)
        resolve(db, world, consolidation, choice)
        assert consolidations.workbench(db, consolidation).merged.conflicts == ()
        version = publish(db, world, consolidation)
        assert said(version, "p2") == DAILY
        row = newest_rows(db, world, 2)[1]
        assert (row.act, row.reason) == (Act.CONFLICT_RESOLVED, "Darum.")

    @pytest.mark.usefixtures("conflicting")
    def test_own_words_are_taken(self, db, world):
        consolidation = begin(db, world)
        conflict = the_conflict(db, consolidation)
        (base,) = conflict.base
        own = type(base)(base.key, base.kind, base.level, "Der Kreis hilft.")
        resolve(db, world, consolidation, Resolution(conflict.id, (), (own,)))
        assert said(publish(db, world, consolidation), "p2") == "Der Kreis hilft."

    @pytest.mark.usefixtures("conflicting")
    def test_a_decision_can_be_taken_anew_and_taken_back(self, db, world):
        consolidation = begin(db, world)
        conflict = the_conflict(db, consolidation)
        resolve(db, world, consolidation, Resolution(conflict.id, ("1",), None))
        resolve(db, world, consolidation, Resolution(conflict.id, ("2",), None))
        assert [one["order"] for one in consolidation.resolutions] == [["2"]]
        consolidations.reopen(
            db,
            consolidation,
            conflict.id,
            revision=consolidation.revision,
            by=world.moderator,
            now=NOW,
        )
        assert the_conflict(db, consolidation).id == conflict.id
        acts = [row.act for row in newest_rows(db, world, 3)]
        assert acts == [Act.CONFLICT_REOPENED, Act.CONFLICT_RESOLVED, Act.CONFLICT_RESOLVED]

    @pytest.mark.usefixtures("conflicting")
    def test_a_decision_on_what_somebody_else_has_decided_is_refused(self, db, world):
        """Threat 40."""
        consolidation = begin(db, world)
        seen = consolidation.revision
        conflict = the_conflict(db, consolidation)
        resolve(db, world, consolidation, Resolution(conflict.id, ("1",), None))
        with pytest.raises(Conflict):
            resolve(db, world, consolidation, Resolution(conflict.id, ("2",), None), revision=seen)
        with pytest.raises(Conflict):
            publish(db, world, consolidation, revision=seen)
        assert [one["order"] for one in consolidation.resolutions] == [["1"]]

    @pytest.mark.usefixtures("conflicting")
    def test_a_conflict_that_does_not_exist_cannot_be_decided(self, db, world):
        consolidation = begin(db, world)
        with pytest.raises(Invalid):
            resolve(db, world, consolidation, Resolution("nonsense", ("1",), None))
        with pytest.raises(Invalid):
            consolidations.reopen(
                db,
                consolidation,
                "nonsense",
                revision=consolidation.revision,
                by=world.moderator,
                now=NOW,
            )

    @pytest.mark.usefixtures("disjoint")
    def test_a_ballot_without_a_result_keeps_the_version_from_being_published(
        self, db, world, rounds
    ):
        consolidation = begin(db, world)
        late = world.amendment(db, rounds[0], "p5", "Der Kreis baut Wohnungen:")
        ballot = factories.ballot(db, rounds[1], late, world.moderator)
        with pytest.raises(Conflict):
            publish(db, world, consolidation)
        ballots.close(db, ballot, by=world.moderator, now=NOW)
        assert publish(db, world, consolidation).number == 2


@pytest.mark.usefixtures("disjoint")
class TestAfterPublishing:
    def test_nothing_is_published_twice(self, db, world):
        consolidation = begin(db, world)
        publish(db, world, consolidation)
        with pytest.raises(Conflict):
            publish(db, world, consolidation)
        with pytest.raises(Conflict):
            begin(db, world)
        assert len(versions.all_of(db, world.document)) == 2

    def test_a_later_consolidation_keeps_the_earlier_origins(self, db, world):
        second = publish(db, world, begin(db, world))
        later = factories.round_(db, second, world.moderator)
        vote = factories.round_(db, second, world.moderator, RoundKind.BALLOT)
        third = world.amendment(db, later, "p5", "Der Kreis vermittelt Häuser:")
        factories.decided(db, vote, third, world.moderator, {world.delegates[0]: Choice.YES})
        begun = consolidations.begin(db, second, by=world.moderator, now=NOW)
        version = publish(db, world, begun)
        assert (version.number, version.base_id) == (3, second.id)
        named = str(version.provenance)
        assert all(f"'{number}'" in named for number in (1, 2, 3))

    def test_the_digest_is_that_of_the_text(self, db, world, new_session):
        version = publish(db, world, begin(db, world))
        db.commit()
        with new_session() as other:
            stored = other.get_one(models.Version, version.id)
            assert stored.digest == versions.text_of(stored).digest
            assert amendments.all_of(other, world.consultation, None)[0].state == "incorporated"
