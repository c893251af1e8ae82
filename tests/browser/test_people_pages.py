"""Every page about people, accounts and administration, as a strict reviewer sees it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from typing import Any

import factories
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from support.codes import App
from support.people import Person, Screen
from support.scene import PASSWORD, Stage
from support.server import Server, serving

from guideline_workshop.models import Mail
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.security import LOGIN_COOKIE
from guideline_workshop.services import logins, password_resets, second_factors
from guideline_workshop.services.clock import database_now

SCREENS = {
    "desktop": Screen(1280, 900, "light", "de"),
    "phone": Screen(320, 700, "dark", "de"),
}
MOST_STOPS = 400
CONSULTATION = "/consultations/offen"
WALKS = {
    "": (
        "/login",
        "/password",
        "/invitations/{link}",
        "/unsubscribe/{subscription}",
        "/pages/impressum",
        "/pages/barrierefreiheit",
        "/feedback",
        "/mail",
    ),
    "own_delegate": (
        "/",
        "/members",
        "/members/leave",
        "/members/{own_drafter}/remove",
        "/invitations/{link}",
        "/profile",
        "/profile/remove",
        "/profile/second-factor",
        "/profile/second-factor/recovery-codes",
        "/profile/passkeys",
        "/profile/provider",
    ),
    "moderator": (
        CONSULTATION + "/associations",
        CONSULTATION + "/associations/new",
        CONSULTATION + "/associations/{own}/delegate",
        CONSULTATION + "/moderation",
        CONSULTATION + "/moderation/{moderator_deputy}/remove",
        CONSULTATION + "/journal?act=round_created",
        CONSULTATION + "/inbox?state=open",
        CONSULTATION + "/inbox/preview?act=tag&add=Bau&all=yes",
        CONSULTATION + "/amendments/{submitted}/handling",
        CONSULTATION + "/amendments/{submitted}/relations",
        CONSULTATION + "/amendments/{submitted}/place-correction?change=0&to=p3",
        CONSULTATION + "/amendments/{submitted}",
        CONSULTATION + "/amendments/{submitted}/editions/1",
    ),
    "administrator": (
        "/administration",
        "/administration/users",
        "/administration/users/new",
        "/administration/users/{outsider}",
        "/administration/users/{administrator}",
        "/administration/associations",
        "/administration/associations/new",
        "/administration/associations/{own}",
        "/administration/associations/import",
        "/administration/permissions",
        "/administration/journal",
        "/administration/mails",
        "/administration/mails?state=sent",
        "/pages/impressum/edit",
    ),
}
"""What each role comes by, the first one without an account.

A name in braces stands for an id or a token of the scene.
"""
HEADINGS = """
() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((heading) => heading.checkVisibility())
  .map((heading) => Number(heading.tagName[1]))
"""

FOCUSED = """
() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 10)];
  // the mark of a control may be drawn by what stands beside or around it
  const around = [one.parentElement, one.closest(".kern-card")].filter(Boolean);
  const near = [one, ...one.parentElement.children, ...around];
  const marked = (it) => it.outlineStyle !== "none" || it.boxShadow !== "none";
  return {
    name: `${one.tagName} ${one.getAttribute("name") || one.textContent.trim().slice(0, 30)}`,
    isDate: one.type === "date",
    place: [...document.querySelectorAll("*")].indexOf(one),
    visible: one.checkVisibility({opacityProperty: true}) && box.width > 0,
    onScreen: middle[1] >= 0 && middle[1] <= innerHeight && middle[0] >= 0,
    marked: near.some((it) => ["", "::before", "::after"].some(
      (part) => marked(getComputedStyle(it, part)))),
  };
}
"""

Come = Callable[..., Person]


@pytest.fixture(scope="module")
def served(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A copy of the scene, served with all that can be switched on."""
    folder = tmp_path_factory.mktemp("served")
    with closing(sqlite3.connect(stage.path)) as scene:
        scene.execute("VACUUM INTO ?", (str(folder / "scene.sqlite"),))
    settings = {
        "gw.demonstration": "true",
        "gw.mail_url": f"file://{folder}/mails",
        "gw.mail_from": "werkstatt@kreis.example",
        "gw.provider": "https://id.kreis.example",
        "gw.provider_name": "Kreis-ID",
        "gw.provider_client": "werkstatt",
        "gw.provider_secret": "only for tests",
    }
    with serving(f"sqlite:///{folder}/scene.sqlite", **settings) as server:
        yield server


@pytest.fixture(params=SCREENS.values(), ids=SCREENS)
def come(
    request: pytest.FixtureRequest, chromium: Browser, stage: Stage, served: Server
) -> Iterator[Come]:
    """Open a browser for somebody of the scene."""
    people: list[Person] = []

    def as_(role: str = "", token: str | None = None) -> Person:
        if role:
            token = next(one.value for one in stage.people[role].jar if one.name == LOGIN_COOKIE)
        people.append(Person(chromium, served.url, request.param, token, javascript=True))
        return people[-1]

    yield as_
    for one in people:
        one.close()


@pytest.mark.parametrize("role", WALKS, ids=lambda role: role or "visitor")
def test_every_page_passes(come: Come, stage: Stage, role: str) -> None:
    person = come(role)
    for address in WALKS[role]:
        person.go(path_of(stage, address))
        look_closely(person, again="?" in address)


