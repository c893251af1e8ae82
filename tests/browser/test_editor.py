"""The editor of amendments in a real browser: by keyboard, by touch, without scripts, offline."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import factories
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from support.server import Server

from guideline_workshop.models import Amendment, Round
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.security import LOGIN_COOKIE
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.text.document import Kind

READING = "/consultations/beteiligung/documents/leitlinien/versions/1"
AMENDMENTS = "/consultations/beteiligung/amendments"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MOST_STOPS = 120
NOT_SAVED = "Nicht gespeichert"
KEPT = "Dieser Browser hat Text aufbewahrt"
Opener = Callable[..., Page]


@dataclass
class Desk:
    """A server with an open amendment round, and people of one association before browsers."""

    url: str
    database_url: str
    round_id: int
    tokens: dict[str, str]
    user_ids: dict[str, int]
    open: Opener

    def draft(self, *edits: Edit) -> str:
        """Begin a draft of Ada's; return the address of its editor."""
        engine = create_engine(self.database_url)
        with session_factory(engine).begin() as db:
            by = factories.identity(db, db.get_one(factories.User, self.user_ids["Ada"]))
            made = factories.draft(db, db.get_one(Round, self.round_id), by, edits)
            reference = made.reference
        engine.dispose()
        return f"{AMENDMENTS}/{reference}/edit"

    def stored(self, address: str) -> Amendment:
        """Return a draft as the database has it."""
        found = re.search(r"d(\d+)/edit", address)
        assert found
        engine = create_engine(self.database_url)
        with session_factory(engine)() as db:
            amendment = db.get_one(Amendment, int(found[1]))
        engine.dispose()
        return amendment

    def wording(self, address: str) -> str:
        """Return the wording of a draft's first change as the database has it."""
        return str(self.stored(address).changes[0]["provisions"][0]["text"])


@pytest.fixture
def desk(chromium: Browser, server: Server) -> Iterator[Desk]:
    engine = create_engine(server.database_url)
    with session_factory(engine).begin() as db:
        moderator = factories.moderator(db)
        ours = factories.association(db, "Sprachverein")
        of = factories.consultation(db, moderator, [ours], title="Beteiligung")
        _document, version = factories.document_with_version(db, of, moderator)
        round_ = factories.round_(db, version, moderator)
        people = {name: factories.member(db, ours, name=name) for name in ("Ada", "Ben")}
        tokens = {name: factories.login(db, user) for name, user in people.items()}
        ids = {name: user.id for name, user in people.items()}
        round_id = round_.id
    engine.dispose()
    contexts: list[BrowserContext] = []

    def open_(name: str = "Ada", **more: object) -> Page:
        context = chromium.new_context(locale="de-DE", base_url=server.url, **more)
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": LOGIN_COOKIE, "value": tokens[name], "url": server.url}])
        contexts.append(context)
        return context.new_page()

    yield Desk(server.url, server.database_url, round_id, tokens, ids, open_)
    for context in contexts:
        context.close()


