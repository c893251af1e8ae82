"""The texts of footnotes, endnotes and comments, by which a report can name what was left out."""

from collections import defaultdict
from functools import cached_property

from guideline_workshop.imports.docx.parts import Parts


class Notes:
    """Looks up the parts only when a first note is met."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def text(self, kind: str, identifier: str) -> str:
        """Return the text of a note of one kind ("footnote", "endnote", "comment")."""
        return self._texts[kind].get(identifier, "")

    @cached_property
    def _texts(self) -> dict[str, dict[str, str]]:
        namespace = self._parts.namespace
        texts: dict[str, dict[str, str]] = defaultdict(dict)
        for kind in ("footnote", "endnote", "comment"):
            for part in self._parts.trees(f"{kind}s"):
                for note in part.findall(namespace + kind):
                    words = note.iter(namespace + "t")
                    identifier = note.get(namespace + "id", "")
                    texts[kind][identifier] = "".join(word.text or "" for word in words)
        return texts
