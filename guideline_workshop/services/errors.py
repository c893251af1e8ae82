"""What services refuse, with a message for the person who asked."""

from translationstring import TranslationString


class Refused(Exception):
    """The act is not possible; `message` says why in the user's language."""

    status = 422

    def __init__(self, message: TranslationString) -> None:
        super().__init__(str(message))
        self.message = message


class Invalid(Refused):
    """What was entered cannot be taken (422)."""


class Conflict(Refused):
    """The state of things has moved on (409)."""

    status = 409


class TooMany(Refused):
    """It was tried too often (429)."""

    status = 429


class Gone(Refused):
    """What a link led to is over: used, revoked or too old (410)."""

    status = 410
