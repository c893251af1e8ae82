"""Where one can go from anywhere."""

from typing import Any

from guideline_workshop.contexts import ConsultationContext
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.site_pages import SitePageName
from guideline_workshop.views.words import SITE_PAGES

OVERVIEW = ("document", "version", "round")
"""Whose pages lie below the overview of a consultation."""


def user_links(request: Any) -> list[dict[str, Any]]:
    """List the pages of one's own that the menu of the user leads to."""
    if request.identity is None:
        return []
    links = [{"url": request.route_path("profile.show"), "label": _("My account")}]
    if request.identity.acting is not None:
        own = request.route_path("own_association.show")
        links.append({"url": own, "label": _("My association")})
        links.append({"url": request.route_path("membership.list"), "label": _("Members")})
    if request.identity.is_administrator:
        url = request.route_path("administration.show")
        links.append({"url": url, "label": _("Administration")})
    return links


def footer_links(request: Any) -> list[dict[str, Any]]:
    """List the pages that every public body must have."""
    return [
        {"url": request.route_path("site_page.show", page=name), "label": SITE_PAGES[name]}
        for name in SitePageName
    ]


def consultation_navigation(request: Any, context: Any) -> list[dict[str, Any]]:
    """List the pages of the consultation at hand that the identity may open."""
    consultation = getattr(context, "consultation", None)
    if consultation is None:
        return []
    route = request.matched_route.name if request.matched_route else ""
    decide = ConsultationContext(request, consultation).decide
    pages = [
        ("consultation.show", _("Overview"), Permission.READ_CONSULTATION, OVERVIEW),
        (
            "amendment.list",
            _("Amendments"),
            Permission.READ_CONSULTATION,
            ("amendment", "relation"),
        ),
        ("inbox.show", _("Inbox"), Permission.HANDLE_AMENDMENTS, ("inbox", "handling")),
        ("journal.show", _("Journal"), Permission.READ_JOURNAL, ("journal",)),
        (
            "consultation.associations",
            _("Associations"),
            Permission.INVITE_ASSOCIATION,
            ("association",),
        ),
        ("moderation.list", _("Moderation"), Permission.APPOINT_MODERATOR, ("moderation",)),
    ]
    return [
        {
            "url": request.route_path(name, consultation=consultation.slug),
            "label": label,
            "current": route == name or route.partition(".")[0] in nouns,
        }
        for name, label, permission, nouns in pages
        if decide(permission)
    ]
