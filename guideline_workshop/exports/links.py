"""Which link targets leave the house."""

from urllib.parse import urlsplit

from guideline_workshop.exports.characters import visible


def safe_target(href: str) -> str:
    """`href` where it is a plain https or mailto address, else nothing: the words stay, unlinked.

    The text core lets no other scheme in; this is the second lock.
    """
    if not href or href != visible(href, changed=True) or any(c in href for c in " <>\"'`\\"):
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme == "https" and parts.netloc:
        return href
    return href if parts.scheme == "mailto" and parts.path else ""
