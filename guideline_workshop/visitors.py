"""Pages that all visitors see alike are made once for each state of the record, and then kept.

Every act writes a row of the journal, so its head names the state of everything that visitors see;
what follows from the clock is said to the minute. Browsers and caches between ask with the page's
ETag and get "not modified". Whoever has a cookie of ours, other than that of the language, is no
visitor, and gets a page of their own.
"""

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response

from guideline_workshop.i18n import LANGUAGE_COOKIE
from guideline_workshop.services import journal
from guideline_workshop.services.texts import Kept

LOCALES = Path(__file__).parent / "locale"
MOST_PAGES = 64
LONGEST_ADDRESS = 500
"""Nothing is kept for longer addresses, which no page of ours links to."""
View = Callable[[Any, Any], Response]


def includeme(config: Configurator) -> None:
    """Let views say `for_visitors=True`."""
    config.registry.gw_pages = Kept(MOST_PAGES)
    config.registry.gw_release = release()
    config.add_view_deriver(kept_for_visitors, "for_visitors")


def release() -> str:
    """Return a digest of what pages are made with: templates and translations."""
    digest = hashlib.sha256()
    templates = Path(import_module("guideline_workshop.templates").__path__[0])
    made_with = [*templates.rglob("*.jinja2"), *LOCALES.rglob("*.mo")]
    for path in sorted(made_with):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def kept_for_visitors(view: View, info: Any) -> View:
    """Answer visitors from what is kept; `info` is Pyramid's description of the view."""
    if not info.options.get("for_visitors") or is_being_written(info.settings):
        return view

    def answer(context: Any, request: Any) -> Response:
        if request.cookies.keys() - {LANGUAGE_COOKIE} or len(request.path_qs) > LONGEST_ADDRESS:
            return view(context, request)
        tag = tag_of(request)
        pages: Kept[bytes] = request.registry.gw_pages
        body = pages.find(tag)
        if body is None:
            made = view(context, request)
            if made.status_code != 200 or "Set-Cookie" in made.headers:
                return made
            body = pages.get(tag, lambda: made.body)
        response = Response(body, content_type="text/html", charset="UTF-8")
        response.etag = tag
        response.conditional_response = True
        return response

    return answer


kept_for_visitors.options = ("for_visitors",)  # type: ignore[attr-defined] # Pyramid's way


def is_being_written(settings: Any) -> bool:
    """Say whether templates change while the application runs, as they do in development."""
    return str(settings.get("pyramid.reload_templates", "")).lower() in {"true", "1", "yes", "on"}


def tag_of(request: Any) -> str:
    """Return the name of the page as it is at this moment."""
    _sequence, head = journal.head(request.db)
    minute = request.now.replace(second=0, microsecond=0).isoformat()
    facts = (request.registry.gw_release, request.path_qs, request.locale_name, head, minute)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]
