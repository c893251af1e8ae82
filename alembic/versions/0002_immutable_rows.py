"""What is published, submitted, put to the vote or recorded cannot be changed, whoever asks.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SUBMITTED = (
    "consultation_id",
    "round_id",
    "association_id",
    "number",
    "title",
    "rationale",
    "changes",
    "digest",
    "created_by_id",
    "submitted_at",
)
PUT_TO_THE_VOTE = (
    "round_id",
    "amendment_id",
    "wording_digest",
    "majority",
    "opened_at",
    "closes_at",
)
CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in PUT_TO_THE_VOTE)
# table, statement, condition on the row as it was, or none
GUARDS = (
    ("versions", "UPDATE", ""),
    ("versions", "DELETE", ""),
    ("journal", "UPDATE", ""),
    ("journal", "DELETE", ""),
    (f"amendments OF {', '.join(SUBMITTED)}", "UPDATE", "OLD.number IS NOT NULL"),
    ("amendments", "DELETE", "OLD.number IS NOT NULL"),
    ("ballots", "UPDATE", f"OLD.closed_at IS NOT NULL OR {CHANGED}"),
    ("ballots", "DELETE", ""),
    ("roll_entries", "UPDATE", ""),
    ("roll_entries", "DELETE", ""),
    ("adoptions", "UPDATE", ""),
    ("adoptions", "DELETE", ""),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION gw_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'this row is immutable'; END $$"
        )
    for target, statement, condition in GUARDS:
        op.execute(trigger(target, statement, condition))


def trigger(target: str, statement: str, condition: str) -> str:
    table, _, columns = target.partition(" OF ")
    event = f"{statement} OF {columns}" if columns else statement
    name = f"{table}_no_{statement.lower()}"
    when = f"WHEN ({condition})" if condition else ""
    if op.get_bind().dialect.name == "postgresql":
        action = "EXECUTE FUNCTION gw_refuse()"
    else:
        action = "BEGIN SELECT RAISE(ABORT, 'this row is immutable'); END"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} {action}"
