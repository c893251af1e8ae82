"""Tracked texts written by hand: each case is a small text and one kind of change in it."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from guideline_workshop.exports.publication import Author, Publication
from guideline_workshop.text.align import PairKind
from guideline_workshop.text.diff import Op
from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import parse
from guideline_workshop.text.tracked import Run, TrackedProvision

MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
_PIECES = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}|((?:(?!\[-|\{\+).)+)")
Lines = tuple[TrackedProvision, ...]


def heading(key: str, text: str, level: int = 1) -> Provision:
    return Provision(key, Kind.HEADING, level, text)


def paragraph(key: str, text: str) -> Provision:
    return Provision(key, Kind.PARAGRAPH, 0, text)


def item(key: str, text: str, level: int = 1) -> Provision:
    return Provision(key, Kind.ITEM, level, text)


def row(key: str, text: str, level: int = 0) -> Provision:
    return Provision(key, Kind.ROW, level, text)


def goal(key: str, text: str) -> Provision:
    return Provision(key, Kind.FIELD, 0, text, Field.GOAL)


def measure(key: str, text: str) -> Provision:
    return Provision(key, Kind.FIELD, 0, text, Field.MEASURE)


def _whole(provision: Provision, op: Op, origin: str) -> tuple[Run, ...]:
    return tuple(
        Run(op, token.text, token.strong, token.emphasis, token.href, origin)
        for token in parse(provision.text)
    )


def same(provision: Provision) -> TrackedProvision:
    runs = _whole(provision, Op.EQUAL, "")
    return TrackedProvision(PairKind.EQUAL, provision, provision, runs, Op.EQUAL)


def inserted(provision: Provision, kind: PairKind = PairKind.INSERTED) -> TrackedProvision:
    old = provision if kind is PairKind.MOVED else None
    runs = _whole(provision, Op.INSERTED, "7")
    return TrackedProvision(kind, old, provision, runs, Op.INSERTED)


def deleted(provision: Provision, kind: PairKind = PairKind.DELETED) -> TrackedProvision:
    runs = _whole(provision, Op.DELETED, "8")
    return TrackedProvision(kind, provision, None, runs, Op.DELETED)


def changed(old: Provision, new: Provision, text: str) -> TrackedProvision:
    """`text` is literal, with [-what goes-] and {+what comes+}."""
    return TrackedProvision(PairKind.CHANGED, old, new, marked(text), Op.EQUAL)


def marked(text: str) -> tuple[Run, ...]:
    return tuple(
        Run(Op.DELETED, gone, origin="8")
        if gone
        else Run(Op.INSERTED, come, origin="7")
        if come
        else Run(Op.EQUAL, kept)
        for gone, come, kept in _PIECES.findall(text)
    )


def split(old: Provision, *parts: tuple[Provision, str]) -> Lines:
    marks = [Op.INSERTED] * (len(parts) - 1) + [Op.EQUAL]
    return tuple(
        TrackedProvision(PairKind.SPLIT, old, new, marked(text), mark)
        for (new, text), mark in zip(parts, marks, strict=True)
    )


def joined(new: Provision, *parts: tuple[Provision, str]) -> Lines:
    marks = [Op.DELETED] * (len(parts) - 1) + [Op.EQUAL]
    return tuple(
        TrackedProvision(PairKind.JOINED, old, new, marked(text), mark)
        for (old, text), mark in zip(parts, marks, strict=True)
    )


A, B, C = (
    paragraph("a", "Erster Absatz."),
    paragraph("b", "Zweiter Absatz."),
    paragraph("c", "Dritter."),
)
H, H2 = heading("h", "Sprache"), heading("h2", "Frühe Förderung", 2)
I1, I2, I3 = item("i1", "Kitas,"), item("i2", "freie Träger,", 2), item("i3", "Beratung.")
R0, R1, R2 = row("r0", "Jahr | Ziel", 1), row("r1", "2027 | zehn"), row("r2", "2028 | elf")
F1, F2 = goal("f1", "Eltern kennen die Angebote."), measure("f2", "Kurse.")
HOSTILE = (
    "<ins>x</ins> {{ 7*7 }} #eval(1) $x$ ]]> \u202eabc\u202c a\u200bb \\* `c` &amp; @y \u00a0z"
)
X = paragraph("x", HOSTILE.replace("\\", "\\\\").replace("*", "\\*"))

CASES: dict[str, Lines] = {
    "nothing changed": tuple(map(same, (H, A, I1, I2, I3, F1, F2, R0, R1, B))),
    "inserted at the start": (inserted(A), same(B)),
    "inserted at the end": (same(A), inserted(B)),
    "first deleted": (deleted(A), same(B)),
    "last deleted": (same(A), deleted(B)),
    "all deleted": (deleted(H), deleted(A)),
    "all inserted": (inserted(H), inserted(A)),
    "changed words": (
        changed(
            A,
            paragraph("a", "Letzter Absatz hier."),
            "[-Erster -]{+Letzter +}Absatz[-.-]{+ hier.+}",
        ),
    ),
    "two in a row": (same(A), deleted(B), deleted(C), inserted(H2), same(H)),
    "heading inserted before a paragraph": (same(A), inserted(H), same(B)),
    "heading deleted before a paragraph": (same(A), deleted(H), same(B)),
    "heading deleted before another": (deleted(H), same(H2), same(A)),
    "paragraph deleted before a heading": (same(B), deleted(A), same(H2)),
    "split": (
        *split(
            paragraph("a", "Eins ist so. Zwei ist so."),
            (paragraph("a", "Eins ist so."), "Eins ist so.[- -]"),
            (paragraph("n", "Zwei ist anders."), "Zwei ist [-so.-]{+anders.+}"),
        ),
        same(B),
    ),
    "split at the end": (
        same(H),
        *split(
            paragraph("a", "Eins. Zwei."),
            (paragraph("a", "Eins."), "Eins.[- -]"),
            (paragraph("n", "Zwei."), "Zwei."),
        ),
    ),
    "split into paragraph and items": split(
        paragraph("a", "Dazu gehören: Kitas, Schulen."),
        (paragraph("a", "Dazu gehören:"), "Dazu gehören:[- -]"),
        (item("n1", "Kitas,"), "Kitas,[- -]"),
        (item("n2", "Schulen."), "Schulen."),
    ),
    "joined": (
        same(H),
        *joined(
            paragraph("a", "Eins. Und zwei."),
            (paragraph("a", "Eins."), "Eins.{+ +}"),
            (paragraph("b", "Zwei."), "[-Zwei.-]{+Und zwei.+}"),
        ),
        same(C),
    ),
    "heading joined to a paragraph": joined(
        paragraph("b", "Sprache: viel."),
        (H, "Sprache{+: +}"),
        (paragraph("b", "viel."), "viel."),
    ),
    "items inserted": (same(A), inserted(I1), same(I2), inserted(I3), same(B)),
    "items deleted": (same(A), deleted(I1), same(I2), deleted(I3), same(B)),
    "list inserted": (same(A), inserted(I1), inserted(I2), same(B)),
    "list deleted at the end": (same(A), deleted(I1), deleted(I2)),
    "rows inserted": (
        same(A),
        same(R0),
        inserted(R1),
        same(R2),
        inserted(row("r3", "x | y")),
        same(B),
    ),
    "rows deleted": (same(A), deleted(R0), same(R1), deleted(R2), same(B)),
    "table inserted": (same(A), inserted(R0), inserted(R1), same(B)),
    "table deleted": (same(A), deleted(R0), deleted(R1), same(B)),
    "table deleted at the end": (same(A), deleted(R0), deleted(R1)),
    "only a table deleted": (deleted(R0), deleted(R1)),
    "paragraph deleted before a table": (same(H), deleted(A), same(R0), same(R1)),
    "paragraph inserted before a table": (same(H), inserted(A), same(R0), same(R1), inserted(B)),
    "paragraph inserted between tables": (same(R0), inserted(A), same(R1)),
    "paragraph deleted between tables": (
        same(R0),
        same(R1),
        deleted(A),
        same(row("r3", "x | y", 1)),
    ),
    "cell changed": (
        same(R0),
        changed(R1, row("r1", "2027 | zwanzig"), "2027 | [-zehn-]{+zwanzig+}"),
    ),
    "cell added": (
        same(R0),
        changed(R1, row("r1", "2027 | zehn | neu"), "2027 | zehn{+ | neu+}"),
        same(R2),
    ),
    "paragraph made a heading": (same(A), changed(B, heading("b", B.text, 2), B.text), same(C)),
    "heading made a paragraph and changed": (
        same(A),
        changed(H, paragraph("h", "Sprachen"), "[-Sprache-]{+Sprachen+}"),
    ),
    "item made deeper": (same(I1), changed(I3, item("i3", I3.text, 2), I3.text), same(B)),
    "paragraph made a row": (
        changed(A, row("a", "Erster Absatz. | neu"), A.text + "{+ | neu+}"),
        same(B),
    ),
    "field changed into another": (same(F1), changed(F2, goal("f2", F2.text), F2.text)),
    "fields inserted and deleted": (same(H), inserted(F1), deleted(F2), same(B)),
    "moved up": (inserted(C, PairKind.MOVED), same(A), same(B), deleted(C, PairKind.MOVED)),
    "moved down": (deleted(A, PairKind.MOVED), same(B), same(C), inserted(A, PairKind.MOVED)),
    "row moved": (
        same(R0),
        deleted(R1, PairKind.MOVED),
        same(R2),
        inserted(R1, PairKind.MOVED),
        same(B),
    ),
    "moved and made a heading": (
        same(A),
        replace(inserted(heading("c", C.text), PairKind.MOVED), old=C),
        same(B),
        deleted(C, PairKind.MOVED),
    ),
    "field moved": (same(H), inserted(F2, PairKind.MOVED), same(F1), deleted(F2, PairKind.MOVED)),
    "hostile text": (same(X), inserted(paragraph("y", X.text)), deleted(paragraph("z", X.text))),
    "hostile text changed": (
        changed(A, paragraph("a", "a\u202eb"), "[-Erster Absatz.-]{+a\u202eb+}"),
    ),
    "strong and links": (
        same(paragraph("a", "Die **alte** [Satzung](https://a.example/x) gilt.")),
        inserted(paragraph("b", "Siehe [hier](https://b.example/?a=1&b=2) **und** *dort*.")),
        deleted(paragraph("c", "Weg: [Post](mailto:amt@example.org)")),
    ),
}


def provisions(lines: Lines, side: str) -> tuple[Provision, ...]:
    """Return the provisions of the old or the new text, in its order."""
    gone = Op.DELETED if side == "new" else Op.INSERTED
    found: dict[str, Provision] = {}
    for line in lines:
        if line.change is PairKind.MOVED and line.mark is gone:
            continue
        provision = line.new if side == "new" else line.old
        if provision is not None:
            found.setdefault(provision.key, provision)
    return tuple(found.values())


def publication(lines: Lines, **overrides: object) -> Publication:
    """Return the publication of a case, tracked, with two associations behind its changes."""
    document = Document(provisions(lines, "new"))
    arguments: dict[str, object] = {
        "title": "Leitlinien für Integration",
        "consultation": "Landkreis Musterbach",
        "version": "Entwurf 2",
        "date": MOMENT,
        "digest": document.digest,
        "document": document,
        "lines": lines,
        "against": "Entwurf 1",
        "authors": {
            "7": Author("Verein „Ankommen“ & Freunde", MOMENT),
            "8": Author("Caritas <Musterbach>", MOMENT),
        },
    }
    return Publication(**(arguments | overrides))  # type: ignore[arg-type]  # overrides are free
