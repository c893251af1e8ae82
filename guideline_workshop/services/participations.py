"""The associations that take part in a consultation: bringing them in, and who has come."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload
from translationstring import TranslationString

from guideline_workshop.i18n import _
from guideline_workshop.models import (
    Association,
    Consultation,
    Membership,
    MembershipInvitation,
    Participation,
    Round,
    User,
)
from guideline_workshop.rules.invitations import InvitationState
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.rules.rounds import RoundState
from guideline_workshop.services import (
    consultations,
    invitations,
    memberships,
    registry,
    rounds,
    short_names,
)
from guideline_workshop.services.errors import Conflict, Refused
from guideline_workshop.services.identities import Identity


@dataclass(frozen=True)
class Newcomer:
    """A new association, and where the invitation of its first delegate goes."""

    name: str
    short_name: str
    email: str

    def entry(self) -> dict[str, str]:
        """Return what stands in the register of it."""
        return {"name": self.name, "short_name": self.short_name, "contact_email": self.email}


@dataclass(frozen=True)
class Participant:
    """An association that takes part, with those who act for it and those who were asked to."""

    participation: Participation
    delegates: tuple[Membership, ...]
    """Those who can sign in."""
    invitations: tuple[tuple[MembershipInvitation, InvitationState], ...]
    """By which the moderation invited delegates, in the order of time."""
    is_led: bool
    """Whether it takes part in nothing that others lead, see `may_invite_delegate`."""


def of(
    db: Session, consultation: Consultation, *, by: Identity, now: dt.datetime
) -> list[Participant]:
    """List who takes part, by name."""
    taking_part = _participations(db, consultation)
    ids = [one.association_id for one in taking_part]
    delegates = _delegates(db, ids)
    asked = _invitations(db, consultation)
    states = invitations.states(db, asked, now)
    elsewhere = _elsewhere(db, ids, by)
    return [
        Participant(
            participation=one,
            delegates=tuple(delegates[one.association_id]),
            invitations=tuple(
                (invitation, states[invitation.id])
                for invitation in asked
                if invitation.association_id == one.association_id
            ),
            is_led=one.association_id not in elsewhere,
        )
        for one in taking_part
    ]


def invite(  # noqa: PLR0913 -- who, where, and by whom and when
    db: Session,
    consultation: Consultation,
    association_ids: Collection[int],
    *,
    rounds: Collection[Round],
    by: Identity,
    now: dt.datetime,
) -> list[Association]:
    """Let known associations take part; one without delegates is written to at its address."""
    invited = consultations.invite(db, consultation, association_ids, rounds=rounds, by=by, now=now)
    for association in invited:
        if association.contact_email and not _delegates_or_asked(db, association):
            try:
                _ask(db, consultation, association, association.contact_email, by=by, now=now)
            except Refused:  # an address noted long ago: the list shows that nobody was asked
                continue
    return invited


def bring_in(  # noqa: PLR0913 -- who, where, and by whom and when
    db: Session,
    consultation: Consultation,
    newcomers: Sequence[Newcomer],
    *,
    rounds: Collection[Round],
    by: Identity,
    now: dt.datetime,
) -> list[Association]:
    """Make associations, let them take part and invite a delegate each, all or none.

    Raises Conflict for a name that is known already, Invalid for what is no address.
    """
    made = []
    for newcomer in newcomers:
        association = registry.create(db, newcomer.entry(), by=by, now=now)
        consultations.invite(db, consultation, [association.id], rounds=rounds, by=by, now=now)
        _ask(db, consultation, association, newcomer.email, by=by, now=now)
        made.append(association)
    return made


def invite_delegate(  # noqa: PLR0913 -- who, where, and by whom and when
    db: Session,
    consultation: Consultation,
    association: Association,
    email: str,
    *,
    by: Identity,
    now: dt.datetime,
) -> MembershipInvitation:
    """Invite one more delegate; raises Conflict where that is not the moderation's affair."""
    if not may_invite_delegate(db, association.id, by=by):
        raise Conflict(
            _(
                "This association takes part in other consultations too. "
                "Its own delegates invite further ones, or the administration."
            )
        )
    return _ask(db, consultation, association, email, by=by, now=now)


