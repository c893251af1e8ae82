"""The whole thread, from a real draft to the adopted text, as the people walk it."""

import re
import zipfile
from pathlib import Path

import factories
from playwright.sync_api import expect
from support.people import Opener, Person
from support.server import Server

from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.services import logins

DRAFT = Path(__file__).parents[1] / "data" / "draft.docx"
PASSWORD = "ein-langes-Passwort"


class Cast:
    """The people of the thread, as the database knows them, with the tokens of their logins."""

    def __init__(self, server: Server) -> None:
        engine = create_engine(server.database_url)
        with session_factory(engine).begin() as db:
            first = factories.association(db, "Martinshilfe")
            second = factories.association(db, "Sportkreis")
            self.associations = (first.id, second.id)
            self.tokens = [
                factories.login(db, factories.member(db, first, name="Ada Delegierte")),
                factories.login(db, factories.member(db, second, name="Ben Delegierter")),
                factories.login(db, factories.user(db, "Vera Vorstand", roles=[GlobalRole.BOARD])),
            ]
            moderator = factories.user(db, "Mo Moderation", roles=[GlobalRole.MODERATOR])
            moderator.password_hash = logins.hash_password(PASSWORD)
            self.moderator_email = moderator.email
        engine.dispose()


def test_the_thread(person: Opener, server: Server, tmp_path: Path) -> None:
    cast = Cast(server)
    moderator = person()
    ada, ben, board = (person(token) for token in cast.tokens)

    sign_in(moderator, cast)
    reading = import_a_draft(moderator, cast)
    plan(moderator, "amendment", "Erste Antragsrunde")
    plan(moderator, "comment", "Stellungnahmen")

    keys = amend(ada, ben, reading)
    comment(ada, ben, reading, keys[0])
    vote(moderator, ada, ben)
    next_reading = consolidate(moderator, reading)
    adopt(board, next_reading)
    export(board, next_reading, tmp_path)
    moderator.go(home_of(reading) + "/journal")
    expect(moderator.main.locator("tbody tr")).to_have_count(33)


def sign_in(moderator: Person, cast: Cast) -> None:
    moderator.go("/")
    moderator.go("/consultations/new")  # sends visitors to the sign-in page, and back
    moderator.fill(email=cast.moderator_email, password="wrong")
    moderator.press("/login")
    assert moderator.page.locator("[aria-invalid=true]").count()
    moderator.fill(email=cast.moderator_email, password=PASSWORD)
    moderator.press("/login")
    assert moderator.page.url.endswith("/consultations/new")


def import_a_draft(moderator: Person, cast: Cast) -> str:
    """Set up the consultation and publish the first draft; return the path of the reading page."""
    moderator.fill(title="Leitlinien des Kreises", summary="Alle sollen mitreden.")
    moderator.press("/consultations/new")
    for association in cast.associations:
        moderator.choose("associations", str(association))
    moderator.press("/associations")
    home = home_of(moderator.page.url)
    moderator.go(home)
    moderator.follow("/documents/new")
    moderator.choose("type", "guidelines")
    moderator.fill(title="Integrationsleitlinien")
    moderator.press("/documents/new")
    moderator.go(home + "/documents/leitlinien/imports/new")
    moderator.page.set_input_files('input[type="file"]', DRAFT)
    moderator.press("/imports/new")
    moderator.fill(title="Leitlinien: ein echter Entwurf")
    moderator.press("/correct")
    moderator.press("/publish")
    assert path_of(moderator).endswith("/versions/1")
    moderator.sees("Leitlinien: ein echter Entwurf")
    return path_of(moderator)


def plan(moderator: Person, kind: str, title: str) -> None:
    """Plan a round that opens at once, as the form proposes."""
    moderator.go(home_of(moderator.page.url) + "/rounds/new")
    moderator.choose("kind", kind)
    moderator.fill(title=title)
    moderator.press("/rounds/new")
    moderator.sees(title)


def amend(ada: Person, ben: Person, reading: str) -> tuple[str, str]:
    """Two amendments to one paragraph and one to another; return the keys of the paragraphs."""
    ada.go(reading)
    paragraphs = ada.page.locator(".gw-provision--paragraph")
    keys = [paragraphs.nth(index).get_attribute("id") or "" for index in (2, 5)]
    propose(ada, reading, keys[0], " Zusatz von Ada.", "Adas Antrag")
    submit(ada, 1)
    propose(ben, reading, keys[0], " Zusatz von Ben.", "Bens Antrag")
    expect(ben.page.locator("aside")).to_contain_text(re.compile("[ÄA] 1"))  # it says who else
    submit(ben, 2)
    propose(ada, reading, keys[1], "\n\nUnd ein neuer Absatz.", "Teilen")
    submit(ada, 3)
    ben.go(home_of(reading) + "/amendments")
    ben.sees("Teilen")
    ben.go(home_of(reading) + "/amendments/3?view=side")
    ben.look(again=True)
    ben.sees("Und ein neuer Absatz.")
    return keys[0], keys[1]


def propose(delegate: Person, reading: str, key: str, addition: str, title: str) -> None:
    """Add to a passage from the reading page; the preview follows the typing."""
    delegate.go(reading)
    delegate.page.locator(f"#{key} summary").click()
    with delegate.page.expect_navigation():
        delegate.page.locator(f'#{key} button[form="gw-replace"]').click()
    assert path_of(delegate).endswith("/edit")
    delegate.look()
    box = delegate.page.locator('textarea[name="text"]')
    delegate.fill(title=title, rationale="Weil es so klarer ist.")
    box.press("ControlOrMeta+End")
    box.press_sequentially(addition)
    if not delegate.has_scripts:
        delegate.press_named("act", "save")
    last_word = addition.rsplit(maxsplit=1)[-1]
    expect(delegate.page.locator("#preview-0 ins").last).to_contain_text(last_word)
    expect(delegate.page.locator("#saved .gw-saved")).to_be_visible()
    assert box.input_value().endswith(addition)


