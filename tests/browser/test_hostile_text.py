"""What people write stays text: on every page, in every feed, file and mail (threats 16 and 17).

Every text field of every form is filled with attacks; then everything is read, parsed by the
browser itself, and opened in it. `GW_HOSTILE_ROUNDS` says how often, each time with other texts.
"""

import csv
import io
import itertools
import json
import re
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import factories
import pytest
from factories import NOW
from icalendar import Calendar
from lxml import etree
from playwright.sync_api import Browser, Page, Route
from support.asking import LINES, Line, address, entered
from support.crawl import everything
from support.hostile import HOOKS, ROUNDS, filling, foreign, is_line_of, strings, texts
from support.scene import Stage
from webtest import TestApp
from webtest.forms import Email, Form, Text, Textarea

from guideline_workshop.exports.characters import visible
from guideline_workshop.models import User
from guideline_workshop.services import versions
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import escape, plain

ATOM = "{http://www.w3.org/2005/Atom}"
PARAGRAPHS = """(html) => [...new DOMParser().parseFromString(html, "text/html")
  .querySelectorAll("main p[id]")].map((one) => {
    one.querySelector(".gw-number")?.remove();
    return one.textContent.trim();
  })"""
LONGEST = 20_000
"""Of what is written at once; the readers of texts refuse what is more tangled than that."""
PAGE_NUMBERS = {"PAGE", "NUMPAGES"}
WRITERS = ("visitor", "own_delegate", "moderator", "board", "administrator")
CHANGED = {
    # these are stored as canonical markup
    "amendment.check words", "amendment.edit text", "consolidation.resolve own_words",
    "draft_import.correct text.p1", "proposed_decision.write text",
    "draft_import.new text", "association.new lines", "handling.show tags",  # taken apart
    "password.forgotten email",  # only looked for
}  # fmt: skip
"""What is not stored as it was written."""
NOT_FREE = {
    "association.delegate email", "association.new row0-email", "feedback email", "login email",
    "membership.list email", "registry.edit contact_email", "registry.new contact_email",
    "user.new email",
    "second_factor.show code",
    "passkey.list name",  # needs a passkey
    "handling.show tags",  # short words
    "registry.import text",  # only shown again
}  # fmt: skip
"""What takes only texts of one form, or is not stored."""
READERS = ("own_delegate", "moderator", "administrator", "visitor")
"""Two of them read in each round."""
POSTS = [line for line in LINES if line.method == "POST" and line.where == "public"]


class Place(NamedTuple):
    """A form with text fields, and where somebody finds it."""

    role: str
    path: str
    line: Line
    fields: tuple[str, ...]


@pytest.fixture(scope="module")
def places(stage: Stage) -> list[Place]:
    """Find all forms that one can write into, each act once."""
    acts = {urlsplit(address(stage, line)).path: line for line in reversed(POSTS)}
    found: dict[str, Place] = {}
    # an act is done on a page of its own, or on the page above
    pages = [address(stage, line) for line in LINES if line[1::2] == ("GET", "public")]
    pages += [path.rpartition("/")[0] or "/" for path in acts]
    for role, path in itertools.product(WRITERS, dict.fromkeys(pages)):
        answer = stage.browser(role).get(path, expect_errors=True)
        if answer.status_int == 200:
            for action, form in forms_on(answer, path).items():
                names = tuple(field.name for field in texts_in(form))
                if action in acts and names:
                    found.setdefault(acts[action].route, Place(role, path, acts[action], names))
    return [found[route] for route in sorted(found)]


def forms_on(page: Any, path: str) -> dict[str, Form]:
    """Return the forms of a page that do something, by the path they go to."""
    if page.content_type != "text/html":
        return {}
    return {
        urlsplit(form.action).path or path.partition("?")[0]: form
        for form in page.forms.values()
        if form.method.upper() == "POST"
    }


def texts_in(form: Form) -> list[Any]:
    return [
        field
        for fields in form.fields.values()
        for field in fields
        if type(field) in {Text, Textarea, Email}  # not the hidden ones
        and field.name
        and field.attrs.get("type") != "password"
    ]


def field_in(place: Place, name: str) -> str:
    """Name a field, without the id of what it is about."""
    return f"{place.line.route} {name.partition('-')[0] if name.startswith('words-') else name}"


