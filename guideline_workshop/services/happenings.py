"""Happenings: acts of a consultation told with the texts themselves, for mails and feeds.

They come from the journal, so that nothing is told that did not happen. Who has voted is never
told, drafts have no row, and everything told here stands on pages that all readers of the
consultation can open.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload
from translationstring import TranslationString

from guideline_workshop.i18n import _
from guideline_workshop.models import (
    Amendment,
    Comment,
    Consultation,
    Document,
    JournalEntry,
    Round,
    Version,
)
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.services import amendments, passages, paths, versions
from guideline_workshop.services.passages import Passage
from guideline_workshop.text.amendment import changes_from_json
from guideline_workshop.text.document import Document as TextDocument
from guideline_workshop.text.numbering import Reference, numbering

LONGEST = 2_000
"""Characters of a text that are told before the reader is sent to the page."""
MOST_PASSAGES = 8
ROUNDS: Mapping[RoundKind, TranslationString] = {
    RoundKind.COMMENT: _("New comment round"),
    RoundKind.AMENDMENT: _("New amendment round"),
    RoundKind.BALLOT: _("New ballot round"),
}
ABOUT_AMENDMENTS: Mapping[Act, TranslationString] = {
    Act.AMENDMENT_ADMITTED: _("A ${number} has been admitted"),
    Act.AMENDMENT_RETURNED: _("A ${number} has been returned"),
    Act.AMENDMENT_NOT_ADMITTED: _("A ${number} has not been admitted"),
    Act.AMENDMENT_WITHDRAWN: _("A ${number} has been withdrawn"),
    Act.AMENDMENT_SUPPORTED: _("A ${number} is supported by ${association}"),
    Act.AMENDMENT_TAKEN_OVER: _("A ${number} has been taken over by ${association}"),
    Act.AMENDMENT_CARRIED_OVER: _("A ${number} has been carried over to the new draft"),
    Act.CO_SUBMISSION_CONFIRMED: _("A ${number} is also submitted by ${association}"),
    Act.PROPOSED_DECISION_PUBLISHED: _("A ${number}: a decision has been proposed"),
    Act.PROPOSED_DECISION_ANSWERED: _("A ${number}: ${association} has answered"),
}
"""What is told with the amendment's title and the reason that was given."""
Labelled = tuple[TranslationString | None, str]


@dataclass(frozen=True)
class Change:
    """A passage that an amendment changes."""

    passage: Passage
    place: Reference | None
    """None at the beginning of the text."""
    destination: Reference | None


@dataclass(frozen=True)
class Happening:
    """One act, ready to be told."""

    key: str
    """What it is called in feeds; the same for ever."""
    at: dt.datetime
    heading: TranslationString
    path: str
    """The page to read on."""
    title: str = ""
    """What people called the thing."""
    place: Reference | None = None
    dates: tuple[tuple[TranslationString, dt.datetime], ...] = ()
    notes: tuple[TranslationString, ...] = ()
    changes: tuple[Change, ...] = ()
    quotes: tuple[Labelled, ...] = ()
    """What people wrote, each with its label."""


def of(db: Session, consultation: Consultation, entries: Sequence[JournalEntry]) -> list[Happening]:
    """Tell the acts of `entries` that are worth telling, in their order."""
    teller = _Teller(db, consultation, entries)
    return [told for entry in entries if (told := teller.tell(entry)) is not None]


def changes_told(
    document: TextDocument, places: Mapping[str, Reference], stored: Iterable[Any]
) -> tuple[Change, ...]:
    """Tell stored changes, each with its place.

    Raises AttributeError, KeyError, TypeError or ValueError for what cannot be read.
    """
    found = passages.passages_of(document, changes_from_json(stored))
    return tuple(Change(one, places.get(one.key), places.get(one.destination)) for one in found)


def newest(db: Session, consultation: Consultation, *, limit: int) -> list[JournalEntry]:
    """List the newest rows of the journal that are told of a consultation."""
    return list(
        db.scalars(
            select(JournalEntry)
            .where(JournalEntry.consultation_id == consultation.id, JournalEntry.act.in_(TOLD))
            .order_by(JournalEntry.sequence.desc())
            .limit(limit)
        )
    )


def dates_changed_at(db: Session, consultation: Consultation) -> dt.datetime:
    """Return when a round was last planned or given new dates."""
    last = db.scalar(
        select(func.max(JournalEntry.at)).where(
            JournalEntry.consultation_id == consultation.id,
            JournalEntry.act.in_((Act.ROUND_CREATED, Act.ROUND_RESCHEDULED)),
        )
    )
    return last or consultation.created_at


