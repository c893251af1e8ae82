"""Searching amendments: what was submitted is found by the stems of its words, on both databases.

The words of an amendment are stored in the transaction that gives it a wording. Names of
associations are looked up when somebody searches, since they may change.
"""

import itertools
import re
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from guideline_workshop.models import Amendment, AmendmentWords, Association, CoSubmission
from guideline_workshop.models.search import INDEX
from guideline_workshop.services.stems import stems
from guideline_workshop.services.texts import text_of
from guideline_workshop.text.amendment import Replace, changes_from_json
from guideline_workshop.text.markup import plain

LONGEST = 200
"""So much of what somebody searches for is read."""
MOST_WORDS = 12
SHORTEST_BEGINNING = 3
"""A shorter word is found as a whole only, not as the beginning of others."""

_NAME = re.compile(r"\b[aä]\.?\s*(\d{1,9})\b", re.IGNORECASE)
"""What an amendment is called: Ä 7 in German, A 7 in English."""
_index = sa.table(INDEX, sa.column("rowid", sa.Integer), sa.column(INDEX, sa.Text))


def remember(db: Session, amendment: Amendment) -> None:
    """Store by which words a submitted amendment is found: those of its present wording."""
    said = [f"ä{amendment.number} {amendment.number}", amendment.title, amendment.rationale]
    base = text_of(amendment.version).document
    for change in changes_from_json(amendment.changes):
        said.append(change.rationale)
        if isinstance(change, Replace) and change.key in base:
            said.append(plain(base[change.key].text))  # what is struck is looked for too
        said += [plain(one.text) for one in getattr(change, "provisions", ())]
    db.merge(AmendmentWords(amendment_id=amendment.id, words=words_of(said)))
    db.flush()


def words_of(said: Iterable[str]) -> str:
    """Return the different stems of some texts, as they are stored."""
    return " ".join(sorted(set(itertools.chain.from_iterable(stems(one) for one in said))))


def finds(db: Session, text: str) -> ColumnElement[bool]:
    """Build the condition: an amendment has all the words of `text`, or words that begin so.

    Its number, title, rationale, wording and the names of its associations are searched. Signs
    have no meaning of their own; without a single word nothing is found.
    """
    text = _NAME.sub(r"ä\1", text[:LONGEST])
    wanted = list(dict.fromkeys(stems(text)))[:MOST_WORDS]
    if not wanted:
        return false()
    names = {
        row.id: set(stems(f"{row.name} {row.short_name}"))
        for row in db.execute(select(Association.id, Association.name, Association.short_name))
    }
    return sa.and_(*(_has(db, word, names) for word in wanted))


def _has(db: Session, word: str, names: dict[int, set[str]]) -> ColumnElement[bool]:
    has = Amendment.id.in_(_with_word(db, word))
    named = [id_ for id_, its in names.items() if any(_fits(word, one) for one in its)]
    if not named:
        return has
    together = select(CoSubmission.amendment_id).where(
        CoSubmission.association_id.in_(named),
        CoSubmission.is_confirmed.is_(True),
        CoSubmission.digest == Amendment.digest,
    )
    return has | Amendment.association_id.in_(named) | Amendment.id.in_(together)


def _with_word(db: Session, word: str) -> Select[int]:
    """Select the amendments with a word. It has letters and digits only, so nothing is quoted."""
    if db.get_bind().dialect.name == "sqlite":
        pattern = f'"{word}"*' if _is_beginning(word) else f'"{word}"'
        return select(_index.c.rowid).where(_index.c[INDEX].op("MATCH")(pattern))
    pattern = f"'{word}':*" if _is_beginning(word) else f"'{word}'"
    # word for word as the index of migration 0005 has it, or it is not used
    stored = sa.func.array_to_tsvector(
        sa.func.string_to_array(AmendmentWords.words, sa.literal_column("' '"))
    )
    return select(AmendmentWords.amendment_id).where(stored.op("@@")(sa.cast(pattern, TSQUERY)))


def _is_beginning(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING and word.isalpha()


def _fits(word: str, stem: str) -> bool:
    return stem.startswith(word) if _is_beginning(word) else stem == word