class Writer:
    """Somebody who writes attacks into every field, and goes on where they stopped."""

    def __init__(self, stage: Stage, page: Page, start: int) -> None:
        self.stage = stage
        self._page = page
        self._next = start
        self.accepted: set[str] = set()

    def write(self, place: Place) -> dict[str, str]:
        """Send a form full of attacks; what is not accepted becomes what is proper, and again."""
        page = self.stage.browser(place.role).get(place.path, expect_errors=True)
        form = forms_on(page, place.path).get(urlsplit(address(self.stage, place.line)).path)
        if form is None:
            return {}  # done already: somebody else's act took the form away
        proper = entered(self.stage, place.line)
        hostile = {}
        for field in texts_in(form):
            is_line = not isinstance(field, Textarea)
            longest = min(int(field.attrs.get("maxlength", 500)), LONGEST)
            hostile[field.name], self._next = filling(longest, is_line=is_line, start=self._next)
        for _attempt in range(3):
            sent = {**dict(form.submit_fields()), **proper, **hostile}
            answer = self.stage.browser(place.role).post(form.action, sent, expect_errors=True)
            assert answer.status_int < 500, place
            if answer.content_type == "text/html":
                assert foreign(self._page, answer.text) == [], place
            if answer.status_int != 422:
                break
            refused = {one.get("name") for one in answer.html.select("[aria-invalid=true]")}
            hostile = {name: text for name, text in hostile.items() if name not in refused}
        if answer.status_int != 303:  # one sees it on a page and decides then
            return {}
        self.accepted |= {field_in(place, name) for name in hostile}
        return hostile


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that parses what it is given."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def stored(stage: Stage) -> set[str]:
    """Return every string in the database, those inside of JSON too."""
    found: set[str] = set()
    with closing(sqlite3.connect(stage.path)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608
                for value in row:
                    if isinstance(value, str):
                        found |= {value, *strings_in(value)}
    return found


def strings_in(value: str) -> set[str]:
    """Return the strings inside of a value, where it is JSON and not somebody's text."""
    try:
        return set(strings(json.loads(value)))
    except ValueError:
        return set()


def wrong_with(page: Page, answer: Any) -> list[str]:  # noqa: PLR0911 -- one for each kind
    """Return what is wrong with an answer of any kind."""
    kind, is_file = answer.content_type, "attachment" in str(answer.content_disposition)
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        return ["no nosniff"]
    if kind == "text/html":
        return foreign(page, answer.text, is_file=is_file)
    if kind == "application/json":
        json.loads(answer.body)
    elif kind == "text/csv":
        rows = csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";")
        return [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
    elif kind == "application/atom+xml":
        root = etree.fromstring(answer.body)
        held = [html for one in root.iter(f"{ATOM}content") for html in [one.text or ""]]
        offences = [what for html in held for what in foreign(page, html)]
        return offences + [one.tag for one in root.iter() if not str(one.tag).startswith(ATOM)]
    elif kind == "text/calendar":
        names = {one.name for one in Calendar.from_ical(answer.body).walk()}
        return sorted(
            names - {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM"}
        )
    elif "wordprocessingml" in kind:
        return wrong_in_word(answer.body)
    elif kind == "application/pdf":
        return wrong_in_pdf(answer.body)
    return []


def wrong_in_pdf(body: bytes) -> list[str]:
    """Return scripts, and links to where ours do not lead."""
    scripts, links = (
        subprocess.run(
            ["pdfinfo", what, "-"],  # noqa: S607 -- as the operator has it
            input=body,
            capture_output=True,
            check=True,
        ).stdout
        for what in ("-js", "-url")
    )
    found = [line.split(maxsplit=2)[2] for line in links.decode().splitlines()[1:]]
    wrong = [
        one for one in found if not one.startswith(("https://", "mailto:", "http://localhost"))
    ]
    return wrong + scripts.decode().splitlines()


def wrong_in_word(body: bytes) -> list[str]:
    wrong = []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            for element in etree.fromstring(archive.read(name)).iter():
                tag = etree.QName(element).localname
                if tag in ("instrText", "altChunk", "object", "OLEObject"):
                    wrong.append(tag)
                if tag == "fldSimple":
                    wrong += {value.strip() for value in element.attrib.values()} - PAGE_NUMBERS
                if element.get("TargetMode") == "External":
                    target = element.get("Target") or ""
                    wrong += [target] * (not target.startswith(("https://", "mailto:")))
    return wrong


def kind_of(path: str) -> str:
    """Return the address without the names and numbers of things."""
    named = re.sub(r"/(consultations|documents)/(?!new)[^/]+", r"/\1", path.partition("?")[0])
    return re.sub(r"\d+", "0", named)


def opened(chromium: Browser, browser: TestApp, paths: list[str]) -> list[str]:
    """Open pages in a browser with its scripts; return what was run or kept from running."""
    context, seen = chromium.new_context(), []

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.netloc != "localhost":
            seen.append(f"asks for {route.request.url}")
            route.abort()
            return
        found = browser.get(url.path + (f"?{url.query}" if url.query else ""), expect_errors=True)
        headers = {k: v for k, v in found.headers.items() if k.lower() != "set-cookie"}
        route.fulfill(status=found.status_int, headers=headers, body=found.body)

    context.add_init_script(HOOKS)
    context.route("**/*", answer)
    page = context.new_page()
    for path in paths:
        page.goto(f"http://localhost{path}", wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        seen += [f"{path}: {what}" for what in page.evaluate("window.gwSeen")]
    context.close()
    return seen


@pytest.mark.parametrize("number", range(ROUNDS))
def test_what_people_write_stays_text(stage, places, page, chromium, number):
    """Threats 16 and 17."""
    writer = Writer(stage, page, number * 997)
    missing, offences, kinds = {}, {}, {}
    try:
        for place in places[:: -1 if number % 2 else 1]:  # there and back
            written = writer.write(place)
            known = stored(stage) if written else set()
            missing |= {
                field_in(place, name): text
                for name, text in written.items()
                if text.replace("\r\n", "\n") not in known
            }
        for role in READERS[number % 2 :: 2]:
            for path, answer in everything(stage, role):
                wrong = wrong_with(page, answer)
                if wrong:
                    offences[f"{role} {path}"] = wrong
                if answer.content_type == "text/html" and answer.content_disposition is None:
                    kinds.setdefault(re.sub(r"\d+", "0", path.partition("?")[0]), (role, path))
        assert offences == {}
        for role in READERS[number % 2 :: 2]:
            paths = [path for who, path in kinds.values() if who == role]
            assert opened(chromium, stage.browser(role), paths) == []
        assert sorted(set(missing) - CHANGED) == []
        fields = {field_in(place, name) for place in places for name in place.fields}
        kept_out = sorted(fields - writer.accepted - NOT_FREE)
        assert number % 2 or not kept_out, kept_out  # what is withdrawn first is not decided on
    finally:
        stage.reset()


def test_the_whole_collection_stays_text_in_a_document(site, page, chromium):
    """Threats 16 to 18: every text as a provision, then replaced by another one."""
    lines = [is_line_of(text) for text in texts()]
    with site.data() as db:
        moderator = factories.moderator(db)
        of = factories.consultation(db, moderator, title="Alles")
        document, first = factories.document_with_version(db, of, moderator, content=content(lines))
        turned = content([*lines[1:], lines[0]])
        versions.publish(
            db, document, title="Zwei", content=turned, by=moderator, now=NOW, base=first
        )
        base = f"/consultations/{of.slug}/documents/{document.slug}/versions"
        user = db.get_one(User, moderator.user_id)
    browser = site.signed_in(user)
    pages = [f"{base}/1", f"{base}/1/compare/2", f"{base}/2/comments"]
    files = ["1/export/docx", "1/export/pdf", "2/export/html?against=1"]
    for path in [*pages, *(f"{base}/{file}" for file in files)]:
        assert wrong_with(page, browser.get(path)) == [], path
    assert opened(chromium, browser, pages) == []
    file = browser.get(f"{base}/1/export/html").text
    read = page.evaluate(PARAGRAPHS, file)
    expected = [visible(plain(escape(line))) for line in lines]
    assert [one for one in zip(read, expected, strict=True) if one[0] != one[1]] == []
    page.goto("about:blank")
    page.evaluate(HOOKS)
    page.set_content(file.replace("Content-Security-Policy", "nothing"))
    assert page.evaluate("window.gwSeen") == []


def content(lines: list[str]) -> Document:
    return Document(
        tuple(
            Provision(f"p{number}", Kind.PARAGRAPH, 0, escape(line))
            for number, line in enumerate(lines, start=1)
        )
    )
