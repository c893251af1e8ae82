"""The parts of a DOCX and the relationships between them."""

import posixpath
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from guideline_workshop.imports.package import Package
from guideline_workshop.imports.result import Reason, Unreadable
from guideline_workshop.imports.xml import Element, parse_xml

RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Relationship:
    """Leads from a part to another part or, if external, to an address."""

    kind: str  # the last word of the type: "styles", "hyperlink", ...
    target: str
    external: bool


class Parts:
    """Finds the parts by their relationships, since their names are only a habit."""

    def __init__(self, package: Package) -> None:
        self._package = package
        root = _relationships(package, "")
        main = next((r.target for r in root.values() if r.kind == "officeDocument"), "")
        if main not in package:
            raise Unreadable(Reason.BROKEN)
        self.main: Element = parse_xml(package[main])
        self.relationships = _relationships(package, main)

    @cached_property
    def namespace(self) -> str:
        """The namespace of WordprocessingML in Clark notation; strict files have another one."""
        name = str(self.main.tag)
        return name[: name.index("}") + 1] if "}" in name else ""

    def trees(self, kind: str) -> list[Element]:
        """Return the parts of one kind that the main document refers to."""
        targets = {r.target for r in self.relationships.values() if r.kind == kind}
        return [
            parse_xml(self._package[target]) for target in sorted(targets) if self._filled(target)
        ]

    def _filled(self, target: str) -> bool:
        return target in self._package and bool(self._package[target].strip())

    def tree(self, kind: str) -> Element | None:
        """Return the only part of its kind, if there is one."""
        trees = self.trees(kind)
        return trees[0] if trees else None


def _relationships(package: Package, part: str) -> dict[str, Relationship]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package:
        return {}
    return {
        element.get("Id", ""): _relationship(element, folder)
        for element in parse_xml(package[path]).iter(RELATIONSHIPS + "Relationship")
    }


def _relationship(element: Element, folder: str) -> Relationship:
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Relationship(kind, target, external=True)
    absolute = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relationship(kind, absolute, external=False)
