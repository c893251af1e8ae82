"""Threats 19 to 21: hostile uploads are refused with a reason, in time, in another process."""

import random
import resource
import struct
import time

import pytest
from support.office import (
    docx,
    docx_entries,
    odt,
    odt_entries,
    paragraph,
    run,
    table,
    zipped,
)

from guideline_workshop.imports.limits import MAX_UPLOAD_BYTES, MIB
from guideline_workshop.imports.reader import read, read_pasted
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable

SECONDS = 10
NOISE = random.Random(20).randbytes(100_000)  # noqa: S311 - it only has to be hard to compress
TEXT = paragraph("Text")
DOCTYPE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def with_part(name, content, base=None):
    return zipped({**(base or docx_entries(TEXT)), name: content})


def with_prolog(prolog, body=TEXT):
    entries = docx_entries(body)
    return with_part("word/document.xml", prolog + str(entries["word/document.xml"]))


def nested_tables(depth):
    inner = TEXT
    for _ in range(depth):
        inner = table((inner, paragraph("x")))
    return docx(inner)


def encrypted_entry():
    data = bytearray(docx(TEXT))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 1)
    return bytes(data)


def many_entries():
    return zipped({**docx_entries(TEXT), **{f"a{n}.xml": b" " * MIB for n in range(60)}})


HOSTILE = {
    "DTD in the main part": (lambda: with_prolog(DOCTYPE, paragraph("A&x;B")), Reason.DTD),
    "DTD in a part nobody reads": (
        lambda: with_part("custom/item1.xml", DOCTYPE + "<w/>"),
        Reason.DTD,
    ),
    "DTD in UTF-16": (
        lambda: with_part("word/document.xml", (DOCTYPE + "<w/>").encode("utf-16")),
        Reason.DTD,
    ),
    "DTD in an odd encoding": (
        lambda: with_part("word/x.xml", b'<?xml version="1.0" encoding="utf-7"?>+ADw-w/+AD4-'),
        Reason.BROKEN,
    ),
    "DTD in the content of an ODT": (
        lambda: with_part("content.xml", DOCTYPE + "<w/>", odt_entries("")),
        Reason.DTD,
    ),
    "entities that multiply": (lambda: with_prolog(LAUGHS, paragraph("&a9;")), Reason.DTD),
    "ZIP bomb by declared size": (
        lambda: with_part("word/media/a.bin", b"\0" * (51 * MIB)),
        Reason.UNPACKED_TOO_LARGE,
    ),
    "ZIP bomb by ratio": (
        lambda: with_part("docProps/app.xml", b" " * (9 * MIB)),
        Reason.UNPACKED_TOO_LARGE,
    ),
    "ZIP bomb of many entries": (many_entries, Reason.UNPACKED_TOO_LARGE),
    "too many entries": (
        lambda: zipped({**docx_entries(TEXT), **{f"x/{n}": b"" for n in range(2_001)}}),
        Reason.TOO_MANY_ENTRIES,
    ),
    "paragraph bomb": (lambda: docx("<w:p/>" * 1_000_000), Reason.UNPACKED_TOO_LARGE),
    "paragraph bomb within the ratio": (
        lambda: with_part("noise.bin", NOISE, docx_entries("<w:p/>" * 600_000)),
        Reason.TOO_MANY_PARAGRAPHS,
    ),
    "paragraph bomb in an ODT": (lambda: odt("<text:p/>" * 20_001), Reason.TOO_MANY_PARAGRAPHS),
    "element bomb": (
        lambda: with_part("noise.bin", NOISE, docx_entries("<w:r/>" * 1_000_001)),
        Reason.TOO_COMPLEX,
    ),
    "nested tables": (lambda: nested_tables(2_000), Reason.TOO_DEEP),
    "nested lists in an ODT": (
        lambda: odt("<text:list><text:list-item>" * 500 + "</text:list-item></text:list>" * 500),
        Reason.TOO_DEEP,
    ),
    "path traversal": (lambda: with_part("../../etc/cron.d/x", "x"), Reason.UNSAFE_NAMES),
    "absolute path": (lambda: with_part("/etc/passwd", "x"), Reason.UNSAFE_NAMES),
    "Windows path": (lambda: with_part("word\\..\\..\\x", "x"), Reason.UNSAFE_NAMES),
    "NUL in a name": (
        lambda: docx(TEXT).replace(b"word/document.xml", b"word/document\0xml"),
        Reason.UNSAFE_NAMES,
    ),
    "encrypted entries": (encrypted_entry, Reason.ENCRYPTED),
    "encrypted by Word": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        Reason.ENCRYPTED,
    ),
    "encrypted by LibreOffice": (
        lambda: with_part("META-INF/manifest.xml", "<m><encryption-data/></m>", odt_entries("")),
        Reason.ENCRYPTED,
    ),
    "encrypted by a newer LibreOffice": (
        lambda: zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": "<m><encryption-data/></m>",
                "encrypted-package": NOISE,
            }
        ),
        Reason.ENCRYPTED,
    ),
    "an ODT without content": (
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        Reason.BROKEN,
    ),
    "macros of Word": (lambda: with_part("word/vbaProject.bin", b"x"), Reason.MACROS),
    "macros by content type": (
        lambda: with_part(
            "[Content_Types].xml", "<Types>application/vnd.ms-word.document.macroEnabled</Types>"
        ),
        Reason.MACROS,
    ),
    "macros of LibreOffice": (
        lambda: with_part("Basic/Standard/Module1.xml", "<m/>", odt_entries("")),
        Reason.MACROS,
    ),
    "a PDF by another name": (lambda: b"%PDF-1.7 ...", Reason.WRONG_TYPE),
    "an old Word file": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        Reason.WRONG_TYPE,
    ),
    "a web page": (lambda: b"<!DOCTYPE html><p>x", Reason.WRONG_TYPE),
    "any ZIP": (lambda: zipped({"a.txt": "x"}), Reason.WRONG_TYPE),
    "a spreadsheet": (
        lambda: zipped({"[Content_Types].xml": "<Types>spreadsheetml</Types>"}),
        Reason.WRONG_TYPE,
    ),
    "an ODF spreadsheet": (
        lambda: with_part(
            "mimetype", "application/vnd.oasis.opendocument.spreadsheet", odt_entries("")
        ),
        Reason.WRONG_TYPE,
    ),
    "text by the name of a DOCX": (lambda: b"nur Text", Reason.WRONG_TYPE),
    "truncated": (lambda: docx(TEXT)[:-40], Reason.BROKEN),
    "truncated in the middle": (lambda: docx(TEXT)[:300], Reason.BROKEN),
    "damaged": (lambda: docx(TEXT).replace(b"PK\x03\x04", b"PK\x03\x05", 2), Reason.BROKEN),
    "not well-formed": (lambda: with_part("word/document.xml", "<w:document>"), Reason.BROKEN),
    "without a main part": (
        lambda: with_part("_rels/.rels", "<Relationships/>"),
        Reason.BROKEN,
    ),
    "without a body": (
        lambda: with_part(
            "word/document.xml", str(docx_entries("")["word/document.xml"])[:-26] + "</w:x>"
        ),
        Reason.BROKEN,
    ),
    "empty": (lambda: docx(""), Reason.EMPTY),
    "empty ODT": (lambda: odt(""), Reason.EMPTY),
    "huge image": (
        lambda: with_part("word/media/image1.bmp", b"BM" + bytes(52 * MIB)),
        Reason.UNPACKED_TOO_LARGE,
    ),
    "one huge word": (lambda: docx(paragraph("x" * 3_000_000)), Reason.UNPACKED_TOO_LARGE),
    "one huge paragraph": (
        lambda: odt("<text:p>" + " ".join(map(str, range(60_000))) + "</text:p>"),
        Reason.PROVISION_TOO_LONG,
    ),
    "too large": (lambda: b"PK" + bytes(MAX_UPLOAD_BYTES), Reason.TOO_LARGE),
    "nothing": (lambda: b"", Reason.EMPTY),
}


