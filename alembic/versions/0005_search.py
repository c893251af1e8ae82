"""Searching amendments by the stems of their words.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa

from alembic import op
from guideline_workshop.services.stems import stems
from guideline_workshop.text.markup import plain

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_the_search()
    remember_words()


def make_the_search() -> None:
    op.create_table(
        "amendment_words",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_amendment_words_amendment_id")
        ),
        sa.PrimaryKeyConstraint("amendment_id", name=op.f("pk_amendment_words")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX amendment_words_index ON amendment_words "
            "USING gin (array_to_tsvector(string_to_array(words, ' ')))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE amendment_words_index USING fts5 (words, content='amendment_words', "
        "content_rowid='amendment_id', tokenize='unicode61 remove_diacritics 0')"
    )
    into = "INSERT INTO amendment_words_index (rowid, words"
    out = f"{into}, amendment_words_index) VALUES (OLD.amendment_id, OLD.words, 'delete');"
    add = f"{into}) VALUES (NEW.amendment_id, NEW.words);"
    for event, acts in (("INSERT", add), ("DELETE", out), ("UPDATE", f"{out} {add}")):
        op.execute(
            f"CREATE TRIGGER amendment_words_{event.lower()} AFTER {event} ON amendment_words "
            f"BEGIN {acts} END"
        )


def remember_words() -> None:
    """Let what was submitted already be found: as `searching.remember` does from now on."""
    amendments = sa.table(
        "amendments",
        *map(sa.column, ("id", "number", "title", "rationale", "version_id")),
        sa.column("changes", sa.JSON()),
    )
    versions = sa.table("versions", sa.column("id"), sa.column("provisions", sa.JSON()))
    words = sa.table("amendment_words", sa.column("amendment_id"), sa.column("words"))
    connection = op.get_bind()
    texts = {
        row.id: {one["key"]: one["text"] for one in row.provisions}
        for row in connection.execute(sa.select(versions))
    }
    for row in connection.execute(
        sa.select(amendments).where(amendments.c.number.is_not(None))
    ).all():
        said = [f"ä{row.number} {row.number}", row.title, row.rationale]
        for change in row.changes:
            if change["change"] == "replace":
                said.append(texts[row.version_id].get(change["key"], ""))
            said += [one["text"] for one in change.get("provisions", ())]
        found = sorted({stem for one in said for stem in stems(plain(one))})
        connection.execute(sa.insert(words).values(amendment_id=row.id, words=" ".join(found)))
