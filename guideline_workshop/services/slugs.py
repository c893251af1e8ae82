"""Readable parts of addresses."""

import re
import unicodedata
from collections.abc import Iterable

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slugify(title: str, limit: int = 60) -> str:
    """Make "Leitlinien für Ä" into "leitlinien-fuer-ae"; never empty."""
    plain = unicodedata.normalize("NFC", title).lower().translate(GERMAN)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:limit].strip("-") or "text"


def free_slug(title: str, taken: Iterable[str]) -> str:
    """Make a slug that is not taken yet, by a number where it must."""
    slug, used = slugify(title), set(taken)
    if slug not in used and slug != "new":
        return slug
    number = 2
    while f"{slug}-{number}" in used:
        number += 1
    return f"{slug}-{number}"
