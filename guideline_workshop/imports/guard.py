"""The one guard that every upload passes before anything reads it."""

import codecs
from enum import StrEnum
from typing import Final
from xml.parsers import expat

from guideline_workshop.imports import limits
from guideline_workshop.imports.package import Package
from guideline_workshop.imports.result import Reason, Unreadable

ODF_TEXT: Final = "application/vnd.oasis.opendocument.text"
WORD_MAIN: Final = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# what people do send: named in the message, so that they know what to convert
SIGNATURES: Final = {
    b"%PDF": "pdf",
    b"{\\rtf": "rtf",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
    b"\x1f\x8b": "gzip",
}
MARKUP_SIGNATURES: Final = {b"<!doctype html": "html", b"<html": "html", b"<svg": "svg"}


class Format(StrEnum):
    """The formats that are read."""

    DOCX = "docx"
    ODT = "odt"
    MARKDOWN = "markdown"
    PLAIN = "plain"


TEXT_EXTENSIONS: Final = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.PLAIN,
    ".text": Format.PLAIN,
}


def recognise(data: bytes, extension: str) -> Format:
    """Say what `data` is, by its content; only texts need the extension to be told apart."""
    if data.startswith(b"PK"):
        return _recognise_package(data)
    if data.startswith(OLE_SIGNATURE):
        # Word keeps password-protected files in an OLE container with this stream
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(Reason.ENCRYPTED)
        raise Unreadable(Reason.WRONG_TYPE, found="doc")
    if found := _signature(data):
        raise Unreadable(Reason.WRONG_TYPE, found=found)
    if b"\0" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable(Reason.WRONG_TYPE, found="")
    if extension not in TEXT_EXTENSIONS:
        raise Unreadable(Reason.WRONG_TYPE, found="text")
    return TEXT_EXTENSIONS[extension]


def _signature(data: bytes) -> str:
    start = data[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for signature, found in MARKUP_SIGNATURES.items():
        if start.startswith(signature):
            return found
    return next((found for sign, found in SIGNATURES.items() if data.startswith(sign)), "")


def _recognise_package(data: bytes) -> Format:
    package = Package(data)
    if "[Content_Types].xml" in package:
        if any(name.lower().endswith("vbaproject.bin") for name in package.names):
            raise Unreadable(Reason.MACROS)
        types = package["[Content_Types].xml"]
        if b"macroEnabled" in types:
            raise Unreadable(Reason.MACROS)
        if any(main in types for main in WORD_MAIN):
            return Format.DOCX
        raise Unreadable(Reason.WRONG_TYPE, found="office")
    if "mimetype" in package:
        return _recognise_open_document(package)
    raise Unreadable(Reason.WRONG_TYPE, found="zip")


def _recognise_open_document(package: Package) -> Format:
    mimetype = package["mimetype"].decode("ascii", "replace").strip()
    if mimetype not in {ODF_TEXT, ODF_TEXT + "-template"}:
        raise Unreadable(Reason.WRONG_TYPE, found="opendocument")
    path = "META-INF/manifest.xml"
    manifest = package[path] if path in package else b""  # noqa: SIM401 - a Package has no get
    if b"encryption-data" in manifest:
        raise Unreadable(Reason.ENCRYPTED)
    if "content.xml" not in package:
        raise Unreadable(Reason.BROKEN)
    if any(name.startswith(("Basic/", "Scripts/")) and name[-1] != "/" for name in package.names):
        raise Unreadable(Reason.MACROS)
    return Format.ODT


def open_package(data: bytes) -> Package:
    """Open an office file of which every XML part is harmless: no DTD, not too big, not too deep.

    Every part is looked at, used or not, before any of them is parsed into a tree.
    """
    package = Package(data)
    for name in package.names:
        if name.lower().endswith((".xml", ".rels")):
            inspect_xml(package[name])
    return package


def inspect_xml(data: bytes) -> None:
    """Refuse DTDs and count as the XML streams by. Raises Unreadable.

    expat knows fewer encodings than lxml; what it cannot decode counts as broken, so that a
    declaration cannot hide behind an encoding.
    """
    if not data.strip():  # an empty part holds nothing; some writers leave them
        return
    census = _Census()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = census.refuse_declaration
    parser.EntityDeclHandler = census.refuse_declaration
    parser.StartElementHandler = census.start
    parser.EndElementHandler = census.end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise Unreadable(Reason.BROKEN) from None


class _Census:
    """Counts what costs time and memory and stops at the limits."""

    def __init__(self) -> None:
        self.elements = 0
        self.paragraphs = 0
        self.depth = 0

    def refuse_declaration(self, *_declaration: object) -> None:
        raise Unreadable(Reason.DTD)

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        # paragraphs of both formats, and the headings of ODF, whatever their prefix
        if name.endswith((":p", ":h")) or name in {"p", "h"}:
            self.paragraphs += 1
            _within(self.paragraphs, limits.MAX_PARAGRAPHS, Reason.TOO_MANY_PARAGRAPHS)
        _within(self.elements, limits.MAX_ELEMENTS, Reason.TOO_COMPLEX)
        _within(self.depth, limits.MAX_DEPTH, Reason.TOO_DEEP)

    def end(self, _name: str) -> None:
        self.depth -= 1


def _within(count: int, limit: int, reason: Reason) -> None:
    if count > limit:
        raise Unreadable(reason, limit=limit)