def may_invite_delegate(db: Session, association_id: int, *, by: Identity) -> bool:
    """Whether a moderator may choose who is invited as delegate.

    Not where the association takes part in what others lead: whoever can name a delegate can
    submit and vote for it there.
    """
    return association_id not in _elsewhere(db, [association_id], by)


def joinable_rounds(db: Session, consultation: Consultation, now: dt.datetime) -> list[Round]:
    """List the rounds that a newcomer can still take part in."""
    found = rounds.all_of(db, consultation)
    return [one for one in found if one.state(now) is not RoundState.CLOSED]


def suggested_short_name(db: Session, name: str, also_taken: Iterable[str] = ()) -> str:
    """Suggest a short name that no association has."""
    rows = db.execute(select(Association.name, Association.short_name)).all()
    return short_names.suggest(name, [*(one for row in rows for one in row), *also_taken])


def known_names(
    db: Session, newcomers: Sequence[Newcomer]
) -> dict[int, tuple[str, TranslationString]]:
    """Say which newcomers have a name that is taken: by number, the field and the message."""
    rows = db.execute(select(Association.name, Association.short_name)).all()
    taken = {one.casefold() for row in rows for one in row}
    found = {}
    for number, newcomer in enumerate(newcomers):
        for field, value in (("name", newcomer.name), ("short_name", newcomer.short_name)):
            if value and value.casefold() in taken and number not in found:
                found[number] = (
                    field,
                    _("There is an association with this name or short name already."),
                )
        taken |= {newcomer.name.casefold(), newcomer.short_name.casefold()}
    return found


def find(consultation: Consultation, association_id: int) -> Association | None:
    """Return an association that takes part."""
    found = (one.association for one in consultation.participations)
    return next((one for one in found if one.id == association_id), None)


def _ask(  # noqa: PLR0913 -- who, where, and by whom and when
    db: Session,
    consultation: Consultation,
    association: Association,
    email: str,
    *,
    by: Identity,
    now: dt.datetime,
) -> MembershipInvitation:
    return invitations.invite(
        db,
        association,
        email=email,
        role=MembershipRole.DELEGATE,
        consultation=consultation,
        by=by,
        now=now,
    )


def _delegates(db: Session, association_ids: Collection[int]) -> dict[int, list[Membership]]:
    found = defaultdict(list)
    for one in db.scalars(
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.association_id.in_(association_ids),
            Membership.role == MembershipRole.DELEGATE,
            *memberships.ACTIVE,
        )
        .order_by(User.name, User.id)
        .options(contains_eager(Membership.user))
    ):
        found[one.association_id].append(one)
    return found


def _delegates_or_asked(db: Session, association: Association) -> bool:
    asked = invitations.of_association(db, association.id)
    return bool(_delegates(db, [association.id])) or any(
        one.role is MembershipRole.DELEGATE for one in asked
    )


def _invitations(db: Session, consultation: Consultation) -> list[MembershipInvitation]:
    return list(
        db.scalars(
            select(MembershipInvitation)
            .where(MembershipInvitation.consultation_id == consultation.id)
            .order_by(MembershipInvitation.created_at, MembershipInvitation.id)
            .options(
                joinedload(MembershipInvitation.invited_by),
                joinedload(MembershipInvitation.accepted_by),
            )
        )
    )


def _participations(db: Session, consultation: Consultation) -> list[Participation]:
    return list(
        db.scalars(
            select(Participation)
            .join(Participation.association)
            .where(Participation.consultation_id == consultation.id)
            .order_by(Association.name)
            .options(
                contains_eager(Participation.association), joinedload(Participation.invited_by)
            )
            .execution_options(populate_existing=True)  # the context loaded them without the latter
        )
    )


def _elsewhere(db: Session, association_ids: Collection[int], by: Identity) -> set[int]:
    """Return those that take part in a consultation that `by` does not lead."""
    return set(
        db.scalars(
            select(Participation.association_id).where(
                Participation.association_id.in_(association_ids),
                Participation.consultation_id.not_in(by.moderates),
            )
        )
    )