def path_of(stage: Stage, address: str) -> str:
    """Put ids and tokens of the scene into an address."""
    things = stage.things["public"]
    names = stage.user_ids | stage.association_ids | {"submitted": things.submitted}
    return address.format(**names, link=things.link, subscription=stage.subscription)


@pytest.mark.parametrize("role", WALKS, ids=lambda role: role or "visitor")
@pytest.mark.parametrize("come", [SCREENS["desktop"]], indirect=True, ids=["desktop"])
def test_every_page_is_gone_through_with_the_keyboard(come: Come, stage: Stage, role: str) -> None:
    """In the order of the page, everything seen and marked, and out again at the end."""
    person = come(role)
    for address in WALKS[role]:
        person.page.emulate_media(reduced_motion="reduce")  # no place is on its way
        person.page.goto(person.address(path_of(stage, address)))
        stops = list(tabbed(person))
        # day, month, year and the calendar of a date are stops of their own in one field
        places = [
            one["place"]
            for before, one in pairwise([{"place": None}, *stops])
            if not one["isDate"] or one["place"] != before["place"]
        ]
        assert places == sorted(places), f"{address}: not in the order of the page"
        assert len(places) == len(set(places)) >= 5, f"{address}: {places}"


def tabbed(person: Person) -> Iterator[dict[str, Any]]:
    """Press the tabulator until the page is left; yield what has the focus each time."""
    first = None
    for _ in range(MOST_STOPS):
        person.page.keyboard.press("Tab")
        found = person.page.evaluate(FOCUSED)
        if (
            found is None or found["place"] == first
        ):  # at the end of the page, or at its begin again
            return
        first = first or found["place"]
        for wanted in ("visible", "onScreen", "marked"):
            assert found[wanted], f"{person.page.url}: {found['name']} is not {wanted}"
        yield found
    pytest.fail(f"{person.page.url}: the keyboard does not come out again")


def test_a_link_that_is_too_old_or_unknown_says_what_to_do(come: Come, stage: Stage) -> None:
    person = come()
    for token in (stage.things["public"].expired_link, "nobody-was-ever-sent-this"):
        person.go(f"/invitations/{token}", status=410)
        look_closely(person, again=True)


def test_forms_with_mistakes_and_lists_to_check_pass_too(come: Come, stage: Stage) -> None:
    visitor, moderator, administrator = map(come, ("", "moderator", "administrator"))
    visitor.go(f"/invitations/{stage.things['public'].link}")
    visitor.fill(name="Nadia Haddad", password="password1234")
    visitor.press(stage.things["public"].link)
    moderator.go(CONSULTATION + "/associations/new")
    moderator.page.locator(".gw-paste summary").click()
    moderator.fill(lines="Chor der Kulturen; chor@example.org\nOhne Adresse")
    moderator.press_named("act", "list")
    administrator.go("/administration/associations/import")
    administrator.fill(text="Name;Kurzname\nChor der Kulturen;Chor\n;Ohne Namen")
    administrator.press("/administration/associations/import")
    for person in (visitor, moderator, administrator):
        look_closely(person, again=True)


def test_the_second_factor_from_its_set_up_to_the_next_login(come: Come, served: Server) -> None:
    with data(served) as db:
        somebody = factories.user(db, "Eva Kern")
        somebody.password_hash = logins.hash_password(PASSWORD)
        email, token = somebody.email, factories.login(db, somebody)
    person = come(token=token)
    person.go("/profile/second-factor")
    secret = person.page.locator(".gw-secret").inner_text()
    with data(served) as db:
        person.fill(code=App(secret).code(db))
    person.press("/profile/second-factor")
    look_closely(person, again=True)
    expect(person.page.locator(".gw-codes li")).to_have_count(second_factors.RECOVERY_CODES)
    person.go("/profile/second-factor")
    look_closely(person, again=True)

    again = come()
    again.go("/login")
    again.fill(email=email, password=PASSWORD)
    again.press("/login")
    look_closely(again)
    again.does_not_see("[data-gw-menu]")


def test_a_mailed_link_leads_to_a_new_password(come: Come, stage: Stage, served: Server) -> None:
    with data(served) as db:
        email = stage.people["stranger_drafter"].email
        password_resets.order(db, email, now=database_now(db))
        ordered = db.scalars(select(Mail).where(Mail.address == email)).all()[-1]
        token = password_resets.link_token(db, ordered.data["reset"], now=database_now(db))
    person = come()
    person.go(f"/password/{token}")
    look_closely(person)
    person.fill(password="kurz", again="anders")
    person.press("/password/new")
    look_closely(person, again=True)


@contextmanager
def data(served: Server) -> Iterator[Session]:
    """Open a session on the database behind the server that is committed in the end."""
    engine = create_engine(served.database_url)
    with session_factory(engine).begin() as db:
        yield db
    engine.dispose()


def look_closely(person: Person, *, again: bool = False) -> None:
    """Require one main heading and no level left out, and all that `look` requires."""
    person.look(again=again)
    levels = person.page.evaluate(HEADINGS)
    assert levels.count(1) == 1, f"{person.page.url}: {levels}"
    assert all(after <= before + 1 for before, after in pairwise([0, *levels])), levels
