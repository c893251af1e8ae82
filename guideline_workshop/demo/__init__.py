"""The demonstration consultation: a fictional district, its drafts, associations and rounds."""
