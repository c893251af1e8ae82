"""The inbox by keyboard, on a phone, and without scripts."""

from collections.abc import Callable, Iterator

import factories
import pytest
from playwright.sync_api import Browser, Page, expect
from support.people import Person, Screen
from support.round_of_many import ADDRESS, round_of_many
from support.server import serving

DESK = Screen(1280, 900, "light", "de")
PHONE = Screen(390, 844, "dark", "de")
FEW = 4

Come = Callable[..., Person]


@pytest.fixture
def come(chromium: Browser, sqlite_template, tmp_path) -> Iterator[Come]:
    """Open the inbox of a round with a few amendments as its moderator."""
    path, people = tmp_path / "inbox.sqlite", []
    path.write_bytes(sqlite_template.read_bytes())
    with round_of_many(path, FEW) as made:
        with made.site.data() as db:
            token = factories.login(db, made.moderator)
        with serving(f"sqlite:///{path}") as server:

            def as_moderator(screen: Screen = DESK, *, javascript: bool = True) -> Person:
                person = Person(chromium, server.url, screen, token, javascript=javascript)
                people.append(person)
                person.go(f"{ADDRESS}/inbox")
                return person

            yield as_moderator
            for one in people:
                one.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_one_goes_through_the_list_and_chooses_with_single_keys(come: Come) -> None:
    page = come().page
    first = page.locator("[data-gw-open]").first
    first.focus()
    page.keyboard.press("j")
    assert focused(page).startswith("Ä 2")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("status").filter(has_text="Ausgewählt: 2")).to_be_visible()
    page.keyboard.press("x")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("k")  # there is none before the first one
    assert focused(page).startswith("Ä 1")
    boxes = page.locator('input[name="n"]')
    assert [boxes.nth(n).is_checked() for n in range(FEW)] == [False, True, False, False]
    page.keyboard.press("o")
    page.wait_for_url(f"**{ADDRESS}/amendments/1")


def test_the_list_of_keys_opens_and_closes(come: Come) -> None:
    person = come()
    page = person.page
    dialog = page.get_by_role("dialog", name="Tastenkürzel")
    page.locator("[data-gw-open]").nth(1).focus()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    person.look()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focused(page).startswith("Ä 2")
    page.get_by_role("button", name="Tastenkürzel").click()
    dialog.get_by_role("button", name="Schließen").click()
    expect(dialog).to_be_hidden()
    page.locator("[data-gw-open]").first.focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "state"


def test_keys_do_nothing_outside_of_the_list(come: Come) -> None:
    page = come().page
    page.get_by_label("Schlagwörter hinzufügen").check()
    field = page.get_by_label("Neue Schlagwörter")
    field.focus()
    page.keyboard.type("jox?/k")
    expect(field).to_have_value("jox?/k")
    page.locator("h1").click()
    for key in "jxo?":
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator('input[name="n"]:checked')).to_have_count(0)
    page.locator("[data-gw-open]").first.focus()
    page.keyboard.press("Control+x")
    expect(page.locator('input[name="n"]:checked')).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "without-scripts"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desktop", "phone"])
def test_several_are_given_to_somebody(come: Come, screen: Screen, *, javascript: bool) -> None:
    person = come(screen, javascript=javascript)
    page = person.page
    person.look()
    for label in ("Ä 1 auswählen", "Ä 3 auswählen"):
        page.get_by_label(label).check()
    page.get_by_label("Frist setzen").check()
    page.get_by_label("Zu erledigen bis").fill("2031-05-17")
    page.get_by_role("button", name="Zur Vorschau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Frist setzen: Vorschau")
    person.look()
    page.get_by_role("button", name="Für 2 Anträge ausführen").click()
    expect(page.get_by_text("Frist gesetzt: 2")).to_be_visible()
    expect(page.get_by_text("17. Mai 2031")).to_have_count(2)
