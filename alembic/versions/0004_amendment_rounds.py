"""Amendment rounds: editions, joint submission, proposed decisions.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEVER_CHANGES = ("consultation_id", "round_id", "number", "created_by_id")
CHANGES_WITH_AN_EDITION = (
    "version_id",
    "association_id",
    "title",
    "rationale",
    "changes",
    "digest",
    "submitted_at",
    "edition",
)

PROPOSED = (
    "amendment_id",
    "number",
    "edition",
    "outcome",
    "changes",
    "reason",
    "is_consensus",
    "obsolete_by_id",
    "created_by_id",
    "created_at",
    "published_at",
    "published_by_id",
    "revision",
)


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER amendments_no_update" + (" ON amendments" if is_postgresql else ""))
    make_tables()
    make_tables_of_the_moderation()
    widen_amendments()
    op.add_column(
        "rounds", sa.Column("supporters_needed", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE amendments SET version_id = "
        "(SELECT version_id FROM rounds WHERE rounds.id = amendments.round_id)"
    )
    op.execute(
        "INSERT INTO submissions (amendment_id, edition, kind, version_id, association_id, title, "
        "rationale, changes, digest, submitted_at, submitted_by_id) "
        "SELECT id, 1, 'submitted', version_id, association_id, title, rationale, changes, "
        "digest, submitted_at, created_by_id FROM amendments WHERE number IS NOT NULL "
        "ORDER BY consultation_id, number"
    )
    refuse("submissions", "UPDATE")
    refuse("submissions", "DELETE")
    was_published = "OLD.published_at IS NOT NULL"
    refuse("proposed_decisions", "UPDATE", PROPOSED, was_published)
    refuse("proposed_decisions", "DELETE", condition=was_published)
    refuse("internal_notes", "UPDATE")
    refuse("internal_notes", "DELETE")
    refuse("amendments", "UPDATE", NEVER_CHANGES, "OLD.number IS NOT NULL")
    refuse(
        "amendments",
        "UPDATE",
        CHANGES_WITH_AN_EDITION,
        "OLD.number IS NOT NULL AND NEW.edition <> OLD.edition + 1",
        name="amendments_no_update_without_edition",
    )


def refuse(table, event, columns=(), condition="", name="") -> None:
    """Make the trigger that keeps rows as they are; PostgreSQL has its function since 0002."""
    what = f"{event} OF {', '.join(columns)}" if columns else event
    when = f"WHEN ({condition})" if condition else ""
    if op.get_bind().dialect.name == "postgresql":
        action = "EXECUTE FUNCTION gw_refuse()"
    else:
        action = "BEGIN SELECT RAISE(ABORT, 'this row is immutable'); END"
    name = name or f"{table}_no_{event.lower()}"
    op.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW {when} {action}")


def widen_amendments() -> None:
    # by hand: Alembic adds no column with a foreign key on SQLite, which itself can
    for column, table in (
        ("version_id", "versions"),
        ("revises_id", "amendments"),
    ):
        op.execute(
            f"ALTER TABLE amendments ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_amendments_{column} REFERENCES {table} (id)"
        )
    for column in (sa.Column("edition", sa.Integer(), nullable=False, server_default="1"),):
        op.add_column("amendments", column)
    op.create_index(op.f("ix_amendments_revises_id"), "amendments", ["revises_id"], unique=True)
    op.create_index(op.f("ix_amendments_version_id"), "amendments", ["version_id"], unique=False)


def make_tables() -> None:
    op.create_table(
        "co_submissions",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"],
            ["amendments.id"],
            name=op.f("fk_co_submissions_amendment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_co_submissions_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_co_submissions_association_id")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["users.id"], name=op.f("fk_co_submissions_invited_by_id")
        ),
        sa.PrimaryKeyConstraint("amendment_id", "association_id", name=op.f("pk_co_submissions")),
    )
    op.create_index(
        op.f("ix_co_submissions_association_id"), "co_submissions", ["association_id"], unique=False
    )
    op.create_table(
        "proposed_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "adopt",
                "adopt_modified",
                "adopt_partly",
                "covered_elsewhere",
                "reject",
                "obsolete",
                "take_note",
                "refer",
                name="outcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("changes", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_consensus", sa.Boolean(), nullable=True),
        sa.Column("obsolete_by_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum("agreed", "objected", name="answer", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome = 'adopt' OR reason <> ''",
            name=op.f("ck_proposed_decisions_reason_unless_adopted"),
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_proposed_decisions_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_proposed_decisions_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_proposed_decisions_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["obsolete_by_id"], ["amendments.id"], name=op.f("fk_proposed_decisions_obsolete_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_proposed_decisions_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_decisions")),
        sa.UniqueConstraint(
            "amendment_id", "number", name=op.f("uq_proposed_decisions_amendment_id_number")
        ),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "submitted",
                "revised",
                "corrected",
                "taken_over",
                "carried",
                "checked",
                name="submissionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_submissions_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_submissions_association_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_submissions_submitted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_submissions_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint(
            "amendment_id", "edition", name=op.f("uq_submissions_amendment_id_edition")
        ),
    )
    op.create_table(
        "supports",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_supports_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["associations.id"], name=op.f("fk_supports_association_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_supports_by_id")),
        sa.PrimaryKeyConstraint("amendment_id", "association_id", name=op.f("pk_supports")),
    )
    op.create_index(
        op.f("ix_supports_association_id"), "supports", ["association_id"], unique=False
    )


def make_tables_of_the_moderation() -> None:
    op.create_table(
        "handlings",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_handlings_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["users.id"], name=op.f("fk_handlings_assignee_id")
        ),
        sa.PrimaryKeyConstraint("amendment_id", name=op.f("pk_handlings")),
    )
    op.create_index(op.f("ix_handlings_assignee_id"), "handlings", ["assignee_id"], unique=False)
    op.create_table(
        "amendment_tags",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_amendment_tags_amendment_id")
        ),
        sa.PrimaryKeyConstraint("amendment_id", "name", name=op.f("pk_amendment_tags")),
    )
    op.create_table(
        "internal_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_internal_notes_body_not_empty")),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_internal_notes_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_internal_notes_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_notes")),
    )
    op.create_index(
        op.f("ix_internal_notes_amendment_id"), "internal_notes", ["amendment_id"], unique=False
    )
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_saved_filters_consultation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_filters_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint(
            "consultation_id",
            "user_id",
            "name",
            name=op.f("uq_saved_filters_consultation_id_user_id_name"),
        ),
    )
    op.create_table(
        "amendment_relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "competing",
                "further",
                "depends",
                "obsolete_if",
                name="relationkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "first_id <> second_id", name=op.f("ck_amendment_relations_two_amendments")
        ),
        sa.CheckConstraint(
            "removed_at IS NULL OR removal_reason <> ''",
            name=op.f("ck_amendment_relations_reason_when_removed"),
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["amendments.id"], name=op.f("fk_amendment_relations_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["amendments.id"], name=op.f("fk_amendment_relations_second_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_amendment_relations_set_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["users.id"], name=op.f("fk_amendment_relations_removed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_relations")),
    )
    for column in ("first_id", "second_id"):
        op.create_index(
            op.f(f"ix_amendment_relations_{column}"), "amendment_relations", [column], unique=False
        )
    op.create_table(
        "place_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("from_key", sa.String(length=40), nullable=False),
        sa.Column("to_key", sa.String(length=40), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_place_corrections_reason_given")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (is_confirmed IS NULL)",
            name=op.f("ck_place_corrections_answered_with_an_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_place_corrections_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_place_corrections_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_place_corrections_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_corrections")),
    )
    op.create_index(
        op.f("ix_place_corrections_amendment_id"),
        "place_corrections",
        ["amendment_id"],
        unique=False,
    )
