"""What nobody asked for is neither taken nor given: extra fields, filters, and what is stored."""

import re
import sqlite3
from contextlib import closing

import pytest
from support.asking import ACTS, LINES, address, ask, entered, expected, somebody_who_may

EXTRA = {
    "is_admin": "1", "admin": "true", "role": "administrator", "roles": "administrator",
    "global_roles": "administrator", "association_id": "1", "association": "1", "user_id": "1",
    "user": "1", "id": "1", "weight": "99", "state": "adopted", "password_hash": "x",
    "consultation_id": "1", "created_by_id": "1", "is_public": "1", "removed_at": "", "number": "1",
    "locked_at": "", "email_verified": "1", "second_factor": "1", "is_complete": "1",
}  # fmt: skip
RIGHTS = {
    "user_roles": "user_id, role",
    "memberships": "user_id, association_id, role",
    "moderations": "user_id, consultation_id",
    "participations": "association_id, consultation_id",
    "associations": "id, weight",
    "consultations": "id, is_public",
    "amendments": "id, association_id, created_by_id, state, number",
    "votes": "ballot_id, association_id, choice",
    "comments": "id, association_id, author_id",
    "logins": "user_id, association_id, second_factor, is_complete",
    "membership_invitations": "id, association_id, role, consultation_id",
}
"""Everything that gives somebody a right or a say."""
LEGITIMATE = {"user.new": {"roles"}, "consultation.new": {"is_public"}}
"""Extra fields that are none: those of the form that an act needs not have."""
FILTERS = ("sort", "order", "order_by", "filter", "q[password_hash_cont]", "fields", "include")
HIDDEN_FILTERS = dict.fromkeys(FILTERS, "users.password_hash") | {"password_hash": "x"}
VARYING = re.compile(
    r'name="(?:form_key|came_from|next)" value="[^"]*"|next=[^"]*|\d{4}-?\d\d-?\d\dT[\d:.+Z]+'
)


def query(stage, statement):
    with closing(sqlite3.connect(stage.path)) as database:
        return database.execute(statement).fetchall()


def rights(stage):
    """Return who may do what, and who said what, without the moments."""
    return {
        table: sorted(query(stage, f"SELECT {columns} FROM {table}"), key=repr)  # noqa: S608
        for table, columns in RIGHTS.items()
    }


@pytest.mark.parametrize("line", ACTS, ids=str)
def test_fields_that_no_form_has_give_nothing(stage, line):
    """Threat 48."""
    role, outcomes = somebody_who_may(line), []
    own = {*entered(stage, line), *LEGITIMATE.get(line.route, ())}
    for more in ({}, {name: value for name, value in EXTRA.items() if name not in own}):
        answer = ask(stage, line, role, **more)
        outcomes.append((answer.status_int, rights(stage)))
        stage.reset()
    assert outcomes[0] == outcomes[1]


def text_of(page):
    return VARYING.sub("", page.text)


READ = [line for line in LINES if line.method == "GET" and line.route != "second_factor.show"]
"""The second factor's page shows a new secret each time."""


@pytest.mark.parametrize("role", ["visitor", "own_delegate", "moderator", "administrator"])
def test_nothing_is_found_or_ordered_by_what_is_hidden(stage, role):
    """Threat 48."""
    for line in READ:
        if expected(line, role) != "ok":
            continue
        path, browser = address(stage, line), stage.browser(role)
        asked = browser.get(path, HIDDEN_FILTERS, expect_errors=True)
        is_ignored = asked.status_int == 200 and text_of(asked) == text_of(browser.get(path))
        assert is_ignored or asked.status_int in (400, 422), line
