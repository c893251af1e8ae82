"""ODT (OpenDocument text), read with lxml: odfdo builds a second tree and starts too slowly."""

from guideline_workshop.imports.odt.reader import read_odt

__all__ = ["read_odt"]