def submit(delegate: Person, number: int) -> None:
    delegate.press_named("act", "review")
    delegate.press("/submit")
    assert path_of(delegate).endswith(f"/amendments/{number}")


def comment(ada: Person, ben: Person, reading: str, key: str) -> None:
    ada.go(f"{reading}/comments?provision={key}")
    ada.fill(body="Dieser Absatz ist mir zu lang.")
    ada.press("/comments/new")
    ada.sees("Dieser Absatz ist mir zu lang.")
    ben.go(f"{reading}/comments")
    if ben.page.locator("details:has(form[action$='/replies'])").count():
        ben.page.locator("details:has(form[action$='/replies']) summary").first.click()
    ben.page.locator("form[action$='/replies'] textarea").first.fill("Mir nicht.")
    ben.press("/replies")
    ben.sees("Mir nicht.")


def vote(moderator: Person, ada: Person, ben: Person) -> None:
    """Admit all, vote on all; nobody sees sums before the close."""
    home = home_of(moderator.page.url)
    for number in (1, 2, 3):
        moderator.go(f"{home}/amendments/{number}")
        moderator.choose("state", "admitted")
        moderator.press("/decide")
    plan(moderator, "ballot", "Abstimmung")
    round_page = path_of(moderator)
    for number in (1, 2, 3):
        moderator.go(round_page)
        moderator.page.locator(f'input[name="amendment"][value="{number}"]').locator("..").locator(
            "button"
        ).click()
        moderator.page.wait_for_url(f"**/ballots/{number}")
        moderator.look()
        for delegate, choice in ((ada, "yes"), (ben, "yes" if number < 3 else "abstain")):
            delegate.go(f"{home}/ballots/{number}")
            delegate.choose("choice", choice)
            delegate.press("/vote")
            delegate.look(again=number == 1)
            delegate.does_not_see("#result")
        moderator.go(f"{home}/ballots/{number}")
        moderator.does_not_see("#result")
        moderator.press("/close")
        expect(moderator.page.locator("#result")).to_be_visible()
        moderator.look(again=number == 1)
        ben.go(f"{home}/ballots/{number}")
        expect(ben.page.locator(".gw-computation")).to_contain_text("2" if number < 3 else "1")
    moderator.go(round_page)


def consolidate(moderator: Person, reading: str) -> str:
    """Decide the conflict, publish, and return the path of the new reading page."""
    moderator.go(f"{reading}/consolidation")
    moderator.press("/consolidation")
    expect(moderator.page.locator(".gw-conflict")).to_have_count(1)
    moderator.does_not_see('form[action$="/consolidation/publish"]')
    moderator.choose("choice", "own")
    moderator.press("/resolve")  # own words, but none written
    assert moderator.page.locator("[role=alert]").count()
    moderator.choose("choice", "2+1")
    moderator.fill(reason="Erst Bens Satz, dann Adas.")
    moderator.press("/resolve")
    moderator.go(f"{reading}/consolidation")
    moderator.look(again=True)
    moderator.press("/consolidation/publish")
    assert path_of(moderator).endswith("/versions/2")
    moderator.sees("Zusatz von Ben. Zusatz von Ada.")
    moderator.sees("Und ein neuer Absatz.")
    moderator.go(f"{path_of(moderator)}?provenance=1")
    moderator.look(again=True)
    moderator.go(f"{path_of(moderator)}/provenance")
    moderator.sees("Sportkreis")
    moderator.go(reading.replace("/versions/1", "/versions/2/compare/1"))
    return reading.replace("/versions/1", "/versions/2")


def adopt(board: Person, reading: str) -> None:
    board.go(f"{reading}/adopt")
    board.fill(resolution_number="KA 12/2027")
    board.press("/adopt")
    board.go(reading)
    board.sees("KA 12/2027")


def export(board: Person, reading: str, folder: Path) -> None:
    board.go(reading)
    for name, beginning in (
        ("docx", b"PK"),
        ("pdf", b"%PDF"),
        ("html", b"<!DOCTYPE"),
        ("markdown", b"#"),
    ):
        link = board.page.locator(f'a[href*="/export/"][href*="{name}"]').first
        href = link.get_attribute("href") or ""
        data = board.page.request.get(href if "://" in href else server_of(board) + href)
        assert data.status == 200, href
        assert data.body().lstrip(b"\xef\xbb\xbf").startswith(beginning), name
    tracked = board.page.locator('a[href*="/export/"][href*="against=1"]').first
    href = tracked.get_attribute("href") or ""
    path = folder / "tracked.docx"
    path.write_bytes(board.page.request.get(server_of(board) + href).body())
    with zipfile.ZipFile(path) as parts:
        document = parts.read("word/document.xml").decode()
    assert {
        name.split(" (")[0] for name in re.findall(r'<w:ins [^>]*w:author="([^"]+)"', document)
    } == {
        "Sportkreis",
        "Martinshilfe",
    }


def path_of(one: Person) -> str:
    return re.sub(r"^https?://[^/]+", "", one.page.url.partition("?")[0].partition("#")[0])


def home_of(address: str) -> str:
    found = re.search(r"/consultations/[^/?#]+", address)
    assert found
    return found[0]


def server_of(one: Person) -> str:
    found = re.match(r"https?://[^/]+", one.page.url)
    assert found
    return found[0]
