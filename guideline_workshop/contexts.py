"""Contexts: what an address stands for, loaded as far as the one who asks may know of it.

What one may not see does not exist: every factory answers 404 then, just as for a wrong address.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from pyramid.httpexceptions import HTTPNotFound

from guideline_workshop import models
from guideline_workshop.rules.permissions import Decision, Permission, decide
from guideline_workshop.rules.roles import Role
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.site_pages import SitePageName
from guideline_workshop.services import (
    amendments,
    backing,
    ballots,
    comments,
    consultations,
    documents,
    draft_imports,
    editions,
    rounds,
)
from guideline_workshop.services.identities import roles_towards

Request = Any  # Pyramid's request has no useful type
Key = TypeVar("Key")
Found = TypeVar("Found")


class Context:
    """Pages without an object; base of all others."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @property
    def roles(self) -> frozenset[Role]:
        """What the identity is towards the object."""
        return roles_towards(self.request.identity)

    @property
    def round_(self) -> models.Round | None:
        """The round whose dates decide."""
        return None

    @property
    def state(self) -> str | None:
        """The object's own state."""
        return None

    def decide(self, permission: Permission) -> Decision:
        """Decide for the identity, the object and this moment."""
        round_ = self.round_
        return decide(
            permission,
            self.roles,
            round_kind=round_.kind if round_ else None,
            round_state=round_.state(self.request.now) if round_ else None,
            state=self.state,
        )


class SitePageContext(Context):
    """One of the pages that every public body must have."""

    def __init__(self, request: Request, name: SitePageName) -> None:
        super().__init__(request)
        self.name = name


class ConsultationContext(Context):
    """A consultation, and everything in it."""

    def __init__(self, request: Request, consultation: models.Consultation) -> None:
        super().__init__(request)
        self.consultation = consultation

    @property
    def association_ids(self) -> frozenset[int]:
        """The associations whose members may act on the object."""
        return consultations.participant_ids(self.consultation)

    @property
    def roles(self) -> frozenset[Role]:
        """What the identity is towards the object."""
        return roles_towards(
            self.request.identity,
            consultation_id=self.consultation.id,
            association_ids=self.association_ids,
        )


class DocumentContext(ConsultationContext):
    """A document."""

    def __init__(self, request: Request, document: models.Document) -> None:
        super().__init__(request, document.consultation)
        self.document = document


class DraftImportContext(DocumentContext):
    """A draft under correction."""

    def __init__(self, request: Request, draft: models.DraftImport) -> None:
        super().__init__(request, draft.document)
        self.draft_import = draft


class RoundContext(ConsultationContext):
    """A round; only the associations invited to it act in it."""

    def __init__(self, request: Request, round_: models.Round) -> None:
        super().__init__(request, round_.consultation)
        self.round = round_

    @property
    def round_(self) -> models.Round | None:
        """The round itself."""
        return self.round

    @property
    def association_ids(self) -> frozenset[int]:
        """The invited associations."""
        return rounds.invited_ids(self.round)


class VersionContext(DocumentContext):
    """A version, among all those of its document."""

    def __init__(
        self, request: Request, edition: editions.Edition, all_editions: list[editions.Edition]
    ) -> None:
        super().__init__(request, edition.version.document)
        self.version = edition.version
        self.adoption = edition.adoption
        self.editions = all_editions

    @cached_property
    def rounds(self) -> list[models.Round]:
        """The rounds on the version."""
        return rounds.on(self.request.db, self.version)

    def current_round(self, kind: RoundKind) -> RoundContext | None:
        """Return the context of the round of `kind` on this version that matters now."""
        chosen = rounds.current(self.rounds, kind, self.request.now)
        return RoundContext(self.request, chosen) if chosen else None


class AmendmentContext(ConsultationContext):
    """An amendment; only the association that proposes it acts on it."""

    def __init__(self, request: Request, amendment: models.Amendment) -> None:
        super().__init__(request, amendment.consultation)
        self.amendment = amendment

    @property
    def round_(self) -> models.Round | None:
        """The round it was proposed in."""
        return self.amendment.round

    @property
    def association_ids(self) -> frozenset[int]:
        """The proposing association."""
        return frozenset({self.amendment.association_id})

    @property
    def state(self) -> str:
        """Where the amendment stands."""
        return self.amendment.state.value

    @cached_property
    def backing(self) -> backing.Backing:
        """Who stands behind it besides its association."""
        return backing.of(self.request.db, self.amendment)

    @property
    def askable(self) -> list[models.Association]:
        """The other associations of the round that were not asked to submit it too, by name."""
        known = {one.association.id for one in self.backing.co_submitters}
        known.add(self.amendment.association_id)
        invited = [one.association for one in self.amendment.round.invitations]
        return sorted((one for one in invited if one.id not in known), key=lambda one: one.name)

    @property
    def for_asked(self) -> "BackingContext":
        """Return the amendment for the associations that were asked to submit it too."""
        asked = frozenset(one.association.id for one in self.backing.co_submitters)
        return BackingContext(self.request, self.amendment, asked)

    @property
    def for_supporters(self) -> "BackingContext":
        """Return the amendment for the associations that may support it."""
        others = rounds.invited_ids(self.amendment.round) - {self.amendment.association_id}
        behind = {one.id for one in self.backing.confirmed}
        return BackingContext(self.request, self.amendment, others - behind)

    @property
    def for_successors(self) -> "BackingContext":
        """Return the amendment for the associations that may take it over."""
        confirmed = frozenset(one.id for one in self.backing.confirmed)
        return BackingContext(self.request, self.amendment, confirmed)


