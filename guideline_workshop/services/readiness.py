"""Whether a draft can be submitted: all that still stands in its way, at once."""

import datetime as dt

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment
from guideline_workshop.services import new_editions, rounds
from guideline_workshop.services.drafting import effective
from guideline_workshop.services.errors import Conflict, Invalid, Refused
from guideline_workshop.services.texts import text_of
from guideline_workshop.text import amendment as text

MOST_CHANGES = 200
"""Of one amendment. The editor takes no more boxes; nobody could decide on so many together."""


def obstacles(draft: Amendment, *, now: dt.datetime) -> list[Refused]:
    """List all reasons why a draft cannot be submitted at `now`, in the order of their weight."""
    found: list[Refused] = []
    try:
        rounds.require_open(draft.round, now)
    except Conflict as closed:
        found.append(closed)
    try:
        changes = effective_of(draft)
    except (AttributeError, KeyError, TypeError, ValueError):
        return [*found, Invalid(_("What is stored cannot be read. Please tell the moderation."))]
    if not changes:
        found.append(Invalid(_("Nothing is changed yet.")))
    if len(changes) > MOST_CHANGES:
        found.append(Invalid(_("This is too much for one amendment. Please write several.")))
    if not draft.rationale:
        found.append(Invalid(_("Please give a rationale: it is what the others will read first.")))
    if changes and not _fit(draft, changes):
        found.append(Invalid(_("These changes do not fit together. Please look at them again.")))
    if draft.revises is not None and _says_the_same(draft, draft.revises, changes):
        found.append(Invalid(_("Nothing has been changed since it was submitted.")))
    return found


def effective_of(draft: Amendment) -> tuple[text.Change, ...]:
    """Return what would be submitted: the changes without those that change nothing.

    Raises AttributeError, KeyError, TypeError or ValueError when they cannot be read.
    """
    document = text_of(draft.version).document
    return effective(document, text.changes_from_json(draft.changes))


def _fit(draft: Amendment, changes: tuple[text.Change, ...]) -> bool:
    document = text_of(draft.version).document
    try:
        text.apply(document, text.Amendment(str(draft.id), document.digest, changes))
    except (text.InvalidAmendmentError, text.StaleBaseError):
        return False
    return True


def _says_the_same(draft: Amendment, before: Amendment, changes: tuple[text.Change, ...]) -> bool:
    digest = new_editions.wording_digest(draft, text.changes_as_json(changes))
    return digest == before.digest
