"""Show what is different between two files, without a database."""

import argparse
from typing import Any

from guideline_workshop.cli.files import BadFile, TextFile, read_text, title_of
from guideline_workshop.cli.output import (
    refuse_terminal,
    warn,
    warn_of_losses,
    write,
    write_json,
)
from guideline_workshop.cli.published import published
from guideline_workshop.cli.segments import comparison_as_json
from guideline_workshop.cli.tracked import tracked_text
from guideline_workshop.exports.publication import Author
from guideline_workshop.text.derive import rekeyed
from guideline_workshop.text.display import Comparison, compare
from guideline_workshop.text.document import Document
from guideline_workshop.text.german import amending_instructions
from guideline_workshop.text.quotation import quoted_words

FORMATS = ("text", "html", "json", "docx", "instructions")


def add_to(commands: Any) -> None:
    """Add `diff OLD NEW`."""
    parser = commands.add_parser("diff", help=__doc__)
    parser.add_argument("old", metavar="OLD", help="a .md, .txt, .docx or .odt file")
    parser.add_argument("new", metavar="NEW", help="the file it has become")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--output", metavar="FILE", help="write to FILE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare the files; 0 whether they differ or not, 2 where one cannot be read or written."""
    try:
        if options.format == "docx":
            refuse_terminal(options.output)
        old, new = read_text(options.old), read_text(options.new)
        warn_of_losses(old, new)
        _write(old, new, options.format, options.output)
    except BadFile as bad:
        warn(str(bad))
        return 2
    return 0


def _write(old: TextFile, new: TextFile, form: str, output: str | None) -> None:
    if form == "instructions":
        write(_instructions(old, new), output)
        return
    comparison = compare(old.document, new.document, by_key=False)
    if form == "json":
        write_json(comparison_as_json(comparison), output)
    elif form == "text":
        write(tracked_text(comparison, old.name, new.name), output)
    else:
        write(_page(comparison, old, new, form), output)


def _instructions(old: TextFile, new: TextFile) -> str:
    before, after = old.document, new.document
    said = []
    title, changed = title_of(before), title_of(after)
    if title and changed:  # the number of a title is not what people count from
        before, after = Document(before.provisions[1:]), Document(after.provisions[1:])
        if title != changed:
            said.append(f"Der Titel erhält folgende Fassung: {quoted_words(changed)}")
    said += amending_instructions(before, rekeyed(before, after))
    indented = (instruction.replace("\n", "\n   ") for instruction in said)
    return "".join(f"{n}. {instruction}\n" for n, instruction in enumerate(indented, start=1))


def _page(comparison: Comparison, old: TextFile, new: TextFile, form: str) -> bytes:
    from guideline_workshop.exports import FORMATS as EXPORTS  # noqa: PLC0415 - slow to load

    lines = comparison.exact if form == "docx" else comparison.lines
    author = Author(new.name, new.changed_at)
    publication = published(
        lines,
        new.document,
        names=(old.name, new.name),
        authors={"": author},
        date=new.changed_at,
    )
    return EXPORTS[form].write(publication)
