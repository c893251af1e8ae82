"""The demonstration consultation loads on both databases, and its documents can be relied on."""

import datetime as dt

import pytest
from sqlalchemy import func, select
from support.libreoffice import LibreOffice
from support.tracked_laws import accepted, rejected, said
from support.word import read, revisions
from support.written import expected

from guideline_workshop.demo import content
from guideline_workshop.demo.loading import load
from guideline_workshop.exports.docx import to_docx
from guideline_workshop.models import Amendment, Ballot, Comment, Document, Round, User, Version
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.rounds import RoundKind, RoundState
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import consolidations, journal, publications, versions

NOW = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)
DEMO = content.load()


@pytest.fixture
def loaded(db):
    load(db, DEMO, now=NOW)
    return db


@pytest.fixture
def guidelines(loaded) -> list[Version]:
    """Entwurf 1 and Entwurf 2 of the guidelines."""
    slug = select(Document).where(Document.slug == "leitlinien")
    return versions.all_of(loaded, loaded.scalars(slug).one())


def count(db, table, *conditions) -> int:
    return db.scalar(select(func.count()).select_from(table).where(*conditions))


def test_everything_the_data_tell_is_there(loaded):
    submitted = [one for one in DEMO.amendments if one.is_submitted]
    assert count(loaded, User) == len(DEMO.users)
    assert count(loaded, Round) == len(DEMO.rounds)
    assert count(loaded, Amendment, Amendment.number.is_not(None)) == len(submitted)
    assert count(loaded, Amendment, Amendment.state == AmendmentState.DRAFT) == 1
    assert count(loaded, Comment) == sum(1 + len(one.replies) for one in DEMO.comments)
    assert count(loaded, Ballot, Ballot.closed_at.is_(None)) == 0


def test_an_amendment_round_is_open_when_it_is_loaded(loaded):
    rounds = [one for one in loaded.scalars(select(Round)) if one.state(NOW) is RoundState.OPEN]
    assert {one.kind for one in rounds} == {RoundKind.AMENDMENT, RoundKind.COMMENT}


def test_the_journal_tells_it_in_the_order_of_time(loaded):
    assert journal.first_altered(loaded) is None
    consultation = loaded.scalars(select(Document)).first().consultation
    rows = journal.entries(loaded, consultation.id, now=NOW, limit=1000)
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
    acts = [row.act for row in rows]
    assert acts.count(Act.CONFLICT_RESOLVED) == len(DEMO.consolidation.resolutions)
    assert acts.count(Act.VERSION_CONSOLIDATED) == 1


def test_every_conflict_of_the_consolidation_was_decided(loaded, guidelines):
    consolidation = consolidations.of(loaded, guidelines[0])
    assert consolidation is not None
    assert consolidation.version_id == guidelines[1].id
    assert len(consolidation.resolutions) == len(DEMO.consolidation.resolutions) >= 4


def test_a_published_consolidation_still_shows_what_was_merged(loaded, guidelines):
    bench = consolidations.workbench(loaded, consolidations.of(loaded, guidelines[0]))
    assert bench.merged.document == versions.text_of(guidelines[1])
    assert len(bench.merged.resolved) == len(DEMO.consolidation.resolutions)
    assert bench.changes


def test_who_was_passed_over_reads_why(loaded):
    obsolete = select(Amendment).where(Amendment.state == AmendmentState.OBSOLETE)
    reasons = {one.title: one.state_reason for one in loaded.scalars(obsolete)}
    passed_over = [one for one in DEMO.consolidation.resolutions if len(one.take) == 1]
    assert len(reasons) == len(passed_over) == 2
    assert set(reasons.values()) == {one.reason for one in passed_over}


def test_the_lines_of_the_new_draft_hold_both_texts(loaded, guidelines):
    first, second = guidelines
    publication = publications.publication_of(loaded, second, "de", against=first)
    assert rejected(publication.lines) == said(versions.text_of(first))
    assert accepted(publication.lines) == said(versions.text_of(second))


def test_every_change_of_the_new_draft_has_its_author(loaded, guidelines):
    first, second = guidelines
    publication = publications.publication_of(loaded, second, "de", against=first)
    origins = {run.origin for line in publication.lines for run in line.runs if run.op != "equal"}
    assert "" not in origins
    assert origins <= publication.authors.keys()
    assert len(origins) >= 10


def test_libreoffice_settles_the_changes_of_the_new_draft(loaded, guidelines, tmp_path):
    first, second = guidelines
    data = to_docx(publications.publication_of(loaded, second, "de", against=first))
    authors = {author for _tag, _id, author, _date in revisions(data)}
    assert any(author.startswith("Martinshilfe") for author in authors), authors
    (tmp_path / "draft.docx").write_bytes(data)
    LibreOffice(tmp_path / "office").settle(tmp_path)
    for command, version in (("accepted", second), ("rejected", first)):
        left = read((tmp_path / command / "draft.docx").read_bytes())
        wanted = expected(versions.text_of(version).provisions)
        assert [(line.style, line.text) for line in left][-len(wanted) :] == wanted
