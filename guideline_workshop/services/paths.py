"""The addresses of pages that mails and feeds lead to; a test compares them with the routes."""

from guideline_workshop.models import Amendment, Consultation, Round, Version


def consultation(one: Consultation) -> str:
    """Return where a consultation is shown."""
    return f"/consultations/{one.slug}"


def round_(one: Round) -> str:
    """Return where a round is shown."""
    return f"{consultation(one.consultation)}/rounds/{one.number}"


def version(one: Version) -> str:
    """Return where a version is read."""
    document = one.document
    return f"{consultation(document.consultation)}/documents/{document.slug}/versions/{one.number}"


def comment(of: Version, comment_id: int) -> str:
    """Return where a comment on a version stands."""
    return f"{version(of)}/comments#c{comment_id}"


def amendment(one: Amendment) -> str:
    """Return where an amendment is shown."""
    return f"{consultation(one.consultation)}/amendments/{one.reference}"


def ballot(on: Amendment) -> str:
    """Return where one votes on an amendment."""
    return f"{consultation(on.consultation)}/ballots/{on.number}"
