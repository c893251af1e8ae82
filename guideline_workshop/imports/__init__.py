"""Reading drafts: bytes in, a text document and a report out."""
