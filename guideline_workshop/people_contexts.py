"""Contexts of members, moderators and invitations."""

from functools import cached_property

from pyramid.httpexceptions import HTTPNotFound

from guideline_workshop import models
from guideline_workshop.contexts import (
    ConsultationContext,
    Context,
    Request,
    consultation,
    found,
)
from guideline_workshop.i18n import _
from guideline_workshop.rules.invitations import InvitationState
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.roles import Role
from guideline_workshop.services import invitations, memberships, moderations, participations
from guideline_workshop.services.errors import Gone
from guideline_workshop.services.identities import roles_towards


class ParticipationContext(ConsultationContext):
    """An association that takes part, as the moderation sees it."""

    def __init__(
        self,
        request: Request,
        consultation: models.Consultation,
        association: models.Association,
    ) -> None:
        super().__init__(request, consultation)
        self.association = association


class ConsultationInvitationContext(ConsultationContext):
    """The invitation of a delegate by the moderation."""

    def __init__(
        self,
        request: Request,
        consultation: models.Consultation,
        invitation: models.MembershipInvitation,
    ) -> None:
        super().__init__(request, consultation)
        self.invitation = invitation


class ModerationContext(ConsultationContext):
    """A moderator of a consultation."""

    def __init__(
        self, request: Request, consultation: models.Consultation, moderation: models.Moderation
    ) -> None:
        super().__init__(request, consultation)
        self.moderation = moderation


class MembersContext(Context):
    """The association that the identity acts for."""

    @property
    def association(self) -> models.Association:
        """The association itself, for those who may look at its members."""
        own: models.Association = self.request.db.get_one(
            models.Association, self.request.identity.acting_id
        )
        return own

    @property
    def roles(self) -> frozenset[Role]:
        """What the identity is in the association it acts for."""
        identity = self.request.identity
        own = identity.acting_id if identity else None
        return roles_towards(identity, association_ids=() if own is None else (own,))


class MemberContext(MembersContext):
    """A member of that association."""

    def __init__(self, request: Request, membership: models.Membership) -> None:
        super().__init__(request)
        self.membership = membership


class MemberInvitationContext(MembersContext):
    """An invitation to that association."""

    def __init__(self, request: Request, invitation: models.MembershipInvitation) -> None:
        super().__init__(request)
        self.invitation = invitation


class LinkContext(Context):
    """What the link of an invitation's mail leads to; none for a token that nobody has (any more).

    Such a link answers "gone" as a used one does, so that nobody learns which there were.
    """

    def __init__(
        self, request: Request, token: str, invitation: models.MembershipInvitation | None
    ) -> None:
        super().__init__(request)
        self.token = token
        self.invitation = invitation

    def load_again(self) -> None:
        """Load the invitation in a new transaction; raises Gone when nobody has the token now."""
        self.invitation = invitations.by_token(self.request.db, self.token)
        if self.invitation is None:
            raise Gone(_("This link does not work any more."))

    @cached_property
    def stands(self) -> InvitationState | None:
        """Where the invitation stands."""
        if self.invitation is None:
            return None
        return invitations.state(self.request.db, self.invitation, self.request.now)

    @property
    def is_open(self) -> bool:
        """Whether it can be accepted."""
        return self.invitation is not None and invitations.is_open(
            self.invitation, self.request.now
        )


def participation(request: Request) -> ParticipationContext:
    """Load an association that takes part in the consultation of the address."""
    here = consultation(request).consultation
    number = int(request.matchdict["association"])
    return ParticipationContext(request, here, found(participations.find(here, number)))


def consultation_invitation(request: Request) -> ConsultationInvitationContext:
    """Load an invitation by the moderation of the consultation, for those who may invite."""
    parent = consultation(request)
    if not parent.decide(Permission.INVITE_ASSOCIATION):
        raise HTTPNotFound
    number, here = int(request.matchdict["invitation"]), parent.consultation
    invitation = invitations.find(request.db, number, consultation_id=here.id)
    return ConsultationInvitationContext(request, here, found(invitation))


def moderation(request: Request) -> ModerationContext:
    """Load a moderator of the consultation, for those who may appoint some."""
    parent = consultation(request)
    if not parent.decide(Permission.APPOINT_MODERATOR):
        raise HTTPNotFound
    number, here = int(request.matchdict["user"]), parent.consultation
    return ModerationContext(request, here, found(moderations.find(request.db, here, number)))


def own_membership(request: Request) -> MembersContext:
    """Load one's own membership; without any there is nothing to load."""
    identity = request.identity
    if identity is None or identity.acting_id is None:
        return MembersContext(request)
    return MemberContext(
        request, found(memberships.find(request.db, identity.acting_id, identity.user_id))
    )


def member(request: Request) -> MembersContext:
    """Load a member of the association that the identity acts for, if it acts for any."""
    identity = request.identity
    if identity is None or identity.acting_id is None:
        return MembersContext(request)
    number = int(request.matchdict["user"])
    return MemberContext(request, found(memberships.find(request.db, identity.acting_id, number)))


def member_invitation(request: Request) -> MembersContext:
    """Load an invitation to the association that the identity acts for, if it acts for any."""
    identity = request.identity
    if identity is None or identity.acting_id is None:
        return MembersContext(request)
    number = int(request.matchdict["invitation"])
    invitation = invitations.find(request.db, number, association_id=identity.acting_id)
    return MemberInvitationContext(request, found(invitation))


def link(request: Request) -> LinkContext:
    """Load what the link of an invitation's mail leads to."""
    token = request.matchdict["token"]
    return LinkContext(request, token, invitations.by_token(request.db, token))
