"""Where one can go from anywhere."""

from typing import Any

from guideline_workshop.contexts import ConsultationContext
from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.site_pages import SitePageName
from guideline_workshop.views.words import SITE_PAGES


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
    pages = [
        ("consultation.show", _("Overview"), ("consultation", "document", "version", "round")),
        ("amendment.list", _("Amendments"), ("amendment",)),
        ("journal.show", _("Journal"), ("journal",)),
    ]
    if not ConsultationContext(request, consultation).decide(Permission.READ_JOURNAL):
        pages.pop()
    return [
        {
            "url": request.route_path(name, consultation=consultation.slug),
            "label": label,
            "current": route.partition(".")[0] in nouns,
        }
        for name, label, nouns in pages
    ]
