"""Run the migrations, each in one transaction, on SQLite too."""

import alembic
from guideline_workshop.models import Base
from guideline_workshop.models.engine import create_engine, for_writing
from guideline_workshop.models.search import is_declared

config = alembic.context.config


def migrate() -> None:
    connection = config.attributes.get("connection")
    if connection is not None:
        run(connection)
        return
    engine = for_writing(create_engine(config.get_main_option("sqlalchemy.url")))
    with engine.begin() as connection:
        run(connection)
    engine.dispose()


def run(connection) -> None:
    alembic.context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=is_declared,
        # without this a killed migration leaves half a schema on SQLite
        transactional_ddl=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with alembic.context.begin_transaction():
        alembic.context.run_migrations()


migrate()
