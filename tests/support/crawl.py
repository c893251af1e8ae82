"""Reading everything that somebody can reach: pages, feeds, files, and what they lead to."""

import itertools
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urldefrag

from support.asking import LINES, address
from support.scene import Stage

from guideline_workshop.exports import FORMATS

LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
MOST_PAGES = 200


def everything(stage: Stage, role: str) -> Iterator[tuple[str, Any]]:
    """Yield address and answer of everything there is for somebody, and of all it leads to.

    Not the pages of mailed links, which belong to whoever has one.
    """
    lines = [one for one in LINES if one.method == "GET" and one.route != "invitation.show"]
    paths = [address(stage, line) for line in lines]
    for line, name in itertools.product(lines, FORMATS):
        if line.route == "version.export":
            paths.append(address(stage, line).rpartition("/")[0] + f"/{name}")
    asked: set[str] = set()
    browser = stage.browser(role)
    while paths and len(asked) < MOST_PAGES:
        path = paths.pop(0)
        if path in asked:
            continue
        asked.add(path)
        answer = browser.get(path, expect_errors=True)
        assert answer.status_int < 500, path
        if answer.content_type == "text/html":
            links = (unescape(urldefrag(one)[0]) for one in LINK.findall(answer.text))
            paths += [one for one in links if not one.startswith(("/static/", "//"))]
        yield path, answer