def test_an_amendment_is_written_and_submitted_by_keyboard_alone(desk: Desk) -> None:
    page = desk.open()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(READING)
    tab_to(page, "#p2 summary")
    page.keyboard.press("Enter")
    tab_to(page, '#p2 button[form="gw-replace"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "#title")
    page.keyboard.type("Kostenlose Kurse")
    tab_to(page, "#text-0")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" Auch am Abend.")
    expect(page.locator("#preview-0 ins")).to_contain_text("Auch am Abend.")
    expect(page.locator("#text-0")).to_be_focused()  # a save takes nobody's place away
    tab_to(page, "#rationale")
    page.keyboard.type("Damit alle kommen.")
    tab_to(page, 'button[name="act"][value="review"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, 'form[action$="/submit"] button')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(f"{desk.url}{AMENDMENTS}/1")
    expect(page.locator("main")).to_contain_text("Damit alle kommen.")


def test_an_amendment_is_written_and_submitted_on_a_phone(desk: Desk) -> None:
    page = desk.open(**PHONE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(READING)
    page.locator("#p2 summary").tap()
    with page.expect_navigation():
        page.locator('#p2 button[form="gw-replace"]').tap()
    page.locator("#title").tap()
    page.keyboard.type("Kostenlose Kurse")
    page.locator("#text-0").tap()
    page.locator("#text-0").fill("Der Kreis fördert kostenlose Sprachkurse.")
    expect(page.locator("#preview-0 ins")).to_contain_text("kostenlose")
    page.locator("#rationale").tap()
    page.keyboard.type("Damit alle kommen.")
    assert_fits(page)
    with page.expect_navigation():
        page.locator('button[name="act"][value="review"]').tap()
    assert_fits(page)
    with page.expect_navigation():
        page.locator('form[action$="/submit"] button').tap()
    expect(page).to_have_url(f"{desk.url}{AMENDMENTS}/1")


def test_an_amendment_is_written_and_submitted_without_scripts(desk: Desk) -> None:
    page = desk.open(java_script_enabled=False)
    page.goto(READING)
    page.locator("#p2 summary").click()
    page.locator('#p2 button[form="gw-replace"]').click()
    page.locator("#text-0").fill("Der Kreis fördert kostenlose Sprachkurse.")
    page.locator('button[name="act"][value="save"]').last.click()
    expect(page.locator("#preview-0 ins")).to_contain_text("kostenlose")
    expect(page.locator("#kept")).to_be_hidden()
    page.locator("#rationale").fill("Damit alle kommen.")
    page.locator('button[name="act"][value="review"]').click()
    page.locator('form[action$="/submit"] button').click()
    expect(page).to_have_url(f"{desk.url}{AMENDMENTS}/1")


def test_what_is_typed_offline_is_saved_when_the_network_is_back(desk: Desk) -> None:
    page, address = desk.open(), desk.draft()
    page.goto(address)
    page.context.set_offline(True)
    page.locator("#text-0").press_sequentially("Im Zug: ")
    expect(page.locator("#saved")).to_contain_text(NOT_SAVED)
    expect(page.locator("#gw-status")).to_contain_text(NOT_SAVED)  # said to those who listen
    expect(page.locator("[data-gw-saved]")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("[data-gw-saved]")).to_be_visible()
    expect(page.locator("#gw-status")).to_contain_text("wieder da")
    assert "Im Zug" in desk.wording(address)
    assert not kept_in(page)


def test_a_server_that_is_away_is_asked_again(desk: Desk) -> None:
    page, address = desk.open(), desk.draft()
    page.goto(address)
    answers = iter(["abort", "503"])

    def disturb(route: Route) -> None:
        match next(answers, "") if route.request.method == "POST" else "":
            case "abort":
                route.abort()
            case "503":
                route.fulfill(status=503, body="")
            case _:
                route.continue_()

    page.route("**/edit", disturb)
    page.clock.install()
    page.locator("#text-0").press_sequentially("Nochmal: ")
    page.clock.fast_forward(1_000)
    expect(page.locator("#saved")).to_contain_text(NOT_SAVED)
    for _attempt in range(2):
        page.clock.fast_forward(30_000)
        page.wait_for_timeout(0)
    expect(page.locator("[data-gw-saved]")).to_be_visible()
    assert "Nochmal" in desk.wording(address)


def test_what_never_arrived_is_offered_when_the_page_is_opened_anew(desk: Desk) -> None:
    page, address = desk.open(), desk.draft()
    lose(page, address, "Aus dem Tunnel: ")
    page.goto(address)
    expect(page.locator("#kept")).to_contain_text(KEPT)
    page.locator("#kept summary").click()
    expect(page.locator("#kept")).to_contain_text("Aus dem Tunnel")
    assert "Tunnel" not in page.locator("#text-0").input_value()
    with page.expect_navigation():
        page.locator("[data-gw-take-over]").click()
    assert page.locator("#text-0").input_value().startswith("Aus dem Tunnel")
    assert "Tunnel" in desk.wording(address)
    assert "kept=" not in page.url
    assert not kept_in(page)


def test_what_never_arrived_can_be_discarded(desk: Desk) -> None:
    page, address = desk.open(), desk.draft()
    lose(page, address, "Aus dem Tunnel: ")
    page.goto(address)
    page.locator("[data-gw-let-go]").click()
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.locator("#title")).to_be_focused()
    page.goto(address)
    expect(page.locator("#kept")).to_be_hidden()
    assert not kept_in(page)
    assert "Tunnel" not in desk.wording(address)


def test_what_never_arrived_stands_beside_what_others_have_saved_meanwhile(desk: Desk) -> None:
    page, address = desk.open(), desk.draft()
    lose(page, address, "Aus dem Tunnel: ")
    rewrite(desk.open("Ben"), address, "Bens Wortlaut.")
    page.goto(address)
    with page.expect_response(lambda one: one.status == 409):
        page.locator("[data-gw-take-over]").click()
    assert page.locator("#text-0").input_value().startswith("Aus dem Tunnel")
    expect(page.locator(".gw-panel--note").first).to_contain_text("Bens Wortlaut.")
    assert desk.wording(address) == "Bens Wortlaut."
    assert kept_in(page)
    with page.expect_navigation():
        page.locator('button[name="act"][value="save"]').last.click()
    assert desk.wording(address).startswith("Aus dem Tunnel")
    assert not kept_in(page)


def test_two_people_in_one_draft_see_both_texts(desk: Desk) -> None:
    address = desk.draft()
    ada, ben = desk.open("Ada"), desk.open("Ben")
    ada.goto(address)
    rewrite(ben, address, "Bens Wortlaut.")
    ada.locator("#text-0").fill("Adas Wortlaut.")
    expect(ada.locator("#saved")).to_contain_text(NOT_SAVED)
    assert desk.wording(address) == "Bens Wortlaut."
    with ada.expect_response(lambda one: one.status == 409):
        ada.locator('button[name="act"][value="save"]').last.click()
    expect(ada.locator("#text-0")).to_have_value("Adas Wortlaut.")
    expect(ada.locator(".gw-panel--note").first).to_contain_text("Bens Wortlaut.")
    ada.locator("#text-0").fill("Adas Wortlaut. Bens Wortlaut.")
    with ada.expect_navigation():
        ada.locator('button[name="act"][value="save"]').last.click()
    assert desk.wording(address) == "Adas Wortlaut. Bens Wortlaut."
    assert not kept_in(ada)


def test_where_a_passage_goes_and_why_is_saved_like_what_is_typed(desk: Desk) -> None:
    page = desk.open()
    address = desk.draft(Edit(Place.MOVE, "p7", "", Kind.ITEM, after="p6"))
    page.goto(address)
    page.locator("#after-0").select_option("p2")
    expect(page.locator("#preview-0")).to_contain_text("verschoben")
    page.locator(".gw-box__reason summary").click()
    page.locator("#reason-0").fill("Dort passt es besser.")
    expect(page.locator("[data-gw-saved]")).to_be_visible()
    with page.expect_navigation():
        page.locator('button[name="act"][value="review"]').click()
    expect(page.locator(".gw-change-rationale")).to_contain_text("Dort passt es besser.")
    (change,) = desk.stored(address).changes
    assert (change["change"], change["after"]) == ("move", "p2")
    assert not kept_in(page)


def test_an_offer_brings_back_boxes_that_the_page_no_longer_has(desk: Desk) -> None:
    page = desk.open()
    two = (Edit(Place.REPLACE, "p2", "Eins."), Edit(Place.REPLACE, "p3", "Zwei."))
    address = desk.draft(*two)
    lose(page, address, "Aus dem Tunnel: ")
    other = desk.open("Ben")
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(address)
    with other.expect_navigation():
        other.locator('button[name="remove"]').last.click()
    page.goto(address)
    with page.expect_response(lambda one: one.status == 409):
        page.locator("[data-gw-take-over]").click()
    expect(page.locator("#text-0")).to_have_value(re.compile("^Aus dem Tunnel"))
    expect(page.locator("#text-1")).to_have_value("Zwei.")


def test_leaving_with_unsaved_text_asks(desk: Desk) -> None:
    page, address = desk.open(), desk.draft()
    page.goto(address)
    page.route("**/edit", lambda route: route.abort())
    page.locator("#text-0").press_sequentially("Noch da: ")
    expect(page.locator("#saved")).to_contain_text(NOT_SAVED)
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.locator(".gw-brand").click()
    expect(page.locator("#text-0")).to_have_value(re.compile("^Noch da: "))
    assert asked == ["beforeunload"]


def test_a_discarded_draft_leaves_nothing_in_the_browser(desk: Desk) -> None:
    page, address = desk.open(), desk.draft()
    page.on("dialog", lambda dialog: dialog.accept())
    lose(page, address, "Aus dem Tunnel: ")
    page.goto(address)
    with page.expect_navigation():
        page.locator('form[action$="/discard"] button').click()
    assert not kept_in(page)


def lose(page: Page, address: str, text: str) -> None:
    """Type without a connection and close the page although it asks."""
    page.goto(address)
    page.route("**/edit", lambda route: route.abort())
    page.locator("#text-0").press_sequentially(text)
    expect(page.locator("#saved")).to_contain_text(NOT_SAVED)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(READING)
    page.unroute("**/edit")


def rewrite(page: Page, address: str, text: str) -> None:
    """Save another wording."""
    page.goto(address)
    page.locator("#text-0").fill(text)
    with page.expect_navigation():
        page.locator('button[name="act"][value="save"]').last.click()


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until the control has the focus."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
    pytest.fail(f"the tab key does not come to {selector}")


def kept_in(page: Page) -> list[str]:
    """Return the names of what the browser keeps of drafts."""
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return [name for name in names if name.startswith("gw-draft")]


def assert_fits(page: Page) -> None:
    """Require that nothing is wider than the screen."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"
