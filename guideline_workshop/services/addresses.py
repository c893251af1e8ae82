"""E-mail addresses: one person, one address, nothing that a mail's header could be made of."""

from email_validator import EmailNotValidError, validate_email

from guideline_workshop.i18n import _
from guideline_workshop.services.errors import Invalid


def checked(address: str) -> str:
    """Return one address as it is stored, in lower case; raises Invalid for anything else.

    A list of addresses, a line break or a name before the address is not one address.
    """
    try:
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Invalid(
            _("${email} is not an e-mail address.", mapping={"email": address or "“”"})
        ) from None
    return found.normalized.lower()
