"""Merge the changes that several files make to one text, without a database."""

import argparse
from datetime import datetime
from typing import Any

from guideline_workshop.cli.files import BadFile, TextFile, read_text
from guideline_workshop.cli.merged import Merged, merge_files
from guideline_workshop.cli.output import (
    refuse_terminal,
    warn,
    warn_of_losses,
    write,
    write_json,
)
from guideline_workshop.cli.published import published
from guideline_workshop.cli.spots import text_with_conflicts
from guideline_workshop.exports.publication import Author
from guideline_workshop.text.merge import EDITORIAL

FORMATS = ("text", "json", "docx", "html", "markdown")


def add_to(commands: Any) -> None:
    """Add `merge BASE AMENDED...`."""
    parser = commands.add_parser("merge", help=__doc__)
    parser.add_argument("base", metavar="BASE", help="a .md, .txt, .docx or .odt file")
    parser.add_argument(
        "amended", metavar="AMENDED", nargs="+", help="the whole text with one party's changes"
    )
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--output", metavar="FILE", help="write to FILE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Merge the files; 0 when that is clean, 1 with conflicts, 2 where a file is bad."""
    try:
        if options.format == "docx":
            refuse_terminal(options.output)
        base, amended = read_text(options.base), [read_text(name) for name in options.amended]
        warn_of_losses(base, *amended)
        merged = merge_files(base, amended)
        _write(merged, options.format, options.output)
    except BadFile as bad:
        warn(str(bad))
        return 2
    if options.format != "json":
        _report(merged)
    return 1 if merged.result.conflicts else 0


def _report(merged: Merged) -> None:
    """Say on standard error what has to be looked at."""
    for notice in merged.notices():
        said = "make the same change" if notice["kind"] == "joint" else "change neighbouring words"
        warn(f"notice: {notice['from']} {said} at: {notice['text'] or 'the beginning'}")
    if count := len(merged.result.conflicts):
        what = "1 conflict" if count == 1 else f"{count} conflicts"
        warn(f"{what}: the wording of {merged.base.name} stays there")


def _write(merged: Merged, form: str, output: str | None) -> None:
    if form == "json":
        write_json(merged.as_json(), output)
    elif form == "text":
        write(text_with_conflicts(merged), output)
    elif form == "markdown":
        write(merged.markdown(), output)
    else:
        write(_page(merged, form), output)


def _page(merged: Merged, form: str) -> bytes:
    from guideline_workshop.exports import FORMATS as EXPORTS  # noqa: PLC0415 - slow to load

    files: dict[str, TextFile] = dict(merged.amended)
    authors = {key: Author(file.name, file.changed_at) for key, file in files.items()}
    date: datetime = max(file.changed_at for file in files.values())
    authors |= {key: Author(merged.base.name, date) for key in ("", EDITORIAL)}
    publication = published(
        merged.result.lines,
        merged.result.document,
        names=(merged.base.name, " + ".join(file.name for file in files.values())),
        authors=authors,
        date=date,
    )
    return EXPORTS[form].write(publication)
