"""The pictures of the user guide, taken while walking through the demonstration consultation.

`make screenshots` runs this; `make test` does not: the tests look at the same pages.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser
from support.demonstration import Demonstration, demonstration
from support.people import Person, Screen

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "screenshots"
DRAFT = ROOT / "tests" / "data" / "draft.docx"
MAX_BYTES = 120 * 1024
WIDE = Screen(1280, 800, "light", "de")
PHONE = Screen(390, 844, "light", "de")

CONSULTATION = "Integrationsleitlinien für den Landkreis Ohmbergen"
AMENDING = "Änderungsanträge zu Entwurf 1 der Leitlinien"


class Visitor(Person):
    """Somebody who finds their way by what they read, and takes pictures."""

    shown: Demonstration

    def look(self) -> None:
        """Wait until everything is there."""
        self.page.wait_for_load_state("networkidle")

    def open(self, words: str, *, within: str = "main") -> None:
        """Follow the first link with these words."""
        self._follow(self.page.locator(within).get_by_role("link", name=words).first)

    def picture(self, name: str, top: str = "") -> None:
        """Save what is seen, from the first element that fits `top` on, with little weight."""
        # no room for a scrollbar that pictures do not show
        self.page.evaluate("document.documentElement.style.scrollbarGutter = 'auto'")
        if top:
            place = self.page.locator(top).first
            place.evaluate(
                "(e) => scrollTo(0, Math.round(e.getBoundingClientRect().top + scrollY) - 16)"
            )
        else:
            self.page.evaluate("scrollTo(0, 0)")
        shot = self.page.screenshot(animations="disabled", caret="hide")
        with Image.open(io.BytesIO(shot)) as image:
            few = image.convert("RGB").quantize(128, dither=Image.Dither.NONE)
        path = PICTURES / f"{name}.png"
        if not looks_like(few, path):
            few.save(path, optimize=True)
        assert path.stat().st_size <= MAX_BYTES, f"{path.stat().st_size} bytes"


def looks_like(image: Image.Image, path: Path) -> bool:
    """Say whether the picture kept shows the same, but for a line one pixel high.

    Chromium draws the upper edge of a box at half a pixel now above, now below.
    """
    if not path.exists():
        return False
    with Image.open(path) as kept:
        if kept.size != image.size:
            return False
        changed = ImageChops.difference(kept.convert("RGB"), image.convert("RGB")).getbbox()
    return changed is None or changed[3] - changed[1] <= 1


Come = Callable[..., Visitor]


@pytest.fixture
def come(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Iterator[Come]:
    """Let people come to the demonstration, on the day and at the hour that the test names."""
    day, hour = request.param
    with ExitStack() as stack:
        shown = stack.enter_context(demonstration(tmp_path, day=day, hour=hour))

        def come_in(name: str | None = None, screen: Screen = WIDE) -> Visitor:
            token = shown.tokens[name] if name else None
            visitor = Visitor(chromium, shown.url, screen, token, javascript=True)
            visitor.shown = shown
            stack.callback(visitor.close)
            visitor.go("/" if name else "/login")
            return visitor

        yield come_in


def on(day: int, hour: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("come", [(day, hour)], indirect=True, ids=[f"day {day}"])


@on(-66, 18)
def test_reading_commenting_and_proposing(come: Come) -> None:
    delegate = come("Jens Ackermann")
    delegate.open(AMENDING)
    delegate.picture("reading")
    passage = delegate.page.locator(".gw-provision", has_text="Das Integrationsbüro hält dafür")
    key = passage.get_attribute("id")
    passage.locator("summary").click()
    delegate.picture("passage-menu", f"#{key}")
    with delegate.page.expect_navigation():
        passage.locator('button[form="gw-replace"]').click()
    write(delegate)
    delegate.picture("editor", "#passages")
    delegate.press_named("act", "review")
    delegate.picture("submit", "#changes")

    delegate.go("/")
    delegate.open(AMENDING)
    delegate.open("Alle Kommentare", within="aside")
    delegate.picture("comments")

    phone = come("Jens Ackermann", PHONE)
    phone.open(AMENDING)
    phone.picture("reading-phone")


def write(delegate: Visitor) -> None:
    """Propose a change, and wait until its preview is there and it is saved."""
    delegate.fill(title="Die Willkommensmappe auch in der Schule")
    delegate.fill(rationale="Eltern kommen früher in die Schule als ins Rathaus.")
    box = delegate.page.locator('textarea[name="text"]')
    box.fill(box.input_value().replace("Die Rathäuser geben", "Rathäuser und Schulen geben"))
    delegate.page.locator("#preview-0 ins").wait_for()
    delegate.page.locator("#saved .gw-saved").wait_for()


@on(-31, 10)
def test_voting(come: Come) -> None:
    for screen, name, top in ((WIDE, "vote", ""), (PHONE, "vote-phone", "h1")):
        delegate = come("Giuseppe Romano", screen)
        delegate.open("Über Änderungsantrag 3 abstimmen")
        delegate.picture(name, top)


@on(-20, 8)
def test_consolidating(come: Come) -> None:
    moderator = come("Katrin Lohmann")
    moderator.open(CONSULTATION)
    moderator.open("Abstimmung über die Anträge zu Entwurf 1")
    moderator.picture("ballot-round")
    moderator.open("Entwurf 1")
    moderator.open("Angenommene Anträge einarbeiten", within="aside")
    moderator.press("/consolidation")
    moderator.picture("consolidation", ".gw-conflict")


@on(0, 10)
def test_taking_part(come: Come) -> None:
    come().picture("sign-in")
    delegate = come("Selam Tesfay")
    delegate.picture("start")
    delegate.open(CONSULTATION)
    delegate.picture("consultation", "#documents")
    delegate.open("Änderungsanträge", within="header")
    delegate.picture("amendments", "h2:has-text('Entwurf 1')")
    delegate.open("Verlässliche Verträge für die Beratung")
    delegate.open("Nebeneinander")
    delegate.picture("amendment", "h1")
    delegate.open("Zur Abstimmung", within="aside")
    delegate.picture("ballot", "h1")
    delegate.open("Verfahrensjournal", within="header")
    delegate.picture("journal")
    delegate.open("Übersicht", within="header")
    delegate.open(CONSULTATION, within="#documents + *")
    delegate.open("Änderungen seit Entwurf 1")
    delegate.open("Nur Änderungen")
    delegate.picture("comparison")


@on(0, 10)
def test_setting_up(come: Come) -> None:
    moderator = come("Katrin Lohmann")
    moderator.open("Beteiligungsverfahren einrichten")
    moderator.fill(title="Leitlinien für das Ehrenamt", summary="Alle sollen mitreden.")
    moderator.press("/consultations/new")
    for box in moderator.page.locator('input[name="associations"]').all():
        box.check()
    moderator.press("/associations")
    moderator.open("Leitlinien für das Ehrenamt", within="header")
    moderator.open("Dokument hinzufügen")
    moderator.fill(title="Leitlinien für das Ehrenamt")
    moderator.choose("type", "guidelines")
    moderator.press("/documents/new")
    moderator.page.set_input_files('input[type="file"]', DRAFT)
    moderator.press("/imports/new")
    moderator.picture("import")
    moderator.press("/publish")
    moderator.open("Runde planen", within="aside")
    moderator.fill(title="Erste Antragsrunde")
    # without the dates below, which Chromium writes in the language of the machine
    moderator.page.set_viewport_size({"width": WIDE.width, "height": 460})
    moderator.picture("plan-round", "h1")


@on(16, 10)
def test_deciding(come: Come) -> None:
    moderator = come("Elif Yıldız")
    moderator.open(CONSULTATION)
    moderator.open("Änderungsanträge", within="header")
    moderator.open("Kleine Zuschüsse ohne großen Antrag")
    moderator.picture("admission", "#decide")
    board = come("Dr. Barbara Stein")
    board.open(CONSULTATION)
    board.open(CONSULTATION, within="#documents + *")
    board.open("Herkunft des Wortlauts anzeigen")
    board.open("Alle geänderten Textstellen mit ihren Änderungsanträgen")
    board.picture("provenance")
    board.open("Entwurf 2 lesen")
    board.open("Diesen Entwurf beschließen", within="aside")
    board.fill(resolution_number="KA 2026/114")
    board.picture("adoption")


@on(0, 10)
def test_bringing_people_in(come: Come) -> None:
    moderator = come("Katrin Lohmann")
    moderator.open(CONSULTATION)
    moderator.open("Verbände", within="header")
    moderator.fill(**{"row0-name": "Chor der Kulturen e. V.", "row0-email": "chor@example.org"})
    moderator.press_named("act", "invite")
    link = moderator.shown.link_of_newest_invitation()
    moderator.go("/consultations/integrationsleitlinien-fuer-den-landkreis-ohmbergen/associations")
    moderator.picture("associations", "h1")
    newcomer = come()
    newcomer.go(link)
    newcomer.picture("invitation")
    delegate = come("Samira Haddad")
    delegate.go("/members")
    delegate.picture("members")
    delegate.go("/profile")
    delegate.picture("profile", "#notifications")


@on(0, 10)
def test_administering(come: Come) -> None:
    administrator = come("Jan Wieczorek")
    administrator.go("/administration/associations/import")
    administrator.fill(
        text="Name;Kurzname;Art\nChor der Kulturen e. V.;Chor;Verein\n"
        "Sportkreis Ohmbergen e. V.;Sportkreis;Sportbund"
    )
    administrator.press("/administration/associations/import")
    # without the form below, where Chromium speaks the language of the machine
    administrator.page.set_viewport_size({"width": WIDE.width, "height": 470})
    administrator.picture("import-list")
