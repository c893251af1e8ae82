"""The pages that every public body must have."""

from enum import StrEnum


class SitePageName(StrEnum):
    """Which page; the value is its address, `/pages/impressum`."""

    IMPRINT = "impressum"
    PRIVACY = "datenschutz"
    ACCESSIBILITY = "barrierefreiheit"
    PLAIN_LANGUAGE = "einfach-erklaert"