def begun(round_: Round) -> Happening:
    """Tell that a round has begun; no act does that, only the clock."""
    return Happening(
        key=f"round-{round_.id}-begun",
        at=round_.opens_at,
        heading=_("A round has begun"),
        path=paths.round_(round_),
        title=round_.title,
        dates=((_("It ends on"), round_.closes_at),),
    )


class _Teller:
    """Knows everything that the entries are about, in few statements."""

    def __init__(
        self, db: Session, consultation: Consultation, entries: Iterable[JournalEntry]
    ) -> None:
        entries = [entry for entry in entries if entry.act in TOLD]
        self._consultation = consultation
        self._amendments = _amendments(db, consultation, {entry.subject for entry in entries})
        self._comments = _comments(db, consultation, entries)
        self._versions = _versions(db, consultation)

    def tell(self, entry: JournalEntry) -> Happening | None:
        """Tell one act; None when it is none that is told."""
        return TOLD[entry.act](self, entry) if entry.act in TOLD else None

    def submitted(self, entry: JournalEntry) -> Happening:
        amendment = self._amendments[entry.subject]
        document = amendments.base_of(amendment)
        places = numbering(document)
        found = changes_told(document, places, amendment.changes)
        rest = len(found) - MOST_PASSAGES
        return Happening(
            **_common(entry),
            heading=_(
                _("A ${number}: submitted anew by ${association}")
                if entry.act is Act.AMENDMENT_REVISED
                else _("A ${number}: new amendment by ${association}"),
                mapping={"number": amendment.number, "association": amendment.association.name},
            ),
            path=paths.amendment(amendment),
            title=amendment.title,
            changes=found[:MOST_PASSAGES],
            notes=(_("Further changed passages: ${count}", mapping={"count": rest}),)
            if rest > 0
            else (),
            quotes=((_("Rationale"), short(amendment.rationale)),),
        )

    def of_amendment(self, entry: JournalEntry) -> Happening:
        amendment = self._amendments[entry.subject]
        names = {
            "number": amendment.number,
            "association": entry.association.name if entry.association else "",
        }
        return Happening(
            **_common(entry),
            heading=_(ABOUT_AMENDMENTS[entry.act], mapping=names),
            path=paths.amendment(amendment),
            title=amendment.title,
            quotes=_reason(entry),
        )

    def ballot_opened(self, entry: JournalEntry) -> Happening:
        amendment = self._amendments[entry.subject]
        return Happening(
            **_common(entry),
            heading=_("The vote on A ${number} has begun", mapping={"number": amendment.number}),
            path=paths.ballot(amendment),
            title=amendment.title,
            dates=((_("It ends on"), _date(entry.details["closes_at"])),),
        )

    def ballot_closed(self, entry: JournalEntry) -> Happening:
        amendment = self._amendments[entry.subject]
        adopted, rejected = _("A ${number} has been adopted"), _("A ${number} has been rejected")
        counts = {name: entry.details[name] for name in ("yes", "no", "abstentions")}
        return Happening(
            **_common(entry),
            heading=_(
                adopted if entry.details["adopted"] else rejected,
                mapping={"number": amendment.number},
            ),
            path=paths.ballot(amendment),
            title=amendment.title,
            notes=(_("${yes} yes, ${no} no, ${abstentions} abstentions", mapping=counts),),
        )

    def commented(self, entry: JournalEntry) -> Happening | None:
        comment = self._comments.get(entry.details["comment"])
        if comment is None:
            return None
        version = comment.round.version
        parent = self._comments.get(comment.parent_id or 0)
        answered = ((_("In answer to"), short(parent.body, 300)),) if parent else ()
        places = numbering(versions.text_of(version)) if comment.provision_key else {}
        return Happening(
            **_common(entry),
            heading=_by(comment),
            path=paths.comment(version, comment.id),
            title=version.title,
            place=places.get(comment.provision_key or ""),
            quotes=(*answered, (_("Comment") if answered else None, short(comment.body))),
        )

    def version(self, entry: JournalEntry) -> Happening | None:
        version = self._versions.get(entry.subject)
        if version is None:
            return None
        heading = {
            Act.VERSION_PUBLISHED: _("Draft ${number} has been published"),
            Act.VERSION_CONSOLIDATED: _(
                "Draft ${number} has been published; the adopted amendments are merged in it"
            ),
            Act.VERSION_ADOPTED: _("Draft ${number} has been adopted by the district board"),
        }[entry.act]
        return Happening(
            **_common(entry),
            heading=_(heading, mapping={"number": version.number}),
            path=paths.version(version),
            title=version.title,
            notes=_carried(entry),
        )

    def round(self, entry: JournalEntry) -> Happening:
        is_new = entry.act is Act.ROUND_CREATED
        dates = entry.details if is_new else entry.details["after"]
        heading = ROUNDS[RoundKind(entry.details["kind"])] if is_new else _("New dates for a round")
        return Happening(
            **_common(entry),
            heading=heading,
            path=paths.consultation(self._consultation),
            title=entry.subject,
            dates=(
                (_("It begins on"), _date(dates["opens_at"])),
                (_("It ends on"), _date(dates["closes_at"])),
            ),
            quotes=_reason(entry),
        )

    def named(self, entry: JournalEntry) -> Happening:
        heading = {
            Act.DOCUMENT_CREATED: _("New document"),
            Act.ASSOCIATION_INVITED: _("An association joins"),
        }[entry.act]
        path = paths.consultation(self._consultation)
        return Happening(**_common(entry), heading=heading, path=path, title=entry.subject)


