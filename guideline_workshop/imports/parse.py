"""Read a draft in this process: the worker does so, under limits. Others call `reader.read`."""

from collections.abc import Callable, Iterable

from guideline_workshop.imports import limits
from guideline_workshop.imports.blocks import Block
from guideline_workshop.imports.cleaning import clean_text
from guideline_workshop.imports.guard import Format, open_package, recognise
from guideline_workshop.imports.plain import decode, read_plain
from guideline_workshop.imports.report import Report
from guideline_workshop.imports.result import Imported, Reason, Unreadable
from guideline_workshop.imports.structure import imported

Parser = Callable[[bytes], Imported]
Builder = Callable[[Iterable[Block], Format, Report], Imported]


def parse(data: bytes, extension: str) -> Imported:
    """Read an upload of any format that is known. Raises Unreadable."""
    return parser_for(recognise(data, extension))(data)


def parser_for(source: Format, build: Builder = imported) -> Parser:
    """Return the function that reads a format, with all modules it needs loaded.

    `build` makes the result of what is read.

    Loaded here and not above, since the worker reads one file, and lxml and markdown-it take
    longer to load than most files take to read.
    """
    if source is Format.DOCX:
        return _docx_parser(build)
    if source is Format.ODT:
        return _odt_parser(build)
    return _plain_parser(build) if source is Format.PLAIN else _markdown_parser(build)


def _docx_parser(build: Builder) -> Parser:
    from guideline_workshop.imports.docx import read_docx  # noqa: PLC0415 - see parser_for

    def parse_docx(data: bytes) -> Imported:
        report = Report()
        return build(read_docx(open_package(data), report), Format.DOCX, report)

    return parse_docx


def _odt_parser(build: Builder) -> Parser:
    from guideline_workshop.imports.odt import read_odt  # noqa: PLC0415 - see parser_for

    def parse_odt(data: bytes) -> Imported:
        report = Report()
        return build(read_odt(open_package(data), report), Format.ODT, report)

    return parse_odt


def _markdown_parser(build: Builder) -> Parser:
    from guideline_workshop.imports.markdown import read_markdown  # noqa: PLC0415 - see parser_for

    def parse_markdown(data: bytes) -> Imported:
        report = Report()
        return build(read_markdown(_text(data, report), report), Format.MARKDOWN, report)

    return parse_markdown


def _plain_parser(build: Builder) -> Parser:
    def parse_plain(data: bytes) -> Imported:
        report = Report()
        return build(read_plain(_text(data, report)), Format.PLAIN, report)

    return parse_plain


def _text(data: bytes, report: Report) -> str:
    text = clean_text(decode(data, report), report)
    if len(text) > limits.MAX_CHARACTERS:
        raise Unreadable(Reason.TOO_LONG, limit=limits.MAX_CHARACTERS)
    return text
