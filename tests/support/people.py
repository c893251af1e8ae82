"""People in front of browsers: they go to pages and look at each of them as a strict reviewer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from guideline_workshop.i18n import LANGUAGE_COOKIE
from guideline_workshop.security import LOGIN_COOKIE

VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
});
"""
LOCALES = {"de": "de-DE", "en": "en-GB"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Screen:
    """What somebody sits in front of, and the language they chose."""

    width: int
    height: int
    scheme: str
    language: str


class Person:
    """Somebody with a browser of their own; complaints of the browser fail the test."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        screen: Screen,
        token: str | None,
        *,
        javascript: bool,
    ) -> None:
        self._url = url
        self._axe = Axe()
        self.has_scripts = javascript
        self._seen: set[str] = set()
        self._complaints: list[str] = []
        self._context = browser.new_context(
            viewport={"width": screen.width, "height": screen.height},
            color_scheme=screen.scheme,
            locale=LOCALES[screen.language],
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        self._context.set_default_timeout(10_000)
        cookies = {LANGUAGE_COOKIE: screen.language}
        if token is not None:
            cookies[LOGIN_COOKIE] = token
        self._context.add_cookies(
            [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
        )
        self._context.add_init_script(VIOLATIONS)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))
        self.page.on("dialog", Dialog.accept)

    def close(self) -> None:
        """Close the browser."""
        self._context.close()

    def address(self, path: str) -> str:
        """Return the address of a page of the application."""
        return path if path.startswith("http") else self._url + path

    def go(self, path: str, status: int = 200) -> None:
        """Open an address of the application and look at the page."""
        response = self.page.goto(self.address(path))
        assert response is not None
        assert response.status == status, f"{path} answers {response.status}"
        self.look()

    def press(self, form: str, button: str = "button[type=submit], button:not([type])") -> None:
        """Press the button of the form whose address ends so, and look at what comes."""
        self._follow(self.page.locator(f'form[action$="{form}"]').locator(button).last)

    def press_named(self, name: str, value: str) -> None:
        """Press a button that sends a name and a value, and look at what comes."""
        self._follow(self.page.locator(f'button[name="{name}"][value="{value}"]').last)

    def follow(self, address: str) -> None:
        """Follow the first link whose address ends so, and look at what comes."""
        self._follow(self.page.locator(f'a[href$="{address}"]:visible').first)

    def fill(self, **values: str) -> None:
        """Fill in fields by their names."""
        for name, value in values.items():
            self.page.locator(f'[name="{name}"]:visible').first.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Choose an option of a list, or a radio button, by its value."""
        control = self.page.locator(f'select[name="{name}"]')
        if control.count():
            control.first.select_option(value)
        else:
            self.page.locator(f'input[name="{name}"][value="{value}"]').first.check()

    def sees(self, text: str) -> None:
        """Require a text in the page's content."""
        expect(self.page.locator("main")).to_contain_text(text)

    def does_not_see(self, selector: str) -> None:
        """Require that the page has nothing of that kind."""
        expect(self.page.locator(selector)).to_have_count(0)

    @property
    def main(self) -> Locator:
        """The content of the page."""
        return self.page.locator("main")

    def look(self, *, again: bool = False) -> None:
        """Look at the page: accessible, no sideways scrolling, nothing blocked, nothing broken.

        A closer look is taken once at each kind of page, and `again` where its state is another.
        Without scripts in the browser only the last two can be seen.
        """
        self.page.wait_for_load_state()
        assert self.page.title()
        assert not self._complaints, self._complaints
        kind = re.sub(r"[0-9]+", "0", self.page.url.partition("?")[0])
        if not self.has_scripts or (kind in self._seen and not again):
            return
        self._seen.add(kind)
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        found: Any = self._axe.run(self.page, options={"runOnly": WCAG})
        assert not found.response["violations"], f"{self.page.url}\n{found.generate_report()}"

    def _follow(self, control: Locator) -> None:
        with self.page.expect_navigation():
            control.click()
        self.look()

    def _hear(self, message: Any) -> None:
        # a form with a mistake, shown again, and a link that is used up
        refused = re.search("status of (422|410)", message.text)
        if message.type == "error" and not refused:
            self._complaints.append(f"{message.text} ({self.page.url})")


Opener = Callable[..., Person]
