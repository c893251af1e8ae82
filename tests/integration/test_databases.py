"""The databases that the tests run on are the real ones, and the migrations make the tables."""

import alembic.autogenerate
import alembic.config
import alembic.script
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from support.databases import MIGRATIONS

from guideline_workshop.models import Base
from guideline_workshop.models.meta import REVISION
from guideline_workshop.models.search import is_declared


def test_a_test_runs_on_both_kinds_of_database(db, request):
    wanted = "postgresql" if "postgresql" in request.node.name else "sqlite"
    assert db.get_bind().dialect.name == wanted


def test_the_migrations_are_one_line_and_the_database_is_at_its_end(engine):
    config = alembic.config.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    (newest,) = alembic.script.ScriptDirectory.from_config(config).get_heads()
    with engine.connect() as connection:
        at = connection.scalars(sa.text("SELECT version_num FROM alembic_version")).all()
    assert at == [newest] == [REVISION]


def test_no_migration_is_pending(engine):
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": is_declared}
        context = MigrationContext.configure(connection, opts=opts)
        assert alembic.autogenerate.compare_metadata(context, Base.metadata) == []


def test_migrations_make_the_constraints_that_the_tables_name(engine):
    # Alembic does not compare check constraints by itself
    inspector = sa.inspect(engine)
    missing = {
        (table.name, constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
        and constraint.name
        not in {check["name"] for check in inspector.get_check_constraints(table.name)}
    }
    assert not missing
