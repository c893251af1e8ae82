"""Static files: cached for a year under addresses that carry the digest of the file."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.static import QueryStringCacheBuster

YEAR = 365 * 24 * 3600
ROOT = Path(__file__).parent / "static"


class DigestCacheBuster(QueryStringCacheBuster):  # type: ignore[misc] # Pyramid is untyped
    """Adds the file's digest to its address."""

    def tokenize(self, request: Any, pathspec: str, kw: Any) -> str:
        """Return the digest of the file, whose path is relative to `static/`."""
        del request, kw
        return digest_of(pathspec)


@cache
def digest_of(name: str) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of a static file."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()[:12]


def includeme(config: Configurator) -> None:
    """Serve `static/`."""
    config.add_static_view(
        "static", "guideline_workshop:static", cache_max_age=YEAR, content_encodings=["gzip"]
    )
    config.add_cache_buster("guideline_workshop:static", DigestCacheBuster("v"))
