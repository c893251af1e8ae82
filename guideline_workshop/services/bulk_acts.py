"""Bulk acts: the same for several amendments, shown before it is done, and then done as shown.

Nothing is done when anything that the preview said has changed meanwhile.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from translationstring import TranslationString

from guideline_workshop.i18n import _
from guideline_workshop.models import Amendment, AmendmentTag, Consultation, Handling
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import amendments, handling, moderations
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.text.document import canonical_json

MOST = 1_000


class BulkAct(StrEnum):
    """What can be done for several amendments at once."""

    ADMIT = "admit"
    ASSIGN = "assign"
    TAG = "tag"
    DUE = "due"


class Prospect(StrEnum):
    """What will become of one of them."""

    DONE = "done"
    UNCHANGED = "unchanged"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Wish:
    """What is to be done."""

    act: BulkAct
    assignee_id: int | None = None
    due_on: dt.date | None = None
    tags: tuple[str, ...] = ()
    """Those that come to the others."""


@dataclass(frozen=True)
class Arranged:
    """The part of an amendment that a bulk act can change."""

    state: AmendmentState
    assignee: tuple[int, str] | None = None
    """Id and name: two people may have the same name."""
    due_on: dt.date | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One amendment of a preview."""

    amendment: Amendment
    before: Arranged
    after: Arranged
    obstacle: TranslationString | None = None

    @property
    def prospect(self) -> Prospect:
        """What will become of it."""
        if self.obstacle is not None:
            return Prospect.IMPOSSIBLE
        return Prospect.UNCHANGED if self.before == self.after else Prospect.DONE


