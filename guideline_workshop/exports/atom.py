"""Atom feeds (RFC 4287): what happened, for programs that read news."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker
from markupsafe import Markup

from guideline_workshop.exports.characters import visible

NAMESPACE = "http://www.w3.org/2005/Atom"
_make = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news."""

    id: str
    """An address that is never used for anything else."""
    at: dt.datetime
    title: str
    url: str
    html: Markup
    """Escaped already; it must come from the one place that makes HTML."""


def to_atom(
    title: str, address: str, page: str, entries: Iterable[Entry], *, updated: dt.datetime
) -> bytes:
    """Write a feed that stands at `address` and tells what stands on `page`."""
    feed = _make.feed(
        _make.id(address),
        _make.title(visible(title)),
        _make.updated(_moment(updated)),
        _make.author(_make.name("Leitlinien-Werkstatt")),
        _make.link(rel="self", type="application/atom+xml", href=address),
        _make.link(rel="alternate", type="text/html", href=page),
        *map(_entry, entries),
    )
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _entry(entry: Entry) -> etree._Element:
    return _make.entry(
        _make.id(entry.id),
        _make.title(visible(entry.title)),
        _make.updated(_moment(entry.at)),
        _make.link(rel="alternate", type="text/html", href=entry.url),
        _make.content(str(entry.html), type="html"),
    )


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
