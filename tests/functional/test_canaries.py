"""Who comes across what is stored: words are planted in every hidden place, and all pages read.

Threat 49. A canary that a role sees although it is not declared to fails, and so does one that it
should see and does not: then the pages were not really read.
"""

import re
import sqlite3
from contextlib import closing

import pytest
from support.answers import HIDDEN_IN_PRIVATE
from support.crawl import everything
from support.scene import ROLES
from support.server import SECRET

from guideline_workshop.services.own_data import KEPT_SECRET

OWN = {"own_drafter", "own_delegate"}
INSIDE = set(ROLES) - HIDDEN_IN_PRIVATE
NUMBER = re.compile(r"-(\d+)(?=$|@)")
ASSOCIATIONS = {"own", "other", "stranger"}
MEMBERS = {role for role in ROLES if role.partition("_")[0] in ASSOCIATIONS}
SIGNED_IN = set(ROLES) - {"visitor"}
CANARY = r"kanari-[a-z]+(?:-\d+)?(?:@example\.org)?"
SECRET_TABLES = ("users", "logins", "recovery_codes", "passkeys", "password_resets",
                 "membership_invitations")  # fmt: skip
PLANT = """
UPDATE users SET totp_secret = 'kanari-totp-' || id, password_hash = 'kanari-passwort-' || id,
  email = 'kanari-adresse-' || id || '@example.org';
INSERT INTO recovery_codes (user_id, code_hash) SELECT id, 'kanari-code-' || id FROM users;
INSERT INTO password_resets (token_hash, user_id, created_at, expires_at)
  SELECT 'kanari-reset-' || id, id, created_at, '2099-01-01 00:00:00.000000' FROM users;
INSERT INTO external_identities (issuer, subject, user_id)
  SELECT 'https://idp.example', 'kanari-subject-' || id, id FROM users;
INSERT INTO passkeys (user_id, credential_id, public_key, sign_count, name, created_at)
  SELECT id, 'kanari-credential-' || id, 'kanari-key-' || id, 0, 'Schlüssel', created_at FROM users;
INSERT INTO attempts (subject, at) VALUES ('kanari-attempt', '2026-01-01 00:00:00.000000');
UPDATE associations SET contact_name = 'kanari-ansprechperson', postal_address = 'kanari-anschrift',
  contact_email = 'kanari-kontakt@example.org';
UPDATE mails SET address = 'kanari-post@example.org', error = 'kanari-fehler';
UPDATE membership_invitations SET email = 'kanari-eingeladen@example.org';
UPDATE amendments SET title = 'kanari-entwurf', rationale = 'kanari-begruendung'
  WHERE state = 'draft';
UPDATE consultations SET title = 'kanari-vertraulich', summary = 'kanari-zusammenfassung'
  WHERE slug = 'vertraulich';
UPDATE draft_imports SET title = 'kanari-import';
INSERT INTO internal_notes (amendment_id, author_id, body, written_at)
  SELECT amendment_id, assignee_id, 'kanari-vermerk', '2026-01-01 00:00:00.000000' FROM handlings;
INSERT INTO amendment_tags (amendment_id, name)
  SELECT amendment_id, 'kanari-schlagwort' FROM handlings;
INSERT INTO saved_filters (consultation_id, user_id, name, query)
  SELECT consultation_id, user_id, 'kanari-auswahl-' || user_id, 'tag=kanari-gesucht-' || user_id
  FROM moderations;
"""
SEEN_BY = {
    "kanari-entwurf": OWN,
    "kanari-begruendung": OWN,
    "kanari-vertraulich": INSIDE,
    "kanari-zusammenfassung": INSIDE,
    "kanari-import": {"moderator"},
    "kanari-vermerk": {"moderator"},
    "kanari-schlagwort": {"moderator"},
    "kanari-auswahl-own": {"moderator", "foreign_moderator"},  # each in their own consultation
    "kanari-gesucht-own": {"moderator", "foreign_moderator"},
    "kanari-adresse-own@example.org": SIGNED_IN,
    "kanari-adresse-colleague@example.org": MEMBERS,
    "kanari-adresse-stranger@example.org": {"moderator", "foreign_moderator", "administrator"},
    "kanari-subject-own": SIGNED_IN,
    "kanari-ansprechperson": {"administrator"},
    "kanari-kontakt@example.org": {"administrator"},
    "kanari-anschrift": {"administrator"},
    "kanari-post@example.org": {"outsider", "administrator"},  # to the outsider it was sent
    "kanari-fehler": {"outsider", "administrator"},
    "kanari-eingeladen@example.org": OWN | {"moderator"},
}
"""Everything else that was planted nobody sees."""


@pytest.fixture
def planted(stage):
    with closing(sqlite3.connect(stage.path)) as database:
        database.executescript(PLANT)
        secrets = secrets_in(database)
    yield stage, secrets
    stage.reset()


def secrets_in(database):
    """Return the value of every secret column, and the key of all cookies and links."""
    found = {SECRET}
    database.row_factory = sqlite3.Row
    for table in SECRET_TABLES:
        for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608
            values = [row[name] for name in row.keys() if name in KEPT_SECRET]  # noqa: SIM118
            found |= {value for value in values if isinstance(value, str)}
    return found


def relation(stage, role, user_id):
    """Say who somebody is to the one who looks."""
    name = next((name for name, number in stage.user_ids.items() if number == user_id), "")
    if name == role:
        return "-own"
    association, _, of_association = name.partition("_")
    is_colleague = of_association and association in ASSOCIATIONS & {role.partition("_")[0]}
    return "-colleague" if is_colleague else "-stranger"


@pytest.mark.parametrize("role", ROLES)
def test_everybody_comes_across_what_is_theirs_and_nothing_else(planted, role):
    """Threat 49."""
    stage, secrets = planted
    pattern = re.compile("|".join([*map(re.escape, secrets), CANARY]))
    seen: dict[str, str] = {}
    for path, answer in everything(stage, role):
        text = str(answer.headers) + answer.body.decode("utf-8", "replace")
        for found in set(pattern.findall(text)):
            canary = NUMBER.sub(lambda number: relation(stage, role, int(number[1])), found)
            seen.setdefault(canary if found not in secrets else found, path)
    assert not set(seen) & secrets, seen
    declared = {canary for canary, roles in SEEN_BY.items() if role in roles}
    assert set(seen) == declared, {one: seen.get(one) for one in set(seen) ^ declared}
