"""Contexts of what only the moderation of a consultation knows of."""

from pyramid.httpexceptions import HTTPNotFound

from guideline_workshop import models
from guideline_workshop.contexts import (
    AmendmentContext,
    ConsultationContext,
    Request,
    amendment,
    consultation,
    found,
)
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.services import amendment_relations, saved_filters


class SavedFilterContext(ConsultationContext):
    """A choice in the inbox that the one who asks has saved."""

    def __init__(self, request: Request, saved: models.SavedFilter) -> None:
        super().__init__(request, consultation(request).consultation)
        self.saved_filter = saved


class RelationContext(AmendmentContext):
    """A relation between the amendment and another one."""

    def __init__(
        self, request: Request, amendment: models.Amendment, relation: models.AmendmentRelation
    ) -> None:
        super().__init__(request, amendment)
        self.relation = relation


def saved_filter(request: Request) -> SavedFilterContext:
    """Load a saved choice of the one who asks."""
    parent = consultation(request)
    if not parent.decide(Permission.HANDLE_AMENDMENTS):
        raise HTTPNotFound
    number, by = int(request.matchdict["filter"]), request.identity
    saved = saved_filters.find(request.db, parent.consultation, number, by)
    return SavedFilterContext(request, found(saved))


def submitted_amendment(request: Request) -> AmendmentContext:
    """Load an amendment that was submitted: drafts are no business of the moderation."""
    one = amendment(request)
    if one.amendment.number is None:
        raise HTTPNotFound
    return one


def relation(request: Request) -> RelationContext:
    """Load a relation between the amendment of the address and another one."""
    here = submitted_amendment(request).amendment
    number = int(request.matchdict["relation"])
    return RelationContext(request, here, found(amendment_relations.find(request.db, here, number)))
