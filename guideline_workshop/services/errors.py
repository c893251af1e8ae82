"""What services refuse, with a message for the person who asked."""

import datetime as dt

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


class TooOften(Refused):
    """It was tried too often (429); `wait` says after how long it can be tried again."""

    status = 429

    def __init__(self, message: TranslationString, wait: dt.timedelta) -> None:
        super().__init__(message)
        self.wait = wait


class Gone(Refused):
    """What a link led to is over: used, revoked or too old (410)."""

    status = 410