TOLD: Mapping[Act, Callable[[_Teller, JournalEntry], Happening | None]] = {
    **dict.fromkeys(ABOUT_AMENDMENTS, _Teller.of_amendment),
    Act.ASSOCIATION_INVITED: _Teller.named,
    Act.DOCUMENT_CREATED: _Teller.named,
    Act.VERSION_PUBLISHED: _Teller.version,
    Act.VERSION_CONSOLIDATED: _Teller.version,
    Act.VERSION_ADOPTED: _Teller.version,
    Act.ROUND_CREATED: _Teller.round,
    Act.ROUND_RESCHEDULED: _Teller.round,
    Act.AMENDMENT_SUBMITTED: _Teller.submitted,
    Act.AMENDMENT_REVISED: _Teller.submitted,
    Act.COMMENT_WRITTEN: _Teller.commented,
    Act.BALLOT_OPENED: _Teller.ballot_opened,
    Act.BALLOT_CLOSED: _Teller.ballot_closed,
}
"""Not the votes: who has voted is known after the close only, and then the result is told."""


def short(text: str, longest: int = LONGEST) -> str:
    """Shorten a text at a blank; the page has all of it."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} …"


def _common(entry: JournalEntry) -> dict[str, Any]:
    return {"key": f"act-{entry.sequence}", "at": entry.at}


def _carried(entry: JournalEntry) -> tuple[TranslationString, ...]:
    """Say what became of the amendments that were not decided yet."""
    said = []
    for name, words in (
        ("carried_over", _("Carried over to it: ${numbers}")),
        ("to_check", _("To be checked, because it says something else there: ${numbers}")),
    ):
        numbers = entry.details.get(name)
        if numbers:
            listed = ", ".join(f"Ä {number}" for number in numbers)
            said.append(_(words, mapping={"numbers": listed}))
    return tuple(said)


def _reason(entry: JournalEntry) -> tuple[Labelled, ...]:
    return ((_("Reason"), short(entry.reason)),) if entry.reason else ()


def _by(comment: Comment) -> TranslationString:
    if comment.association is None:
        return (
            _("Answer of the moderation") if comment.parent_id else _("Comment by the moderation")
        )
    heading = _("Answer by ${association}") if comment.parent_id else _("Comment by ${association}")
    return _(heading, mapping={"association": comment.association.name})


def _date(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _amendments(
    db: Session, consultation: Consultation, subjects: set[str]
) -> dict[str, Amendment]:
    numbers = [int(one[2:]) for one in subjects if one.startswith("Ä ") and one[2:].isdecimal()]
    found = db.scalars(
        select(Amendment)
        .where(Amendment.consultation_id == consultation.id, Amendment.number.in_(numbers))
        .options(
            joinedload(Amendment.association),
            joinedload(Amendment.consultation),
            joinedload(Amendment.version),
        )
    )
    return {amendments.subject(one): one for one in found}


def _comments(
    db: Session, consultation: Consultation, entries: Iterable[JournalEntry]
) -> dict[int, Comment]:
    ids = [entry.details["comment"] for entry in entries if entry.act is Act.COMMENT_WRITTEN]
    if not ids:
        return {}
    parents = select(Comment.parent_id).where(Comment.id.in_(ids))
    found = db.scalars(
        select(Comment)
        .join(Comment.round)
        .where(
            Round.consultation_id == consultation.id,
            Comment.id.in_(ids) | Comment.id.in_(parents),
        )
        .options(
            joinedload(Comment.association),
            joinedload(Comment.round).joinedload(Round.version).joinedload(Version.document),
        )
    )
    return {one.id: one for one in found}


def _versions(db: Session, consultation: Consultation) -> dict[str, Version]:
    found = db.scalars(
        select(Version)
        .join(Version.document)
        .where(Document.consultation_id == consultation.id)
        .options(
            joinedload(Version.document),
            defer(Version.provisions),
            defer(Version.lines),
            defer(Version.provenance),
        )
    )
    return {versions.subject(one): one for one in found}
