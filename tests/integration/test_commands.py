"""The commands of the operator, on a database file of their own."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from guideline_workshop.cli.main import main

INI = """
[app:main]
use = egg:guideline-workshop
gw.database_url = sqlite:///{folder}/workshop.sqlite
gw.secret = only-for-tests-0123456789abcdef0123456789
[alembic]
script_location = {root}/alembic
"""


@pytest.fixture
def ini(tmp_path: Path) -> str:
    path = tmp_path / "workshop.ini"
    path.write_text(INI.format(folder=tmp_path, root=Path(__file__).parents[2]))
    return str(path)


def alter(ini: str) -> None:
    """Change a row of the journal behind the back of the trigger."""
    engine = sa.create_engine(f"sqlite:///{Path(ini).parent}/workshop.sqlite")
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER journal_no_update"))
        connection.execute(sa.text("UPDATE journal SET subject = 'Ä 99' WHERE sequence = 7"))
    engine.dispose()


def test_the_demonstration_is_loaded_once_and_its_journal_is_intact(ini, capsys):
    assert main(["migrate", ini]) == 0
    assert main(["demo", ini, "--if-new"]) == 0
    assert "katrin.lohmann@" in capsys.readouterr().out
    assert main(["demo", ini, "--if-new"]) == 0
    assert main(["demo", ini]) == 1
    assert main(["verify", ini]) == 0
    assert "intact" in capsys.readouterr().out
    alter(ini)
    assert main(["verify", ini]) == 1
    assert "row 7" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["demo", "verify"])
def test_a_database_without_tables_is_one_clear_line(ini, capsys, command):
    assert main([command, ini]) == 2
    said = capsys.readouterr().err
    assert "migrated" in said
    assert len(said.splitlines()) == 1


def test_a_file_that_is_not_there_is_named(capsys):
    assert main(["verify", "nowhere.ini"]) == 2
    assert "nowhere.ini" in capsys.readouterr().err


def test_every_wrong_setting_is_named(ini, capsys):
    path = Path(ini)
    path.write_text(path.read_text().replace("only-for-tests-0123456789abcdef0123456789", "short"))
    assert main(["migrate", ini]) == 2
    assert "gw.secret" in capsys.readouterr().err