@dataclass(frozen=True)
class Preview:
    """What will happen to each of the chosen amendments, by number."""

    wish: Wish
    items: tuple[Item, ...]

    def those(self, prospect: Prospect) -> list[Item]:
        """List the amendments with the same prospect."""
        return [item for item in self.items if item.prospect is prospect]

    @property
    def numbers(self) -> list[int | None]:
        """The numbers of all of them."""
        return [item.amendment.number for item in self.items]

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, and of the wordings that it says it about."""
        facts = [
            [
                item.amendment.number,
                item.amendment.digest,
                item.prospect.value,
                *_as_facts(item.before),
                *_as_facts(item.after),
            ]
            for item in self.items
        ]
        return hashlib.sha256(canonical_json([self.wish.act.value, *facts])).hexdigest()


def preview(
    db: Session, consultation: Consultation, numbers: Collection[int], wish: Wish
) -> Preview:
    """Say what `wish` will do to each of the amendments, and what cannot be done and why.

    Raises Invalid for a wish that nobody can fulfil, and for none or too many amendments.
    """
    if len(numbers) > MOST:
        raise Invalid(
            _("At most ${most} amendments can be changed at once.", mapping={"most": MOST})
        )
    people = {one.user_id: one.user.name for one in moderations.of(db, consultation)}
    if wish.assignee_id is not None and wish.assignee_id not in people:
        raise Invalid(_("Choose somebody who leads this consultation."))
    if wish.act is BulkAct.TAG and not wish.tags:
        raise Invalid(_("Name at least one tag."))
    handling.require_fit(wish.tags)
    found = db.scalars(
        select(Amendment)
        .where(Amendment.consultation_id == consultation.id, Amendment.number.in_(numbers))
        .order_by(Amendment.number)
        .options(joinedload(Amendment.association), joinedload(Amendment.round))
        .execution_options(populate_existing=True)
    ).all()
    if not found:
        raise Invalid(_("Choose at least one amendment."))
    before = _arranged(db, found)
    spelled = handling.spelled_as_before(wish.tags, handling.tags_in(db, consultation.id))
    target = Wish(wish.act, wish.assignee_id, wish.due_on, spelled)
    chosen = wish.assignee_id
    assignee = None if chosen is None else (chosen, people[chosen])
    items = (_item(db, one, before[one.id], target, assignee) for one in found)
    return Preview(target, tuple(items))


def carry_out(  # noqa: PLR0913 -- what is done to which, and who and when
    db: Session,
    consultation: Consultation,
    numbers: Collection[int],
    wish: Wish,
    *,
    seen: str,
    by: Identity,
    now: dt.datetime,
) -> Preview:
    """Do what the preview with the digest `seen` said, all of it, and return that preview.

    Raises Conflict, and does nothing, when the preview would say something else by now.
    """
    db.execute(
        select(Amendment.id)
        .where(Amendment.consultation_id == consultation.id, Amendment.number.in_(numbers))
        .order_by(Amendment.id)
        .with_for_update(key_share=wish.act is not BulkAct.ADMIT)
    )
    now_said = preview(db, consultation, numbers, wish)
    if now_said.digest != seen:
        raise Conflict(_("Something has changed meanwhile, so nothing was done."))
    for item in now_said.those(Prospect.DONE):
        if wish.act is BulkAct.ADMIT:
            amendments.move_to(
                db, item.amendment, AmendmentState.ADMITTED, reason="", by=by, now=now
            )
        else:
            _arrange(db, item, now_said.wish)
    db.flush()
    return now_said


def _item(
    db: Session,
    amendment: Amendment,
    before: Arranged,
    wish: Wish,
    assignee: tuple[int, str] | None,
) -> Item:
    state, due_on, tags, obstacle = before.state, before.due_on, before.tags, None
    if wish.act is BulkAct.ADMIT and state is not AmendmentState.ADMITTED:
        obstacle = _obstacle(db, amendment)
        state = AmendmentState.ADMITTED if obstacle is None else state
    elif wish.act is BulkAct.DUE:
        due_on = wish.due_on
    elif wish.act is BulkAct.TAG:
        together = tuple(sorted({*tags, *wish.tags}))
        obstacle = _too_many(together)
        tags = together if obstacle is None else tags
    given = assignee if wish.act is BulkAct.ASSIGN else before.assignee
    return Item(amendment, before, Arranged(state, given, due_on, tags), obstacle)


def _obstacle(db: Session, amendment: Amendment) -> TranslationString | None:
    try:
        amendments.require_possible(db, amendment, AmendmentState.ADMITTED)
    except Conflict as refused:
        return refused.message
    return None


def _too_many(tags: Sequence[str]) -> TranslationString | None:
    try:
        handling.require_fit(tags)
    except Invalid as refused:
        return refused.message
    return None


def _arrange(db: Session, item: Item, wish: Wish) -> None:
    stored = db.get(Handling, item.amendment.id)
    if stored is None:
        stored = Handling(amendment_id=item.amendment.id, revision=0)
        db.add(stored)
    stored.revision += 1
    if wish.act is BulkAct.ASSIGN:
        stored.assignee_id = wish.assignee_id
    elif wish.act is BulkAct.DUE:
        stored.due_on = wish.due_on
    else:
        new = (name for name in item.after.tags if name not in item.before.tags)
        db.add_all(AmendmentTag(amendment_id=item.amendment.id, name=name) for name in new)


def _arranged(db: Session, found: Sequence[Amendment]) -> dict[int, Arranged]:
    """Read what is arranged for amendments, in two statements."""
    ids = [one.id for one in found]
    handlings = {
        one.amendment_id: one
        for one in db.scalars(
            select(Handling)
            .where(Handling.amendment_id.in_(ids))
            .options(joinedload(Handling.assignee))
            .execution_options(populate_existing=True)
        )
    }
    tags: dict[int, list[str]] = {}
    for tag in db.scalars(select(AmendmentTag).where(AmendmentTag.amendment_id.in_(ids))):
        tags.setdefault(tag.amendment_id, []).append(tag.name)
    arranged = {}
    for one in found:
        row = handlings.get(one.id)
        assignee = (row.assignee.id, row.assignee.name) if row and row.assignee else None
        due_on = row.due_on if row else None
        arranged[one.id] = Arranged(
            one.state, assignee, due_on, tuple(sorted(tags.get(one.id, ())))
        )
    return arranged


def _as_facts(arranged: Arranged) -> list[object]:
    due_on = arranged.due_on.isoformat() if arranged.due_on else ""
    return [arranged.state.value, list(arranged.assignee or ()), due_on, list(arranged.tags)]
