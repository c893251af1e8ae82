"""What stands beside a line: where it went, what it was before, and the notes on it."""

from collections.abc import Iterator

from guideline_workshop.exports.blocks import shape, shown
from guideline_workshop.exports.publication import Publication
from guideline_workshop.exports.vocabulary import Vocabulary
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.document import Provision
from guideline_workshop.text.tracked import TrackedProvision


def label(provision: Provision, vocabulary: Vocabulary) -> str:
    """Return the name of the field that `provision` is, or nothing."""
    return vocabulary.fields[provision.field] if provision.field else ""


def remarks(
    line: TrackedProvision, publication: Publication, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Return what a reader has to be told about `line` beyond its words."""
    notes = publication.notes_on(shown(line).key) if line.new else ()
    return (*_changes(line, vocabulary), *notes)


def _changes(line: TrackedProvision, vocabulary: Vocabulary) -> Iterator[str]:
    if line.change is PairKind.MOVED:
        yield vocabulary.moved_here if line.new else vocabulary.moved_away
    if line.old and line.new and shape(line.old) != shape(line.new):
        yield vocabulary.formerly.format(kind=_kind(line.old, vocabulary))


def _kind(provision: Provision, vocabulary: Vocabulary) -> str:
    name = vocabulary.kinds[provision.kind]
    return name.format(level=provision.level, field=label(provision, vocabulary))
