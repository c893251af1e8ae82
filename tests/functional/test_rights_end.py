"""When somebody loses a right, a login that was copied before has lost it too."""

import pytest
from pyramid.request import Request
from support.asking import Line, ask
from support.scene import HOST, PASSWORD


def replayed(stage, role, path):
    """Ask with nothing but cookies that were copied from somebody's browser."""
    cookies = "; ".join(f"{one.name}={one.value}" for one in stage.people[role].jar)
    request = Request.blank(path)
    request.environ |= {**HOST, "HTTP_COOKIE": cookies}
    return request.get_response(stage.site.application)


@pytest.fixture
def acted(stage):
    """Let somebody act; taken back in the end."""

    def act(route, role, *, where="public", **fields):
        line = Line(route, "POST", "own" if route.startswith("membership.") else "", where)
        answer = ask(stage, line, role, **fields)
        assert answer.status_int == 303, answer.text
        return answer

    yield act
    stage.reset()


ENDINGS = {
    "signing out": ("own_drafter", "logout", "own_drafter", {}),
    "a lock": ("board", "user.lock", "administrator", {"reason": "Ist ausgeschieden."}),
    "a lost role": ("board", "user.roles", "administrator", {"roles": []}),
    "removal of the person": (
        "own_drafter", "profile.remove", "own_drafter", {"password": PASSWORD}
    ),
}  # fmt: skip
"""Whose login ends, by which act of whom."""
RIGHTS = {
    "a membership": ("own_drafter", "membership.remove", "own_delegate", "own_deputy"),
    "a moderation": ("moderator", "moderation.remove", "administrator", "moderator_deputy"),
}
"""Whose right ends, by which act of whom; and in whose place they stand in its address."""


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_copied_login_is_worth_nothing_after(stage, acted, monkeypatch, ending):
    """Threats 6 and 39."""
    whose, route, by, fields = ENDINGS[ending]
    monkeypatch.setitem(stage.user_ids, "moderator_deputy", stage.user_ids[whose])
    assert replayed(stage, whose, "/profile").status_int == 200
    acted(route, by, **fields)
    answer = replayed(stage, whose, "/profile")
    assert "/login?next=" in answer.headers["Location"]


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_that_ended_is_gone_with_the_next_request(stage, acted, monkeypatch, right):
    """Threat 39."""
    whose, route, by, in_place_of = RIGHTS[right]
    monkeypatch.setitem(stage.user_ids, in_place_of, stage.user_ids[whose])
    private = f"/consultations/{stage.things['private'].slug}/journal"
    assert replayed(stage, whose, private).status_int == 200
    acted(route, by, where="private")
    assert replayed(stage, whose, private).status_int == 404
