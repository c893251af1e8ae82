"""Pages that every public body must have: what the administration wrote, or what we suggest."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sqlalchemy.orm import Session

from guideline_workshop.i18n import _
from guideline_workshop.imports.guard import Format
from guideline_workshop.imports.parse import parser_for
from guideline_workshop.imports.reader import read_as_written
from guideline_workshop.imports.result import Unreadable
from guideline_workshop.imports.structure import as_written
from guideline_workshop.models import SitePage
from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.site_pages import SitePageName
from guideline_workshop.services import journal
from guideline_workshop.services.errors import Conflict, Invalid
from guideline_workshop.services.identities import Identity
from guideline_workshop.text.document import Provision


@dataclass(frozen=True)
class Page:
    """A page in one language."""

    name: SitePageName
    language: str
    text: str
    """Markdown."""
    provisions: tuple[Provision, ...]
    changed_at: dt.datetime | None
    """When the administration wrote it; None for what we suggest."""
    revision: int
    """0 for what we suggest."""

    @property
    def is_written(self) -> bool:
        """Whether it can be shown: nobody but the administration knows who it is."""
        return self.revision > 0 or self.name not in NEED_TO_BE_WRITTEN


NEED_TO_BE_WRITTEN = frozenset({SitePageName.IMPRINT, SitePageName.PRIVACY})


def find(db: Session, name: SitePageName, language: str) -> Page:
    """Return the page as the administration wrote it, or as we suggest it."""
    written = db.get(SitePage, (name, language))
    if written is None:
        return _suggested(name, language)
    return Page(
        name,
        language,
        written.text,
        tuple(Provision.from_json(one) for one in written.provisions),
        written.changed_at,
        written.revision,
    )


def save(  # noqa: PLR0913 -- what is entered, and who and when
    db: Session,
    name: SitePageName,
    language: str,
    text: str,
    *,
    revision: int,
    by: Identity,
    now: dt.datetime,
) -> None:
    """Write a page.

    Raises Conflict when somebody else has written it since `revision`, Invalid for a text that
    cannot be read.
    """
    written = db.get(SitePage, (name, language))
    if (written.revision if written else 0) != revision:
        raise Conflict(_("Somebody else has changed this page in the meantime."))
    try:
        provisions = read_as_written(text.encode(), "page.md").provisions
    except Unreadable:
        raise Invalid(_("This text cannot be read.")) from None
    if written is None:
        written = SitePage(name=name, language=language)
        db.add(written)
    written.text, written.provisions = text, [one.as_json() for one in provisions]
    written.changed_at, written.changed_by_id = now, by.user_id
    db.flush()
    journal.record(
        db,
        Act.SITE_PAGE_CHANGED,
        by=by,
        now=now,
        subject=f"{name} ({language})",
        consultation_id=None,
        details={"language": language, "text": text},
    )


@cache
def _suggested(name: SitePageName, language: str) -> Page:
    """Read what we suggest; it is our own text, so no guard is needed."""
    file = resources.files("guideline_workshop") / "site_texts" / f"{name}.{language}.md"
    text = file.read_text(encoding="utf-8")
    provisions = parser_for(Format.MARKDOWN, as_written)(text.encode()).provisions
    return Page(name, language, text, provisions, None, 0)
