"""Rendering: one template for each kind of mail, rendered as plain text and as HTML.

A template says what is said and in which order; `m` holds the parts (paragraph, quote, button …),
which either manner writes in its own way. No request is needed: the language is the recipient's.
"""

import datetime as dt
import gettext
import re
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from translationstring import TranslationString

from guideline_workshop.exports import fragments
from guideline_workshop.exports.characters import visible
from guideline_workshop.i18n import _, format_local
from guideline_workshop.services.happenings import Happening
from guideline_workshop.text.diff import Op
from guideline_workshop.text.display import TrackedProvision

PARTS = {False: "mail/parts_text.jinja2", True: "mail/parts_html.jinja2"}
FRAMES = {False: "mail/frame_text.jinja2", True: "mail/frame_html.jinja2"}
LONGEST_SUBJECT = 80
BLANK_LINES = re.compile(r"\n{3,}")
Values = dict[str, Any]  # whatever the template names


@dataclass(frozen=True)
class Rendered:
    """A mail as people read it."""

    subject: str
    text: str
    html: str


def render(template: str, language: str, zone: ZoneInfo, values: Values) -> Rendered:
    """Render a template both ways."""
    subject, text = _render(template, language, zone, values, html=False)
    line = _line(subject)
    _subject, html = _render(template, language, zone, values | {"subject_line": line}, html=True)
    return Rendered(line, BLANK_LINES.sub("\n\n", text).strip() + "\n", html.strip() + "\n")


def render_happening(happening: Happening, language: str, zone: ZoneInfo) -> tuple[str, Markup]:
    """Render one act for a feed: its headline as text, what is told of it as HTML."""
    values = {"locale": language, "moment": partial(_moment, language=language, zone=zone)}
    headline, body = (
        _environment(language, html=html).get_template("mail/happening.jinja2").make_module(values)
        for html in (False, True)
    )
    parts = _environment(language, html=True).get_template(PARTS[True]).make_module(values)
    return (
        " ".join(str(headline.headline(happening)).split()),  # type: ignore[attr-defined] # a macro
        Markup(body.body(parts, happening)),  # type: ignore[attr-defined] # noqa: S704 -- of our own template, which escapes
    )


def _render(
    template: str, language: str, zone: ZoneInfo, values: Values, *, html: bool
) -> tuple[str, str]:
    manner: Values = {"frame": FRAMES[html], "parts": PARTS[html], "locale": language}
    manner["moment"] = partial(_moment, language=language, zone=zone)
    found = _environment(language, html=html).get_template(template)
    module = found.make_module(manner | values)
    subject: str = module.subject  # type: ignore[attr-defined] # every template of a mail sets it
    return subject, str(module)


@cache
def _environment(language: str, *, html: bool) -> Environment:
    translations = gettext.translation(
        "guideline_workshop",
        str(files("guideline_workshop") / "locale"),
        languages=[language],
        fallback=True,  # English is the language of the messages
    )

    def translate(value: Any) -> Any:  # Jinja finalizes every value
        if isinstance(value, TranslationString):
            return value.interpolate(translations.gettext(value))
        return value

    environment = Environment(
        loader=FileSystemLoader(str(files("guideline_workshop.templates"))),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        autoescape=html,  # noqa: S701 -- plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=translate,
    )
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined] # of the extension
    words = fragments.Words(
        *(translate(_(one)) for one in ("struck", "inserted", "paragraph break"))
    )
    environment.globals |= {
        "t": translate,
        "shown": fragments.text_html if html else visible,
        "quoted": _quoted,
        "tracked": lambda line: (
            fragments.tracked_html(line, words) if html else _tracked_text(line, words)
        ),
        "paragraphs": _paragraphs,
    }
    return environment


def _moment(at: dt.datetime, language: str, zone: ZoneInfo) -> str:
    return format_local(at, "moment", language, zone)


def _quoted(text: str) -> str:
    """Mark every line as somebody's words, so that none of them can pass for ours."""
    return "\n".join(f"> {visible(line)}".rstrip() for line in text.splitlines())


def _paragraphs(text: str) -> list[list[str]]:
    """Split a text at its blank lines, and each part into its lines."""
    return [part.splitlines() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def _tracked_text(line: TrackedProvision, words: fragments.Words) -> str:
    """Write a tracked line with words for what is struck and what is inserted."""
    pieces = []
    for op, group in groupby(line.runs, lambda run: run.op):
        text = "".join(run.text for run in group)
        core = text.strip(" ")
        if op is Op.EQUAL or not core:
            pieces.append(visible(text))
            continue
        before, _core, after = text.partition(core)
        pieces.append(f"{before}[{words.of(op)}: {visible(core, changed=True)}]{after}")
    return _quoted("".join(pieces).replace("][", "] ["))


def _line(subject: str) -> str:
    """Make one line of a subject, as long as people see it in a list of mails."""
    words = " ".join(visible(" ".join(subject.split())).split())
    if len(words) <= LONGEST_SUBJECT:
        return words
    return words[: LONGEST_SUBJECT - 2].rsplit(" ", 1)[0] + " …"