def usage():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(("make", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_in_time(make, reason):
    data = make()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    before = usage()
    with pytest.raises(Unreadable) as refused:
        read(data, "entwurf.docx")
    assert refused.value.reason is reason
    assert refused.value.status in {413, 422}
    assert usage() - before < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 50 * 1024


def test_an_image_of_absurd_size_is_never_decoded():
    header = struct.pack(">IIBBBBB", 1_000_000, 1_000_000, 8, 6, 0, 0, 0)
    image = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header
    drawing = (
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='Bild'/><a:graphic>"
        "<pic:pic/></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    imported = read(with_part("word/media/a.png", image, docx_entries(TEXT + drawing)), "x.docx")
    assert [notice.code for notice in imported.notices] == [NoticeCode.IMAGES]


@pytest.mark.parametrize(
    "unit",
    ["[a](", "![", "*a _b", "``a`", "> ", "- ", "|-\n", "[a]: b\n", "#\n"],
)
def test_markdown_made_to_stall_is_answered_in_time(unit):
    before = usage()
    with pytest.raises(Unreadable) as refused:
        read_pasted(unit * (1_900_000 // len(unit)))
    assert refused.value.reason is not Reason.TOO_EXPENSIVE
    assert usage() - before < SECONDS


@pytest.mark.parametrize("unit", ["[", "[a](", "*a _b", "``a`"])
def test_short_paragraphs_made_to_stall_are_answered_in_time(unit):
    before = usage()
    imported = read_pasted((unit * (15_000 // len(unit)) + "\n\n") * 2)
    assert len(imported.provisions) == 2
    assert usage() - before < SECONDS


@pytest.mark.parametrize("name", ["../../x.md", "a\0.md", "x" * 300 + ".md", "C:\\x\\a.MD"])
def test_odd_file_names_do_no_harm(name):
    assert read(b"# A\n\n# B\n", name).provisions[0].text == "A"


def test_the_office_file_is_recognised_by_its_content_whatever_its_name():
    assert read(docx(paragraph(run("Text"))), "bild.png").provisions[0].text == "Text"
    assert read(odt("<text:p>Text</text:p>"), "bild.md").provisions[0].text == "Text"


def test_the_next_draft_is_read_after_a_hostile_one():
    with pytest.raises(Unreadable):
        read(with_prolog(LAUGHS), "x.docx")
    started = time.process_time()
    assert read(docx(TEXT), "x.docx").provisions
    assert time.process_time() - started < 1
