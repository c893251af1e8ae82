"""Pages that every public body must have, feedback on barriers, and security.txt."""

import datetime as dt

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from guideline_workshop.forms.site_page import FeedbackForm, SitePageForm
from guideline_workshop.i18n import LANGUAGES, _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.site_pages import SitePageName
from guideline_workshop.services import feedback as reports
from guideline_workshop.services import site_pages
from guideline_workshop.services.errors import Conflict, Refused

SECURITY_TXT_LASTS = dt.timedelta(days=180)


@view_config(
    route_name="site_page.show",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="site_pages/show.jinja2",
)
def show(context, request):
    return {
        "page": site_pages.find(request.db, context.name, request.locale_name),
        "has_feedback": context.name is SitePageName.ACCESSIBILITY,
    }


@view_config(
    route_name="site_page.edit",
    request_method="GET",
    permission=Permission.EDIT_SITE_PAGE,
    renderer="site_pages/edit.jinja2",
)
def edit(context, request):
    language = request.GET.get("language", request.locale_name)
    if language not in LANGUAGES:
        raise HTTPNotFound
    page = site_pages.find(request.db, context.name, language)
    data = {"language": language, "text": page.text, "revision": str(page.revision)}
    form = SitePageForm(request, data=data)
    return {"form": form, "name": context.name, "language": language, "other": None}


@view_config(
    route_name="site_page.edit",
    request_method="POST",
    permission=Permission.EDIT_SITE_PAGE,
    renderer="site_pages/edit.jinja2",
)
def save(context, request):
    form = SitePageForm(request)
    language = form.language.data
    if not form.validate():
        return _refused(context, request, form)
    try:
        site_pages.save(
            request.db,
            context.name,
            language,
            form.text.data,
            revision=int(form.revision.data),
            by=request.identity,
            now=request.now,
        )
    except Refused as problem:
        form.refuse("text", problem.message)
        return _refused(context, request, form, status=problem.status)
    request.session.flash(request.localizer.translate(_("The page has been saved.")), "success")
    return HTTPSeeOther(request.route_url("site_page.show", page=context.name))


def _refused(context, request, form, *, status=422):
    """Show the form again with all that was entered; after a conflict, beside what stands there."""
    request.response.status = status
    chosen = form.language.data
    language = chosen if chosen in LANGUAGES else request.locale_name
    values = {"form": form, "name": context.name, "language": language, "other": None}
    if status == Conflict.status:
        values["other"] = site_pages.find(request.db, context.name, language)
        form.revision.data = str(values["other"].revision)
    return values


@view_config(
    route_name="feedback",
    request_method="GET",
    permission=Permission.VISIT,
    renderer="site_pages/feedback.jinja2",
)
def feedback_form(context, request):
    form = FeedbackForm(request, data={"page": request.GET.get("page", "")[:300]})
    return {"form": form, "operator": request.registry.gw.operator}


@view_config(
    route_name="feedback",
    request_method="POST",
    permission=Permission.GIVE_FEEDBACK,
    renderer="site_pages/feedback.jinja2",
)
def feedback(context, request):
    operator = request.registry.gw.operator
    form = FeedbackForm(request)
    if not operator:
        raise HTTPNotFound
    if not form.validate():
        request.response.status = 422
        return {"form": form, "operator": operator}
    reports.report(
        request.db,
        message=form.message.data,
        page=form.page.data or "",
        email=form.email.data or "",
        operator=operator,
        now=request.now,
    )
    request.session.flash(
        request.localizer.translate(_("Thank you. Your report is on its way to those in charge.")),
        "success",
    )
    return HTTPSeeOther(request.route_url("site_page.show", page=SitePageName.ACCESSIBILITY))


@view_config(route_name="security_txt", request_method="GET", permission=Permission.VISIT)
def security_txt(context, request):
    """Say whom to tell about a weakness (RFC 9116)."""
    settings = request.registry.gw
    if not settings.operator:
        raise HTTPNotFound
    expires = (request.now + SECURITY_TXT_LASTS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{settings.operator}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.public_url.rstrip('/')}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", content_type="text/plain", charset="utf-8")
