"""What somebody does is one row of the journal, and the row names nobody (threats 36 and 64)."""

import json
import sqlite3
from contextlib import closing

import pytest
from support.asking import ACTS, ask, somebody_who_may

from guideline_workshop.rules.acts import Act

NO_ACT = {
    "login", "logout", "language", "acting", "passkey.sign_in", "second_factor.ask",
    "password.forgotten", "feedback", "mail.try_again", "profile.logins", "profile.notifications",
    # drafts are nobody else's business; a link that somebody asks to be sent again is their own
    "amendment.new", "amendment.edit", "amendment.discard", "draft_import.correct",
    "invitation.renew", "amendment.revise",
    # what is proposed is internal until it is published
    "proposed_decision.write",
    # how the moderation organises its work: the journal is read by all who take part
    "inbox.save_filter", "inbox.remove_filter", "handling.show", "handling.note",
}  # fmt: skip
"""What concerns only oneself, or nothing that is decided."""
NO_ACT_ON_DRAFTS = {"co_submission.ask"}
MORE = {
    "association.new": 3,  # brought in, invited to take part, and its delegate by mail
}
"""What is several acts at once."""


def rows(stage):
    """Return the whole journal as the database has it."""
    with closing(sqlite3.connect(stage.path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute("SELECT * FROM journal ORDER BY sequence")]


def personal(stage):
    """Return the names and addresses of all people."""
    with closing(sqlite3.connect(stage.path)) as database:
        found = database.execute("SELECT name, email FROM users").fetchall()
    return {value for row in found for value in row}


@pytest.mark.parametrize("line", ACTS, ids=str)
def test_an_act_is_recorded_once_and_names_nobody(stage, line):
    """Threats 36 and 64."""
    before, role = rows(stage), somebody_who_may(line)
    names = personal(stage)
    answer = ask(stage, line, role)
    after = rows(stage)
    stage.reset()
    assert answer.status_int == 303
    assert after[: len(before)] == before
    made = after[len(before) :]
    is_silent = line.route in NO_ACT or (line.kind == "draft" and line.route in NO_ACT_ON_DRAFTS)
    assert len(made) == (0 if is_silent else MORE.get(line.route, 1))
    for row in made:
        assert row["act"] in set(Act)
        if role in stage.user_ids:
            assert row["actor_id"] == stage.user_ids[role]
        said = json.dumps([row["subject"], row["details"], row["reason"]], ensure_ascii=False)
        assert not [name for name in names if name in said]


@pytest.mark.parametrize("line", ACTS, ids=str)
def test_an_act_that_is_refused_leaves_no_row(stage, line):
    """Threat 36."""
    before = rows(stage)
    ask(stage, line, somebody_who_may(line), csrf_token="nonsense")
    assert rows(stage) == before
