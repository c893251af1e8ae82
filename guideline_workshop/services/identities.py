"""Who is asking: the facts about a signed-in person that decide what they see and may do."""

from collections.abc import Iterable
from dataclasses import dataclass

from guideline_workshop.rules.roles import GlobalRole, MembershipRole, Role


@dataclass(frozen=True)
class Acting:
    """An association a person may act for, and as what."""

    association_id: int
    name: str
    short_name: str
    role: MembershipRole


@dataclass(frozen=True)
class Identity:
    """A signed-in person."""

    user_id: int
    login_id: int
    name: str
    language: str
    global_roles: frozenset[GlobalRole]
    moderates: frozenset[int]
    """Ids of the consultations they lead."""
    associations: tuple[Acting, ...]
    acting: Acting | None
    """For whom they act now."""
    second_factor: bool = False
    """Whether they signed in with more than a password."""
    lacks_second_factor: bool = False
    """Whether roles of theirs do not count now, because these need a second factor."""

    @property
    def is_administrator(self) -> bool:
        """Whether they have the global role."""
        return GlobalRole.ADMINISTRATOR in self.global_roles

    @property
    def is_board(self) -> bool:
        """Whether they belong to the district board."""
        return GlobalRole.BOARD in self.global_roles

    @property
    def is_moderator(self) -> bool:
        """Whether they may set up consultations."""
        return GlobalRole.MODERATOR in self.global_roles

    @property
    def acting_id(self) -> int | None:
        """The id of the association they act for."""
        return self.acting.association_id if self.acting else None


def roles_towards(
    identity: Identity | None,
    *,
    consultation_id: int | None = None,
    association_ids: Iterable[int] = (),
) -> frozenset[Role]:
    """Say what `identity` is towards an object of the consultation.

    `association_ids` are the associations whose members may act on the object: those that take
    part, or the one that owns it.
    """
    if identity is None:
        return frozenset({Role.VISITOR})
    roles = {Role.VISITOR, Role.SIGNED_IN}
    if identity.is_moderator:
        roles.add(Role.FOUNDER)
    if identity.is_board:
        roles.add(Role.BOARD)
    if identity.is_administrator:
        roles.add(Role.ADMINISTRATOR)
    if consultation_id in identity.moderates:
        roles.add(Role.MODERATOR)
    if identity.acting and identity.acting.association_id in association_ids:
        roles.add(Role(identity.acting.role.value))
    return frozenset(roles)
