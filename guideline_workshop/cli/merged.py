"""Merging files: amendments are derived from whole texts, and the result is told by file names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from guideline_workshop.cli.files import TextFile
from guideline_workshop.exports.markdown import text_as_markdown
from guideline_workshop.text.amendment import Amendment
from guideline_workshop.text.derive import changes_between, rekeyed
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import parse, plain
from guideline_workshop.text.merge import Alternative, Conflict, Merge, merge

SHORTENED = 60
"""Characters of a provision that are quoted where only the place is meant."""
_BLANKS = re.compile("[ \t\n]+")


@dataclass(frozen=True)
class Merged:
    """A merge with its files; `amended` is by the id of the amendment derived from a file."""

    base: TextFile
    amended: Mapping[str, TextFile]
    result: Merge

    def names(self, amendments: Iterable[str]) -> str:
        """Return the names of the files behind some amendments."""
        return ", ".join(dict.fromkeys(self.amended[key].name for key in amendments))

    def text(self) -> str:
        """Return the result in the format of the base, Markdown for office files.

        Where one of the files says just that, it is what this file has.
        """
        said = _said(self.result.document)
        same = {file.written for file in self._text_files() if _said(file.document) == said}
        changed = sorted(same - {self.base.written})
        if changed or same:
            return changed[0] if changed else self.base.written
        anew = self.written(self.result.document.provisions)
        return anew if self._ends_a_line() else anew.removesuffix("\n")

    def written(self, provisions: Iterable[Provision]) -> str:
        """Write provisions in the format of the base, Markdown for office files."""
        present = [provision for provision in provisions if provision.text]
        if not self.base.is_plain:
            return text_as_markdown(present)
        lines = (plain(provision.text) for provision in present)
        return "\n".join([f"{self._broken.get(line, line)}\n" for line in lines])

    def markdown(self) -> str:
        """Return the result as Markdown."""
        if not self.base.is_plain:
            return self.text()
        return text_as_markdown(p for p in self.result.document.provisions if p.text)

    def _text_files(self) -> list[TextFile]:
        """Return the files that are text in the format of the base, the base first."""
        files = (self.base, *self.amended.values())
        return [f for f in files if f.written and f.is_plain == self.base.is_plain]

    def _ends_a_line(self) -> bool:
        """Return whether the last line of the result is ended, as in the base or as amended."""
        ends = [file.written.endswith("\n") for file in self._text_files()]
        if not self.base.written or not ends:
            return True
        return ends[0] != (set(ends) == {True, False})

    @cached_property
    def _broken(self) -> dict[str, str]:
        """The provisions of plain files as they have them, in several lines, by what they say.

        If that is different, as the base has it.
        """
        files = self._text_files()
        found = sorted({lines for file in files[1:] for lines in _paragraphs(file.written)})
        found += _paragraphs(files[0].written) if files else ()
        return {_BLANKS.sub(" ", lines).strip(" "): lines for lines in found}

    def as_json(self) -> dict[str, Any]:
        """Return what `merge --format json` prints."""
        return {
            "merged": self.text(),
            "conflicts": [self._conflict(conflict) for conflict in self.result.conflicts],
            "notices": self.notices(),
            "provenance": list(self._provenance()),
        }

    def _conflict(self, conflict: Conflict) -> dict[str, Any]:
        return {
            "kind": conflict.kind.value,
            "base": self.written(conflict.base).rstrip("\n"),
            "alternatives": [self.alternative(one) for one in conflict.alternatives],
        }

    def alternative(self, alternative: Alternative) -> dict[str, str]:
        """Return one wording; for a move, also the provision it goes behind."""
        said = {
            "from": self.names(alternative.amendments),
            "text": self.written(alternative.provisions).rstrip("\n"),
        }
        if alternative.after is not None:
            said["after"] = self._quoted(alternative.after)
        return said

    def notices(self) -> list[dict[str, str]]:
        """Return what is worth knowing about what was merged."""
        return [
            {
                "kind": notice.kind.value,
                "from": self.names(notice.amendments),
                "text": self._quoted(notice.key),
            }
            for notice in self.result.notices
        ]

    def _quoted(self, key: str) -> str:
        """Return the beginning of a provision of the base; "" is the very start."""
        document = self.base.document
        text = plain(document[key].text) if key in document else ""
        return text if len(text) <= SHORTENED else f"{text[: SHORTENED - 1].rstrip()}…"

    def _provenance(self) -> Iterator[dict[str, Any]]:
        """Yield the passages that are not of the base, by provision and character."""
        spans = self.result.provenance.spans
        present = (provision for provision in self.result.document.provisions if provision.text)
        for number, provision in enumerate(present):
            words = [token.text for token in parse(provision.text)]
            for span in spans.get(provision.key, ()):
                start = len("".join(words[: span.start]))
                text = "".join(words[span.start : span.end])
                yield {
                    "provision": number,
                    "start": start,
                    "end": start + len(text),
                    "text": text,
                    "from": self.names([span.origin]),
                }


def _said(document: Document) -> list[tuple[Kind, int, str]]:
    return [(p.kind, p.level, p.text) for p in document.provisions if p.text]


def _paragraphs(text: str) -> list[str]:
    """Return what stands between blank lines, without blanks at the ends of lines."""
    lines = [line.rstrip() for line in text.split("\n")]
    return ["\n".join(group) for has_words, group in groupby(lines, key=bool) if has_words]


def merge_files(base: TextFile, amended: Sequence[TextFile]) -> Merged:
    """Merge what the amended files change in the base."""
    files = {f"{n:06}": file for n, file in enumerate(amended)}
    amendments = [_amendment(base.document, key, file.document) for key, file in files.items()]
    return Merged(base, files, merge(base.document, amendments))


def _amendment(base: Document, name: str, amended: Document) -> Amendment:
    revised = rekeyed(base, amended, prefix=f"a{name}.")
    return Amendment(name, base.digest, changes_between(base, revised))
