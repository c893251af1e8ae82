"""Other libraries doing what `compare` does: two texts cut into words, compared, and written out.

Each gets the text as one string and gives the passages that stay, come and go as text. Words are
cut by one short pattern, quicker than ours and without its care for dates and abbreviations.
"""

import re
from collections.abc import Callable, Iterable

import fast_diff_match_patch
from cdifflib import CSequenceMatcher
from diff_match_patch import diff_match_patch
from lxml.html.diff import htmldiff
from redlines import Redlines

from guideline_workshop.text.document import Document

Passage = tuple[int | str, str]
_WORD = re.compile(r"\w+\s?|\s|[^\w\s]\s?")
_FIRST_SURROGATE, _SURROGATES = 0xD800, 0x800


def text_of(document: Document) -> str:
    """Return the whole text, a line for each provision."""
    return "\n".join([provision.text for provision in document.provisions])


def _on_words(
    diff: Callable[[str, str], Iterable[tuple[int | str, str]]], old: str, new: str
) -> list[Passage]:
    """Diff two texts in which each word is one character, the way diff-match-patch advises."""
    codes: dict[str, str] = {}
    texts = []
    for words in (_WORD.findall(old), _WORD.findall(new)):
        for word in words:
            if word not in codes:
                code = len(codes) + 1
                codes[word] = chr(code + (_SURROGATES if code >= _FIRST_SURROGATE else 0))
        texts.append("".join(map(codes.__getitem__, words)))
    word_of = {code: word for word, code in codes.items()}
    return [(op, "".join(map(word_of.__getitem__, text))) for op, text in diff(*texts)]


def plain_diff_match_patch(old: str, new: str) -> list[Passage]:
    """diff-match-patch in Python, without a clock: the same result on every machine."""
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    return _on_words(lambda one, other: engine.diff_main(one, other, False), old, new)


def cpp_diff_match_patch(old: str, new: str) -> list[Passage]:
    """diff-match-patch in C++, without a clock and without its cleaning up."""

    def diff(one: str, other: str) -> list[tuple[str, str]]:
        return fast_diff_match_patch.diff(
            one, other, timelimit=0, checklines=False, cleanup="No", counts_only=False
        )

    return _on_words(diff, old, new)


def difflib_in_c(old: str, new: str, *, autojunk: bool) -> list[Passage]:
    """cdifflib; with `autojunk` it takes no notice of words that are frequent."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    passages: list[Passage] = []
    for op, i, end, j, new_end in CSequenceMatcher(None, one, other, autojunk).get_opcodes():
        if op in {"equal", "delete", "replace"}:
            passages.append((op, "".join(one[i:end])))
        if op in {"insert", "replace"}:
            passages.append((op, "".join(other[j:new_end])))
    return passages


def redlines(old: str, new: str) -> str:
    """Redlines, which writes Markdown."""
    return str(Redlines(old, new).output_markdown)


def lxml_htmldiff(old: str, new: str) -> str:
    """htmldiff of lxml, which reads and writes HTML: a paragraph for each line."""
    one, other = ("".join([f"<p>{line}</p>" for line in text.split("\n")]) for text in (old, new))
    return str(htmldiff(one, other))
