"""Drafts written elsewhere become provisions: DOCX, ODT, Markdown and plain text."""
