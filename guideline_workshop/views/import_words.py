"""What is said about uploads: why one cannot be read, and what was not taken over from one."""

from collections.abc import Mapping

from translationstring import TranslationString

from guideline_workshop.i18n import _
from guideline_workshop.imports.restructure import Obstacle
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable

FOUND = {
    "doc": _("This is an old Word file (.doc). Save it as .docx and upload that."),
    "pdf": _("This is a PDF. Upload the file it was made from."),
    "rtf": _("This is an RTF file. Save it as .docx or .odt and upload that."),
    "office": _("This is a spreadsheet or a presentation. Upload a text document."),
    "opendocument": _("This is a spreadsheet or a presentation. Upload a text document."),
    "html": _("This is a web page. Copy its text and paste it below."),
    "text": _("Name text files .md (Markdown) or .txt, or paste the text below."),
}
UNKNOWN = _("Files of this type cannot be read. Upload DOCX, ODT, Markdown or plain text.")

REASONS: Mapping[Reason, TranslationString] = {
    Reason.BROKEN: _(
        "This file is damaged or incomplete. Open it in your word processor, save it, try again."
    ),
    Reason.DTD: _("This file contains declarations that no word processor writes. It is not read."),
    Reason.EMPTY: _("There is no text in it."),
    Reason.ENCRYPTED: _("This file is protected by a password. Save it without one."),
    Reason.MACROS: _("This file contains macros. Save it as a document without macros."),
    Reason.PROVISION_TOO_LONG: _(
        "One paragraph is longer than ${limit} characters. It begins: ${start}"
    ),
    Reason.TOO_COMPLEX: _("This file is too complex to be read. Save it anew, or split it."),
    Reason.TOO_DEEP: _("Tables or boxes are nested too deeply in this file. Please simplify them."),
    Reason.TOO_EXPENSIVE: _(
        "Reading this file takes too long. Save it anew without images, or split it."
    ),
    Reason.TOO_LARGE: _("This is larger than ${megabytes} MB. Remove the images and try again."),
    Reason.TOO_LONG: _("This has more than ${limit} characters. Split it into several documents."),
    Reason.TOO_MANY_ENTRIES: _("There are too many parts in this file. Save it anew."),
    Reason.TOO_MANY_PARAGRAPHS: _(
        "This has more than ${limit} paragraphs. Split it into several documents."
    ),
    Reason.UNPACKED_TOO_LARGE: _("This file is too large when unpacked. Remove the images."),
    Reason.UNSAFE_NAMES: _("This file contains parts with unsafe names. It is not read."),
    Reason.WRONG_TYPE: UNKNOWN,
}

NOTICES: Mapping[NoticeCode, TranslationString] = {
    NoticeCode.CHARACTERS_REMOVED: _("Characters that nobody can see or print were removed"),
    NoticeCode.CODE_AS_TEXT: _("Passages marked as code became ordinary text"),
    NoticeCode.COMMENTS: _("Comments were left out"),
    NoticeCode.DELETIONS_LEFT_OUT: _("Tracked deletions in the file were left out"),
    NoticeCode.ENCODING_GUESSED: _("The encoding was guessed: please check umlauts and quotes"),
    NoticeCode.EQUATIONS: _("Equations were taken as plain text"),
    NoticeCode.FIELD_LISTS_JOINED: _("Lists inside a field of a recommendation became one text"),
    NoticeCode.FOOTNOTES: _("Footnotes and endnotes were left out"),
    NoticeCode.HEADERS_FOOTERS: _("Headers and footers were left out"),
    NoticeCode.HEADINGS_GUESSED: _("Short bold paragraphs were taken as headings"),
    NoticeCode.HIDDEN_TEXT: _("Hidden text was left out"),
    NoticeCode.HTML_AS_TEXT: _("HTML is shown as text"),
    NoticeCode.IMAGES: _("Images were left out"),
    NoticeCode.INSERTIONS_TAKEN: _("Tracked insertions in the file were taken as text"),
    NoticeCode.LEVELS_CHANGED: _("Levels of headings or lists that skipped one were put in order"),
    NoticeCode.LINKS_AS_TEXT: _("Links that are neither https nor e-mail became text"),
    NoticeCode.MERGED_CELLS: _("Merged table cells were taken as single cells"),
    NoticeCode.NESTED_TABLES: _("Tables within tables became text of the cell"),
    NoticeCode.OBJECTS: _("Charts, drawings and embedded files were left out"),
    NoticeCode.SOFT_BREAKS: _("Line breaks inside paragraphs became blanks"),
    NoticeCode.STRUCK_THROUGH: _("Text that was struck through was taken as ordinary text"),
    NoticeCode.SYMBOLS: _("Characters of symbol fonts were left out"),
    NoticeCode.TABLE_OF_CONTENTS: _("The table of contents was left out: it is made anew"),
    NoticeCode.TEXT_BOXES: _("Text boxes stand after the paragraph they belonged to"),
    NoticeCode.TYPED_LISTS: _("Paragraphs typed as lists became list items"),
    NoticeCode.TYPED_NUMBERS_KEPT: _(
        "Typed numbers that differ from the ones given here stay in the text"
    ),
    NoticeCode.TYPED_NUMBERS_REMOVED: _("Typed numbers were removed: numbers are made anew"),
}

OBSTACLES: Mapping[Obstacle, TranslationString] = {
    Obstacle.EMPTY: _("Nothing would be left of this passage."),
    Obstacle.NO_FIELD: _("Choose which field this is."),
    Obstacle.NO_PREVIOUS: _("There is nothing before this passage to join it with."),
    Obstacle.TOO_LONG: _("This passage would be too long. Split it at blank lines."),
}


def why_unreadable(unreadable: Unreadable) -> TranslationString:
    """Say in words why a file cannot be read, and what to do about it."""
    if unreadable.reason is Reason.WRONG_TYPE:
        return FOUND.get(str(unreadable.details.get("found", "")), UNKNOWN)
    details = dict(unreadable.details)
    if unreadable.reason is Reason.TOO_LARGE:
        details["megabytes"] = int(details.get("limit", 0)) // (1024 * 1024)
    message = REASONS[unreadable.reason]
    return TranslationString(
        message, domain=message.domain, default=message.default, mapping=details
    )
