"""What commands take from the ini file."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from pyramid.paster import get_appsettings

from guideline_workshop.models.engine import create_engine
from guideline_workshop.settings import Settings, read_settings


def add_ini(parser: argparse.ArgumentParser) -> None:
    """Add the argument that every command on a database has."""
    parser.add_argument("ini", metavar="INI", help="the settings file, such as production.ini")


def settings_of(ini: str) -> Settings:
    """Read the settings; raises FileNotFoundError and InvalidSettings."""
    if not Path(ini).is_file():
        raise FileNotFoundError(f"there is no file {ini}")
    return read_settings(get_appsettings(ini))


@contextmanager
def engine_of(ini: str) -> Iterator[sa.Engine]:
    """Connect to the database of the settings; the folder of an SQLite file is made."""
    url = settings_of(ini).database_url
    file = sa.make_url(url).database
    if sa.make_url(url).get_backend_name() == "sqlite" and file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
