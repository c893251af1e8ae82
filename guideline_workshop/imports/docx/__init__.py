"""DOCX (ECMA-376, transitional and strict): an own reader, since python-docx hides changes.

`Paragraph.text` of python-docx silently drops tracked insertions, and mammoth gives HTML; a draft
has to arrive complete, with a report of what was left out.
"""

from guideline_workshop.imports.docx.reader import read_docx

__all__ = ["read_docx"]
