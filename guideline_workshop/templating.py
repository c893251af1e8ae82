"""What every template can use: languages, dates, and the audited HTML of texts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.threadlocal import get_current_request
from translationstring import TranslationString

from guideline_workshop.contexts import Context
from guideline_workshop.exports import fragments
from guideline_workshop.i18n import LANGUAGES, _, format_day, format_local, negotiate_language
from guideline_workshop.repeats import new_key
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.roles import Role
from guideline_workshop.services import amendments, versions
from guideline_workshop.text.display import Run, TrackedProvision
from guideline_workshop.views.navigation import (
    consultation_navigation,
    footer_links,
    user_links,
)
from guideline_workshop.views.words import FAMILIES


def includeme(config: Configurator) -> None:
    """Set up Jinja2 with escaping everywhere, and the languages."""
    config.add_settings(
        {
            "jinja2.directories": "guideline_workshop.templates:",
            "jinja2.extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
            "jinja2.newstyle": "true",
            "jinja2.i18n.domain": "guideline_workshop",
            "jinja2.undefined": "strict",
            "jinja2.trim_blocks": "true",
            "jinja2.lstrip_blocks": "true",
            "jinja2.finalize": finalize,
        }
    )
    config.include("pyramid_jinja2")
    config.add_translation_dirs("guideline_workshop:locale")
    config.set_locale_negotiator(negotiate_language)
    config.add_subscriber(add_globals, BeforeRender)


def finalize(value: Any) -> Any:
    """Translate what the code marked for translation."""
    if isinstance(value, TranslationString):
        return get_current_request().localizer.translate(value)
    return value


def add_globals(event: BeforeRender) -> None:
    """Give templates the request's language, identity and formats."""
    request = event["request"]
    if request is None:
        return
    language = request.locale_name
    translate = request.localizer.translate
    words = fragments.Words(
        translate(_("struck")), translate(_("inserted")), translate(_("paragraph break"))
    )
    context = getattr(request, "context", None)
    if not isinstance(context, Context):
        context = Context(request)  # an error page: the context is the exception
    zone = ZoneInfo(request.registry.gw.time_zone)

    def local(moment: dt.datetime, pattern: str) -> str:
        return format_local(moment, pattern, language, zone)

    def runs_html(runs: Iterable[Run]) -> Markup:
        return fragments.runs_html(runs, words)

    def tracked_html(line: TrackedProvision) -> Markup:
        return fragments.tracked_html(line, words)

    event.update(
        locale=language,
        languages=LANGUAGES,
        identity=request.identity,
        consultation=getattr(context, "consultation", None),
        consultation_navigation=consultation_navigation(request, context),
        footer_links=footer_links(request),
        user_links=user_links(request),
        may=context.decide,
        date=lambda moment: local(moment, "date"),
        day=lambda day: format_day(day, language),
        moment=lambda moment: local(moment, "moment"),
        time_left=lambda moment: format_timedelta(moment - request.now, locale=language),
        t=translate,
        new_form_key=new_key,
        word=lambda family, value: translate(FAMILIES[family].get(value, value)),
        version_label=lambda version: translate(versions.label(version)),
        amendment_label=lambda amendment: translate(amendments.label(amendment)),
        roles=context.roles,
        Permission=Permission,
        Role=Role,
        provision_html=fragments.provision_html,
        cells_html=fragments.cells_html,
        runs_html=runs_html,
        tracked_html=tracked_html,
    )
