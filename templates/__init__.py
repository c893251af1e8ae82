"""Jinja2, mail and Typst templates."""
