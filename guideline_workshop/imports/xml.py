"""Parse XML that has passed the guard."""

from lxml import etree
from lxml.etree import _Element as Element

from guideline_workshop.imports.result import Reason, Unreadable

__all__ = ["Element", "parse_xml"]


def parse_xml(data: bytes) -> Element:
    """Return the root element; raises Unreadable where the XML is not well-formed."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Unreadable(Reason.BROKEN) from None
