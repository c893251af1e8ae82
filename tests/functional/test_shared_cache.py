"""What stands between: a cache that keeps what it may, and people who pass on addresses."""

import itertools
import random
import re

import pytest
from support.asking import LINES, address, ask, expected
from support.scene import ROLES

PAGES = [
    line
    for line in LINES
    if line.method == "GET" and line.route not in {"health", "second_factor.show"}
]
STATIC = re.compile(r'href="(/static/[^"]+\.css\?v=[^"]+)"')


class Cache:
    """A cache as RFC 9111 describes one, shared by everybody behind it."""

    def __init__(self, stage):
        self._stage = stage
        self._kept = {}
        self.hits = 0

    def get(self, role, path):
        """Return the body of a page, from the cache where that is allowed."""
        browser = self._stage.browser(role)
        cookies = "; ".join(sorted(f"{one.name}={one.value}" for one in browser.cookiejar))
        variants = self._kept.setdefault(path, {})
        vary, kept = variants.get("vary", ""), None
        if "*" not in vary:
            kept = variants.get(cookies if "Cookie" in vary else "")
        if kept is None:
            return self._keep(variants, cookies, browser.get(path, expect_errors=True))
        if "no-cache" in kept.headers["Cache-Control"]:
            tag = kept.headers.get("ETag")
            headers = {"If-None-Match": tag} if tag else {}
            answer = browser.get(path, headers=headers, expect_errors=True)
            if answer.status_int != 304:
                return self._keep(variants, cookies, answer)
        self.hits += 1
        return kept.body

    def _keep(self, variants, cookies, answer):
        control = answer.headers.get("Cache-Control", "")
        if "no-store" not in control and "private" not in control:
            variants["vary"] = answer.headers.get("Vary", "")
            variants[cookies if "Cookie" in variants["vary"] else ""] = answer
        return answer.body


def test_a_cache_between_gives_nobody_the_page_of_another(stage):
    """Threat 15: a thousand requests of all roles, mixed."""
    cache, chance = Cache(stage), random.Random(15)  # noqa: S311 -- the same order every time
    paths = sorted({address(stage, line) for line in PAGES})[::3]
    paths += STATIC.findall(stage.browser("visitor").get("/").text)  # these it may keep
    direct = {}
    for _ in range(1000):
        role, path = chance.choice(ROLES), chance.choice(paths)
        body = cache.get(role, path)
        assert stage.others_in(role, body) == [], (role, path)
        if role == "visitor":
            direct.setdefault(path, len(body))
            assert len(body) == direct[path]
    assert cache.hits


@pytest.mark.parametrize("line", PAGES, ids=str)
def test_a_page_is_not_confirmed_to_somebody_who_would_see_another(stage, line):
    """Threat 15."""
    pages = {role: ask(stage, line, role) for role in ("visitor", "own_delegate", "moderator")}
    for first, second in itertools.permutations(pages, 2):
        tag = pages[first].headers.get("ETag")
        if tag is None:
            continue
        browser = stage.browser(second)
        url = address(stage, line)
        answer = browser.get(url, headers={"If-None-Match": tag}, expect_errors=True)
        assert answer.status_int != 304 or pages[first].body == pages[second].body


def test_files_need_a_login(stage):
    """Threat 50."""
    files = []
    for line, role in itertools.product(PAGES, ("own_delegate", "moderator", "administrator")):
        answer = ask(stage, line, role)
        if answer.status_int == 200 and "attachment" in str(answer.content_disposition):
            files.append(line)
            without = ask(stage, line, "visitor")
            word = expected(line, "visitor")
            assert without.status_int == {"in": 303, "--": 404}[word], line
    assert {one.route for one in files} >= {"version.export", "journal.export", "profile.data"}
