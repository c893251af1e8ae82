"""From plain objects to files: HTML, Markdown, DOCX and PDF."""
