"""What is published, submitted or recorded cannot be changed, whoever asks.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SUBMITTED = ("number", "title", "rationale", "changes", "digest", "submitted_at", "round_id")
# table, statement, condition on the row as it was, or none
GUARDS = (
    ("versions", "UPDATE", ""),
    ("versions", "DELETE", ""),
    ("journal", "UPDATE", ""),
    ("journal", "DELETE", ""),
    (f"amendments OF {', '.join(SUBMITTED)}", "UPDATE", "OLD.number IS NOT NULL"),
    ("amendments", "DELETE", "OLD.number IS NOT NULL"),
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
