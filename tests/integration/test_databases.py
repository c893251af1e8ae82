"""The databases that the tests run on are the real ones, migrated and fresh."""

import sqlalchemy as sa


def test_a_test_runs_on_both_kinds_of_database(db, request):
    wanted = "postgresql" if "postgresql" in request.node.name else "sqlite"
    assert db.get_bind().dialect.name == wanted


def test_the_schema_is_at_the_newest_migration(engine):
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM alembic_version")) == 1
