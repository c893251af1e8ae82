"""The register of associations: entered, changed, imported again and again."""

import pytest
import sqlalchemy as sa
from factories import NOW

from guideline_workshop.models import Association, JournalEntry
from guideline_workshop.rules.acts import Act
from guideline_workshop.services import registry
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.registry import Change

LIST = """\
Verband;Kürzel;Art;Anschrift;Ansprechperson;E-Mail;Stimmen
Sportkreis Ohm e. V.;SKO;Sport;"Am Ring 1
35037 Ohmbergen";Ada Kanari;ada@sko.example;2
Türkischer Elternverein;TEV;;;;;
"""


def take_over(db, world, text):
    return registry.take_over(db, text, by=world.administrator, now=NOW)


def changes(rows):
    return [row.change for row in rows]


def known(db, short_name):
    return db.scalars(sa.select(Association).where(Association.short_name == short_name)).one()


def acts(db):
    return list(db.scalars(sa.select(JournalEntry.act).order_by(JournalEntry.sequence)))


def test_a_list_is_shown_first_and_then_imported(db, world):
    before = acts(db)
    assert changes(registry.previewed(db, LIST)) == [Change.NEW, Change.NEW]
    assert acts(db) == before
    take_over(db, world, LIST)
    made = known(db, "SKO")
    assert made.postal_address == "Am Ring 1\n35037 Ohmbergen"
    assert (made.contact_name, made.contact_email) == ("Ada Kanari", "ada@sko.example")
    assert (made.weight, known(db, "TEV").weight) == (2, 1)
    assert acts(db)[len(before) :] == [Act.ASSOCIATION_CREATED] * 2


def test_importing_again_changes_nothing(db, world):
    take_over(db, world, LIST)
    before = acts(db)
    assert changes(take_over(db, world, LIST)) == [Change.UNCHANGED, Change.UNCHANGED]
    assert acts(db) == before


def test_what_the_list_does_not_say_stays(db, world):
    take_over(db, world, LIST)
    rows = take_over(db, world, "name,short_name,kind\nSportkreis Ohm e. V.,sko,Dachverband\n")
    assert changes(rows) == [Change.CHANGED]
    made = db.get_one(Association, registry.find(db, rows and known_id(db, "sko")).id)
    assert (made.kind, made.contact_email, made.weight) == ("Dachverband", "ada@sko.example", 2)


def known_id(db, short_name):
    return next(one.id for one in registry.all_of(db) if one.short_name.lower() == short_name)


@pytest.mark.parametrize(
    "row",
    [
        ";X",
        "Verein;",
        "Verein;" + "x" * 41,
        "Verein;X;;;;keine Adresse;1",
        "Verein;X;;;;a@b.de,c@d.de;1",
        "Verein;X;;;;;0",
        "Verein;X;;;;;1,5",
        "Verein;X;;;;;viele",
        "Türkischer Elternverein;ANDERS",
    ],
)
def test_one_wrong_row_and_nothing_is_imported(db, world, row):
    rows = registry.previewed(db, LIST + row)
    assert changes(rows) == [Change.NEW, Change.NEW, Change.WRONG]
    assert rows[2].problem
    with pytest.raises(Invalid):
        take_over(db, world, LIST + row)
    assert registry.all_of(db) == sorted(world.associations, key=lambda one: one.name) or not {
        "SKO",
        "TEV",
    } & {one.short_name for one in registry.all_of(db)}


def test_a_short_name_stands_once_in_a_list(db):
    rows = registry.previewed(db, LIST + "Noch einer;sko")
    assert changes(rows)[2] is Change.WRONG


@pytest.mark.parametrize("text", ["", "Verein;X", "a;b\nc;d", 'name;short_name\n"Verein;X'])
def test_what_is_no_list_is_refused(db, text):
    with pytest.raises(Invalid):
        registry.previewed(db, text)


def test_a_name_is_taken_whatever_its_case(db, world):
    taken = world.associations[0].name.upper()
    with pytest.raises(Conflict):
        registry.create(db, {"name": taken, "short_name": "NEU"}, by=world.administrator, now=NOW)


def test_the_journal_says_what_changed_but_names_no_contact(db, world):
    """Threat 63."""
    take_over(db, world, LIST)
    entered = {"name": "Sportkreis", "short_name": "SKO", "contact_name": "Bo Neu"}
    registry.change(db, known(db, "SKO"), entered, by=world.administrator, now=NOW)
    entry = db.scalars(sa.select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()
    assert entry.act is Act.ASSOCIATION_CHANGED
    assert {"contact_name", "name"} <= set(entry.details["changed"])
    assert "Bo Neu" not in str(entry.details)
    assert entry.details["before"]["name"] == "Sportkreis Ohm e. V."