class BackingContext(AmendmentContext):
    """An amendment, for the associations that may stand behind it."""

    def __init__(
        self, request: Request, amendment: models.Amendment, association_ids: frozenset[int]
    ) -> None:
        super().__init__(request, amendment)
        self._association_ids = association_ids

    @property
    def association_ids(self) -> frozenset[int]:
        """The others of the round, those that were asked, or those that submit it too."""
        return self._association_ids


class CommentContext(RoundContext):
    """A comment, in its round."""

    def __init__(self, request: Request, comment: models.Comment) -> None:
        super().__init__(request, comment.round)
        self.comment = comment


class BallotContext(RoundContext):
    """A ballot; only the associations on its roll vote."""

    def __init__(self, request: Request, ballot: models.Ballot) -> None:
        super().__init__(request, ballot.round)
        self.ballot = ballot

    @property
    def association_ids(self) -> frozenset[int]:
        """The roll."""
        return ballots.roll_ids(self.ballot)

    @property
    def state(self) -> str:
        """Where the ballot stands now."""
        return self.ballot.state(self.request.now).value


def site_page(request: Request) -> SitePageContext:
    """Find the page of the address."""
    try:
        return SitePageContext(request, SitePageName(request.matchdict["page"]))
    except ValueError:
        raise HTTPNotFound from None


def consultation(request: Request) -> ConsultationContext:
    """Load the consultation of the address."""
    return ConsultationContext(request, _consultation(request))


def document(request: Request) -> DocumentContext:
    """Load the document of the address."""
    return DocumentContext(request, _document(request))


def draft_import(request: Request) -> DraftImportContext:
    """Load the draft import of the address, for moderators of the consultation."""
    parent = document(request)
    if not parent.decide(Permission.IMPORT_DRAFT):
        raise HTTPNotFound
    number = int(request.matchdict["draft_import"])
    return DraftImportContext(
        request, found(draft_imports.find(request.db, parent.document, number))
    )


def version(request: Request) -> VersionContext:
    """Load the version of the address."""
    slug, number = request.matchdict["document"], int(request.matchdict["version"])
    all_editions = editions.of(request.db, _consultation(request), slug)
    return VersionContext(request, found(editions.find(all_editions, number)), all_editions)


def round_(request: Request) -> RoundContext:
    """Load the round of the address."""
    number = int(request.matchdict["round"])
    return RoundContext(request, _in_consultation(request, rounds.find, number))


def amendment(request: Request) -> AmendmentContext:
    """Load the amendment of the address: what is submitted, or a draft of one's association."""
    one = amendments.find(
        request.db, _consultation(request), request.matchdict["amendment"], request.identity
    )
    return AmendmentContext(request, found(one))


def asked_amendment(request: Request) -> BackingContext:
    """Load the amendment of the address for those who were asked to submit it too."""
    return amendment(request).for_asked


def supported_amendment(request: Request) -> BackingContext:
    """Load the amendment of the address for those who may support it."""
    return amendment(request).for_supporters


def left_amendment(request: Request) -> BackingContext:
    """Load the amendment of the address for those who may take it over."""
    return amendment(request).for_successors


def comment(request: Request) -> CommentContext:
    """Load the comment of the address."""
    number = int(request.matchdict["comment"])
    return CommentContext(request, _in_consultation(request, comments.find, number))


def ballot(request: Request) -> BallotContext:
    """Load the ballot on the amendment of the address."""
    number = int(request.matchdict["amendment"])
    return BallotContext(request, _in_consultation(request, ballots.find, number))


def _consultation(request: Request) -> models.Consultation:
    slug = request.matchdict["consultation"]
    return found(consultations.find(request.db, slug, request.identity))


def _document(request: Request) -> models.Document:
    return _in_consultation(request, documents.find, request.matchdict["document"])


def _in_consultation(
    request: Request,
    find: Callable[[Any, models.Consultation, Key], Found | None],
    key: Key,
) -> Found:
    return found(find(request.db, _consultation(request), key))


def found(one: Found | None) -> Found:
    """Return what was found, or answer 404."""
    if one is None:
        raise HTTPNotFound
    return one
